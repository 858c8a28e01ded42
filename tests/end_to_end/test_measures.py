"""The plans of four councils in the release: every measure is there, with its figure or with the reason for none."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from pipeline import releases
from pipeline.home import Home

MEASURES = {"S12000010": 97, "S12000019": 12, "S12000036": 109, "E06000009": 95}


def query(home: Home, sql: str, *values: Any) -> list[tuple]:
    release = releases.current(home)
    assert release is not None
    with duckdb.connect(str(release.database), read_only=True) as connection:
        return connection.execute(sql, values).fetchall()


@pytest.mark.parametrize("table", ["dim_measure", "fct_measure"])
def test_all_measures_of_each_plan_are_in_the_release(refreshed, table):
    assert dict(query(refreshed, f"select council_id, count(*) from {table} group by all")) == MEASURES


def test_a_measure_has_a_figure_or_a_reason_and_never_both(refreshed):
    wrong = "(value is null) = (reason_code is null) or (reason_code is null) <> (reason is null)"
    assert query(refreshed, f"select measure_id from fct_measure where {wrong}") == []


def test_a_change_is_counted_from_the_day_that_the_plan_names(refreshed):
    ((now,), (before,)) = (
        query(
            refreshed,
            """select value from fct_indicator_observation where council_id = 'S12000010' and indicator_id = 'lac_away'
               and breakdown = 'all' and period_id = ?""",
            f"month:{day}",
        )[0]
        for day in ("2023-12-31", "2023-03-31")
    )
    ((change,),) = query(refreshed, "select value from fct_measure where measure_id = 'EL-008'")
    assert change == pytest.approx(100 * (now - before) / before, abs=0.05)


def test_the_plan_is_printed_with_figure_target_source_and_reason(kpi, refreshed):
    said = kpi("measures", "--council", "S12000010", "--home", refreshed.root).stdout
    assert "East Lothian: Children's Services Business Plan 2023-2026" in said
    assert "97 measures" in said and "The plan gives its finding in words" in " ".join(said.split())


def test_the_plan_fits_100_columns(kpi, refreshed):
    said = kpi("measures", "--home", refreshed.root).stdout
    assert max(len(line.rstrip()) for line in said.splitlines()[:-1]) <= 100


def test_an_outcome_shows_its_verdict_and_what_it_rests_on(kpi, refreshed):
    said = kpi("measures", "--council", "S12000010", "--home", refreshed.root).stdout
    lines = said.splitlines()
    outcome = next(number for number, line in enumerate(lines) if line.startswith("EL-021"))
    below = " ".join(lines[outcome : outcome + 9])
    assert "not met" in lines[outcome] and "Referrals" in below and "a year before" in below


def test_the_verdict_on_an_outcome_is_the_worst_that_is_known_of_its_evidence(refreshed):
    order = ["not_met", "moving", "met"]
    evidence = dict(query(refreshed, "select measure_id, list(verdict) from fct_measure_evidence group by measure_id"))
    outcomes = query(refreshed, "select measure_id, verdict from fct_measure where route = 'outcome'")
    assert len(outcomes) == 10
    for measure, verdict in outcomes:
        known = [one for one in order if one in evidence[measure]]
        assert verdict == (known[0] if known else "not_known")


def test_a_return_that_is_overdue_is_shown_and_found(kpi, refreshed):
    said = kpi("measures", "--council", "E06000009", "--home", refreshed.root).stdout
    found = query(refreshed, "select sum(findings) from fct_data_quality where rule_id = 'return_overdue' "
                             "and council_id = 'E06000009'")  # fmt: skip
    assert "overdue since" in said and found == [(2,)]


def test_only_measures_without_a_figure_when_asked(kpi, refreshed):
    said = kpi("measures", "--council", "S12000010", "--missing", "--home", refreshed.root).stdout
    assert "EL-013" in said and "EL-039" not in said


def test_a_council_without_a_plan_is_told_so(kpi, refreshed):
    outcome = kpi("measures", "--council", "S12000005", "--home", refreshed.root)
    assert outcome.returncode == 1 and "S12000005" in outcome.stdout
