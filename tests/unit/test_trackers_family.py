"""Trackers of family support, the virtual school and the fostering team at landing and gate 1."""

from __future__ import annotations

import pytest
from delivery_kit import SOURCE, council, text

MONTH = {"child_id": "C1", "month_end": "2024-02-29", "sessions_possible": "30", "sessions_attended": "30"}
PLAN = {"education_plan_id": "E1", "child_id": "C1", "due_date": "2024-07-10", "completed_date": "", "team": "North"}
HOUSEHOLD = {
    "household_id": "H1", "carer_type": "foster", "enquiry_date": "2022-01-10",
    "assessment_started_date": "2022-03-01", "approved_date": "2022-09-01", "reviewed_date": "2023-08-20",
    "ended_date": "", "recruitment_source": "Fee increase", "carers": "2", "places": "3",
}  # fmt: skip
OPTION = {
    "sds_id": "S1", "child_id": "C1", "family_id": "F1", "option": "Option 1", "started_date": "2023-04-01",
    "ended_date": "",
}  # fmt: skip
RESULT = {
    "child_id": "C1", "stage": "ks4", "subject": "attainment_8", "result_date": "2023-08-24", "met_standard": "",
    "score": "16.5",
}  # fmt: skip


@pytest.fixture
def testshire(tmp_path):
    return council(tmp_path)


def test_all_sessions_may_be_attended_but_no_more(testshire):
    testshire.deliver("attendance.csv", text([MONTH, {**MONTH, "child_id": "C2", "sessions_attended": "31"}]))
    testshire.refresh("attendance")
    assert testshire.query("select sessions_attended from raw.attendance") == [(30,)]
    assert testshire.rules() == ["row_check"]


def test_an_education_plan_may_be_due_after_the_day_of_the_tracker_but_not_completed(testshire):
    testshire.deliver("plans.csv", text([PLAN, {**PLAN, "education_plan_id": "E2", "completed_date": "2024-04-01"}]))
    testshire.refresh("education_plan")
    assert testshire.query("select due_date::varchar from raw.education_plan") == [("2024-07-10",)]
    assert testshire.rules() == ["future_date"]


def test_a_review_comes_after_the_approval(testshire):
    testshire.deliver(
        "carers.csv", text([HOUSEHOLD, {**HOUSEHOLD, "household_id": "H2", "reviewed_date": "2022-08-31"}])
    )
    testshire.refresh("carer_household")
    assert testshire.query("select recruitment_source from raw.carer_household") == [("fee_increase",)]
    assert testshire.rules() == ["row_check"]


@pytest.mark.parametrize(("nation", "kept"), [("scotland", [("1",)]), ("england", [])])
def test_options_of_self_directed_support_are_scottish(tmp_path, nation, kept):
    testshire = council(tmp_path, SOURCE.replace("nation: scotland", f"nation: {nation}"))
    testshire.deliver("options.csv", text([OPTION]))
    testshire.refresh("self_directed_support")
    assert testshire.query("select option from raw.self_directed_support") == kept


def test_a_result_is_a_standard_or_a_score(tmp_path):
    testshire = council(tmp_path, SOURCE.replace("nation: scotland", "nation: england"))
    testshire.deliver("results.csv", text([RESULT, {**RESULT, "child_id": "C2", "score": ""}]))
    testshire.refresh("attainment")
    assert testshire.query("select score from raw.attainment") == [(16.5,)]
    assert testshire.rules() == ["row_check"]
