"""Trackers of an office at landing and gate 1: audits, their actions, complaints and surveys."""

from __future__ import annotations

import pytest
from delivery_kit import SOURCE, council, text, workers

AUDIT = {
    "audit_id": "A1", "child_id": "C1", "audited_date": "2024-03-01", "theme": "neglect", "domain": "overall",
    "scale": "six_point", "grade": "four", "team": "North",
}  # fmt: skip
ACTION = {
    "audit_action_id": "X1", "audit_id": "A1", "raised_date": "2024-03-02", "due_date": "2024-06-30",
    "completed_date": "", "team": "North",
}  # fmt: skip
GRADES = "select audit_key is not null, domain, grade from raw.case_audit order by domain"


@pytest.fixture
def testshire(tmp_path):
    return council(tmp_path)


@pytest.mark.parametrize("layout", ["canonical", "mosaic", "swift"])
def test_a_tracker_is_read_beside_every_case_system(tmp_path, layout):
    testshire = council(tmp_path, SOURCE.replace("layout: canonical", f"layout: {layout}"))
    testshire.deliver("case_audit.csv", text([AUDIT]))
    testshire.refresh("case_audit")
    assert testshire.query("select domain, extract_date::varchar from raw.case_audit") == [("overall", "2024-03-31")]


def test_the_child_of_an_audit_is_the_child_of_the_case_system(testshire):
    person = {"child_id": "C1", "date_of_birth": "2015-01-01", "expected_date_of_birth": "", "sex": "F"}
    person |= dict.fromkeys(["ethnic_group", "disability", "asylum_seeking", "locality", "date_of_death"], "")
    testshire.deliver("person.csv", text([person]))
    testshire.deliver("case_audit.csv", text([AUDIT]))
    testshire.refresh("person", "case_audit")
    assert testshire.query("select count(*) from raw.case_audit join raw.person using (child_key)") == [(1,)]


def test_an_audit_of_complaints_names_no_child(testshire):
    testshire.deliver("case_audit.csv", text([{**AUDIT, "child_id": "", "theme": "complaints"}]))
    testshire.refresh("case_audit")
    assert testshire.query("select theme, child_key from raw.case_audit") == [("complaints", None)]


@pytest.mark.parametrize("written", ["four", "4", "Good", "good"])
def test_good_is_the_fourth_grade_in_scotland_however_it_is_written(testshire, written):
    testshire.deliver("case_audit.csv", text([{**AUDIT, "grade": written}]))
    testshire.refresh("case_audit")
    assert testshire.query(GRADES) == [(True, "overall", "four")]


@pytest.mark.parametrize(("nation", "scale", "grade"), [
    ("england", "six_point", "Good"), ("england", "four_point", "3"), ("scotland", "four_point", "Good"),
    ("scotland", "six_point", "Outstanding"),
])  # fmt: skip
def test_the_scale_of_another_nation_is_kept_aside(tmp_path, nation, scale, grade):
    testshire = council(tmp_path, SOURCE.replace("nation: scotland", f"nation: {nation}"))
    testshire.deliver("case_audit.csv", text([{**AUDIT, "scale": scale, "grade": grade}]))
    testshire.refresh("case_audit")
    assert (testshire.query(GRADES), testshire.rules()) == ([], ["unknown_code"])


def test_an_action_may_be_due_after_the_day_of_the_tracker_but_not_done(testshire):
    testshire.deliver(
        "audit_action.csv", text([ACTION, {**ACTION, "audit_action_id": "X2", "completed_date": "2024-04-01"}])
    )
    testshire.refresh("audit_action")
    assert testshire.query("select due_date::varchar from raw.audit_action") == [("2024-06-30",)]
    assert testshire.rules() == ["future_date"]


def test_an_action_is_not_done_before_it_is_raised(testshire):
    testshire.deliver("audit_action.csv", text([{**ACTION, "completed_date": "2024-03-01"}]))
    testshire.refresh("audit_action")
    assert testshire.rules() == ["row_check"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_tracker_that_is_sent_again_has_the_last_word(testshire, order):
    # "two" sorts after "four": it is the day that decides, not the grade
    sent = [
        ("february.csv", text([{**AUDIT, "audited_date": "2024-02-01", "grade": "two"}], day="2024-02-29")),
        ("march.csv", text([{**AUDIT, "audited_date": "2024-02-01"}])),
    ]
    for at in order:
        testshire.deliver(*sent[at])
        testshire.refresh("case_audit")
    assert (testshire.query(GRADES), testshire.rules()) == ([(True, "overall", "four")], ["sent_again"])


def test_what_an_office_sent_earlier_still_counts(testshire):
    testshire.deliver(
        "february.csv", text([{**AUDIT, "audit_id": "A0", "audited_date": "2024-02-01"}], day="2024-02-29")
    )
    testshire.deliver("march.csv", text([AUDIT]))
    testshire.refresh("case_audit")
    assert testshire.query("select count(*), min(extract_date)::varchar from raw.case_audit") == [(2, "2024-03-31")]


def test_a_tracker_does_not_move_the_day_of_the_cases(testshire):
    testshire.deliver("worker.csv", text(workers(3)))
    testshire.deliver("case_audit.csv", text([AUDIT], day="2024-08-31"))
    testshire.refresh("worker", "case_audit")
    days = testshire.query("select as_at_date::varchar, office_as_at_date::varchar from raw.source")
    assert days == [("2024-03-31", "2024-08-31")]
