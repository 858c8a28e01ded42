"""Child protection enquiries, calibrated to ``enquiry.yml``: those that led to a conference, and all others.

Each carries the conference it led to (``_held``, ``_type``, ``_decision``), from which the part ``conference`` is made.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.draw import OPEN, Flags, Ints, codes, day, exactly, working_days
from pipeline.synthetic.parts import Case, Tables
from pipeline.synthetic.people import practice_team

SPELLS = {"enquiry": ("started_date", "ended_date")}

_IN_TIME, _LATE = (6, 20), (32, 60)
"""Days from the start to the conference: within 15 working days and 21 days, or beyond 28 days, whatever holidays."""

_UNRESOLVED = 3
"""Of each kind, enquiries that a check must find: no conference, no end, no outcome."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The enquiry extract in canonical columns."""
    targets = targets_of("enquiry", case.council)
    led = _led(rng, case, targets)
    others = _others(rng, case, _missing(targets["enquiries"], led["started_date"].to_numpy(), case.window.last))
    both = pd.concat([led, others], ignore_index=True)
    lag = rng.integers(0, 3, len(both))
    started = both["started_date"].to_numpy()
    in_england = case.council.nation == "england"
    return {
        "enquiry": both.assign(
            enquiry_type="section_47" if in_england else "inter_agency",
            concern_date=started - lag if in_england else started,
            strategy_date=started if in_england else np.minimum(started + lag, case.window.last),
            team=practice_team(case.people, both["child_id"].to_numpy(), case.council.teams.practice),
        )
    }


def conferences(case: Case) -> pd.DataFrame:
    """Every registration as the meeting that decided it: the child, the day, its type and decision."""
    registered = case.tables["registration"]
    registered = registered[registered["registered_date"] >= case.window.first]
    child, held = registered["child_id"].to_numpy(), registered["registered_date"].to_numpy()
    before_birth = np.where(case.people.born[child] > held, "pre_birth", "initial")
    kind = np.where(registered["registration_type"] == "transfer_in", "transfer_in", before_birth)
    return pd.DataFrame({"child_id": child, "_held": held, "_type": kind, "_decision": "plan"})


def _led(rng: np.random.Generator, case: Case, targets: dict[str, Any]) -> pd.DataFrame:
    """The enquiries that led to a conference: to every registration but transfers in, and to some without a plan."""
    decided = conferences(case)
    more = spread(rng, case, _missing(targets["conferences"], decided["_held"].to_numpy(), case.window.last))
    decided = decided[decided["_type"] != "transfer_in"]
    dropped = pd.DataFrame({
        "child_id": referred(rng, case, more - 30), "_held": more, "_type": "initial", "_decision": "no_plan",
    })  # fmt: skip
    led = pd.concat([decided, dropped], ignore_index=True)
    held = led["_held"].to_numpy()
    in_time = _in_time(rng, held, targets["in_time"], case.window.last)
    gap = np.where(in_time, rng.integers(*_IN_TIME, len(led)), rng.integers(*_LATE, len(led)))
    ended = np.maximum(held - rng.integers(0, 4, len(led)), case.window.first)
    return led.assign(started_date=held - gap, ended_date=ended, outcome="continuing_risk")


def _in_time(rng: np.random.Generator, held: Ints, counts: dict[date, int], last: int) -> Flags:
    flags = np.zeros(len(held), dtype=bool)
    for inside, count in by_year(held, counts, last):
        members = np.flatnonzero(inside)
        flags[members] = exactly(rng, count, len(members))
    return flags


def _others(rng: np.random.Generator, case: Case, missing: dict[date, int]) -> pd.DataFrame:
    """The enquiries after which no conference was held, or not yet; a few of them are for the checks to find."""
    last = case.window.last
    started = np.sort(spread(rng, case, missing))
    size = len(started)
    ended = started + rng.integers(4, 15, size)
    outcome = codes(rng, {"not_substantiated": 57, "no_continuing_risk": 43}, size)
    due = np.flatnonzero((started > last - 18) & (started < last - 6) & (rng.random(size) < 0.3))
    ended[due], outcome[due] = np.minimum(ended[due], last), "continuing_risk"
    old = rng.permutation(np.flatnonzero((started > last - 160) & (started < last - 70)))[: 3 * _UNRESOLVED]
    no_conference, no_end, no_outcome = np.array_split(old, 3)
    outcome[no_conference], outcome[no_outcome] = "continuing_risk", None
    ended[no_end] = OPEN
    is_open = ended > last
    outcome[is_open] = None
    return pd.DataFrame({
        "child_id": referred(rng, case, started), "started_date": started, "ended_date": np.where(is_open, OPEN, ended),
        "outcome": outcome, "_held": OPEN, "_type": "", "_decision": "",
    })  # fmt: skip


def _missing(counts: dict[date, int], days: Ints, last: int) -> dict[date, int]:
    """What each year lacks of its number, given the days of those that are there."""
    found = [max(0, count - int(inside.sum())) for inside, count in by_year(days, counts, last)]
    return dict(zip(counts, found, strict=True))


def by_year(days: Ints, counts: dict[date, int], last: int) -> list[tuple[Flags, int]]:
    """For each year of ``counts`` which of the days lie in it, and its number."""
    edges = [*map(day, counts), last + 1]
    return [((days >= first) & (days < after), count)
            for first, after, count in zip(edges, edges[1:], counts.values(), strict=False)]  # fmt: skip


def spread(rng: np.random.Generator, case: Case, counts: dict[date, int]) -> Ints:
    """Days of events: the given number in each year."""
    edges = [*map(day, counts), case.window.last + 1]
    return np.concatenate([
        working_days(rng, first, after - 1, count)
        for first, after, count in zip(edges, edges[1:], counts.values(), strict=False)
    ])  # fmt: skip


def referred(rng: np.random.Generator, case: Case, days: Ints) -> Ints:
    """For each day a child who had been referred shortly before."""
    known = case.tables["referral"].sort_values("day", kind="stable")
    place = np.searchsorted(known["day"].to_numpy(), days) - rng.integers(1, 120, len(days))
    child: Ints = known["child_id"].to_numpy()[np.clip(place, 0, len(known) - 1)]
    return child
