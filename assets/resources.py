"""With what: the home of this installation, under its lock, and the dbt command.

Belongs here: what assets need while they run. Not: settings of a council.
"""

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource
from packaging.version import Version

from pipeline import dbt as project
from pipeline.home import DBT_PROJECT, Home
from pipeline.refresh import only_one


@dg.resource
def home() -> Iterator[Home]:
    """The folders to work on, held from the first step of a run to its last so that runs never mix."""
    here = Home.from_environment()
    with only_one(here):
        yield here


class LocalDbt(DbtCliResource):
    """dbt as installed beside this Python, without two look-ups that cost six seconds of every refresh."""

    @property
    def _cli_version(self) -> Version:
        """The installed version; the default starts a second dbt only to ask for it."""
        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        """No adapter in this process: only row counts would need one, and those hold the DuckDB file open."""


@dg.definitions
def resources() -> dg.Definitions:
    """The resources by the names under which assets ask for them."""
    dbt = LocalDbt(
        project_dir=str(DBT_PROJECT),
        profiles_dir=str(DBT_PROJECT),
        dbt_executable=project.executable(),
    )
    return dg.Definitions(resources={"home": home, "dbt": dbt})
