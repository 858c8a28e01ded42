"""The release holds the figures that the councils themselves published, counted from cases."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from pipeline import releases
from pipeline.home import Home

EAST_LOTHIAN, MIDLOTHIAN, EDINBURGH, BLACKPOOL = "S12000010", "S12000019", "S12000036", "E06000009"

# The councils' own reports for these days, as listed in the project's brief.
PUBLISHED = [
    (EAST_LOTHIAN, date(2023, 12, 31), "cpr_children", 24),
    (EAST_LOTHIAN, date(2023, 12, 31), "cpr_substance_use", 17),
    (EAST_LOTHIAN, date(2023, 12, 31), "cpr_domestic_abuse", 15),
    (EAST_LOTHIAN, date(2023, 12, 31), "lac_at_home", 47),
    (EAST_LOTHIAN, date(2023, 12, 31), "lac_foster", 66),
    (EAST_LOTHIAN, date(2023, 12, 31), "lac_kinship", 29),
    (EAST_LOTHIAN, date(2023, 12, 31), "lac_residential", 29),
    (EAST_LOTHIAN, date(2023, 12, 31), "lac_total", 171),
    (EAST_LOTHIAN, date(2023, 12, 31), "lac_rate", 7.5),
    (EAST_LOTHIAN, date(2023, 12, 31), "continuing_care", 23),
    (EAST_LOTHIAN, date(2023, 12, 31), "aftercare", 67),
    (EAST_LOTHIAN, date(2023, 12, 31), "uasc", 17),
    (MIDLOTHIAN, date(2024, 3, 31), "cpr_children", 42),
    (MIDLOTHIAN, date(2024, 3, 31), "cpr_rate", 2.3),
    (MIDLOTHIAN, date(2024, 3, 31), "lac_at_home_rate", 2.1),
    (MIDLOTHIAN, date(2024, 3, 31), "lac_away_rate", 7.4),
    (EDINBURGH, date(2023, 4, 30), "caseload_mean", 14.5),
]


@pytest.fixture(scope="module")
def release(refreshed: Home) -> duckdb.DuckDBPyConnection:
    current = releases.current(refreshed)
    assert current is not None
    return duckdb.connect(str(current.database), read_only=True)


def month_end(
    release: duckdb.DuckDBPyConnection, council: str, day: date, indicator: str, column: str = "value"
) -> float | None:
    row = release.execute(
        f"select {column} from fct_indicator_observation where council_id = ? and period_type = 'month' "
        "and period_end = ? and indicator_id = ? and breakdown = 'all'",
        [council, day, indicator],
    ).fetchone()
    assert row is not None, "no such observation"
    return row[0]


@pytest.mark.parametrize(("council", "day", "indicator", "figure"), PUBLISHED)
def test_release_holds_the_figure_the_council_published(release, council, day, indicator, figure):
    assert month_end(release, council, day, indicator) == figure


def test_edinburgh_caseloads_vary_widely(release):
    assert month_end(release, EDINBURGH, date(2023, 4, 30), "caseload_max") >= 30


@pytest.mark.parametrize("indicator", ["children_held_by_managers", "unallocated_children"])
def test_edinburgh_has_children_without_a_worker_of_their_own(release, indicator):
    assert month_end(release, EDINBURGH, date(2023, 4, 30), indicator) > 0


def test_english_rates_are_per_10_000_of_the_mid_year_before(release):
    day = date(2023, 3, 31)
    assert month_end(release, BLACKPOOL, day, "lac_rate", "rate_per") == 10_000
    assert month_end(release, BLACKPOOL, day, "lac_rate", "population_year") == 2022


@pytest.mark.parametrize("indicator", ["lac_rate", "referrals", "rereferral_12m"])
def test_blackpool_has_a_figure(release, indicator):
    assert month_end(release, BLACKPOOL, date(2023, 3, 31), indicator) > 0


def test_midlothian_rate_says_on_which_population_it_stands(release):
    assert month_end(release, MIDLOTHIAN, date(2024, 3, 31), "cpr_rate", "population_year") == 2022
