"""The synthetic councils come to what the councils published, whatever the seed: counted here on their own terms.

Published: East Lothian business plan, Midlothian service plan, Edinburgh improvement plan (December 2023, March 2024,
April 2023), DfE Local Authority Interactive Tool for Blackpool, ScotPHO for July 2021.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from synthetic_kit import accepted

from pipeline.home import SEEDS
from pipeline.synthetic.calibration import councils

EAST_LOTHIAN, MIDLOTHIAN, EDINBURGH, BLACKPOOL = "S12000010", "S12000019", "S12000036", "E06000009"
AS_AT = {EAST_LOTHIAN: date(2023, 12, 31), MIDLOTHIAN: date(2024, 3, 31),
         EDINBURGH: date(2023, 4, 30), BLACKPOOL: date(2023, 3, 31)}  # fmt: skip
CODES = pd.read_csv(SEEDS / "code_list.csv", keep_default_na=False)


class Council:
    """Counts over one council's accepted rows, at its as-at day unless another is given."""

    def __init__(self, council_id: str, seed: int) -> None:
        council = next(c for c in councils() if c.council == council_id)
        self.nation, self.day = council.nation, (AS_AT[council_id] - date(1970, 1, 1)).days
        self.rows = accepted(council_id, seed)

    def open(self, extract: str, start: str, end: str, day: int | None = None) -> pd.DataFrame:
        rows, day = self.rows[extract], day or self.day
        return rows[(rows[start] <= day) & (rows[end] > day)]

    def groups(self, code_list: str) -> dict[str, str]:
        rows = CODES[(CODES["code_list"] == code_list) & CODES["nation"].isin([self.nation, ""])]
        return dict(zip(rows["code"], rows["code_group"], strict=True))

    def looked_after(self, day: int | None = None) -> set[int]:
        legal = self.open("legal_status", "started_date", "ended_date", day)
        short = legal["legal_status"].map(self.groups("legal_status")) == "short_break"
        breaks = set(legal.loc[short, "child_id"]) - set(legal.loc[~short, "child_id"])
        return set(self.open("looked_after", "started_date", "ceased_date", day)["child_id"]) - breaks

    def placements(self) -> dict[str, int]:
        stays = self.rows["placement"].sort_values(["child_id", "started_date"])
        following = stays.groupby("child_id")["started_date"].shift(-1)
        ended = stays["ended_date"].where(following.isna() | (stays["ended_date"] < following), following)
        now = stays[(stays["started_date"] <= self.day) & (ended > self.day)]
        now = now[now["child_id"].isin(self.looked_after())]
        return now["placement_type"].map(self.groups("placement_type")).value_counts().to_dict()

    def registered(self, day: int | None = None) -> pd.DataFrame:
        return self.open("registration", "registered_date", "deregistered_date", day)

    def supported(self, support_type: str) -> set[int]:
        rows = self.open("throughcare", "started_date", "ended_date")
        return set(rows.loc[rows["support_type"] == support_type, "child_id"])

    def primary(self) -> pd.DataFrame:
        held = self.open("allocation", "started_date", "ended_date")
        workers = self.open("worker", "started_date", "ended_date")[["worker_id", "role", "qualified_date"]]
        return held[held["allocation_role"] == "primary"].merge(workers, on="worker_id", how="left")

    def caseloads(self) -> pd.DataFrame:
        held = self.primary()
        social = held[held["role"].isin(["social_worker", "senior_social_worker"])]
        return social.groupby("worker_id").agg(children=("child_id", "nunique"), qualified=("qualified_date", "first"))

    def referrals(self, year: int) -> tuple[int, int]:
        """Referrals in the year from April, and how many followed another by up to 12 calendar months."""
        rows = self.rows["referral"]
        rows = rows[rows["referral_type"] == "referral"].sort_values(["child_id", "received_at"])
        received = pd.to_datetime(rows["received_at"] * 60, unit="s")
        before = received.groupby(rows["child_id"]).shift()
        inside = (received >= f"{year}-04-01") & (received < f"{year + 1}-04-01")
        return int(inside.sum()), int((inside & (before >= received - pd.DateOffset(months=12))).sum())


@pytest.fixture(scope="module", params=[2024, 99])
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def east_lothian(seed: int) -> Council:
    return Council(EAST_LOTHIAN, seed)


@pytest.fixture(scope="module")
def midlothian(seed: int) -> Council:
    return Council(MIDLOTHIAN, seed)


@pytest.fixture(scope="module")
def edinburgh(seed: int) -> Council:
    return Council(EDINBURGH, seed)


@pytest.fixture(scope="module")
def blackpool(seed: int) -> Council:
    return Council(BLACKPOOL, seed)


def test_east_lothian_has_its_published_children_by_placement(east_lothian: Council) -> None:
    assert east_lothian.placements() == {"at_home": 47, "foster": 66, "kinship": 29, "residential": 29}


def test_east_lothian_looks_after_171_children(east_lothian: Council) -> None:
    assert len(east_lothian.looked_after()) == 171


def test_east_lothian_has_24_children_on_the_register(east_lothian: Council) -> None:
    assert east_lothian.registered()["child_id"].nunique() == 24


@pytest.mark.parametrize(("concern", "children"), [("parental_alcohol|parental_drugs", 17), ("domestic_abuse", 15)])
def test_east_lothian_has_its_published_concerns(east_lothian: Council, concern: str, children: int) -> None:
    assert east_lothian.registered()["concerns"].str.contains(concern).sum() == children


@pytest.mark.parametrize(("support", "people"), [("continuing_care", 23), ("aftercare", 67)])
def test_east_lothian_supports_its_published_care_leavers(east_lothian: Council, support: str, people: int) -> None:
    assert len(east_lothian.supported(support)) == people


def test_nobody_in_east_lothian_is_counted_in_care_and_after_it(east_lothian: Council) -> None:
    after = [east_lothian.supported("continuing_care"), east_lothian.supported("aftercare")]
    assert not (after[0] & after[1]) | ((after[0] | after[1]) & east_lothian.looked_after())


def test_east_lothian_has_17_unaccompanied_children_in_or_after_care(east_lothian: Council) -> None:
    people = east_lothian.rows["person"]
    alone = set(people.loc[people["asylum_seeking"] == "Y", "child_id"])
    served = (
        east_lothian.looked_after() | east_lothian.supported("continuing_care") | east_lothian.supported("aftercare")
    )
    assert len(alone & served) == 17


def test_east_lothian_had_its_published_numbers_in_july_2021(east_lothian: Council) -> None:
    july = (date(2021, 7, 31) - date(1970, 1, 1)).days
    assert (len(east_lothian.looked_after(july)), len(east_lothian.registered(july))) == (222, 29)


def test_midlothian_has_42_children_on_the_register(midlothian: Council) -> None:
    assert midlothian.registered()["child_id"].nunique() == 42


@pytest.mark.parametrize(("at_home", "rate"), [(True, 2.1), (False, 7.4)])
def test_midlothian_rates_per_1000_come_out_as_published(midlothian: Council, at_home: bool, rate: float) -> None:
    children = sum(n for group, n in midlothian.placements().items() if (group == "at_home") == at_home)
    assert round(children * 1000 / 20_338, 1) == rate


def test_edinburgh_social_workers_hold_14_and_a_half_children_on_average(edinburgh: Council) -> None:
    loads = edinburgh.caseloads()["children"]
    assert round(loads.sum() / len(loads), 1) == 14.5


def test_some_edinburgh_caseloads_are_tiny_and_some_enormous(edinburgh: Council) -> None:
    loads = edinburgh.caseloads()["children"]
    assert loads.min() <= 6 and loads.max() >= 30 and (loads > 22).sum() >= 5


def test_some_newly_qualified_edinburgh_workers_hold_more_than_15(edinburgh: Council) -> None:
    loads = edinburgh.caseloads()
    assert (loads.loc[edinburgh.day - loads["qualified"] < 365, "children"] > 15).any()


def test_a_few_edinburgh_children_are_held_by_managers(edinburgh: Council) -> None:
    held = edinburgh.primary()
    assert 1 <= held.loc[held["role"].isin(["team_leader", "manager"]), "child_id"].nunique() <= 30


def test_edinburgh_has_a_waiting_list(edinburgh: Council) -> None:
    assert (edinburgh.primary()["worker_id"] == 0).sum() > 10


def test_blackpool_looks_after_190_children_in_10000(blackpool: Council) -> None:
    assert round(len(blackpool.looked_after()) * 10_000 / 28_300) == 190


def test_blackpool_has_356_children_on_plans(blackpool: Council) -> None:
    assert blackpool.registered()["child_id"].nunique() == 356


@pytest.mark.parametrize(
    ("year", "referrals", "percent"), [(2019, 3819, 29.0), (2020, 2739, 31.9), (2021, 3122, 28.8), (2022, 2407, 23.3)]
)
def test_blackpool_referrals_and_re_referrals_come_out_as_published(
    blackpool: Council, year: int, referrals: int, percent: float
) -> None:
    received, again = blackpool.referrals(year)
    assert (received, round(100 * again / received, 1)) == (referrals, percent)
