"""The seed of bank holidays against the rules that set them: Easter by Gauss, weekends, where the nations differ."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta

import pytest

from pipeline.home import SEEDS

YEARS = range(2018, 2029)


def holidays() -> dict[str, set[date]]:
    found: dict[str, set[date]] = defaultdict(set)
    with (SEEDS / "bank_holiday.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["nation"]].add(date.fromisoformat(row["day"]))
    return found


def easter(year: int) -> date:
    """Easter Sunday of 1900 to 2099 (Gauss)."""
    full_moon = (19 * (year % 19) + 24) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * full_moon + 5) % 7
    return date(year, 3, 22) + timedelta(days=full_moon + sunday)


def first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


@pytest.mark.parametrize("year", YEARS)
def test_good_friday_rests_in_both_nations_and_easter_monday_in_england_only(year: int) -> None:
    found, sunday = holidays(), easter(year)
    assert sunday - timedelta(days=2) in found["england"] & found["scotland"]
    assert sunday + timedelta(days=1) in found["england"] - found["scotland"]


@pytest.mark.parametrize("year", YEARS)
def test_the_summer_holiday_is_first_monday_in_scotland_and_last_monday_in_england(year: int) -> None:
    found = holidays()
    last_monday = first_monday(year, 9) - timedelta(days=7)
    assert first_monday(year, 8) in found["scotland"] - found["england"]
    assert last_monday in found["england"] - found["scotland"]


def test_no_bank_holiday_falls_on_a_weekend() -> None:
    assert [day for days in holidays().values() for day in days if day.weekday() > 4] == []


@pytest.mark.parametrize("nation, usual", [("england", 8), ("scotland", 9)])
def test_every_year_is_whole(nation: str, usual: int) -> None:
    counts = {year: sum(day.year == year for day in holidays()[nation]) for year in YEARS}
    assert {year for year, count in counts.items() if count < usual} == set()
