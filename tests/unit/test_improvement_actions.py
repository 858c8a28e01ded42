"""Improvement actions: trackers pass landing and gate 1 under every layout; the shipped ones are about the plans."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from delivery_kit import SOURCE, council

from pipeline.home import PROJECT, SEEDS
from pipeline.synthetic.offices import plans

HEADINGS = "Action ID,plan,measure,title,owner,due,reported on,scale,status\n"
FIRST = HEADINGS + "A1,plan_2023,ED-052,Audit,Lead,2025-03-31,2024-01-31,RAG,Amber\n"
SECOND = HEADINGS + "A1,plan_2023,ED-052,Audit,Lead,31/03/2025,29/02/2024,Progress,\n"
ROWS = """select status_date::varchar, due_date::varchar, status_scale, status, extract_date::varchar
          from raw.improvement_action order by 1"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(params=["canonical", "mosaic", "swift"])
def testshire(request, tmp_path):
    return council(tmp_path, SOURCE.replace("layout: canonical", f"layout: {request.param}"))


def test_reports_add_up_over_files_to_the_history_of_an_action(testshire):
    testshire.deliver("actions.csv", FIRST)
    testshire.deliver("later/actions.csv", SECOND)
    testshire.refresh("improvement_action")
    assert testshire.query(ROWS) == [
        ("2024-01-31", "2025-03-31", "rag", "amber", "2024-02-29"),
        ("2024-02-29", "2025-03-31", "progress", None, "2024-02-29"),
    ]


def test_two_plans_may_number_their_actions_alike(tmp_path):
    testshire = council(tmp_path)
    testshire.deliver("actions.csv", FIRST + "A1,other_2023,,Audit,Lead,,2024-01-31,rag,Red\n")
    testshire.refresh("improvement_action")
    assert [row[3] for row in testshire.query(ROWS + ", framework")] == ["red", "amber"]


def test_a_status_that_nobody_knows_is_kept_aside(tmp_path):
    testshire = council(tmp_path)
    testshire.deliver("actions.csv", FIRST + "A2,plan_2023,,Audit,Lead,,2024-01-31,rag,Turquoise\n")
    testshire.refresh("improvement_action")
    assert testshire.rules() == ["unknown_code"]
    assert len(testshire.query(ROWS)) == 1


@pytest.fixture(scope="module")
def shipped() -> list[dict[str, str]]:
    return [row for path in sorted((PROJECT / "data" / "raw").glob("*/improvement_actions.csv")) for row in rows(path)]


def test_the_shipped_trackers_are_what_the_generator_writes(tmp_path):
    for path in sorted((PROJECT / "data" / "raw").glob("*/improvement_actions.csv")):
        folder = tmp_path / path.parent.name
        folder.mkdir()
        plans.write(folder)
        assert (folder / path.name).read_bytes() == path.read_bytes()


def test_every_measure_that_is_answered_by_milestones_has_some(shipped):
    wanted = {(row["framework_id"], row["measure_id"]) for row in rows(SEEDS / "measure.csv")
              if row["indicator_id"] in ("milestone_complete_pct", "milestones_completed")}  # fmt: skip
    assert {(row["framework"], row["measure"]) for row in shipped if row["measure"]} >= wanted


def test_every_action_belongs_to_the_plan_of_its_measure(shipped):
    plan_of = {row["measure_id"]: row["framework_id"] for row in rows(SEEDS / "measure.csv")}
    measured = [(row["measure"].partition(":")[0], row["framework"]) for row in shipped if row["measure"]]
    assert measured and [each for each in measured if plan_of.get(each[0]) != each[1]] == []


def test_every_target_day_of_a_milestone_is_its_due_date(shipped):
    due = {(row["measure"], row["due_date"]) for row in shipped}
    wanted = {(row["measure_id"], row["target_date"]) for row in rows(SEEDS / "target.csv")
              if row["indicator_id"] in ("milestone_complete_pct", "milestones_completed")}  # fmt: skip
    assert wanted - due == set()


def test_every_status_is_ranked_on_a_scale_and_in_the_code_lists():
    known = {(row["code_list"], row["code"]) for row in rows(SEEDS / "code_list.csv")}
    for row in rows(SEEDS / "action_status.csv"):
        assert ("status_scale", row["status_scale"]) in known
        assert ("action_status", row["status"]) in known
