"""The page on adding an indicator works as written: its own blocks are applied to a copy, which is then built."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from textwrap import dedent

import duckdb
import pytest

from pipeline import dbt
from pipeline.home import DBT_PROJECT, PROJECT, SEEDS, Home

PAGE = (PROJECT / "docs" / "add-an-indicator.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"(Add to the end of|In)\s+`([^`]+)`(?:, below the line `([^`]+)`, add)?:\n\n +```\w+\n(.*?) +```", re.S
)


def apply(project: Path) -> None:
    """Do what the page says to the project under ``project``."""
    for verb, path, line, block in STEP.findall(PAGE):
        file, added = project / path, dedent(block)
        if verb == "In":
            before, found, after = file.read_text(encoding="utf-8").partition(f"{line}\n")
            assert found, f"{path} has no line {line}"
            file.write_text(before + found + added + after, encoding="utf-8")
        else:
            file.write_text(file.read_text(encoding="utf-8") + added, encoding="utf-8")


@pytest.fixture(scope="module")
def extended(refreshed: Home, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The build of the shipped deliveries after the page was followed."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(DBT_PROJECT, project / "dbt_project")
    shutil.copytree(SEEDS, project / "data" / "seeds")
    apply(project)
    home = Home(raw=refreshed.raw, root=project / "home").prepare()
    shutil.copy(refreshed.build, home.build)
    folder = str(project / "dbt_project")
    outcome = subprocess.run(
        [dbt.executable(), "--no-use-colors", "build", "--exclude-resource-type", "unit_test"],
        env={**os.environ, **dbt.environment(home), "DBT_PROJECT_DIR": folder, "DBT_PROFILES_DIR": folder},
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout[-3000:]
    return duckdb.connect(str(home.build), read_only=True)


def test_the_page_is_under_a_page():
    assert len(PAGE.splitlines()) <= 50


def test_the_page_changes_three_files():
    assert len(STEP.findall(PAGE)) == 3


@pytest.mark.slow
def test_the_new_indicator_has_the_share_that_its_two_counts_make(extended):
    # East Lothian published 29 in kinship care, of 66 + 29 + 29 away from home (December 2023).
    found = extended.execute(
        """select numerator, denominator, value from marts.fct_indicator_observation
           where indicator_id = 'lac_away_kinship_pct' and council_id = 'S12000010' and breakdown = 'all'
             and period_id = 'month:2023-12-31'"""
    ).fetchone()
    assert found == (29, 124, 23.4)


@pytest.mark.slow
def test_the_new_indicator_has_an_interval_a_chart_and_every_breakdown_it_lists(extended):
    found = extended.execute(
        """select count(distinct breakdown) filter (interval_upper is not null) from marts.fct_indicator_observation
           where indicator_id = 'lac_away_kinship_pct' and council_id = 'S12000010'"""
    ).fetchone()
    charted = extended.execute(
        "select 1 from marts.fct_spc where indicator_id = 'lac_away_kinship_pct' limit 1"
    ).fetchone()
    assert (found, charted) == ((4,), (1,))
