"""An assessment pod: referrals that a team of the front door assesses itself; few of them go on to a locality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.cases.front_door import DAY, NEVER
from pipeline.synthetic.draw import OPEN, Ints, apportion, codes, day, vocabulary, working_days
from pipeline.synthetic.offices.office import bounds
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

START = 0.6
"""How much of a month's work the pod does in its first."""


def add(rng: np.random.Generator, case: Case, targets: dict[str, Any] | None) -> tuple[Tables, pd.DataFrame]:
    """The referrals and allocations with the pod's cases, where the council has one, and the pod's assessments.

    Those passed to a locality are among the referrals that led to an allocation there, which then starts when the
    pod is done; all others are children of its own.
    """
    if targets is None:
        return {}, pd.DataFrame(columns=COLUMNS)
    passed, fresh = [], []
    taken: set[int] = set()
    for month in _months(case, targets):
        children = _passed_on(rng, case, month, taken).head(month.counts[LOCALITY])
        taken |= set(children["child_id"])
        passed.append(children)
        fresh += [_fresh(rng, case, month, *count) for count in month.counts.items() if count[0] != LOCALITY]
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


@dataclass(frozen=True)
class Month:
    """A month, or the part of one, in which the pod finishes so many assessments of referrals received since a day."""

    since: int
    first: int
    last: int
    counts: dict[str, int]


def _months(case: Case, targets: dict[str, Any]) -> list[Month]:
    """The months of the pod: up to the day reported, in proportion to their days and fewer in the first; then after."""
    since, until = day(targets["since"]), day(targets["until"])
    then = pd.period_range(targets["since"], targets["until"], freq="M")
    days = {str(month): min(bounds(month)[1], until) - bounds(month)[0] + 1.0 for month in then}
    days[str(then[0])] *= START
    counts = {outcome: apportion(days, count) for outcome, count in targets["children"].items()}
    months = [
        Month(since, bounds(month)[0], min(bounds(month)[1], until), {key: n[str(month)] for key, n in counts.items()})
        for month in then
    ]
    after = pd.period_range(then[-1] + 1, case.council.as_at, freq="M")
    for month in after:
        first, end = bounds(month)
        last = min(end, case.window.last)
        part = (last + 1 - first) / (end + 1 - first)
        each = {outcome: round(count * part) for outcome, count in targets["monthly"].items()}
        months.append(Month(bounds(after[0])[0], first, last, each))
    return months


def _passed_on(rng: np.random.Generator, case: Case, month: Month, taken: set[int]) -> pd.DataFrame:
    """Referrals after which a practice team took the case, in any order, with the day of the month the pod is done.

    What was allocated by the day on which caseloads were counted still is, so that they stay as they were.
    """
    referrals, held = case.tables["referral"], case.tables["allocation"]
    served = {*case.tables["looked_after"]["child_id"], *case.tables["registration"]["child_id"], *taken}
    found = referrals[(referrals["referral_type"] == "referral") & (referrals["decision"] == "assessment")]
    found = found[found["day"].between(month.since, month.last) & ~found["child_id"].isin(served)]
    found = found[case.people.born[found["child_id"]] <= found["day"]].drop_duplicates("child_id")
    workers = held[(held["worker_id"] > 0) & (held["allocation_role"] == "primary")].sort_values("started_date")
    workers = workers.drop_duplicates("child_id")[["child_id", "allocation_id", "team", "started_date", "ended_date"]]
    both = found[["referral_id", "child_id", "day"]].merge(workers, on="child_id")
    both = both[both["team"].isin(case.council.teams.practice) & (both["started_date"] >= both["day"])]
    counted = day(case.council.counted_on)
    latest = (both["day"] + SLOWEST).clip(upper=month.last).clip(upper=both["ended_date"] - QUICKEST)
    latest = latest.where(both["started_date"] > counted, latest.clip(upper=counted))
    earliest = (both["day"] + QUICKEST).clip(lower=month.first).clip(lower=both["started_date"])
    both = both.assign(_completed=rng.integers(earliest, latest.clip(lower=earliest) + 1), _outcome=LOCALITY)
    return both[earliest <= latest].sample(frac=1, random_state=rng)


def _fresh(rng: np.random.Generator, case: Case, month: Month, outcome: str, size: int) -> pd.DataFrame:
    """Referrals of children known to the pod alone."""
    done = working_days(rng, max(month.first, month.since + QUICKEST), month.last, size)
    taken = QUICKEST + (rng.beta(1.2, 2.6, size) * (SLOWEST - QUICKEST)).astype(np.int64)
    received = np.clip(done - taken, month.since, None)
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
