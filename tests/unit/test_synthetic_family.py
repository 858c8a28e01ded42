"""The synthetic trackers of families, schools and carers come to what the plans printed, whatever the seed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

# DfE, Local Authority Interactive Tool: absence of Blackpool's looked-after pupils, school years ending 2022 and 2023.
ABSENCE = {"2022": 7.2, "2023": 9.2}


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def spells(path: Path, start: str, end: str) -> pd.DataFrame:
    """Child, start and end of every row of a canonical extract that has believable days; open ones never end."""
    frame = read(path)[["child_id", start, end]].set_axis(["child_id", "start", "end"], axis=1)
    frame["end"] = frame["end"].replace("", "9999-12-31")
    return frame


def of_midlothian(delivered: Path) -> dict[str, pd.DataFrame]:
    night = delivered / "midlothian" / "2024-03-31"
    return {
        "looked_after": spells(night / "looked_after.csv", "started_date", "ceased_date"),
        "registration": spells(night / "registration.csv", "registered_date", "deregistered_date"),
        "child_in_need": spells(night / "child_in_need.csv", "started_date", "ended_date"),
        "early_help": spells(night / "early_help.csv", "started_date", "ended_date"),
        "support": spells(delivered / "midlothian" / "family_support.csv", "started_date", "ended_date"),
    }


def left_out(asked: pd.DataFrame, on: str, *known: pd.DataFrame) -> int:
    """How many rows name a child that on the day in column ``on`` was in none of the spells."""
    days = asked[["child_id", on]].drop_duplicates()
    found = days.merge(pd.concat(known), on="child_id")
    inside = found[(found["start"] <= found[on]) & (found[on] < found["end"])].drop_duplicates(["child_id", on])
    return len(days) - len(inside)


def test_midlothian_supports_177_children_of_104_families_in_the_year_to_march_2024(delivered: Path) -> None:
    support = read(delivered / "midlothian" / "family_support.csv")
    wellbeing = support[support["service"] == "family_wellbeing"]
    within = wellbeing[
        (wellbeing["started_date"] <= "2024-03-31")
        & ((wellbeing["ended_date"] >= "2023-04-01") | (wellbeing["ended_date"] == ""))
    ]
    assert (within["child_id"].nunique(), within["family_id"].nunique()) == (177, 104)


@pytest.mark.parametrize(("day", "families"), [("2023-03-31", 79), ("2024-03-31", 87)])
def test_families_of_midlothian_on_option_1(delivered: Path, day: str, families: int) -> None:
    choices = read(delivered / "midlothian" / "self_directed_support.csv")
    is_open = (choices["started_date"] <= day) & ((choices["ended_date"] > day) | (choices["ended_date"] == ""))
    assert choices[is_open & (choices["option"] == "1")]["family_id"].nunique() == families


def test_the_fee_increase_brought_east_lothian_four_carers_and_three_more_in_assessment(delivered: Path) -> None:
    households = read(delivered / "east_lothian" / "carer_household.csv")
    brought = households[(households["recruitment_source"] == "fee_increase") & (households["carer_type"] == "foster")]
    carers = brought["carers"].astype(int)
    assessed = (brought["approved_date"] == "") & (brought["ended_date"] == "")
    assert (carers[brought["approved_date"] >= "2023-04-01"].sum(), carers[assessed].sum()) == (4, 3)


def test_blackpool_completed_63_per_cent_of_the_plans_due_from_april_to_august_2023(delivered: Path) -> None:
    plans = read(delivered / "blackpool" / "education_plan.csv")
    due = plans[plans["due_date"].between("2023-04-01", "2023-08-31")]
    assert 100 * (due["completed_date"] != "").sum() / len(due) == 63


@pytest.mark.parametrize("year", ["2022", "2023"])
def test_blackpools_pupils_miss_about_as_much_school_as_the_dfe_counted(delivered: Path, year: str) -> None:
    attendance = read(delivered / "blackpool" / "attendance.csv")
    within = attendance[attendance["month_end"].between(f"{int(year) - 1}-09-01", f"{year}-07-31")]
    plans = read(delivered / "blackpool" / "education_plan.csv")
    in_care = within[within["child_id"].isin(plans.loc[plans["due_date"].str[:4] == year, "child_id"])]
    possible, attended = (in_care[column].astype(int).sum() for column in ("sessions_possible", "sessions_attended"))
    assert abs(100 * (possible - attended) / possible - ABSENCE[year]) < 2.5


def test_whoever_has_an_education_plan_is_looked_after_when_it_is_due(delivered: Path) -> None:
    plans = read(delivered / "midlothian" / "education_plan.csv")
    assert left_out(plans, "due_date", of_midlothian(delivered)["looked_after"]) == 0


def test_a_month_at_school_is_of_a_child_known_on_its_last_day(delivered: Path) -> None:
    attendance = read(delivered / "midlothian" / "attendance.csv")
    assert left_out(attendance, "month_end", *of_midlothian(delivered).values()) == 0


def test_nobody_is_excluded_in_the_holidays_or_at_a_weekend(delivered: Path) -> None:
    days = pd.to_datetime(read(delivered / "blackpool" / "exclusion.csv")["started_date"])
    assert not (days.dt.month.eq(8) | days.dt.day_of_week.ge(5)).any()


def test_a_child_has_one_advocate_at_a_time(delivered: Path) -> None:
    found = spells(delivered / "edinburgh" / "advocacy.csv", "started_date", "ended_date")
    found = found.sort_values(["child_id", "start"])
    before = found.groupby("child_id")["end"].shift()
    assert not (found["start"] <= before).any()


def test_private_fostering_ends_by_the_sixteenth_birthday(delivered: Path) -> None:
    night = delivered / "midlothian" / "2024-03-31"
    person = read(night / "person.csv").drop_duplicates("child_id")
    arrangements = spells(night / "private_fostering.csv", "started_date", "ended_date").merge(person, on="child_id")
    sixteen = arrangements["date_of_birth"].str[:4].astype(int) + 16
    ends = arrangements["end"].where(arrangements["end"] < "9999", "2024-03-31")
    assert (ends.str[:4].astype(int) <= sixteen).all()
