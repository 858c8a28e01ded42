"""What takes place again and again comes at its interval, except where it was missed."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.synthetic.offices.plans import Rhythm

FORTNIGHT = {"unit": "week", "every": 2, "since": "2024-02-15", "until": "2024-03-20"}
MONTH = {"unit": "month", "since": "2023-11-14", "until": "2024-01-14"}
QUARTER = {"unit": "quarter", "since": "2023-06-20", "until": "2024-03-19", "missed": [2]}


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (FORTNIGHT, ["2024-02-15", "2024-02-29", "2024-03-14"]),
        (MONTH, ["2023-11-14", "2023-12-14", "2024-01-14"]),
        (QUARTER, ["2023-06-20", "2023-12-20"]),
    ],
)
def test_a_meeting_comes_at_its_interval_up_to_the_last_day(rhythm, days):
    assert Rhythm.model_validate(rhythm).days() == [date.fromisoformat(day) for day in days]
