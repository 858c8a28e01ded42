"""Disorder: rows that are each well formed but disagree with other rows, for the cross-table rules to find."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.cases.front_door import DAY
from pipeline.synthetic.draw import OPEN, Ints, Window
from pipeline.synthetic.parts import Tables

SHARE = 0.004
"""Of an extract's rows, how many each kind of disorder adds or touches."""


def add(rng: np.random.Generator, tables: Tables, window: Window) -> Tables:
    """The tables with every kind of disorder; calibrated counts stay as they are."""
    tables = dict(tables)
    tables["placement"] = _late_endings(rng, tables["placement"], window)
    tables["placement"] = _append(tables["placement"], "placement_id", _outside(rng, tables, window))
    tables["looked_after"] = _append(
        tables["looked_after"], "care_period_id", _overlapping(rng, tables["looked_after"], window)
    )
    tables["allocation"] = _append(tables["allocation"], "allocation_id", _held_by_leavers(rng, tables, window))
    overdue, contacts = _overdue(rng, tables, window)
    tables["person"] = pd.concat([tables["person"], overdue], ignore_index=True)
    strangers = _strangers(rng, tables, window)
    tables["referral"] = _append(tables["referral"], "referral_id", pd.concat([contacts, strangers]))
    return tables


def _append(frame: pd.DataFrame, key: str, rows: pd.DataFrame) -> pd.DataFrame:
    numbered = rows.assign(**{key: frame[key].max() + 1 + np.arange(len(rows))})
    return pd.concat([frame, numbered], ignore_index=True)


def _some(rng: np.random.Generator, rows: pd.DataFrame, of: int) -> pd.DataFrame:
    """At least two of ``rows``, by ``SHARE`` of the size of an extract."""
    return rows.iloc[rng.permutation(len(rows))[: max(2, int(of * SHARE))]]


def _overlapping(rng: np.random.Generator, periods: pd.DataFrame, window: Window) -> pd.DataFrame:
    """A second period inside a period of care, as a transfer keyed as a new start: merged, it changes nothing."""
    long = periods[np.minimum(periods["ceased_date"], window.last) - periods["started_date"] > 200]
    rows = _some(rng, long, len(periods))
    started = rows["started_date"] + rng.integers(30, 190, len(rows))
    return rows.assign(started_date=started, recorded_date=started, _seen=started, _dirt="overlapping_care")


def _outside(rng: np.random.Generator, tables: Tables, window: Window) -> pd.DataFrame:
    """A placement that starts after its child left care for good, long before the as-at day."""
    last = tables["looked_after"].sort_values("started_date").drop_duplicates("child_id", keep="last")
    gone = last.loc[last["ceased_date"] < window.last - 400, ["child_id", "ceased_date"]]
    placed = tables["placement"].sort_values("ended_date").drop_duplicates("child_id", keep="last")
    placed = placed.merge(gone, on="child_id").query("ended_date <= ceased_date")
    rows = _some(rng, placed, len(tables["placement"]))
    started = rows["ceased_date"] + rng.integers(20, 60, len(rows))
    ended = started + rng.integers(10, 90, len(rows))
    rows = rows.assign(started_date=started, ended_date=ended, recorded_date=started, _seen=started, _end_seen=ended)
    return rows.assign(_dirt="outside_care").drop(columns="ceased_date")


def _late_endings(rng: np.random.Generator, placements: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Placements not closed, or closed late, although the child had moved on: the next start ends them."""
    ordered = placements.sort_values(["child_id", "started_date"])
    moved = ordered["ended_date"] == ordered.groupby("child_id")["started_date"].shift(-1)
    chosen = _some(rng, ordered[moved], 2 * len(placements)).index
    late = placements.loc[chosen, "ended_date"] + rng.integers(2, 25, len(chosen))
    never = (rng.random(len(chosen)) < 0.4) | (late > window.last)
    placements = placements.copy()
    placements.loc[chosen, "ended_date"] = late.mask(never, OPEN)
    placements.loc[chosen, "_dirt"] = "ended_late"
    return placements


def _held_by_leavers(rng: np.random.Generator, tables: Tables, window: Window) -> pd.DataFrame:
    """Open second allocations to assistants who have left: not primary, so no caseload counts them."""
    workers = tables["worker"]
    stayed = workers.loc[workers["ended_date"] == OPEN, "worker_id"]
    left = workers[(workers["role"] == "assistant") & ~workers["worker_id"].isin(stayed)]
    allocations = tables["allocation"]
    cases = allocations[(allocations["ended_date"] == OPEN) & (allocations["worker_id"] > 0)]
    rows = _some(rng, cases, len(allocations) // 4)
    worker = left.iloc[rng.integers(len(left), size=len(rows))]
    started = worker["ended_date"].to_numpy() - rng.integers(5, 25, len(rows))
    return rows.assign(
        worker_id=worker["worker_id"].to_numpy(), team=worker["team"].to_numpy(), allocation_role="secondary",
        started_date=started, recorded_date=started, _seen=started, _dirt="worker_left",
    )  # fmt: skip


def _overdue(rng: np.random.Generator, tables: Tables, window: Window) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Children recorded as unborn well past the day they were due, each with one contact."""
    people, referrals = tables["person"], tables["referral"]
    size = max(2, int(len(people) * SHARE / 4))
    due = window.last - rng.integers(35, 250, size)
    child = int(people["child_id"].max()) + 1 + np.arange(size)
    rows = people.iloc[rng.integers(len(people), size=size)].assign(
        child_id=child, date_of_birth=OPEN, expected_date_of_birth=due, sex="U", asylum_seeking="N",
        disability="U", _dirt="unborn_overdue",
    )  # fmt: skip
    return rows, _contacts(rng, referrals, child, due - rng.integers(20, 150, size), "")


def _strangers(rng: np.random.Generator, tables: Tables, window: Window) -> pd.DataFrame:
    """Contacts about children whom the person extract does not hold."""
    size = max(2, int(len(tables["referral"]) * SHARE / 3))
    child = int(tables["person"]["child_id"].max()) + 1 + np.arange(size)
    return _contacts(
        rng, tables["referral"], child, rng.integers(window.first, window.last - 30, size), "not_in_person"
    )


def _contacts(
    rng: np.random.Generator, referrals: pd.DataFrame, child: Ints,
    day: Ints, dirt: str,
) -> pd.DataFrame:  # fmt: skip
    like = referrals[(referrals["referral_type"] == "contact") & (referrals["closed_date"] < OPEN)]
    rows = like.iloc[rng.integers(len(like), size=len(child))]
    shift = day - rows["day"]
    decided = rows["decided_at"] + shift * DAY
    closed = np.maximum(day + 3, decided // DAY)
    return rows.assign(
        child_id=child, day=day, received_at=rows["received_at"] + shift * DAY, decided_at=decided,
        signed_off_at=decided, closed_date=closed, recorded_date=day, _seen=day, _end_seen=closed, _dirt=dirt,
    )  # fmt: skip
