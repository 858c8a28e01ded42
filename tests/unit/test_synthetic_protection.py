"""The synthetic child protection, need and court cases come to what the DfE published for Blackpool, whatever the seed.

Published: DfE Local Authority Interactive Tool, years ending March 2019 to 2023. Rates are per 10,000 aged 0-17 of the
ONS mid-year before; counted here on their own terms, on accepted rows.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from synthetic_kit import accepted

YEARS = (2019, 2020, 2021, 2022, 2023)
POPULATION = {2019: 28_402, 2020: 28_600, 2021: 28_278, 2022: 27_819, 2023: 28_300}
BLACKPOOL, EDINBURGH = "E06000009", "S12000036"

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module", params=[2024, 99])
def blackpool(request: pytest.FixtureRequest) -> Tables:
    return accepted(BLACKPOOL, request.param)


@pytest.fixture(scope="module")
def edinburgh() -> Tables:
    return accepted(EDINBURGH, 2024)


def day(year: int) -> int:
    return (date(year, 3, 31) - date(1970, 1, 1)).days


def in_year(rows: pd.DataFrame, column: str, year: int) -> pd.DataFrame:
    return rows[(rows[column] > day(year - 1)) & (rows[column] <= day(year))]


def at_march(rows: pd.DataFrame, start: str, end: str, year: int) -> pd.DataFrame:
    return rows[(rows[start] <= day(year)) & (rows[end] > day(year))]


def half_up(numerator: int, denominator: int, per: int) -> float:
    return int(numerator * per * 10 / denominator + 0.5) / 10


def by_year(figures: tuple[float, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("year", "published"), list(zip(YEARS, figures, strict=True)))


@by_year((500.3, 478.3, 367.1, 411.6, 418.7))
def test_enquiries_come_to_the_published_rate(blackpool: Tables, year: int, published: float) -> None:
    started = in_year(blackpool["enquiry"], "started_date", year)
    assert half_up(len(started), POPULATION[year], 10_000) == published


@by_year((181.7, 176.6, 136.1, 147.4, 140.3))
def test_conferences_come_to_the_published_rate(blackpool: Tables, year: int, published: float) -> None:
    held = in_year(first_conferences(blackpool), "held_date", year)
    assert half_up(len(held), POPULATION[year], 10_000) == published


@by_year((87.4, 54.1, 70.4, 69.8, 70.8))
def test_conferences_in_time_come_to_the_published_share(blackpool: Tables, year: int, published: float) -> None:
    held = in_year(first_conferences(blackpool), "held_date", year)
    held = held[held["enquiry_id"] > 0].merge(blackpool["enquiry"], on="enquiry_id")
    in_time = working_days(held["strategy_date"], held["held_date"]) <= 15
    assert half_up(int(in_time.sum()), len(in_year(first_conferences(blackpool), "held_date", year)), 100) == published


@by_year((174.3, 159.8, 125.9, 136.6, 131.8))
def test_plans_started_come_to_the_published_rate(blackpool: Tables, year: int, published: float) -> None:
    started = in_year(blackpool["registration"], "registered_date", year)
    assert half_up(len(started), POPULATION[year], 10_000) == published


@by_year((25.1, 26.3, 20.5, 24.7, 22.0))
def test_second_plans_come_to_the_published_share(blackpool: Tables, year: int, published: float) -> None:
    plans = blackpool["registration"].sort_values(["child_id", "registered_date"])
    second = (plans.groupby("child_id").cumcount() > 0) | (plans["earlier_registrations"].astype(int) > 0)
    started = in_year(plans, "registered_date", year)
    assert half_up(int(second[started.index].sum()), len(started), 100) == published


@by_year((3.3, 1.9, 6.4, 5.7, 3.9))
def test_open_plans_of_two_years_come_to_the_published_share(blackpool: Tables, year: int, published: float) -> None:
    plans = at_march(blackpool["registration"], "registered_date", "deregistered_date", year)
    old = plans["registered_date"] <= day(year - 2)
    assert half_up(int(old.sum()), len(plans), 100) == published


@by_year((4.6, 2.8, 3.6, 10.2, 7.7))
def test_ceased_plans_of_two_years_come_to_the_published_share(blackpool: Tables, year: int, published: float) -> None:
    plans = in_year(blackpool["registration"], "deregistered_date", year)
    long = plans["deregistered_date"] - plans["registered_date"] + 1 > 729
    assert half_up(int(long.sum()), len(plans), 100) == published


@by_year((805.6, 733.2, 714.3, 733.3, 733.2))
def test_children_in_need_come_to_the_published_rate(blackpool: Tables, year: int, published: float) -> None:
    spells = {"child_in_need": ("started_date", "ended_date"), "looked_after": ("started_date", "ceased_date"),
              "registration": ("registered_date", "deregistered_date")}  # fmt: skip
    children = {child for name, ends in spells.items() for child in at_march(blackpool[name], *ends, year)["child_id"]}
    assert half_up(len(children), POPULATION[year], 10_000) == published


def test_a_conference_names_an_enquiry_about_the_same_child(blackpool: Tables) -> None:
    linked = blackpool["conference"].merge(blackpool["enquiry"], on="enquiry_id", suffixes=("", "_of_enquiry"))
    assert len(linked) > 2_000 and (linked["child_id"] == linked["child_id_of_enquiry"]).all()


def test_nobody_is_in_two_episodes_of_need_at_once(blackpool: Tables) -> None:
    episodes = blackpool["child_in_need"].sort_values(["child_id", "started_date"])
    reached = episodes.groupby("child_id")["ended_date"].cummax().groupby(episodes["child_id"]).shift()
    assert not (episodes["started_date"] < reached).any()


def test_scotland_counts_calendar_days_and_has_no_care_proceedings(edinburgh: Tables) -> None:
    held = edinburgh["conference"].merge(edinburgh["enquiry"], on="enquiry_id")
    in_time = (held["held_date"] - held["concern_date"] <= 28).mean()
    assert "court_proceedings" not in edinburgh and 0.5 < in_time < 0.9


def first_conferences(blackpool: Tables) -> pd.DataFrame:
    held = blackpool["conference"]
    return held[held["conference_type"] != "core_group"]


def working_days(first: pd.Series, last: pd.Series) -> np.ndarray:
    """Monday to Friday from the day after ``first``: without bank holidays, which would only make it fewer."""
    one = np.timedelta64(1, "D")
    days = [values.to_numpy().astype("datetime64[D]") + one for values in (first, last)]
    return np.busday_count(*days)
