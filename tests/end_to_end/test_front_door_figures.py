"""What Blackpool's cases come to at the front door is what the DfE published of Blackpool."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import duckdb
import pytest

from pipeline import releases
from pipeline.home import SEEDS, Home

BLACKPOOL = "E06000009"
INDICATORS = ("assessment_45_days_pct", "referral_nfa_pct", "referral_not_in_need_pct")
YEARS = [f"{year}-03-31" for year in range(2019, 2024)]


def published() -> dict[tuple[str, str], float]:
    with (SEEDS / "comparator.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["area_id"] == BLACKPOOL]
    return {(row["indicator_id"], row["as_at"]): float(row["value"]) for row in rows}


@pytest.fixture(scope="module")
def release(refreshed: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    current = releases.current(refreshed)
    assert current is not None
    with duckdb.connect(str(current.database), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("day", YEARS)
def test_blackpools_share_is_the_one_published(release: duckdb.DuckDBPyConnection, indicator: str, day: str) -> None:
    found = release.execute(
        "select value, source from fct_indicator_observation where council_id = ? and indicator_id = ? "
        "and period_end = ? and period_type = 'financial_year' and breakdown = 'all'",
        [BLACKPOOL, indicator, day],
    ).fetchall()
    assert found == [(published()[indicator, day], "case")]


def test_no_case_of_a_pod_is_counted_twice(release: duckdb.DuckDBPyConnection) -> None:
    differing = release.execute(
        """select count(*), count(*) filter (parts <> whole) from (
               select sum(value) filter (breakdown = 'band') as parts, sum(value) filter (breakdown = 'all') as whole
               from fct_indicator_observation
               where indicator_id = 'pod_children' and period_type = 'month' and status = 'ok'
               group by period_id
           )"""
    ).fetchone()
    assert differing is not None and differing[0] > 3 and differing[1] == 0
