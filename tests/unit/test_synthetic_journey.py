"""Practice data of a child's journey: near what is published, in an order that can be, with what rules must find.

Published: DfE Local Authority Interactive Tool for Blackpool at 31 March 2023 (health checks 91 %, dental 56 %,
immunisations 93 %, mean score 15.6; suitable accommodation 92 %), counted here on its own terms.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from synthetic_kit import accepted

from pipeline.home import SEEDS
from pipeline.synthetic.calibration import councils
from pipeline.synthetic.cases.front_door import DAY, NEVER
from pipeline.synthetic.draw import OPEN, YEAR, years_before

COUNCILS = ["S12000010", "S12000019", "S12000036", "E06000009"]
EXTRACTS = ["review", "permanence", "health", "sdq", "care_leaver_status", "missing"]


def day(year: int, month: int, number: int) -> int:
    return (date(year, month, number) - date(1970, 1, 1)).days


@pytest.fixture(scope="module", params=[2024, 99])
def blackpool(request: pytest.FixtureRequest) -> dict[str, pd.DataFrame]:
    return accepted("E06000009", request.param)


@pytest.fixture(scope="module")
def cohort(blackpool: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Children looked after for a year on 31 March 2023, with their age in years."""
    care, born = blackpool["looked_after"], blackpool["person"].set_index("child_id")["date_of_birth"]
    rows = care[(care["started_date"] <= day(2022, 4, 1)) & (care["ceased_date"] > day(2023, 3, 31))]
    legal = blackpool["legal_status"]
    breaks = legal.loc[legal["legal_status"].isin(["V3", "V4"]), "child_id"]
    rows = rows[~rows["child_id"].isin(breaks)].drop_duplicates("child_id")
    return rows.assign(age=(day(2023, 3, 31) - born.reindex(rows["child_id"]).to_numpy()) / YEAR)


def checked(blackpool: dict[str, pd.DataFrame], kinds: list[str]) -> pd.Series:
    health = blackpool["health"]
    year = health["done_date"].between(day(2022, 4, 1), day(2023, 3, 31)) & (health["refused"] != "Y")
    return health[year & health["check_type"].isin(kinds)].groupby("child_id").size()


def test_nine_in_ten_have_the_health_assessments_of_the_year(
    blackpool: dict[str, pd.DataFrame], cohort: pd.DataFrame
) -> None:
    found = checked(blackpool, ["initial", "review"]).reindex(cohort["child_id"]).fillna(0).to_numpy()
    share = np.mean(found >= np.where(cohort["age"] < 5, 2, 1))
    assert 0.86 <= share <= 0.97


def test_dental_checks_have_not_come_back_after_the_pandemic(
    blackpool: dict[str, pd.DataFrame], cohort: pd.DataFrame
) -> None:
    share = cohort["child_id"].isin(checked(blackpool, ["dental"]).index).mean()
    assert 0.49 <= share <= 0.64


def test_the_mean_score_is_near_the_published_one(blackpool: dict[str, pd.DataFrame]) -> None:
    sdq = blackpool["sdq"]
    scores = sdq.loc[(sdq["asked_date"] >= day(2022, 4, 1)) & (sdq["score"] != ""), "score"].astype(int)
    assert 14.4 <= scores.mean() <= 16.8 and scores.between(0, 40).all()


def test_a_questionnaire_has_a_score_or_a_reason(blackpool: dict[str, pd.DataFrame]) -> None:
    sdq = blackpool["sdq"]
    assert ((sdq["score"] != "") ^ (sdq["no_score_reason"] != "")).all()


def test_most_homes_of_care_leavers_are_suitable(blackpool: dict[str, pd.DataFrame]) -> None:
    suitable = blackpool["care_leaver_status"]["accommodation_suitable"]
    assert 0.87 <= (suitable == "Y").mean() <= 0.97 and (suitable == "N").any() and suitable.isna().any()


@pytest.mark.parametrize("council_id", COUNCILS)
def test_every_council_delivers_every_extract_with_codes_of_the_lists(council_id: str) -> None:
    lists = {"review": ("review_type", "review_type"), "permanence": ("permanence_type", "permanence_type"),
             "health": ("check_type", "health_check_type"), "missing": ("missing_type", "missing_type"),
             "care_leaver_status": ("accommodation", "leaver_accommodation")}  # fmt: skip
    known = pd.read_csv(SEEDS / "code_list.csv", keep_default_na=False).groupby("code_list")["code"].agg(set)
    rows = accepted(council_id, 2024)
    assert all(len(rows[name]) for name in EXTRACTS)
    assert all(set(rows[name][column].dropna()) <= known[codes] for name, (column, codes) in lists.items())


@pytest.mark.parametrize("council_id", COUNCILS)
def test_the_steps_to_permanence_come_in_order(council_id: str) -> None:
    plans = accepted(council_id, 2024)["permanence"]
    steps = plans[["agreed_date", "matched_date", "ratified_date", "achieved_date"]].to_numpy()
    assert (np.diff(steps, axis=1) >= 0).all()


@pytest.mark.parametrize("council_id", COUNCILS)
def test_a_few_reviews_are_late_and_few_children_have_none_for_long(council_id: str) -> None:
    reviews = accepted(council_id, 2024)["review"]
    held = reviews[reviews["review_type"] == "lac_review"].sort_values(["child_id", "held_date"])
    gaps = held.groupby("child_id")["held_date"].diff().dropna()
    assert 0.01 <= (gaps > 184).mean() <= 0.15


def last_day(council_id: str) -> int:
    council = next(c for c in councils() if c.council == council_id)
    return (council.as_at - date(1970, 1, 1)).days


@pytest.mark.parametrize("council_id", COUNCILS)
def test_one_young_person_receives_aftercare_past_26(council_id: str) -> None:
    rows = accepted(council_id, 2024)
    support, born = rows["throughcare"], rows["person"].set_index("child_id")["date_of_birth"]
    now = born.reindex(support.loc[support["ended_date"] == OPEN, "child_id"])
    assert (now < years_before(np.array([last_day(council_id)]), 26)[0]).sum() == 1


@pytest.mark.parametrize("council_id", ["S12000036", "E06000009"])
def test_a_few_episodes_were_never_closed(council_id: str) -> None:
    episodes = accepted(council_id, 2024)["missing"]
    forgotten = (episodes["ended_at"] == NEVER) & (episodes["started_at"] < (last_day(council_id) - 10) * DAY)
    assert 0 < forgotten.mean() < 0.03


def test_some_babies_come_into_care_in_their_first_week(blackpool: dict[str, pd.DataFrame]) -> None:
    born = blackpool["person"].set_index("child_id")["date_of_birth"]
    care = blackpool["looked_after"]
    age = care["started_date"] - born.reindex(care["child_id"]).to_numpy()
    assert 15 <= (age < 7).sum() <= 90


@pytest.mark.parametrize(("given", "before"), [((2022, 3, 1), (2004, 3, 1)), ((2024, 2, 29), (2006, 3, 1))])
def test_eighteen_years_before_is_the_same_day_of_the_month(
    given: tuple[int, int, int], before: tuple[int, int, int]
) -> None:
    assert years_before(np.array([day(*given)]), 18)[0] == day(*before)
