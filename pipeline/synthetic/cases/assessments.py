"""Assessments that follow referrals, and the profiles of care beside them, calibrated to ``front_door.yml``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.home import SEEDS
from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.cases import pod
from pipeline.synthetic.draw import OPEN, Flags, Ints, Texts, codes, day, exactly, vocabulary
from pipeline.synthetic.parts import Case, Tables

SPELLS = {"assessment": ("started_date", "completed_date")}

LIMIT = 45
"""Days within which an assessment is timely."""

LATE = 12.0
"""Days by which a late assessment is late, on average; none by more than ``LATEST``."""

LATEST = 40

NEVER_DONE, NO_OUTCOME = 0.001, 0.006
"""Shares of assessments that stay open however old, and of those in need that are finished without an outcome."""

Days = npt.NDArray[np.datetime64]


def build(rng: np.random.Generator, case: Case) -> Tables:
    """One assessment per referral that was to be assessed, and a few profiles; where there is a pod, its cases."""
    targets = targets_of("front_door", case.council)
    changed, by_pod = pod.add(rng, case, targets.get("pod"))
    referrals = case.tables["referral"]
    asked = referrals[referrals["decision"].isin(["assessment", "child_protection"])]
    asked = asked[(asked["referral_type"] == "referral") & ~asked["referral_id"].isin(by_pod["referral_id"])]
    received = asked["day"].to_numpy()
    completed = _completed(rng, case, targets, received)
    unborn = case.people.born[asked["child_id"]] > received + 20
    made = pd.DataFrame({
        "child_id": asked["child_id"], "referral_id": asked["referral_id"],
        "assessment_type": np.where(unborn, "pre_birth", "child_and_family").astype(object),
        "started_date": np.minimum(received + rng.integers(0, 3, len(asked)), np.minimum(completed, case.window.last)),
        "completed_date": completed, "seen_alone": _seen_alone(rng, case, asked, completed, targets["seen_alone"]),
        "outcome": _outcomes(rng, case, asked, completed, targets["not_in_need"]), "team": asked["team"],
    })  # fmt: skip
    profiles = _profiles(rng, made, case.window.last, targets["profiles"])
    every = [made, profiles] if by_pod.empty else [made, profiles, by_pod]
    return {**changed, "assessment": pd.concat(every, ignore_index=True)}


def _completed(rng: np.random.Generator, case: Case, targets: dict[str, Any], received: Ints) -> Ints:
    """Days of completion, ``OPEN`` after the window; of each year's completions the exact share is timely.

    Whether a referral is assessed in time is free where both ways end in the same year; the rest is left to chance.
    """
    shares, size = targets["timely"], len(received)
    offset = _calendar_offset if targets.get("calendar") else _working_offset
    holidays = _bank_holidays(case.council.nation)
    soon = offset(received, 5 + (rng.beta(2.4, 1.7, size) * (LIMIT - 4)).astype(np.int64), holidays)
    late = np.minimum(rng.exponential(LATE, size).astype(np.int64), LATEST)
    late = offset(received, LIMIT + 3 + late, holidays)
    year = _year(soon, shares)
    timely: Flags = rng.random(size) < np.array(list(shares.values()))[year]
    free = (year == _year(late, shares)) & (late <= case.window.last)
    for position, share in enumerate(shares.values()):
        fixed = ~free & (_year(np.where(timely, soon, late), shares) == position)
        fixed &= np.where(timely, soon, late) <= case.window.last
        mine = free & (year == position)
        needed = round(share * int(fixed.sum() + mine.sum())) - int((fixed & timely).sum())
        timely[mine] = exactly(rng, min(max(needed, 0), int(mine.sum())), int(mine.sum()))
    completed = np.where(timely, soon, late)
    forgotten = ~timely & (rng.random(size) < NEVER_DONE / (1 - timely.mean())) & (late > case.window.last)
    return np.where((completed > case.window.last) | forgotten, OPEN, completed)


def _working_offset(days: Ints, more: Ints, holidays: Days) -> Ints:
    moved = np.busday_offset(days.astype("datetime64[D]"), more, roll="backward", holidays=holidays)
    counted: Ints = moved.astype(np.int64)
    return counted


def _calendar_offset(days: Ints, more: Ints, holidays: Days) -> Ints:
    """That many days later, or the working day before."""
    return _working_offset(days + more, np.zeros(len(days), dtype=np.int64), holidays)


@cache
def _bank_holidays(nation: str) -> Days:
    with (SEEDS / "bank_holiday.csv").open(newline="", encoding="utf-8") as file:
        days = [row["day"] for row in csv.DictReader(file) if row["nation"] == nation]
    return np.array(days, dtype="datetime64[D]")


def _year(days: Ints, shares: Mapping[date, float]) -> Ints:
    """The position of the stretch of time, of those that begin on the days of ``shares``, that holds each day."""
    begins = np.array([day(each) for each in shares])
    return np.clip(np.searchsorted(begins, days, side="right") - 1, 0, None)


def _seen_alone(rng: np.random.Generator, case: Case, asked: pd.DataFrame, completed: Ints, share: float) -> Texts:
    """Whether the child was seen alone: known when done, and of children who are born."""
    answers = codes(rng, {"Y": share, "N": (1 - share) * 0.7, "U": (1 - share) * 0.3}, len(asked))
    answers[(completed == OPEN) | (case.people.born[asked["child_id"]] > completed)] = None
    return answers


def _outcomes(
    rng: np.random.Generator, case: Case, asked: pd.DataFrame, completed: Ints, shares: Mapping[date, float]
) -> Texts:
    """What assessments led to. Of each year's referrals the exact share was not in need: those helped least."""
    words, received = vocabulary()[case.council.nation]["assessment_outcome"], asked["day"].to_numpy()
    enquiry = (asked["decision"] == "child_protection").to_numpy()
    outcome = codes(rng, words["in_need"], len(asked))
    outcome[rng.random(len(asked)) < NO_OUTCOME] = None
    outcome[enquiry] = codes(rng, words["child_protection"], int(enquiry.sum()))
    helped = _helped(case, asked) + rng.exponential(30, len(asked))
    every = case.tables["referral"]
    every = every[(every["referral_type"] == "referral") & (every["decision"] != "already_open")]
    of_year = np.bincount(_year(every["day"].to_numpy(), shares), minlength=len(shares))
    for position, share in enumerate(shares.values()):
        mine = np.flatnonzero(~enquiry & (completed < OPEN) & (_year(received, shares) == position))
        least = mine[np.argsort(helped[mine], kind="stable")[: round(share * of_year[position])]]
        outcome[least] = codes(rng, words["not_in_need"], len(least))
    outcome[completed == OPEN] = None
    return outcome


def _helped(case: Case, asked: pd.DataFrame) -> Ints:
    """Days for which the child's case was held after the referral, as far as it was opened within a month of it."""
    held = case.tables["allocation"][["child_id", "started_date", "ended_date"]].sort_values("started_date")
    wanted = asked[["child_id", "day"]].reset_index(drop=True).reset_index().sort_values("day")
    found = pd.merge_asof(
        wanted, held, left_on="day", right_on="started_date", by="child_id", direction="forward", tolerance=30
    )
    days = np.minimum(found["ended_date"], case.window.last) - found["day"]
    helped: Ints = days.fillna(0).set_axis(found["index"]).sort_index().to_numpy().astype(np.int64)
    return helped


def _profiles(rng: np.random.Generator, made: pd.DataFrame, last: int, share: float) -> pd.DataFrame:
    """Graded care profiles, begun in the first weeks of some assessments."""
    chosen = made[rng.random(len(made)) < share]
    started = (chosen["started_date"] + rng.integers(3, 20, len(chosen))).clip(upper=last)
    done = started + rng.integers(7, 40, len(chosen))
    return chosen.assign(
        assessment_type="graded_care_profile", started_date=started, completed_date=done.where(done <= last, OPEN),
        seen_alone=None, outcome=None,
    )  # fmt: skip
