"""Targets and the year before: what counts as met, close or changed, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from model_kit import BLACKPOOL, DAY, Bench, observation

LAC_RATE = {"indicator_id": "lac_rate", "kind": "rate", "shape": "state"}


def targeted(
    bench: Bench,
    targets: list[dict[str, Any]],
    polarity: str = "higher_is_better",
    measure: dict[str, Any] | None = None,
    indicator: dict[str, Any] | None = None,
    limits: tuple[float, float] | None = None,
    **other: Any,
) -> list[dict[str, Any]]:
    """Rows of ``fct_target`` for one observation of 70 %."""
    about = {"indicator_id": "i", "kind": "percentage", "shape": "state", "polarity": polarity}
    bench.given("indicator", [about | (indicator or {})])
    bench.given("measure", [{"measure_id": "M", "indicator_id": "i"} | (measure or {})])
    whose = {"council_id": BLACKPOOL, "measure_id": "M", "indicator_id": "i", "framework_id": "F"}
    bench.given("target", [whose | target for target in targets])
    bench.given("fct_indicator_observation", [observation(**{"indicator_id": "i", "value": 70.0} | other)])
    drawn = {"council_id": BLACKPOOL, "indicator_id": "i", "period_id": "month:2023-03-31", "chart_status": "ok"}
    bench.given("fct_spc", [drawn | {"lower_limit": limits[0], "upper_limit": limits[1]}] if limits else [])
    return bench.run("target_in_force", "fct_target")


def status(bench: Bench, target: float, **other: Any) -> str:
    tolerance = other.pop("tolerance", None)
    (row,) = targeted(bench, [{"target": target, "tolerance": tolerance}], **other)
    return str(row["target_status"])


def test_to_be_confirmed_is_no_target_and_not_zero(bench):
    (row,) = targeted(bench, [{"target": None, "target_date": date(2024, 3, 31)}])
    assert (row["target_status"], row["target"], row["margin"]) == ("no_target", None, None)


def test_to_be_confirmed_never_takes_the_place_of_a_target(bench):
    (row,) = targeted(bench, [{"target": None, "target_date": DAY}, {"target": 60, "target_date": date(2024, 3, 31)}])
    assert (row["target"], row["target_status"]) == (60, "met")


def test_the_baseline_of_the_plan_stands_beside_the_target(bench):
    plan = {"baseline_value": 48.5, "baseline_date": date(2022, 4, 30)}
    (row,) = targeted(bench, [{"target": 60}], measure=plan)
    assert (row["baseline"], row["baseline_date"]) == (48.5, date(2022, 4, 30))


@pytest.mark.parametrize(
    ("dates", "in_force"),
    [
        ([date(2022, 10, 31), date(2023, 10, 31), date(2024, 3, 31)], date(2023, 10, 31)),
        ([date(2023, 3, 31), date(2024, 3, 31)], date(2023, 3, 31)),
        ([date(2021, 3, 31), date(2022, 3, 31)], date(2022, 3, 31)),
        ([None, date(2022, 3, 31)], None),
    ],
    ids=["the next due", "due on the day", "all passed: the last", "without a day it always holds"],
)
def test_the_target_in_force_is_the_next_one_due_or_the_last(bench, dates, in_force):
    (row,) = targeted(bench, [{"target": 60 + n, "target_date": day} for n, day in enumerate(dates)])
    assert row["target_date"] == in_force


@pytest.mark.parametrize(
    ("polarity", "target", "expected"),
    [
        ("higher_is_better", 70, "met"),
        ("higher_is_better", 70.1, "not_met"),
        ("higher_is_better", 69.9, "met"),
        ("lower_is_better", 70, "met"),
        ("lower_is_better", 69.9, "not_met"),
        ("lower_is_better", 70.1, "met"),
    ],
)
def test_a_target_is_met_on_its_own_side(bench, polarity, target, expected):
    assert status(bench, target, polarity=polarity) == expected


def test_the_plans_direction_goes_before_the_better_side_of_the_registry(bench):
    assert status(bench, 60, measure={"direction": "reduce"}) == "not_met"


@pytest.mark.parametrize(("tolerance", "expected"), [(None, "not_met"), (0.3, "close"), (0.2, "not_met")])
def test_short_by_no_more_than_the_tolerance_is_close(bench, tolerance, expected):
    # 0.4 less 0.1 is a little more than 0.3 as doubles.
    assert status(bench, 0.4, value=0.1, tolerance=tolerance) == expected


def test_without_a_value_there_is_a_row_that_says_so(bench):
    assert status(bench, 60, value=None) == "no_value"


@pytest.mark.parametrize(
    ("other", "rows"),
    [
        ({}, 0),
        ({"period_type": "financial_year"}, 1),
        ({"period_type": "financial_year", "status": "provisional"}, 0),
        ({"measure": {"period_type": "month"}}, 1),
    ],
    ids=["a month", "the year", "a running year", "a month where the plan counts by month"],
)
def test_a_years_target_for_events_is_held_against_a_whole_year(bench, other, rows):
    counted = {"kind": "count", "shape": "event"}
    assert len(targeted(bench, [{"target": 8}], indicator=counted, **other)) == rows


def test_a_target_for_a_change_is_not_held_against_the_value(bench):
    assert targeted(bench, [{"target": -10}], measure={"calculation": "change_pct"}) == []


@pytest.mark.parametrize(
    ("polarity", "limits", "assurance"),
    [
        ("higher_is_better", (60, 80), "consistently_met"),
        ("higher_is_better", (59, 80), "hit_or_miss"),
        ("higher_is_better", (40, 60), "hit_or_miss"),
        ("higher_is_better", (40, 59), "consistently_missed"),
        ("lower_is_better", (40, 60), "consistently_met"),
        ("lower_is_better", (40, 61), "hit_or_miss"),
        ("lower_is_better", (61, 80), "consistently_missed"),
        ("lower_is_better", None, "not_judged"),
    ],
)
def test_assurance_says_whether_the_whole_range_is_beyond_the_target(bench, polarity, limits, assurance):
    (row,) = targeted(bench, [{"target": 60}], polarity=polarity, limits=limits)
    assert row["assurance"] == assurance


def change(
    bench: Bench, now: dict[str, Any], before: dict[str, Any], polarity: str = "higher_is_better",
    signal: str | None = None, indicator: dict[str, Any] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Rows of ``fct_indicator_change`` for a figure and the one a year before."""
    ends = [row.setdefault("period_end", day) for row, day in ((now, DAY), (before, date(2022, 3, 31)))]
    bench.given("indicator", [LAC_RATE | {"polarity": polarity} | (indicator or {})])
    bench.given("fct_indicator_observation", [
        observation(**{"interval_lower": None, "interval_upper": None} | row, period_id=f"month:{end}")
        for row, end in zip((now, before), ends, strict=True)
    ])  # fmt: skip
    drawn = {"council_id": BLACKPOOL, "indicator_id": "lac_rate", "period_id": f"month:{now['period_end']}"}
    bench.given("fct_spc", [drawn | {"chart_status": "ok", "direction": signal}] if signal else [])
    return bench.run("fct_indicator_change")


@pytest.mark.parametrize(
    ("end", "year_before", "pairs"),
    [
        (date(2024, 2, 29), date(2023, 2, 28), 1),
        (date(2025, 2, 28), date(2024, 2, 29), 1),
        (date(2025, 2, 28), date(2024, 2, 28), 0),
        (date(2023, 3, 31), date(2022, 3, 31), 1),
    ],
)
def test_a_month_is_compared_with_the_same_month_a_year_before(bench, end, year_before, pairs):
    assert len(change(bench, {"period_end": end}, {"period_end": year_before})) == pairs


def interval(value: float, lower: float, upper: float) -> dict[str, Any]:
    return {"value": value, "interval_lower": lower, "interval_upper": upper}


@pytest.mark.parametrize(
    ("now", "before", "signal", "polarity", "expected"),
    [
        (interval(20, 18, 22), interval(15, 13, 18), None, "higher_is_better", ("no_clear_change", None, "not_judged")),
        (interval(20, 18.1, 22), interval(15, 13, 18), None, "higher_is_better", ("up", "intervals", "better")),
        (interval(20, 18.1, 22), interval(15, 13, 18), None, "lower_is_better", ("up", "intervals", "worse")),
        (interval(15, 13, 18), interval(20, 18.1, 22), None, "higher_is_better", ("down", "intervals", "worse")),
        (interval(20, 18.1, 22), interval(15, 13, 18), None, "neutral", ("up", "intervals", "not_judged")),
        ({"value": 20}, {"value": 15}, None, "higher_is_better", ("no_clear_change", None, "not_judged")),
        ({"value": 20}, {"value": 15}, "up", "higher_is_better", ("up", "control_rules", "better")),
        ({"value": 20}, {"value": 15}, "down", "higher_is_better", ("no_clear_change", None, "not_judged")),
    ],
    ids=["overlap", "apart", "apart, lower better", "down", "neutral", "no interval", "rule", "rule against"],
)
def test_a_direction_needs_intervals_apart_or_a_control_rule(bench, now, before, signal, polarity, expected):
    (row,) = change(bench, dict(now), dict(before), polarity, signal)
    assert (row["direction_of_travel"], row["supported_by"], row["judgement"]) == expected


def test_a_change_from_nothing_has_no_percentage(bench):
    (row,) = change(bench, {"value": 3}, {"value": 0})
    assert (row["difference"], row["difference_pct"]) == (3, None)


def test_a_running_year_of_events_is_not_compared_with_a_whole_one(bench):
    assert change(bench, {"status": "provisional"}, {}, indicator={"shape": "event"}) == []
