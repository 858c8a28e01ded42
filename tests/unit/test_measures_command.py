"""What ``kpi measures`` says of one measure: its status in words, its age, and what is due."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.measures import Line, age


def line(**other) -> Line:
    usual = dict.fromkeys(Line.__dataclass_fields__) | {
        "measure": "T-1", "name": "Children", "route": "case", "value": 3.0, "judged": "no_target",
        "period_end": date(2024, 3, 31), "today": date(2024, 3, 31),
    }  # fmt: skip
    return Line(**{**usual, **other})


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 3, 31), "0 days"),
        (date(2024, 3, 30), "1 day"),
        (date(2024, 2, 18), "42 days"),
        (date(2024, 2, 17), "1 month"),
        (date(2023, 3, 31), "12 months"),
        (date(2021, 3, 31), "3 years"),
        (date(2024, 4, 30), "0 days"),
        (None, ""),
    ],
)
def test_the_age_of_a_figure_is_said_in_days_months_or_years(day, words):
    assert age(day, date(2024, 3, 31)) == words


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"judged": "met"}, "target met"),
        ({"judged": "not_met"}, "target not met"),
        ({"judged": "no_target"}, ""),
        ({"route": "outcome", "value": None, "verdict": "moving"}, "moving the right way"),
        ({"route": "outcome", "value": None, "verdict": "not_known"}, "not known"),
    ],
)
def test_the_status_is_in_words_and_an_outcome_has_a_verdict(facts, status):
    assert line(**facts).status == status


def test_a_measure_without_a_figure_says_why_and_what_is_due():
    said = line(
        value=None,
        reason="Its owner has returned no figure yet",
        baseline=74.0,
        due_status="overdue",
        due_date=date(2024, 1, 30),
        owner="Policy lead",
    ).said()
    assert [part.replace("[dim]", "").replace("[/]", "") for part in said] == [
        "Children",
        "no figure: Its owner has returned no figure yet",
        "plan: 74",
        "return overdue since 30 Jan 2024: Policy lead",
    ]
