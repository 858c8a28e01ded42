"""The rule catalogue: words, an owner, a record that breaks each rule, a near miss, and indicators it endangers."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from typing import Any

import pytest
import yaml

from pipeline.alerts import catalogue
from pipeline.contracts import EXTRACTS
from pipeline.home import DBT_PROJECT, PROJECT, SEEDS

QUALITY = DBT_PROJECT / "models" / "quality"
FAMILIES = DBT_PROJECT / "models" / "rules"
FAMILY = re.compile(r"'(rules_\w+)'")
LEAST_CASE_RULES = 80
"""What issue 5 asks for beyond the statutory rules."""


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


RULES = {row["rule_id"]: row for row in seed("quality_rule")}
CASE_RULES = [rule for rule, row in RULES.items() if row["gate"] == "2"]
DETAILS = {row["rule_id"]: row for row in seed("quality_rule_detail")}


def families() -> set[str]:
    """The models that hold several rules."""
    return {*FAMILY.findall((FAMILIES / "rules_of_families.sql").read_text())}


read_catalogue = cache(catalogue.read)


@cache
def unit_tests() -> list[dict[str, Any]]:
    files = sorted(DBT_PROJECT.glob("models/**/*.yml"))
    return [test for file in files for test in yaml.safe_load(file.read_text()).get("unit_tests", [])]


def model_of(rule: str) -> str:
    """The model a rule stands in: its own, or the family whose text names it."""
    if (QUALITY / f"{rule}.sql").exists():
        return rule
    named = re.compile(rf"'{rule}'")
    found = [family for family in families() if named.search((FAMILIES / f"{family}.sql").read_text())]
    assert len(found) == 1, f"{rule} stands in {found or 'no model'}"
    return found[0]


@cache
def fired() -> dict[str, set[str]]:
    """Rule -> what unit tests expect it to find: tokens, or extracts where a rule is about a whole delivery."""
    by_rule: dict[str, set[str]] = defaultdict(set)
    for test in unit_tests():
        for row in test["expect"]["rows"] if isinstance(test["expect"]["rows"], list) else []:
            by_rule[row.get("rule_id", test["model"])].add(str(row.get("record_token", row.get("extract"))))
    return by_rule


def expected(model: str) -> list[dict[str, Any]]:
    """The rows that the unit tests of a model expect."""
    return [row for test in unit_tests() if test["model"] == model for row in test["expect"]["rows"]]


def given(model: str) -> str:
    """Everything that the unit tests of a model are given, as text."""
    return "\n".join(str(part.get("rows")) for test in unit_tests() if test["model"] == model for part in test["given"])


def records(text: str) -> set[str]:
    """The tokens of the records in a text of given rows."""
    return {*re.findall(r"'record_token': '([^']+)'", text)} | {*re.findall(r"'extract': '([^']+)'", text)}


def test_there_are_at_least_eighty_case_rules() -> None:
    assert len(CASE_RULES) >= LEAST_CASE_RULES


def test_every_case_rule_has_a_model_and_every_model_a_rule() -> None:
    single = {path.stem for path in QUALITY.glob("*.sql")} - {"finding", "finding_count"}
    assert {rule for rule in CASE_RULES if model_of(rule) == rule} == single


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_an_owner_a_reason_and_a_runbook(rule: str) -> None:
    row = RULES[rule]
    assert [name for name in ("title", "extracts", "owner_role", "why", "what_to_do") if not row[name].strip()] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_looks_at_extracts_that_exist(rule: str) -> None:
    assert RULES[rule]["extracts"] == catalogue.ALL or {*RULES[rule]["extracts"].split(";")} <= EXTRACTS.keys()


def test_a_delivery_that_lost_its_rows_endangers_what_rests_on_it_whatever_the_extract() -> None:
    known = read_catalogue()
    assert {*known.rules["volume_collapsed"].indicators} == known.indicators.keys()


@pytest.mark.parametrize("rule", CASE_RULES)
def test_a_rule_endangers_some_indicator_of_the_registry(rule: str) -> None:
    known = read_catalogue()
    endangered = known.rules[rule].indicators
    assert endangered and {*endangered} <= known.indicators.keys()


@pytest.mark.parametrize("rule", CASE_RULES)
def test_a_unit_test_breaks_the_rule(rule: str) -> None:
    assert fired()[rule], f"No unit test expects a finding of {rule}."


@pytest.mark.parametrize("rule", CASE_RULES)
def test_a_unit_test_just_keeps_the_rule(rule: str) -> None:
    model = model_of(rule)
    text = given(model)
    is_about_records = any("record_token" in row for row in expected(model))
    near = f"{rule} near" in text if model in families() and is_about_records else records(text) - fired()[rule]
    assert near, f"No unit test gives a record that {rule} passes over."


def test_a_detail_is_of_a_rule_and_changes_something() -> None:
    assert [rule for rule, row in DETAILS.items() if rule not in RULES or not any([*row.values()][1:])] == []


def test_a_blocker_of_its_own_model_is_named_where_indicators_are_withheld() -> None:
    named = re.search(r"set rules = \[(.*?)\]", (FAMILIES / "withheld_indicator.sql").read_text(), re.DOTALL)
    blockers = {rule for rule in CASE_RULES if RULES[rule]["severity"] == "blocker" and model_of(rule) == rule}
    assert named and blockers == {*re.findall(r"'(\w+)'", named[1])}


def test_every_threshold_is_asked_for_by_a_rule_and_has_a_unit() -> None:
    asked = {
        rule
        for path in [
            *QUALITY.glob("*.sql"),
            *FAMILIES.glob("*.sql"),
            PROJECT / "dbt_project" / "macros" / "quality.sql",
        ]
        for rule in re.findall(r"(?:threshold_of|is_overdue|is_entered_late)\(\s*'(\w+)'", path.read_text())
    }
    stated = {rule for rule, row in DETAILS.items() if row["threshold"]}
    assert (asked, [rule for rule in stated if not DETAILS[rule]["unit"]]) == (stated, [])


@pytest.mark.parametrize("rule", DETAILS)
def test_one_and_many_go_together(rule: str) -> None:
    row = DETAILS[rule]
    assert bool(row["counted_one"]) == bool(row["counted_many"])
