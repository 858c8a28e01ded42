"""The synthetic trackers of the workforce come to what the plans printed, whatever the seed, and fit the cases."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.home import SEEDS

FOLDERS = ["east_lothian", "midlothian", "edinburgh", "blackpool"]
TEAMS = pd.read_csv(SEEDS / "team.csv", dtype="str")


def tracker(delivered: Path, folder: str, name: str) -> pd.DataFrame:
    return pd.read_csv(delivered / folder / f"{name}.csv", dtype="str", keep_default_na=False)


def posts_on(delivered: Path, folder: str, day: str) -> pd.DataFrame:
    posts = tracker(delivered, folder, "post").merge(TEAMS[TEAMS["council_id"] == "S12000036"], on="team")
    return posts[(posts["started_date"] <= day) & ((posts["ended_date"] == "") | (posts["ended_date"] > day))]


@pytest.mark.parametrize(
    ("day", "service", "vacant"),
    [("2023-04-30", "practice", 24), ("2023-08-31", "practice", 2), ("2023-08-21", "front_door", 5)],
)
def test_edinburgh_had_the_vacancies_of_social_workers_that_its_plan_prints(delivered, day, service, vacant) -> None:
    posts = posts_on(delivered, "edinburgh", day)
    asked = posts[(posts["service"] == service) & posts["role"].str.contains("social_worker")]
    assert asked["cover"].isin(["", "agency"]).sum() == vacant


def test_edinburgh_had_recruited_two_practice_educators_by_the_end_of_august_2023(delivered) -> None:
    posts = posts_on(delivered, "edinburgh", "2023-08-31")
    assert ((posts["role"] == "practice_educator") & (posts["worker_id"] != "")).sum() == 2


def test_east_lothian_created_three_posts_and_five_in_place_of_others(delivered) -> None:
    posts = tracker(delivered, "east_lothian", "post").drop_duplicates("post_id")
    created = posts[posts["created_date"].between("2021-04-01", "2022-03-31")]
    assert created["origin"].value_counts().to_dict() == {"replacement": 5, "additional": 3}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_post_has_one_holder_at_a_time(delivered, folder) -> None:
    posts = tracker(delivered, folder, "post").sort_values(["post_id", "started_date"])
    before = posts.groupby("post_id")["ended_date"].shift()
    assert ((before <= posts["started_date"]) | before.isna()).all() and (before != "").all()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_post_is_of_a_role_that_the_establishment_knows(delivered, folder) -> None:
    codes = pd.read_csv(SEEDS / "code_list.csv", dtype="str")
    assert set(tracker(delivered, folder, "post")["role"]) <= set(codes.loc[codes["code_list"] == "post_role", "code"])


@pytest.mark.parametrize("folder", FOLDERS)
def test_whoever_is_absent_trained_or_supervised_holds_a_post(delivered, folder) -> None:
    holders = set(tracker(delivered, folder, "post")["worker_id"])
    for name in ("sickness", "training", "supervision"):
        assert set(tracker(delivered, folder, name)["worker_id"]) <= holders


@pytest.mark.parametrize("folder", FOLDERS)
def test_nobody_is_supervised_by_themselves_or_while_off_sick(delivered, folder) -> None:
    sessions = tracker(delivered, folder, "supervision")
    away = sessions.merge(tracker(delivered, folder, "sickness"), on="worker_id")
    ended = away["ended_date"].where(away["ended_date"] != "", "9999-12-31")
    assert not ((away["started_date"] <= away["held_date"]) & (away["held_date"] < ended)).any()
    assert (sessions["worker_id"] != sessions["supervisor_id"]).all()


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_council_has_a_worker_whom_nobody_supervises_and_an_absence_without_an_end(delivered, folder) -> None:
    posts = tracker(delivered, folder, "post")
    current = set(posts.loc[(posts["ended_date"] == "") & (posts["worker_id"] != ""), "worker_id"])
    assert current - set(tracker(delivered, folder, "supervision")["worker_id"])
    absences = tracker(delivered, folder, "sickness")
    days = pd.to_datetime(absences["extract_date"]) - pd.to_datetime(absences["started_date"])
    assert days[absences["ended_date"] == ""].dt.days.max() > 366
