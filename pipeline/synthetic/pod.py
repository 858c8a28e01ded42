"""An assessment pod: referrals that a team of the front door assesses itself; few of them go on to a locality."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.draw import OPEN, Ints, codes, day, vocabulary, working_days
from pipeline.synthetic.front_door import DAY, NEVER
from pipeline.synthetic.parts import Case, Tables

LOCALITY = "child_in_need"
"""The outcome of those whose case a practice team takes over."""

COLUMNS = [
    "child_id",
    "referral_id",
    "assessment_type",
    "started_date",
    "completed_date",
    "seen_alone",
    "outcome",
    "team",
]

QUICKEST, SLOWEST = 5, 40
"""Days that the pod takes to assess."""

TAKEN_OVER = 25
"""Days within which a practice team took the case that the pod is to have had before."""


def add(rng: np.random.Generator, case: Case, targets: dict[str, Any] | None) -> tuple[Tables, pd.DataFrame]:
    """The referrals and allocations with the pod's cases, where the council has one, and the pod's assessments.

    Those passed to a locality are among the referrals that led to an allocation there, which then starts when the
    pod is done; all others are children of its own.
    """
    if targets is None:
        return {}, pd.DataFrame(columns=COLUMNS)
    passed, fresh = [], []
    taken: set[int] = set()
    for first, last, counts in _stretches(case, targets):
        children = _passed_on(rng, case, first, last, taken).head(counts[LOCALITY])
        taken |= set(children["child_id"])
        passed.append(children)
        fresh += [_fresh(rng, case, first, last, outcome, n) for outcome, n in counts.items() if outcome != LOCALITY]
    moved = pd.concat(passed, ignore_index=True)
    referral = _with_pod(rng, case, moved, pd.concat(fresh, ignore_index=True), targets["team"])
    allocation = _from_pod(case.tables["allocation"], moved)
    case.tables.update(referral=referral.drop(columns=["_completed", "_outcome"]), allocation=allocation)
    mine = referral[referral["team"] == targets["team"]]
    assessments = mine.assign(
        assessment_type="child_and_family", started_date=mine["day"], seen_alone="Y",
        completed_date=mine["_completed"].astype(np.int64), outcome=mine["_outcome"],
    )  # fmt: skip
    return {name: case.tables[name] for name in ("referral", "allocation")}, assessments[COLUMNS]


def _stretches(case: Case, targets: dict[str, Any]) -> list[tuple[int, int, dict[str, int]]]:
    """First day, last day and children by outcome: up to the day reported, and the months after it."""
    stretches = [(day(targets["since"]), day(targets["until"]), targets["children"])]
    for month in pd.period_range(pd.Period(targets["until"], "M") + 1, case.council.as_at, freq="M"):
        first, end = day(month.start_time.date()), day(month.end_time.date())
        last = min(end, case.window.last)
        part = (last + 1 - first) / (end + 1 - first)
        stretches.append((first, last, {outcome: round(n * part) for outcome, n in targets["monthly"].items()}))
    return stretches


def _passed_on(rng: np.random.Generator, case: Case, first: int, last: int, taken: set[int]) -> pd.DataFrame:
    """Referrals of the time after which a practice team took the case, in any order, with the day the pod is done.

    What is done by the day on which caseloads were counted is allocated by it, so that they stay as they were.
    """
    referrals, held = case.tables["referral"], case.tables["allocation"]
    served = {*case.tables["looked_after"]["child_id"], *case.tables["registration"]["child_id"], *taken}
    found = referrals[(referrals["referral_type"] == "referral") & (referrals["decision"] == "assessment")]
    found = found[found["day"].between(first, last - SLOWEST // 2) & ~found["child_id"].isin(served)]
    found = found[case.people.born[found["child_id"]] <= found["day"]].drop_duplicates("child_id")
    workers = held[(held["worker_id"] > 0) & (held["allocation_role"] == "primary")].sort_values("started_date")
    workers = workers.drop_duplicates("child_id")[["child_id", "allocation_id", "team", "started_date", "ended_date"]]
    both = found[["referral_id", "child_id", "day"]].merge(workers, on="child_id")
    counted = day(case.council.counted_on)
    done = both["day"] + rng.integers(QUICKEST, SLOWEST, len(both))
    done = done.clip(upper=last).clip(lower=both["started_date"])
    done = done.where(both["started_date"] > counted, done.clip(upper=counted))
    soon = both["started_date"].between(both["day"], both["day"] + TAKEN_OVER) & (both["ended_date"] > done + 7)
    soon &= (done - both["day"] >= QUICKEST) & both["team"].isin(case.council.teams.practice)
    return both.assign(_completed=done, _outcome=LOCALITY)[soon].sample(frac=1, random_state=rng)


def _fresh(rng: np.random.Generator, case: Case, first: int, last: int, outcome: str, size: int) -> pd.DataFrame:
    """Referrals of children known to the pod alone."""
    received = working_days(rng, first, last - QUICKEST - 3, size)
    done = np.minimum(received + rng.integers(QUICKEST, SLOWEST, size), last)
    done = np.busday_offset(done.astype("datetime64[D]"), 0, roll="backward").astype(np.int64)
    child = case.people.add(case.people.birthdays(received - 1000, done))
    return pd.DataFrame({"child_id": child, "day": received, "_completed": done, "_outcome": outcome})


def _with_pod(
    rng: np.random.Generator, case: Case, moved: pd.DataFrame, fresh: pd.DataFrame, team: str
) -> pd.DataFrame:
    """The referral extract in which the pod has its referrals: decided within a day, signed off, closed when done."""
    before = case.tables["referral"].merge(moved[["referral_id", "_completed", "_outcome"]], "left", on="referral_id")
    number = before["referral_id"].max() + 1 + np.arange(len(fresh))
    minute: Ints = np.clip(rng.normal(13 * 60, 170, len(fresh)), 0, DAY - 1).astype(np.int64)
    new = fresh.assign(
        referral_id=number, referral_type="referral", received_at=fresh["day"] * DAY + minute, decision="assessment",
        source=codes(rng, vocabulary()[case.council.nation]["referral_source"], len(fresh)), redirected_to=None,
        recorded_date=fresh["day"], _seen=fresh["day"], _dirt="", _column="", _value="",
    )  # fmt: skip
    both = pd.concat([before, new], ignore_index=True)
    mine = both["_completed"].notna()
    decided = both["received_at"] + rng.integers(15, 20 * 60, len(both))
    signed = np.minimum(decided + rng.integers(5, 90, len(both)), (decided // DAY + 1) * DAY - 1)
    return both.assign(
        team=both["team"].mask(mine, team), decided_at=both["decided_at"].mask(mine, decided).astype(np.int64),
        signed_off_at=both["signed_off_at"].mask(mine, signed).fillna(NEVER).astype(np.int64),
        closed_date=both["closed_date"].mask(mine, both["_completed"]).fillna(OPEN).astype(np.int64),
        _end_seen=both["_end_seen"].mask(mine, both["_completed"]).astype(np.int64),
    )  # fmt: skip


def _from_pod(held: pd.DataFrame, moved: pd.DataFrame) -> pd.DataFrame:
    """The allocations, of which those of cases passed on start on the day the pod is done."""
    done = held["allocation_id"].map(moved.set_index("allocation_id")["_completed"])
    columns = ["started_date", "recorded_date", "_seen"]
    return held.assign(**{name: held[name].mask(done.notna(), done).astype(np.int64) for name in columns})
