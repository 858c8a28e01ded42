"""Supervision: sessions of workers with their line managers, at about the interval that is asked, and some missed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.draw import OPEN, YEAR, Ints, day
from pipeline.synthetic.offices.office import Office, numbered

MONTHLY, FORTNIGHTLY = 28, 13
"""Days between sessions, and in the first year after qualifying."""

LEADERS = ("team_leader", "manager", "residential_manager")


def build(office: Office, holders: pd.DataFrame, absences: pd.DataFrame, targets: dict[str, Any]) -> pd.DataFrame:
    """One row per session since the tracker began, and per child where one was about a case."""
    held = _sessions(office, holders, day(targets["supervised_from"]), targets["skipped"])
    held = _not_absent(held, absences)
    held = held[held["worker_id"] != _forgotten(office, holders)]
    held = _led(held, holders).assign(child_id=-1, on_file="")
    every = pd.concat([held, _about_cases(office, held)])
    every = every.sort_values(["held_date", "worker_id", "child_id"], kind="stable").reset_index(drop=True)
    return every.assign(supervision_id=numbered("V", len(every)))


def weekdays(days: Ints) -> Ints:
    """The Friday before, for a day at a weekend."""
    moved: Ints = days - np.array([0, 0, 0, 0, 0, 1, 2])[(days + 3) % 7]
    return moved


def _sessions(office: Office, holders: pd.DataFrame, since: int, skipped: float) -> pd.DataFrame:
    """Sessions of each holder: worker, team and day."""
    rng = office.rng
    qualified = office.cases["worker"].groupby("worker_id")["qualified_date"].min()
    start = np.maximum(holders["started_date"].to_numpy(), since)
    new = holders["worker_id"].map(qualified).fillna(0).to_numpy() + YEAR > start + FORTNIGHTLY
    new &= holders["worker_id"].map(qualified).fillna(OPEN).to_numpy() < OPEN
    every = np.where(new, FORTNIGHTLY, MONTHLY)
    until = holders["until"].to_numpy()
    times = np.where(until > start, (until - start) // every + 1, 0)
    who = np.repeat(np.arange(len(holders)), times)
    nth = np.arange(len(who)) - np.repeat(np.cumsum(times) - times, times)
    phase = np.repeat(rng.random(len(holders)) * 0.9, times)
    on = np.repeat(start, times) + ((nth + phase) * every[who] + rng.normal(0, 1.2, len(who))).astype(np.int64)
    rows = pd.DataFrame({
        "worker_id": holders["worker_id"].to_numpy()[who], "team": holders["team"].to_numpy()[who],
        "held_date": weekdays(on), "start": np.repeat(start, times),
    })  # fmt: skip
    kept = (rng.random(len(rows)) >= skipped) & (rows["held_date"] >= rows["start"]).to_numpy()
    return rows[kept & (rows["held_date"].to_numpy() < np.repeat(until, times))].drop_duplicates(
        ["worker_id", "held_date"]
    )


def _forgotten(office: Office, holders: pd.DataFrame) -> int:
    """A worker whom nobody supervises, which a check must find: one of those who came in the last year."""
    last = office.window.last
    came = holders["started_date"].between(last - 365, last - 100)
    new = holders[came & (holders["ended_date"] == OPEN) & ~holders["role"].isin(LEADERS)]
    return int(new["worker_id"].min()) if len(new) else -1


def _not_absent(held: pd.DataFrame, absences: pd.DataFrame) -> pd.DataFrame:
    """Without the sessions of days on which the worker was off sick."""
    held = held.reset_index(drop=True)
    off = held.reset_index().merge(absences, on="worker_id")
    off = off[(off["started_date"] <= off["held_date"]) & (off["held_date"] < off["ended_date"])]
    return held[~held.index.isin(off["index"])]


def _led(held: pd.DataFrame, holders: pd.DataFrame) -> pd.DataFrame:
    """Sessions with who led each: a leader of the team in post that day, shared out evenly; a manager leads leaders."""
    held, leading = held.reset_index(drop=True), holders["role"].isin(LEADERS)
    is_leader = held["worker_id"].isin(holders.loc[leading, "worker_id"])
    managers = holders[holders["role"] == "manager"].assign(team="")
    leaders = pd.concat([holders[leading], managers])[["team", "worker_id", "started_date", "until"]]
    asked = held.assign(session=held.index, unit=held["team"].mask(is_leader, ""))
    pairs = asked.merge(leaders, left_on="unit", right_on="team", suffixes=("", "_of"))
    pairs = pairs[(pairs["started_date"] <= pairs["held_date"]) & (pairs["held_date"] < pairs["until"])]
    pairs = pairs[pairs["worker_id"] != pairs["worker_id_of"]].sort_values(["session", "worker_id_of"])
    each = pairs.groupby("session")
    chosen = pairs[each.cumcount() == pairs["worker_id"] % each["session"].transform("size")]
    return chosen.rename(columns={"worker_id_of": "supervisor_id"})[[*held.columns, "supervisor_id"]]


def _about_cases(office: Office, held: pd.DataFrame) -> pd.DataFrame:
    """A child each for every fourth session with a worker who holds cases, mostly put on the child's file."""
    rng = office.rng
    some = held[rng.random(len(held)) < 0.25].reset_index(drop=True).reset_index(names="session")
    cases = office.held[["worker_id", "child_id", "started_date", "ended_date"]]
    cases = some.drop(columns="child_id").merge(cases, on="worker_id")
    cases = cases[(cases["started_date"] <= cases["held_date"]) & (cases["held_date"] < cases["ended_date"])]
    cases = cases.iloc[rng.permutation(len(cases))].drop_duplicates("session")
    late = cases["held_date"] > office.window.last - YEAR
    on_file = rng.random(len(cases)) < np.where(late, 0.86, 0.72)
    return cases[held.columns].assign(on_file=np.where(on_file, "Y", "N"))
