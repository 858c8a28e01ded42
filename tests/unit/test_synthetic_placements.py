"""Placements come to what the plans say of them, whatever the seed: counted here on their own terms.

Published: East Lothian business plan (report of November 2024), City of Edinburgh residential report (January 2024) and
improvement plan (2023). Blackpool's shares lie near those of the DfE Local Authority Interactive Tool.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from synthetic_kit import accepted

from pipeline.home import SEEDS
from pipeline.synthetic import tables
from pipeline.synthetic.calibration import councils
from pipeline.synthetic.draw import OPEN

CODES = pd.read_csv(SEEDS / "code_list.csv", keep_default_na=False)


def number(day: str) -> int:
    return (date.fromisoformat(day) - date(1970, 1, 1)).days


class Places:
    """One council's placements, each ended where the next begins, with the one that came straight before."""

    def __init__(self, name: str, seed: int) -> None:
        self.council = next(c for c in councils() if c.name == name)
        self.rows = accepted(self.council.council, seed)
        stays = self.rows["placement"].sort_values(["child_id", "started_date"])
        following = stays.groupby("child_id")["started_date"].shift(-1)
        stays = stays.assign(end=stays["ended_date"].where(~(following < stays["ended_date"]), following))
        stays["group"] = stays["placement_type"].map(self.groups("placement_type"))
        stays["provider"] = stays["provider_type"].map(self.groups("provider_type"))
        direct = stays.groupby("child_id")["end"].shift() == stays["started_date"]
        for column in ("group", "provider", "in_council_area"):
            stays[f"{column}_before"] = stays.groupby("child_id")[column].shift().where(direct)
        self.stays = stays[stays["end"] > stays["started_date"]]

    def groups(self, code_list: str) -> dict[str, str]:
        rows = CODES[(CODES["code_list"] == code_list) & CODES["nation"].isin([self.council.nation, ""])]
        return dict(zip(rows["code"], rows["code_group"], strict=True))

    def cared(self, day: int | None = None) -> pd.DataFrame:
        """The stays that began in a time looked after, other than a short break, or are open in one on a day."""
        legal = self.rows["legal_status"]
        breaks = legal.loc[legal["legal_status"].map(self.groups("legal_status")) == "short_break", "child_id"]
        periods = self.rows["looked_after"][["child_id", "started_date", "ceased_date"]]
        periods = periods[~periods["child_id"].isin(breaks)]
        joined = self.stays.reset_index().merge(periods, on="child_id", suffixes=("", "_care"))
        if day is None:
            inside = (joined["started_date"] >= joined["started_date_care"]) & (
                joined["started_date"] < joined["ceased_date"]
            )
        else:
            inside = (joined[["started_date", "started_date_care"]] <= day).all(axis=1) & (
                joined[["end", "ceased_date"]] > day
            ).all(axis=1)
        return joined[inside].drop_duplicates("index")

    def external(self, day: str) -> int:
        stays = self.cared(number(day))
        return int(((stays["group"] == "residential") & (stays["provider"] == "external")).sum())

    def away(self, day: str) -> int:
        return int((self.cared(number(day))["group"] != "at_home").sum())

    def asylum_seekers(self) -> set[int]:
        people = self.rows["person"]
        return set(people.loc[people["asylum_seeking"] == "Y", "child_id"])


@pytest.fixture(scope="module", params=[2024, 99])
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def east_lothian(seed: int) -> Places:
    return Places("East Lothian", seed)


@pytest.fixture(scope="module")
def edinburgh(seed: int) -> Places:
    return Places("City of Edinburgh", seed)


@pytest.fixture(scope="module")
def admitted(edinburgh: Places) -> pd.DataFrame:
    """Who came into a home of the council since October 2023 from anywhere but another of its homes."""
    stays = edinburgh.cared()
    own = (stays["group"] == "residential") & (stays["provider"] == "council")
    from_own = (stays["group_before"] == "residential") & (stays["provider_before"] == "council")
    return stays[own & ~from_own & (stays["started_date"] >= number("2023-10-01"))]


def test_17_percent_fewer_east_lothian_children_are_away_from_home(east_lothian: Places) -> None:
    before, now = east_lothian.away("2023-03-31"), east_lothian.away("2023-12-31")
    assert round(100 * (now - before) / before) == -17


def test_nine_fewer_east_lothian_children_are_in_external_residential_care(east_lothian: Places) -> None:
    assert east_lothian.external("2023-12-31") - east_lothian.external("2023-03-31") == -9


def test_eight_young_people_returned_to_east_lothian(east_lothian: Places) -> None:
    stays = east_lothian.cared()
    back = (stays["in_council_area_before"] == "N") & (stays["in_council_area"] == "Y")
    assert (back & (stays["started_date"] >= number("2023-04-01"))).sum() == 8


def test_seven_asylum_seekers_live_in_three_supported_houses_and_six_moved_there_by_plan(east_lothian: Places) -> None:
    stays = east_lothian.stays
    housed = stays[(stays["group"] == "independent") & (stays["end"] == OPEN)]
    assert set(housed["child_id"]) <= east_lothian.asylum_seekers()
    moved = housed["group_before"].notna() & (housed["admission_type"] == "planned")
    assert (len(housed), housed["setting_id"].nunique(), int(moved.sum())) == (7, 3, 6)


def test_everyone_in_supported_housing_after_care_receives_support(east_lothian: Places) -> None:
    support = east_lothian.rows["throughcare"]
    supported = set(support.loc[support["ended_date"] == OPEN, "child_id"])
    housed = east_lothian.stays[(east_lothian.stays["group"] == "independent") & (east_lothian.stays["end"] == OPEN)]
    assert set(housed["child_id"]) <= supported


def test_ten_young_people_were_admitted_in_edinburgh(admitted: pd.DataFrame) -> None:
    assert admitted["admission_type"].value_counts().to_dict() == {"emergency": 5, "planned": 4, "age_assessment": 1}


def test_the_one_admitted_after_an_age_assessment_came_to_the_country_alone(
    edinburgh: Places, admitted: pd.DataFrame
) -> None:
    child = admitted.loc[admitted["admission_type"] == "age_assessment", "child_id"]
    assert set(child) <= edinburgh.asylum_seekers()


def test_two_of_the_planned_admissions_came_back_from_out_of_authority(admitted: pd.DataFrame) -> None:
    planned = admitted[admitted["admission_type"] == "planned"]
    assert (planned["in_council_area_before"] == "N").sum() == 2


def test_one_of_the_emergency_admissions_has_moved_to_a_family(edinburgh: Places, admitted: pd.DataFrame) -> None:
    emergency = admitted.loc[admitted["admission_type"] == "emergency", ["child_id", "end"]]
    later = edinburgh.stays.merge(emergency, left_on=["child_id", "started_date"], right_on=["child_id", "end"])
    assert later["group"].isin(["at_home", "kinship", "foster"]).sum() == 1


def test_three_quarters_of_edinburgh_admissions_to_care_were_emergencies(edinburgh: Places) -> None:
    stays = edinburgh.cared()
    first = stays[(stays["started_date"] == stays["started_date_care"]) & (stays["group"] != "at_home")]
    year = first[first["started_date"].between(number("2022-04-01"), number("2023-03-31"))]
    assert round(100 * (year["admission_type"] == "emergency").mean()) == 75


def test_edinburgh_has_a_few_children_in_secure_care(edinburgh: Places) -> None:
    now = edinburgh.cared(edinburgh.stays["started_date"].max())
    assert 1 <= (now["placement_type"] == "secure").sum() <= 6


def test_blackpool_children_live_about_as_far_from_home_as_published(seed: int) -> None:
    now = Places("Blackpool", seed).cared(number("2023-03-31"))
    far = now["distance_miles"].between(20.05, 999) & (now["in_council_area"] == "N")
    assert 12 <= 100 * far.mean() <= 21


@pytest.mark.parametrize("council", councils(), ids=lambda council: council.name)
def test_brothers_and_sisters_are_recorded_where_a_placement_starts(council) -> None:  # type: ignore[no-untyped-def]
    found = tables(council, 2024)
    siblings = found["sibling"][found["sibling"]["_dirt"] == ""]
    starts = set(zip(found["placement"]["child_id"], found["placement"]["started_date"], strict=True))
    assert set(zip(siblings["child_id"], siblings["placed_date"], strict=True)) <= starts
    assert (siblings["siblings_living_with"] > siblings["siblings_before"]).sum() == 2
