"""The practice data of the front door comes to what Edinburgh reported of its pod and DfE published of Blackpool."""

from __future__ import annotations

import csv
from datetime import date

import numpy as np
import pandas as pd
import pytest
from synthetic_kit import QUARANTINED, accepted

from pipeline.home import SEEDS
from pipeline.synthetic import tables
from pipeline.synthetic.calibration import councils

NEVER = 10**9
POD = "Assessment Pod"

# DfE Local Authority Interactive Tool, year ending 31 March: timely assessments, referrals assessed and not in need.
PUBLISHED = [(2019, 77.8, 26.5), (2020, 73.9, 34.8), (2021, 80.4, 35.3), (2022, 77.3, 39.4), (2023, 77.3, 30.8)]


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def year(days: pd.Series) -> pd.Series:
    """The year of the 31 March that follows each day."""
    return pd.to_datetime(days * 86_400, unit="s").dt.to_period("Y-MAR").dt.year


def with_referrals(council_id: str, seed: int) -> dict[str, pd.DataFrame]:
    """Accepted rows, each assessment with the times of its referral."""
    rows = dict(accepted(council_id, seed))
    started = rows["referral"][["referral_id", "day", "received_at", "decided_at", "signed_off_at"]]
    rows["assessment"] = rows["assessment"].merge(started, on="referral_id", validate="many_to_one")
    return rows


@pytest.fixture(scope="module", params=[2024, 99])
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def edinburgh(seed: int) -> dict[str, pd.DataFrame]:
    return with_referrals("S12000036", seed)


@pytest.fixture(scope="module")
def blackpool(seed: int) -> dict[str, pd.DataFrame]:
    return with_referrals("E06000009", seed)


@pytest.fixture(scope="module")
def pod(edinburgh: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The assessments that the pod had completed when it reported."""
    made = edinburgh["assessment"]
    return made[(made["team"] == POD) & (made["completed_date"] <= day("2023-08-21"))]


def test_the_pod_supported_269_children(pod: pd.DataFrame) -> None:
    assert (len(pod), pod["child_id"].nunique(), pod["day"].min() >= day("2023-03-01")) == (269, 269, True)


def test_the_pod_passed_61_to_localities_and_156_needed_nothing_more(pod: pd.DataFrame) -> None:
    assert pod["outcome"].value_counts().to_dict() == {
        "no_further_action": 156, "child_in_need": 61, "short_term_work": 52,
    }  # fmt: skip


def test_the_pod_responded_in_24_hours_assessed_in_45_days_and_saw_all_alone(pod: pd.DataFrame) -> None:
    assert (pod["decided_at"] - pod["received_at"]).max() <= 24 * 60
    assert (pod["completed_date"] - pod["day"]).max() <= 45
    assert set(pod["seen_alone"]) == {"Y"}


def test_no_month_of_the_pod_is_too_small_to_publish(pod: pd.DataFrame) -> None:
    finished, received = year_month(pod["completed_date"]), year_month(pod["day"])
    assert pd.crosstab(finished, pod["outcome"]).to_numpy().min() >= 5
    assert received.value_counts().min() >= 5


def year_month(days: pd.Series) -> pd.Series:
    return pd.to_datetime(days * 86_400, unit="s").dt.to_period("M").astype("str")


def test_whoever_went_to_a_locality_is_allocated_there_and_was_passed_on(
    edinburgh: dict[str, pd.DataFrame], pod: pd.DataFrame
) -> None:
    passed = pod[pod["outcome"] == "child_in_need"]
    held = edinburgh["allocation"].merge(passed[["child_id", "completed_date"]], on="child_id")
    moved = edinburgh["case_transfer"].merge(passed[["child_id", "completed_date"]], on="child_id")
    assert held.loc[held["started_date"] == held["completed_date"], "child_id"].nunique() == 61
    assert (moved["from_team"] == POD).sum() == (moved["transferred_date"] == moved["completed_date"]).sum() == 61


def test_every_decision_of_august_2023_is_signed_off_in_edinburgh(edinburgh: dict[str, pd.DataFrame]) -> None:
    rows = edinburgh["referral"]
    august = rows[rows["decided_at"].between(day("2023-08-01") * 1440, day("2023-09-01") * 1440 - 1)]
    assert len(august) > 50 and (august["signed_off_at"] < NEVER).all()


def test_eight_cases_passed_to_practice_teams_in_the_week_to_30_april_2023(edinburgh: dict[str, pd.DataFrame]) -> None:
    days = edinburgh["case_transfer"]["transferred_date"]
    weeks = (day("2023-04-30") - days) // 7
    assert (weeks == 0).sum() == 8 and 6 <= (weeks < 17).sum() / 17 - (weeks < 0).sum() / 17 <= 10


def test_no_referral_of_blackpool_is_closed_without_an_assessment(blackpool: dict[str, pd.DataFrame]) -> None:
    rows = blackpool["referral"]
    decided = rows.loc[(rows["referral_type"] == "referral") & (rows["decided_at"] < NEVER), "decision"]
    assert set(decided) == {"assessment", "child_protection"}


@pytest.mark.parametrize(("ending", "timely", "not_in_need"), PUBLISHED)
def test_blackpool_comes_to_the_shares_that_dfe_published(
    blackpool: dict[str, pd.DataFrame], ending: int, timely: float, not_in_need: float
) -> None:
    made = blackpool["assessment"]
    made = made[(made["assessment_type"] != "graded_care_profile") & (made["completed_date"] < 10**6)]
    with (SEEDS / "bank_holiday.csv").open(newline="", encoding="utf-8") as file:
        resting = [row["day"] for row in csv.DictReader(file) if row["nation"] == "england"]
    first, last = (made[name].to_numpy().astype("datetime64[D]") for name in ("day", "completed_date"))
    worked = np.busday_count(first + 1, last + 1, holidays=np.array(resting, dtype="datetime64[D]"))
    of_year = (year(made["completed_date"]) == ending).to_numpy()
    assert round(100 * (worked[of_year] <= 45).mean(), 1) == timely
    referrals = blackpool["referral"]
    referrals = referrals[(referrals["referral_type"] == "referral") & (year(referrals["day"]) == ending)]
    found = made.loc[made["outcome"].isin(["no_further_action", "early_help"]), "referral_id"]
    assert round(100 * referrals["referral_id"].isin(found).mean(), 1) == not_in_need


@pytest.mark.parametrize("council", councils(), ids=lambda council: council.name)
def test_an_assessment_is_about_the_child_of_its_referral(council) -> None:  # type: ignore[no-untyped-def]
    found = tables(council, 2024)
    rows = found["assessment"][~found["assessment"]["_dirt"].isin(QUARANTINED)]
    both = rows.merge(found["referral"].drop_duplicates("referral_id"), on="referral_id", suffixes=("", "_referral"))
    assert len(both) == len(rows) and (both["child_id"] == both["child_id_referral"]).all()
