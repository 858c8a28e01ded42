"""The parts of every breakdown add up to the whole: on cases made up at random and in what was published."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import releases
from pipeline.home import SEEDS

LISTED = "locality;team;age_band;sex;ethnic_group;disability;asylum_seeking;band;sex+age_band;locality+sex+disability"
days = st.integers(0, 1800).map(lambda n: date(2019, 1, 1) + timedelta(n))


def case(shape: str, start: date, length: int | None, age: int | None, codes: tuple[str, str, str]) -> dict[str, Any]:
    """A measure row; ``length`` days open, for ever if None; born ``age`` days before it starts, or not known."""
    locality, sex, flag = codes
    spell = {"from_date": start, "to_date": start + timedelta(length) if length else None}
    return {
        "council_id": "C", "indicator_id": shape, "shape": shape, "subject_key": "s", "numerator": 1, "denominator": 1,
        "date_of_birth": start - timedelta(age) if age is not None else None, "locality": locality, "sex": sex,
        "disability": flag, "team": sex, "ethnic_group": flag, "asylum_seeking": "N", "band": locality,
        **(spell if shape == "state" else {"event_date": start}),
    }  # fmt: skip


cases = st.builds(
    case,
    st.sampled_from(["state", "event"]),
    days,
    st.none() | st.integers(1, 2000),
    st.none() | st.integers(-200, 7000),
    st.tuples(
        st.sampled_from(["North", "South"]), st.sampled_from(["F", "M", "not_known"]), st.sampled_from(["Y", "N"])
    ),
)


@given(rows=st.lists(cases, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_moves_in_the_parts_is_what_moves_in_the_whole(bench, rows):
    bench.seeds("age_band")
    bench.given("measure_row", rows)
    bench.given("dim_period")
    known = [
        {"council_id": "C", "indicator_id": shape, "as_at_date": date(2023, 12, 31)} for shape in ("state", "event")
    ]
    bench.given("int_coverage", known)
    bench.given("indicator", [{"indicator_id": shape, "breakdowns": LISTED} for shape in ("state", "event")])
    moved: dict[tuple, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for cell in bench.run("measure_movement", "measure_step", "measure_cell"):
        moved[cell["indicator_id"], cell["tick_end"]][cell["breakdown"]] += cell["numerator"]
    for parts in moved.values():
        assert set(parts) == {"all", *LISTED.split(";")} and len(set(parts.values())) == 1


with (SEEDS / "indicator.csv").open(newline="", encoding="utf-8") as seed:
    REGISTRY = [(row["indicator_id"], row["breakdowns"]) for row in csv.DictReader(seed) if row["breakdowns"]]


@pytest.mark.parametrize(("indicator", "listed"), REGISTRY, ids=[indicator for indicator, _ in REGISTRY])
def test_every_breakdown_that_the_registry_lists_is_published_and_no_other(refreshed, indicator, listed):
    release = releases.current(refreshed)
    assert release is not None
    with duckdb.connect(str(release.database), read_only=True) as connection:
        found = connection.execute(
            """select council_id, list(distinct breakdown) from fct_indicator_observation
               where indicator_id = ? and breakdown <> 'all' group by all""",
            [indicator],
        ).fetchall()
    assert found and all(set(breakdowns) == set(listed.split(";")) for _, breakdowns in found)


def test_the_parts_of_every_breakdown_of_every_count_add_up_to_the_whole(refreshed):
    release = releases.current(refreshed)
    assert release is not None
    with duckdb.connect(str(release.database), read_only=True) as connection:
        found = connection.execute(
            """with figure as (
                   select * from fct_indicator_observation join dim_indicator using (indicator_id)
                   where kind in ('count', 'distribution') and value is not null),
               parts as (
                   select council_id, indicator_id, period_id, breakdown, sum(numerator) as cases
                   from figure where breakdown <> 'all' group by all)
               select count(*) > 1000, count(*) filter (parts.cases <> figure.numerator)
               from parts join figure using (council_id, indicator_id, period_id) where figure.breakdown = 'all'"""
        )
        assert found.fetchone() == (True, 0)
