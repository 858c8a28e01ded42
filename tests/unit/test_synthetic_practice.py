"""The synthetic trackers come to what the plans printed, whatever the seed, and every part of them fits the others."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.home import PROJECT

TRACKERS = ("case_audit", "audit_action", "complaint", "survey_response")

# Blackpool's improvement plan, April 2023: good or above, in per cent.
APRIL = {"overall": 29, "assessments": 48, "plans": 39, "coordination": 55, "reviews": 39, "child_centred": 39,
         "outcomes": 34, "oversight": 30}  # fmt: skip


def tracker(delivered: Path, folder: str, name: str) -> pd.DataFrame:
    return pd.read_csv(delivered / folder / f"{name}.csv", dtype="str", keep_default_na=False)


def test_blackpool_audited_100_cases_in_april_2023_as_its_plan_says(delivered: Path) -> None:
    audits = tracker(delivered, "blackpool", "case_audit")
    april = audits[audits["audited_date"].str.startswith("2023-04")]
    good = april[april["grade"].isin(["outstanding", "good"])].groupby("domain").size()
    assert (april["audit_id"].nunique(), good.to_dict()) == (100, APRIL)


def test_every_case_audited_in_edinburgh_in_august_2023_was_assessed_and_overseen(delivered: Path) -> None:
    audits = tracker(delivered, "edinburgh", "case_audit")
    checked = audits[audits["domain"].isin(["assessment_present", "oversight_present"])]
    august = checked[checked["audited_date"].str.startswith("2023-08") & checked["grade"].isin(["met", "not_met"])]
    assert set(august["grade"]) == {"met"} and august["audit_id"].nunique() >= 10


@pytest.mark.parametrize("folder", ["east_lothian", "midlothian", "edinburgh"])
def test_scottish_audits_use_no_word_of_ofsted(delivered: Path, folder: str) -> None:
    assert set(tracker(delivered, folder, "case_audit")["scale"]) <= {"six_point", "standard"}


@pytest.mark.parametrize("folder", ["east_lothian", "midlothian", "edinburgh", "blackpool"])
def test_every_action_comes_from_an_audit_on_the_tracker(delivered: Path, folder: str) -> None:
    asked = set(tracker(delivered, folder, "audit_action")["audit_id"])
    assert asked <= set(tracker(delivered, folder, "case_audit")["audit_id"])


def test_the_shipped_trackers_stay_under_half_a_megabyte() -> None:
    files = [path for name in TRACKERS for path in (PROJECT / "data" / "raw").glob(f"*/{name}.csv")]
    assert len(files) == 16 and sum(path.stat().st_size for path in files) < 500_000
