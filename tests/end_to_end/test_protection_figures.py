"""The release holds what the DfE published of child protection and need in Blackpool, counted from cases."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from pipeline import releases
from pipeline.home import Home

with Path(__file__).parents[1].joinpath("reference", "blackpool_protection.csv").open(encoding="utf-8") as file:
    PUBLISHED = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def release(refreshed: Home) -> duckdb.DuckDBPyConnection:
    current = releases.current(refreshed)
    assert current is not None
    return duckdb.connect(str(current.database), read_only=True)


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['indicator_id']} {row['period_end'][:4]}")
def test_release_holds_the_figure_that_the_dfe_published(
    release: duckdb.DuckDBPyConnection, row: dict[str, str]
) -> None:
    found = release.execute(
        "select value, source from fct_indicator_observation where council_id = 'E06000009' and indicator_id = ? "
        "and period_type = 'financial_year' and period_end = cast(? as date) and breakdown = 'all'",
        [row["indicator_id"], row["period_end"]],
    ).fetchall()
    assert found == [(float(row["published"]), "case")]


def test_scotland_has_no_figure_of_care_proceedings(release: duckdb.DuckDBPyConnection) -> None:
    rows = release.execute(
        "select distinct council_id from fct_indicator_observation where indicator_id = 's31_with_parents_pct'"
    ).fetchall()
    assert rows == [("E06000009",)]
