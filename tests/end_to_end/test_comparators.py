"""Country, region and neighbours: held against figures worked by hand from what was published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from model_kit import BLACKPOOL, Bench, observation
from scipy.stats import chi2

LAC_RATE = {"indicator_id": "lac_rate", "kind": "rate", "shape": "state", "polarity": "neutral"}


def compared(
    bench: Bench, observations: list[dict[str, Any]], indicator: dict[str, Any] | None = None
) -> dict[str, dict[str, Any]]:
    """Comparator -> what the release says about the one observation."""
    bench.seeds("comparator", "neighbour", "council")
    bench.given("indicator", [LAC_RATE | (indicator or {})])
    bench.given("stg_council", [{"council_id": BLACKPOOL}])
    bench.given("int_measure_return")
    bench.given("fct_indicator_observation", observations)
    return {
        row["comparator"]: row
        for row in bench.run("comparison_member", "comparison_group", "comparison_match", "fct_comparator")
    }


# The ten of 2025 on 31 March 2023 (DfE): Sunderland 91, Salford 91, South Tyneside 103, Rochdale 107, Torbay 125,
# Middlesbrough 148, Redcar and Cleveland 148, Liverpool 157, Hartlepool 159, Stoke-on-Trent 187: they sum to 1,316.
def test_country_and_region_are_the_published_figures(bench):
    found = compared(bench, [observation()])
    assert (found["country"]["mean_value"], found["region"]["mean_value"]) == (70, 96)


def test_mean_and_median_of_the_neighbours_are_both_there(bench):
    found = compared(bench, [observation()])["neighbours"]
    assert (found["mean_value"], found["median_value"]) == (pytest.approx(131.6, abs=1e-9), 136.5)


def test_neighbours_are_those_of_the_newest_model(bench):
    found = compared(bench, [observation()])["neighbours"]
    assert (found["model_year"], found["areas"]) == (2025, 10)


def test_quartiles_are_between_the_two_nearest_figures(bench):
    # Type 7: 103 + 0.25 x 4 and 148 + 0.75 x 9.
    found = compared(bench, [observation()])["neighbours"]
    assert (found["lower_quartile"], found["upper_quartile"]) == (104, 154.75)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [(104, "A", "D"), (104.1, "B", "C"), (136.5, "B", "C"), (136.6, "C", "B"), (154.75, "C", "B"), (154.8, "D", "A")],
)
def test_a_value_on_a_quartile_belongs_to_the_band_below(bench, value, low, high):
    bands = [
        compared(bench, [observation(value=value)], {"polarity": polarity})["neighbours"]["quartile_band"]
        for polarity in ("lower_is_better", "higher_is_better")
    ]
    assert bands == [low, high]


def test_where_no_side_is_better_there_is_no_band(bench):
    assert compared(bench, [observation()])["neighbours"]["quartile_band"] is None


@pytest.mark.parametrize(
    ("value", "polarity", "rank"),
    [
        (91, "lower_is_better", 1),
        (148, "lower_is_better", 6),
        (190, "lower_is_better", 11),
        (148, "higher_is_better", 4),
        (190, "higher_is_better", 1),
    ],
)
def test_ties_share_the_better_rank(bench, value, polarity, rank):
    assert compared(bench, [observation(value=value)], {"polarity": polarity})["neighbours"]["rank"] == rank


def test_one_area_has_no_rank(bench):
    assert compared(bench, [observation()])["country"]["rank"] is None


def test_figures_of_a_later_day_are_not_used(bench):
    early = observation(period_end=date(2023, 3, 30), period_id="month:2023-03-30")
    assert compared(bench, [early])["country"]["comparator_as_at"] == date(2022, 3, 31)


@pytest.mark.parametrize(
    ("lower", "upper", "difference"), [(131.7, 150, "higher"), (131.5, 150, "similar"), (110, 131.5, "lower")]
)
def test_a_difference_is_stated_only_beyond_the_interval(bench, lower, upper, difference):
    row = observation(interval_lower=lower, interval_upper=upper)
    assert compared(bench, [row])["neighbours"]["difference"] == difference


def caseload(bench: Bench) -> dict[str, Any]:
    about = {"indicator_id": "caseload_mean", "kind": "percentage", "polarity": "lower_is_better"}
    return compared(bench, [observation(indicator_id="caseload_mean", value=14.5)], about)["neighbours"]


def test_another_definition_is_labelled(bench):
    found = caseload(bench)
    assert found["is_same_definition"] is False and "full-time equivalents" in found["definition_note"]


@pytest.mark.parametrize(
    ("column", "empty"),
    [("difference", "not_judged"), ("rank", None), ("quartile_band", None), ("funnel_upper_95", None)],
)
def test_another_definition_is_not_judged(bench, column, empty):
    assert caseload(bench)[column] == empty


EVENTS = {"shape": "event"}
YEAR = {"period_type": "financial_year", "period_id": "financial_year:2023-03-31"}


@pytest.mark.parametrize(
    ("what", "compares"), [({}, False), (YEAR, True), (YEAR | {"status": "provisional"}, False)], ids=str
)
def test_a_years_events_are_held_only_against_a_whole_year(bench, what, compares):
    assert bool(compared(bench, [observation(**what)], EVENTS)) == compares


def test_funnel_limits_hold_the_comparators_rate(bench):
    row = compared(bench, [observation()])["country"]
    expected = 28_947 * 70 / 10_000
    exact = chi2.ppf(0.025, 2 * expected) / 2, chi2.ppf(0.975, 2 * expected + 2) / 2
    found = row["funnel_lower_95"], row["funnel_upper_95"]
    assert found == pytest.approx(tuple(10_000 * limit / 28_947 for limit in exact), rel=1e-4)


def test_funnel_limits_are_wider_at_99_8_per_cent(bench):
    row = compared(bench, [observation()])["country"]
    assert row["funnel_lower_998"] < row["funnel_lower_95"] < 70 < row["funnel_upper_95"] < row["funnel_upper_998"]
