"""What is published stays where readers found it: the contract against the last one, and the wide marts."""

from __future__ import annotations

import pytest
import yaml

from pipeline import wide
from pipeline.home import DBT_PROJECT

BEFORE = {"fct": {"a": "varchar", "b": "double"}}


def test_the_contract_that_was_noted_is_kept():
    assert wide.broken(wide.last_contract(), wide.contract()) == []


def test_the_contract_that_was_noted_is_the_present_one():
    assert wide.last_contract() == wide.contract(), "run `python -m pipeline.wide`"


def test_every_indicator_of_a_subject_has_its_column():
    gone = {mart: [row["indicator_id"] for row in rows] for mart, rows in wide.missing().items() if rows}
    assert gone == {}, "run `python -m pipeline.wide`"


@pytest.mark.parametrize(
    ("now", "fault"),
    [
        ({"fct": {"a": "varchar"}}, "fct.b is gone"),
        ({"fct": {"a": "varchar", "c": "double"}}, "fct.b is gone"),
        ({"fct": {"a": "varchar", "b": "integer"}}, "fct.b was double and is integer"),
        ({"fct": {"b": "double", "a": "varchar"}}, "fct: the order of columns changed"),
        ({}, "fct is gone: publish its successor fct_v2 first, beside it"),
        ({"fct_v2": {"a": "varchar"}}, "fct is gone: publish its successor fct_v2 first, beside it"),
    ],
    ids=["removed", "renamed", "retyped", "moved", "table removed", "replaced at once"],
)
def test_what_would_break_a_reader_is_refused(now, fault):
    assert wide.broken(BEFORE, now) == [fault]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (BEFORE, {"fct": {"a": "varchar", "b": "double", "c": "date"}}),
        (BEFORE, {**BEFORE, "fct_v2": {"b": "integer"}}),
        ({**BEFORE, "fct_v2": {"b": "integer"}}, {"fct_v2": {"b": "integer"}}),
    ],
    ids=["a column more", "a new version beside the old", "the old one a release later"],
)
def test_what_readers_can_follow_is_allowed(before, now):
    assert wide.broken(before, now) == []


def test_a_new_indicator_stands_at_the_right_side(tmp_path, monkeypatch):
    monkeypatch.setattr(wide, "MARTS", tmp_path)
    (tmp_path / "wide").mkdir()
    registry = [{"indicator_id": "old", "name": "Old", "unit": "%", "subject": "quality"}]
    rows = {"wide_mart": [{"subject": "quality", "mart": "mart_quality"}], "indicator": registry}
    monkeypatch.setattr(wide, "_rows", rows.__getitem__)
    wide.extend()
    registry.insert(0, {"indicator_id": "new", "name": "New: one", "unit": "%", "subject": "quality"})
    wide.extend()
    assert list(wide.contract()["mart_quality"])[-4:] == ["old", "old_status", "new", "new_status"]


def test_every_consumer_reads_marts_that_are_there():
    exposures = yaml.safe_load((DBT_PROJECT / "models" / "marts" / "exposures.yml").read_text())["exposures"]
    assert {each["name"] for each in exposures} >= {
        "power_bi", "excel", "metabase", "superset", "tableau", "report", "committee"
    }  # fmt: skip
    marts = set(wide.contract())
    lost = {name for each in exposures for ref in each["depends_on"] if (name := ref[5:-2]) not in marts}
    assert lost == set()
