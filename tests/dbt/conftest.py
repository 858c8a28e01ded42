"""A build file with empty raw tables, and dbt run in it as the refresh runs it: nothing lands in the repository."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import dbt, warehouse
from pipeline.home import DBT_PROJECT, Home

Dbt = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose build file holds every raw table and no row."""
    root = tmp_path_factory.mktemp("dbt")
    home = Home(raw=root / "raw", root=root).prepare()
    warehouse.start(home)
    return home


@pytest.fixture(scope="session")
def run_dbt(empty_home: Home) -> Dbt:
    """Runs a dbt command in the empty home."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [dbt.executable(), "--no-use-colors", *arguments],
            env={**os.environ, **dbt.environment(empty_home)},
            cwd=DBT_PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def built(run_dbt: Dbt) -> subprocess.CompletedProcess[str]:
    """The outcome of building everything, unit tests and data tests among it, on nothing."""
    return run_dbt("build")


@pytest.fixture(scope="session")
def manifest(built: subprocess.CompletedProcess[str], empty_home: Home) -> dict[str, Any]:
    """dbt's manifest of the project."""
    loaded: dict[str, Any] = json.loads(Path(empty_home.dbt_target, "manifest.json").read_text())
    return loaded
