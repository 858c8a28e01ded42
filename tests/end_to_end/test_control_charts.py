"""Control charts: limits worked by hand, each rule alone and just missed, stretches, small counts, words.

Limits are the mean and 2.66 mean moving ranges either side (NHS England, Making Data Count).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

import pytest
from model_kit import Bench

CHART = ("control_series", "control_stretch", "control_limit", "control_rule", "fct_spc")


def month(number: int) -> date:
    year, index = 2015 + number // 12, number % 12 + 1
    return date(year, index, monthrange(year, index)[1])


def observation(number: int, value: float, **other: Any) -> dict[str, Any]:
    return {
        "council_id": "C", "indicator_id": "i", "breakdown": "all", "status": "ok", "period_type": "month",
        "period_end": month(number), "value_unrounded": value, "numerator": value, **other,
    }  # fmt: skip


def chart(bench: Bench, values: list[float], rebases: tuple[int, ...] = (), **indicator: Any) -> list[dict[str, Any]]:
    """The control chart of a monthly series; ``rebases`` are numbers of points with which a new stretch starts."""
    about = {"indicator_id": "i", "kind": "mean", "shape": "state", "chart": "xmr", "screens_ranges": False,
             "polarity": "neutral"}  # fmt: skip
    bench.given("indicator", [about | indicator])
    bench.given("spc_rebase", [{"council_id": "C", "indicator_id": "i", "from_date": month(n)} for n in rebases])
    bench.given("fct_indicator_observation", [observation(n, value) for n, value in enumerate(values)])
    return bench.run(*CHART)


def signals(points: list[dict[str, Any]]) -> dict[int, tuple[str, str]]:
    """Number of the point -> signal and direction, for points with one."""
    return {n: (p["signal"], p["direction"]) for n, p in enumerate(points) if p["signal"] != "none"}


def limits(points: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    first = points[0]
    return first["mean"], first["lower_limit"], first["upper_limit"], first["moving_range_limit"]


def test_limits_are_the_mean_and_2_66_mean_moving_ranges_either_side(bench):
    # Every range is 2, the mean 11: 11 - 5.32, 11 + 5.32, 3.267 times 2.
    assert limits(chart(bench, [10, 12] * 6)) == pytest.approx((11, 5.68, 16.32, 6.534), abs=1e-9)


# 15 ranges of 2 and one of 18: mean 3, limit 9.801. 206 / 17 points.
STEP_OUT = [10.0, 12.0] * 8 + [30.0]


def test_without_screening_every_moving_range_counts(bench):
    mean = 206 / 17
    assert limits(chart(bench, STEP_OUT)) == pytest.approx((mean, mean - 7.98, mean + 7.98, 9.801), abs=1e-9)


def test_screening_leaves_out_moving_ranges_beyond_their_limit_once(bench):
    mean = 206 / 17
    found = limits(chart(bench, STEP_OUT, screens_ranges=True))
    assert found == pytest.approx((mean, mean - 5.32, mean + 5.32, 6.534), abs=1e-9)


def mirrored(values: list[float]) -> list[float]:
    return [100 - value for value in values]


# Mean 212/17 = 12.47, ranges 15 x 2 + 7: limit 18.62, two thirds of the way 16.57.
OUTSIDE = [11.0, 13.0] * 8 + [20.0]
# Mean 285/19 = 15, ranges 122/18: limits 15 +- 18.03. Points 8 to 14 rise; no seven lie on one side.
TREND = [10.0, 20.0] * 4 + [12, 13, 14, 15, 16, 17, 18] + [10, 20, 10, 20]
# Mean 287/23 = 12.48, ranges 50/22: near limit 16.51, limit 18.52. 17, 13 and 17 are above the mean.
TWO_OF_THREE = [11.0, 13.0] * 10 + [17, 13, 17]
# Mean 201/19 = 10.58, ranges 54/18 = 3: near limit 15.9. The last seven lie above the mean, the one before below.
SHIFT = [12.0, 8.0] * 6 + [12, 11, 12, 11, 12, 11, 12]


@pytest.mark.parametrize(
    ("values", "rule", "at"),
    [
        (OUTSIDE, "outside_limits", [16]),
        (TREND, "trend", [8, 9, 10, 11, 12, 13, 14]),
        (TWO_OF_THREE, "two_of_three", [20, 22]),
        (SHIFT, "shift", [12, 13, 14, 15, 16, 17, 18]),
    ],
)
@pytest.mark.parametrize("upside_down", [False, True])
def test_each_rule_fires_alone_and_both_ways(bench, values, rule, at, upside_down):
    points = chart(bench, mirrored(values) if upside_down else values)
    assert signals(points) == dict.fromkeys(at, (rule, "down" if upside_down else "up"))


@pytest.mark.parametrize(
    ("why", "values"),
    [
        # Mean 210/17 = 12.35, ranges 35/16: limit 18.17.
        ("inside the limit", [11.0, 13.0] * 8 + [18.0]),
        ("a tie breaks the trend", [10.0, 20.0] * 4 + [12, 13, 14, 14, 15, 16, 17] + [10, 20, 10, 20]),
        ("six points are no trend", [10.0, 20.0] * 4 + [12, 13, 14, 15, 16, 17] + [10, 20, 10, 20]),
        # Mean 285/23 = 12.39, ranges 54/22: near limit 16.74; the 11 is below the mean.
        ("the third is on the other side", [11.0, 13.0] * 10 + [17, 11, 17]),
        # Mean 283/23 = 12.30, ranges 46/22: near limit 16.01.
        ("one of three is near", [11.0, 13.0] * 10 + [17, 13, 13]),
        ("six points are no shift", [12.0, 8.0] * 6 + [12, 11, 12, 11, 12, 11, 8]),
        # Mean 209/19 = 11 exactly.
        ("a point on the mean breaks the shift", [12.0, 8.0] * 6 + [13, 13, 13, 11, 13, 13, 13]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("upside_down", [False, True])
def test_just_missing_is_no_signal(bench, why, values, upside_down):
    assert signals(chart(bench, mirrored(values) if upside_down else values)) == {}


def test_a_mean_that_a_double_cannot_hold_still_has_points_on_it(bench):
    # Tenths: the mean of these is 1.1, which is no sum of doubles.
    points = chart(bench, [v / 10 for v in [12.0, 8.0] * 6 + [13, 13, 13, 11, 13, 13, 13]])
    assert signals(points) == {}


def test_a_point_outside_the_limits_at_the_end_of_a_shift_is_called_outside(bench):
    # Mean 228/19 = 12, ranges 66/18: limit 21.75.
    found = signals(chart(bench, [12.0, 8.0] * 6 + [13, 13, 13, 13, 13, 13, 30]))
    assert found == dict.fromkeys(range(12, 18), ("shift", "up")) | {18: ("outside_limits", "up")}


RULES = ["outside", "trend", "two_of_three", "shift"]


@pytest.mark.parametrize("first", range(4))
def test_of_several_rules_the_first_in_order_names_the_point(bench, first):
    bench.given("indicator", [{"indicator_id": "i", "polarity": "neutral"}])
    hit = {rule: 1 if place >= first else 0 for place, rule in enumerate(RULES)}
    bench.given("control_rule", [ruled(**hit)])
    assert bench.run("fct_spc")[0]["signal"] == ["outside_limits", "trend", "two_of_three", "shift"][first]


def ruled(**other: Any) -> dict[str, Any]:
    return {
        "council_id": "C", "indicator_id": "i", "period_type": "month", "period_end": month(0), "value": 5,
        "rebase_group": 0, "points": 20, "mean": 4, "lower_limit": 3, "upper_limit": 4.5, "is_large_enough": True,
        "outside": 0, "trend": 0, "two_of_three": 0, "shift": 0, **other,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("polarity", "side", "variation"),
    [
        ("higher_is_better", 1, "improvement"),
        ("higher_is_better", -1, "concern"),
        ("lower_is_better", 1, "concern"),
        ("lower_is_better", -1, "improvement"),
        ("neutral", 1, "change"),
        ("neutral", -1, "change"),
        ("higher_is_better", 0, "common_cause"),
    ],
)
def test_the_better_side_decides_between_improvement_and_concern(bench, polarity, side, variation):
    bench.given("indicator", [{"indicator_id": "i", "polarity": polarity}])
    bench.given("control_rule", [ruled(shift=side)])
    assert bench.run("fct_spc")[0]["variation"] == variation


def test_a_run_never_crosses_a_rebase(bench):
    assert signals(chart(bench, SHIFT, rebases=(15,))) == {}


def test_a_trend_never_crosses_a_rebase(bench):
    assert signals(chart(bench, TREND, rebases=(11,))) == {}


def test_each_stretch_has_its_own_limits_and_starts_without_a_moving_range(bench):
    points = chart(bench, [10, 12] * 6 + [50, 54] * 6, rebases=(12,))
    assert [points[11]["mean"], points[12]["mean"]] == [11, 52]
    assert points[12]["moving_range"] is None
    assert points[12]["upper_limit"] == pytest.approx(52 + 2.66 * 4, abs=1e-9)


@pytest.mark.parametrize(("points", "status"), [(11, "trial"), (12, "ok")])
def test_fewer_than_twelve_points_make_trial_limits(bench, points, status):
    assert {p["chart_status"] for p in chart(bench, [10.0] * points)} == {status}


def test_a_new_stretch_is_on_trial_again(bench):
    points = chart(bench, [10, 12] * 7, rebases=(12,))
    assert [p["chart_status"] for p in points] == ["ok"] * 12 + ["trial"] * 2


@pytest.mark.parametrize(("cases", "status"), [([3] * 11 + [14], "too_few"), ([3] * 11 + [15], "ok")])
def test_under_four_cases_a_point_on_average_are_too_few_for_signals(bench, cases, status):
    # 47 / 12 is 3.92, 48 / 12 is 4; the last point is far outside either way.
    points = chart(bench, cases, kind="count")
    assert {p["chart_status"] for p in points} == {status}
    assert bool(signals(points)) == (status == "ok")


@pytest.mark.parametrize(("shape", "period_type"), [("event", "quarter"), ("state", "month")])
def test_months_with_too_few_events_are_charted_by_quarter(bench, shape, period_type):
    bench.given("indicator", [{"indicator_id": "i", "kind": "count", "shape": shape, "chart": "xmr",
                               "screens_ranges": False, "polarity": "neutral"}])  # fmt: skip
    bench.given("spc_rebase")
    months = [observation(n, 2) for n in range(12)]
    quarters = [observation(n, 6, period_type="quarter") for n in range(2, 12, 3)]
    bench.given("fct_indicator_observation", [*months, *quarters])
    assert {point["period_type"] for point in bench.run(*CHART)} == {period_type}


def test_only_settled_figures_of_the_whole_are_charted(bench):
    bench.given("indicator", [{"indicator_id": "i", "kind": "mean", "shape": "state", "chart": "xmr",
                               "screens_ranges": False, "polarity": "neutral"}])  # fmt: skip
    bench.given("spc_rebase")
    bench.given("fct_indicator_observation", [
        observation(0, 1), observation(1, 2, status="provisional"), observation(2, 3, breakdown="sex", category="F"),
    ])  # fmt: skip
    assert [point["value"] for point in bench.run(*CHART)] == [1]


@pytest.mark.parametrize(
    ("values", "at", "sentence"),
    [
        (OUTSIDE, 16, "20 is above the upper limit of 18.6; mean 12.5."),
        (mirrored(OUTSIDE), 16, "80 is below the lower limit of 81.4; mean 87.5."),
        (TREND, 8, "12 belongs to seven or more points rising in a row; mean 15."),
        (TWO_OF_THREE, 20, "17 is one of two out of three points close to the upper limit; mean 12.5."),
        (SHIFT, 12, "12 belongs to seven or more points in a row above the mean; mean 10.6."),
        ([10.0] * 11, 3, "10 is within what chance explains; mean 10, limits on trial: 11 points."),
        ([10.0], 0, "10 is the only point; mean 10, no limits yet."),
    ],
)
def test_a_point_says_in_words_what_it_means(bench, values, at, sentence):
    assert chart(bench, values)[at]["sentence"] == sentence
