"""The page of the registry says what the registry says, in words."""

from __future__ import annotations

import csv

import pytest

from pipeline import registry_page
from pipeline.home import SEEDS

PAGE = registry_page.PAGE.read_text(encoding="utf-8")


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def section(indicator: str) -> str:
    start = PAGE.index(f"`{indicator}`")
    return PAGE[start : (PAGE + "\n### ").index("\n### ", start)]


def test_the_committed_page_is_a_fresh_one():
    assert registry_page.render() == PAGE, "run `kpi indicators --page`"


@pytest.mark.parametrize("row", seed("indicator"), ids=lambda row: row["indicator_id"])
def test_every_indicator_says_what_is_counted_and_who_answers_for_it(row):
    text = section(row["indicator_id"])
    assert row["numerator"] in text and row["owner_role"] in text and row["exclusions"] in text


def test_general_knowledge_is_named_as_such():
    assert registry_page.EVIDENCE["GK"] == "general knowledge, not found in a primary source"


def test_every_evidence_mark_of_the_registry_has_words():
    marks = {row["evidence"] for row in seed("indicator_definition")}
    assert all({mark, mark.split()[0]} & set(registry_page.EVIDENCE) for mark in marks)


def test_a_rate_says_per_how_many_of_whom_and_when():
    assert "England: per 10,000 aged 0-17 at the mid-year 1 before; rounded once, half up" in section("lac_rate")


def test_an_indicator_names_the_measures_that_asked_for_it():
    # East Lothian's business plan counts children on the register in its measure 39.
    assert "Children's Services Business Plan 2023-2026 (EL-039)" in section("cpr_children")
