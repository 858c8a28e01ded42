"""Confidence intervals against their own sources: scipy, the published formula in exact arithmetic, ScotPHO's figures.

The macros are rendered by themselves and run in DuckDB, as the models run them.
"""

from __future__ import annotations

import csv
from decimal import Decimal, getcontext
from math import floor, isclose
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2, norm

from pipeline.home import DBT_PROJECT, SEEDS

SCOTPHO = Path(__file__).parents[1] / "reference" / "scotpho_looked_after_2021.csv"
Z = {"interval_z": float(norm.ppf(0.975)), "funnel_z": float(norm.ppf(0.999))}
SQL = duckdb.connect()


def macros(file: str) -> Any:
    source = (DBT_PROJECT / "macros" / file).read_text(encoding="utf-8")
    return jinja2.Environment().from_string(source, {"var": Z.__getitem__}).module


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


INTERVALS = macros("statistics/intervals.sql")
INTERVAL = f"""
    select {INTERVALS.observation_interval()} from (
        select $numerator::double as numerator, $denominator::double as denominator,
               $multiplier::integer as multiplier, $method as interval_method, true as has_value,
               $exact_lower::double as exact_lower, $exact_upper::double as exact_upper)"""
EXACT = {
    int(row["events"]): (float(row["lower_limit"]), float(row["upper_limit"]))
    for row in rows(SEEDS / "poisson_limit.csv")
}


def interval(method: str, numerator: int, denominator: int, multiplier: int = 1000) -> tuple[float, float]:
    exact = EXACT.get(numerator, (None, None)) if method == "exact_byar" else (None, None)
    given_ = {
        "numerator": numerator, "denominator": denominator, "multiplier": multiplier, "method": method,
        "exact_lower": exact[0], "exact_upper": exact[1],
    }  # fmt: skip
    found = SQL.execute(INTERVAL, given_).fetchone()
    assert found is not None
    return found


def byar(events: int, z: str) -> tuple[Decimal, Decimal]:
    """Byar's limits as published (Breslow and Day 1987), to fifty digits."""
    getcontext().prec = 50
    x, y, z_ = Decimal(events), Decimal(events + 1), Decimal(z)
    lower = x * (1 - 1 / (9 * x) - z_ / (3 * x.sqrt())) ** 3
    return lower, y * (1 - 1 / (9 * y) + z_ / (3 * y.sqrt())) ** 3


def agree(found: float, expected: float) -> bool:
    return isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)


def test_the_projects_quantiles_are_those_of_95_and_99_8_per_cent():
    text = (DBT_PROJECT / "dbt_project.yml").read_text(encoding="utf-8")
    stated = {name: float(text.split(f"{name}:")[1].split()[0]) for name in Z}
    assert all(agree(stated[name], z) for name, z in Z.items())


@pytest.mark.parametrize("events", range(10))
def test_fewer_than_ten_events_have_exact_poisson_limits(events):
    lower = chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    upper = chi2.ppf(0.975, 2 * events + 2) / 2
    found = interval("exact_byar", events, 2000)
    assert agree(found[0], 1000 * lower / 2000) and agree(found[1], 1000 * upper / 2000)


def test_exact_limits_are_kept_for_fewer_than_ten_events_and_no_more():
    assert sorted(EXACT) == list(range(10))


@pytest.mark.parametrize("events", [10, 11, 42, 171, 531, 12_084, 1_000_000])
def test_ten_events_and_more_have_byars_limits(events):
    lower, upper = byar(events, "1.959963984540054")
    found = interval("exact_byar", events, 1_000_000, 1000)
    assert agree(found[0], float(lower / 1000)) and agree(found[1], float(upper / 1000))


def test_byar_throughout_is_byar_below_ten_too():
    lower, upper = byar(4, "1.959963984540054")
    found = interval("byar", 4, 1000)
    assert agree(found[0], float(lower)) and agree(found[1], float(upper))


def test_a_lower_limit_that_byar_puts_below_zero_is_zero():
    sql = INTERVALS.byar_lower("1", repr(Z["funnel_z"]))
    assert SQL.execute(f"select {sql}").fetchone() == (0.0,)


@pytest.mark.parametrize(("events", "trials"), [(0, 7), (1, 3), (2, 800), (17, 24), (40, 40), (96_482, 100_000)])
def test_percentages_have_wilsons_limits(events, trials):
    expected = binomtest(events, trials).proportion_ci(confidence_level=0.95, method="wilson")
    found = interval("wilson", events, trials, 100)
    assert agree(found[0], 100 * expected.low) and agree(found[1], 100 * expected.high)


def rounded(value: float) -> float:
    """To one decimal, half up."""
    return floor(value * 10 + 0.5 + 1e-9) / 10


@pytest.mark.parametrize("row", rows(SCOTPHO), ids=lambda row: row["area"])
def test_a_population_exists_for_which_the_interval_is_the_one_scotpho_published(row):
    events, rate = int(row["numerator"]), float(row["rate_per_1000"])
    smallest, largest = int(1000 * events / (rate + 0.05)), int(1000 * events / (rate - 0.05)) + 1
    lower, upper = (
        SQL.execute(f"select {bound('x', '1.96')} from (select {events} as x)").fetchone()[0]
        for bound in (INTERVALS.byar_lower, INTERVALS.byar_upper)
    )
    published = float(row["lower_ci"]), float(row["upper_ci"])
    assert any(
        rounded(1000 * events / people) == rate
        and (rounded(1000 * lower / people), rounded(1000 * upper / people)) == published
        for people in range(smallest, largest + 1)
    )


cases = st.tuples(
    st.sampled_from(["exact_byar", "byar", "wilson"]), st.integers(0, 50_000), st.integers(1, 50_000)
).filter(lambda case: case[1] <= case[2])


@given(case=cases)
@settings(max_examples=300, deadline=None)
def test_an_interval_is_never_missing_and_holds_the_value_before_rounding(case):
    method, events, among = case
    lower, upper = interval(method, events, among)
    assert lower <= 1000.0 * events / among <= upper


@given(case=cases)
@settings(max_examples=200, deadline=None)
def test_an_interval_narrows_in_proportion_to_the_value_as_counts_grow(case):
    method, events, among = case
    lower, upper = interval(method, events + 1, among + 1)
    more_lower, more_upper = interval(method, 10 * (events + 1), 10 * (among + 1))
    assert (
        (more_upper - more_lower) / 10 < upper - lower
        if method != "wilson"
        else more_upper - more_lower < upper - lower
    )


@given(events=st.integers(1, 5_000))
@settings(max_examples=200, deadline=None)
def test_one_event_more_never_widens_the_interval_of_a_rate_in_proportion(events):
    def width(count: int) -> float:
        lower, upper = interval("exact_byar", count, 100_000)
        return (upper - lower) / count

    assert width(events + 1) < width(events)


@pytest.mark.parametrize("method", ["exact_byar", "byar", "wilson"])
@given(among=st.integers(1, 1_000_000))
@settings(max_examples=50, deadline=None)
def test_the_lower_limit_of_nothing_is_exactly_zero(method, among):
    assert interval(method, 0, among)[0] == 0.0


@given(trials=st.integers(1, 1_000_000))
@settings(max_examples=50, deadline=None)
def test_the_upper_limit_of_everything_is_exactly_a_hundred_per_cent(trials):
    assert interval("wilson", trials, trials, 100)[1] == 100.0


def test_without_anything_to_divide_by_there_is_no_interval():
    assert interval("exact_byar", 0, 0) == (None, None)
