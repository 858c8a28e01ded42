"""Every measure of the four plans is in the catalogue, once, with what answers it or why nothing can."""

import csv
from collections import Counter
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "data" / "seeds"

# Counted from the plans: the ids of each run from 001 without a gap.
LAST_NUMBER = {"EL": 89, "ER": 8, "ML": 12, "ED": 109, "BP": 95}
MEASURES_OF_COUNCIL = {"S12000010": 97, "S12000019": 12, "S12000036": 109, "E06000009": 95}
ROUTES = {"case", "action", "return", "outcome", "cadence"}
BASELINE_REASONS = {
    "plan_states_no_value",
    "baseline_to_be_set",
    "to_be_confirmed",
    "value_in_words",
    "before_history",
}
REASON_CODES = {"awaiting_return", "qualitative_action", "value_in_words"}


def rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ids_on(route: str) -> set[str]:
    return {row["measure_id"] for row in rows("measure") if row["route"] == route}


def test_all_313_measures_are_there_and_each_once():
    expected = [f"{plan}-{number:03d}" for plan, last in LAST_NUMBER.items() for number in range(1, last + 1)]
    assert len(expected) == 313
    assert sorted(row["measure_id"] for row in rows("measure")) == sorted(expected)


def test_each_council_has_the_measures_of_its_plans():
    assert Counter(row["council_id"] for row in rows("measure")) == MEASURES_OF_COUNCIL


def test_every_route_is_known():
    assert {row["route"] for row in rows("measure")} <= ROUTES


def test_every_measure_has_an_indicator_or_evidence_or_a_reason():
    evidenced = {row["measure_id"] for row in rows("measure_evidence")}
    unanswered = {
        row["measure_id"]
        for row in rows("measure")
        if not (row["indicator_id"] or row["reason_code"] or row["measure_id"] in evidenced)
    }
    assert unanswered == set()


def test_every_outcome_is_assembled_from_indicators():
    assert ids_on("outcome") <= {row["measure_id"] for row in rows("measure_evidence")}


def test_every_cadence_says_how_often():
    assert ids_on("cadence") == {row["measure_id"] for row in rows("cadence")}


def test_every_return_has_a_due_date():
    assert ids_on("return") == {row["measure_id"] for row in rows("return_due")}


def test_a_plan_without_a_figure_is_never_a_zero_but_has_a_reason():
    silent = {
        row["measure_id"] for row in rows("measure") if bool(row["baseline_value"]) == bool(row["baseline_reason"])
    }
    assert silent == set()


def test_a_figure_of_the_plan_names_the_day_and_the_period_in_which_it_is_found_again():
    assert all(row["baseline_date"] and row["period_type"] for row in rows("measure") if row["baseline_value"])


@pytest.mark.parametrize(("column", "known"), [("baseline_reason", BASELINE_REASONS), ("reason_code", REASON_CODES)])
def test_reasons_come_from_a_closed_list(column: str, known: set[str]):
    assert {row[column] for row in rows("measure")} - {""} <= known


def test_every_measure_belongs_to_an_outcome_of_its_own_councils_plan():
    council_of = {row["framework_id"]: row["council_id"] for row in rows("framework")}
    places = {
        (council_of[row["framework_id"]], row["framework_id"], row["outcome_id"]) for row in rows("framework_outcome")
    }
    assert {(row["council_id"], row["framework_id"], row["outcome_id"]) for row in rows("measure")} <= places


def test_blackpool_targets_that_are_to_be_confirmed_stay_empty():
    outcomes_framework = {f"BP-{number:03d}" for number in range(68, 96)}
    assert {row["target"] for row in rows("target") if row["measure_id"] in outcomes_framework} == {""}


@pytest.mark.parametrize(
    ("measure", "targets"),
    [
        ("BP-001", ["60", "70", "70"]),
        ("BP-002", ["50", "65", "70"]),
        ("BP-003", ["60", "75", "80"]),
        ("BP-004", ["50", "65", "70"]),
        ("BP-005", ["50", "65", "70"]),
        ("BP-006", ["50", "60", "70"]),
        ("BP-007", ["50", "65", "80"]),
        ("BP-008", ["50", "60", "70"]),
    ],
)
def test_blackpools_audits_have_the_three_targets_of_the_plan(measure: str, targets: list[str]):
    own = sorted((row for row in rows("target") if row["measure_id"] == measure), key=lambda row: row["target_date"])
    assert [row["target"] for row in own] == targets
