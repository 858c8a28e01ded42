"""The release holds the figures that the councils' own plans print of their actions and milestones."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import duckdb
import pytest

from pipeline import releases
from pipeline.home import SEEDS, Home

INDICATORS = ("plan_actions", "plan_actions_total", "plan_action_movements", "milestone_complete_pct",
              "milestones_completed")  # fmt: skip

# The plans' own words: Edinburgh's reports of 23 January 2024, 4.3, 4.6 and 4.7.
REPORTED = [
    ("plan_actions", "2024-01-31", "ed_improvement_2023:red", 1),
    ("plan_action_movements", "2023-12-31", "ed_residential_2023:amber_to_red", 3),
    ("plan_action_movements", "2023-12-31", "ed_residential_2023:amber_to_green", 6),
    ("plan_action_movements", "2023-12-31", "ed_residential_2023:amber_to_complete", 1),
]


def measures() -> list[dict[str, str]]:
    with (SEEDS / "measure.csv").open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["indicator_id"] in INDICATORS]


PRINTED = [row for row in measures() if row["baseline_value"]]
STANDING = [row for row in PRINTED if row["indicator_id"] != "plan_action_movements"]
FIGURE = """select value from fct_indicator_observation where council_id = ? and indicator_id = ? and period_type = ?
            and breakdown = ? and category = ? and cast(? as date) between period_start and period_end"""


@pytest.fixture(scope="module")
def release(refreshed: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    current = releases.current(refreshed)
    assert current is not None
    with duckdb.connect(str(current.database), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(("indicator", "day", "band", "figure"), REPORTED)
def test_edinburgh_reports_the_movements_of_its_plans(release, indicator, day, band, figure):
    found = release.execute(FIGURE, ["S12000036", indicator, "month", "band", band, day]).fetchall()
    assert found == [(figure,)]


@pytest.mark.parametrize("row", measures(), ids=lambda row: row["measure_id"])
def test_every_measure_of_actions_has_a_figure(release, row):
    found = release.execute("select value from fct_measure where measure_id = ?", [row["measure_id"]]).fetchall()
    assert len(found) == 1 and found[0][0] is not None


@pytest.mark.parametrize("row", STANDING, ids=lambda row: row["measure_id"])
def test_a_measure_stands_where_the_plan_last_reported_it(release, row):
    found = release.execute("select value, source from fct_measure where measure_id = ?", [row["measure_id"]])
    assert found.fetchall() == [(float(row["baseline_value"]), "case")]


@pytest.mark.parametrize(("column", "indicator"), [("actions", "plan_actions"), ("overdue", "plan_actions_overdue")])
def test_the_statuses_of_all_plans_add_up_to_the_indicator(release, column, indicator):
    differing = release.execute(
        f"""with plans as (select council_id, period_id, sum({column}) as total from fct_action_status group by all)
            select count(*), count(*) filter (total <> value)
            from plans join fct_indicator_observation using (council_id, period_id)
            where indicator_id = ? and breakdown = 'all'""",
        [indicator],
    ).fetchone()
    assert differing[0] > 0 and differing[1] == 0


def test_what_moved_in_a_month_is_in_the_mart_under_the_status_it_moved_to(release):
    moved = release.execute(
        """select status, promoted, demoted, completed from fct_action_status
           where framework_id = 'ed_residential_2023' and period_end = '2023-12-31'
             and promoted + demoted + completed > 0 order by all"""
    ).fetchall()
    assert moved == [("complete", 0, 0, 1), ("green", 6, 0, 0), ("red", 0, 3, 0)]


def test_progress_and_rag_are_kept_apart(release):
    scales = release.execute(
        """select distinct status_scale, status from fct_action_status
           where framework_id = 'bp_improvement_2023' and status <> 'not_known' order by all"""
    ).fetchall()
    assert scales == [
        ("progress", "at_risk"), ("progress", "complete"), ("progress", "in_progress"), ("progress", "not_started"),
        ("rag", "amber"), ("rag", "complete"), ("rag", "green"), ("rag", "grey"), ("rag", "red"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("band", "label"),
    [
        ("ed_improvement_2023:red", "Children's Services Improvement Plan: red"),
        ("ed_residential_2023", "Residential and Short Breaks Consolidated Improvement Plan"),
        ("ED-060", "Document and evidence library in place"),
    ],
)
def test_a_band_of_a_plan_is_shown_in_words(release, band, label):
    found = release.execute("select label from dim_breakdown where breakdown = 'band' and category = ?", [band])
    assert found.fetchall() == [(label,)]
