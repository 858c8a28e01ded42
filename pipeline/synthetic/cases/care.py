"""Looked-after children: periods of care and the legal statuses within them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Council
from pipeline.synthetic.cases.placement_targets import Supported, placements_of
from pipeline.synthetic.cases.stays import SHORT_BREAK
from pipeline.synthetic.draw import (
    OPEN,
    YEAR,
    Flags,
    Floats,
    Ints,
    Shares,
    Texts,
    Window,
    apportion,
    codes,
    codes_by,
    day,
    exactly,
    vocabulary,
    years_before,
)
from pipeline.synthetic.people import ADULT, People, practice_team
from pipeline.synthetic.spells import flow, returning, span

_BY_AGE = ("adoption", "", "residential", "other_residential", "independent")
"""Placement groups from the youngest children to the oldest; all others ('') lie between."""

_NEARLY_OF_AGE = int(17.2 * YEAR)
"""Who is older than that on leaving leaves on the eighteenth birthday."""

_AT_BIRTH = 0.05
"""Of the children who come into care, how many come in their first week."""
_WENT_HOME, _SUPERVISED = ("E4A", "E4B"), 0.4
"""Reasons why care ends at home, and how many of those children are under a supervision order for a year."""


@dataclass(frozen=True)
class Care:
    """Both extracts in canonical columns; ``periods`` also says the placement ``group`` where each ends."""

    periods: pd.DataFrame
    legal_statuses: pd.DataFrame


def build(rng: np.random.Generator, council: Council, people: People, window: Window) -> Care:
    """All care of one council: calibrated periods, and short breaks which no count of looked-after children takes."""
    periods = pd.concat(
        [_periods(rng, council, people, window), _short_breaks(rng, council, people, window)], ignore_index=True
    )
    words = vocabulary()[council.nation]
    periods["cease_reason"] = _reasons(rng, people, periods, words["cease_reason"], words["leaver_reason"])
    child = periods["child_id"].to_numpy()
    in_practice = rng.random(len(periods)) < np.where(periods["group"] == "at_home", 0.9, 0.35)
    teams = np.array(council.teams.care, dtype=object)[rng.integers(len(council.teams.care), size=len(periods))]
    periods["team"] = np.where(in_practice, practice_team(people, child, council.teams.practice), teams)
    return Care(periods, _legal_statuses(rng, council, people, periods, window.last))


def _periods(rng: np.random.Generator, council: Council, people: People, window: Window) -> pd.DataFrame:
    started, ended = flow(rng, council.care, window, mean_days=3.4 * YEAR, longest=int(11 * YEAR), ageing=-0.35)
    person = returning(rng, started, ended, share=0.14, low=75, high=900)
    numbers, first, last = span(person, started, ended, window.last)
    born = people.birthdays(first, last, young=1.5)
    stays = np.isin(numbers, person[ended == OPEN])
    leaver = ~stays & (rng.random(len(numbers)) < 0.3) & (last - first < 14 * YEAR)
    born[leaver] = last[leaver] - rng.integers(int(16 * YEAR), ADULT, int(leaver.sum()))
    of_age = leaver & (last - born > _NEARLY_OF_AGE)
    born[of_age] = years_before(last[of_age], 18)
    at_birth = ~leaver & (rng.random(len(numbers)) < _AT_BIRTH)
    born[at_birth] = first[at_birth] - rng.integers(0, 7, int(at_birth.sum()))
    arrived = _asylum_seeking(numbers, first, stays, council.care.asylum_seeking)
    born[arrived] = window.last - rng.integers(int(16.6 * YEAR), ADULT, int(arrived.sum()))
    once = np.bincount(np.searchsorted(numbers, person)) == 1
    moved = _moved_on(rng, first, last, once & ~stays, placements_of(council).supported)
    born[moved] = last[moved] - rng.integers(int(17 * YEAR), ADULT, int(moved.sum()))
    arrived |= moved
    child = people.add(born, asylum_seeking=arrived)[np.searchsorted(numbers, person)]
    age = np.minimum(ended, window.last) - people.born[child]
    seeking = people.asylum_seeking[child]
    group = np.empty(len(started), dtype=object)
    for part in (ended == OPEN, ended < OPEN):
        group[part] = _groups(rng, age[part] + np.where(seeking[part], 40 * YEAR, 0), council.care.placements)
    return pd.DataFrame({"child_id": child, "started_date": started, "ceased_date": ended, "group": group})


def _asylum_seeking(numbers: Ints, first: Ints, stays: Flags, count: int) -> Flags:
    """The children in care now who came last: as many as sought asylum alone."""
    latest = np.lexsort((numbers, np.where(stays, -first, OPEN)))
    arrived = np.zeros(len(numbers), dtype=bool)
    arrived[latest[:count]] = True
    return arrived


def _moved_on(rng: np.random.Generator, first: Ints, last: Ints, free: Flags, plan: Supported) -> Flags:
    """The asylum seekers who left care for supported housing: as many as published, out of short periods of care."""
    moved = np.zeros(len(first), dtype=bool)
    if plan.since:
        left = free & (last >= day(plan.since)) & (last - first < 2.5 * YEAR)
        moved[rng.permutation(np.flatnonzero(left))[: plan.moved]] = True
    return moved


def _groups(rng: np.random.Generator, age: Floats | Ints, shares: Shares) -> Texts:
    """A placement group for every child, in exact proportion; the youngest for adoption, the oldest residential."""
    counts = apportion(shares, len(age))
    middle = np.repeat(np.array([g for g in counts if g not in _BY_AGE], dtype=object),
                       [n for g, n in counts.items() if g not in _BY_AGE])  # fmt: skip
    slots = [rng.permutation(middle) if not g else np.full(counts.get(g, 0), g, dtype=object) for g in _BY_AGE]
    group = np.empty(len(age), dtype=object)
    group[np.argsort(age + rng.normal(0, 3.5 * YEAR, len(age)))] = np.concatenate(slots)
    return group


def _short_breaks(rng: np.random.Generator, council: Council, people: People, window: Window) -> pd.DataFrame:
    size = council.care.short_breaks
    started = rng.integers(window.first, window.last - 40, 3 * size)
    started[:size] = window.last - rng.integers(30, 400, size)
    ended = np.minimum(started + rng.integers(20, 500, 3 * size), window.last - 1)
    ended[:size] = OPEN
    child = people.add(people.birthdays(started, np.minimum(ended, window.last)))
    return pd.DataFrame({"child_id": child, "started_date": started, "ceased_date": ended, "group": SHORT_BREAK})


def _reasons(
    rng: np.random.Generator, people: People, periods: pd.DataFrame, reasons: Shares, leaver_reasons: Shares
) -> Texts:
    size = len(periods)
    ended = periods["ceased_date"].to_numpy()
    leaves_as_adult = ended - people.born[periods["child_id"].to_numpy()] >= 16 * YEAR
    reason = np.where(leaves_as_adult, codes(rng, leaver_reasons, size), codes(rng, reasons, size))
    reason[ended == OPEN] = None
    return reason


def _legal_statuses(
    rng: np.random.Generator, council: Council, people: People, periods: pd.DataFrame, last: int
) -> pd.DataFrame:
    """One status for the whole of a period, or an interim order first and then the lasting one."""
    words = vocabulary()[council.nation]["legal_status"]
    started, ended = periods["started_date"].to_numpy(), periods["ceased_date"].to_numpy()
    group, child = periods["group"].to_numpy(dtype=object), periods["child_id"].to_numpy()
    basis = np.where(np.isin(group, ["at_home", SHORT_BREAK]), group, "away")
    basis[people.asylum_seeking[child]] = "asylum_seeking"
    long = np.minimum(ended, last) - started > 200
    interim = exactly(rng, len(periods) // 2, len(periods)) & long & (basis == "away")
    turn = started + rng.integers(40, 180, len(periods))
    first = pd.DataFrame({"child_id": child[interim], "legal_status": codes(rng, words["interim"], int(interim.sum())),
                          "started_date": started[interim], "ended_date": turn[interim]})  # fmt: skip
    then = pd.DataFrame({"child_id": child, "legal_status": codes_by(rng, words, basis),
                         "started_date": np.where(interim, turn, started), "ended_date": ended})  # fmt: skip
    return pd.concat(
        [first, then, _orders_at_home(rng, periods, words.get("at_home_after", {}), last)], ignore_index=True
    )


def _orders_at_home(rng: np.random.Generator, periods: pd.DataFrame, orders: Shares, last: int) -> pd.DataFrame:
    """An order of a year for some who went home: no longer looked after, still supervised. Not every nation has one."""
    home = periods[periods["cease_reason"].isin(_WENT_HOME) & (periods["group"] != SHORT_BREAK)]
    home = home[(rng.random(len(home)) < _SUPERVISED) & bool(orders)]
    ended = home["ceased_date"].to_numpy() + int(YEAR)
    return pd.DataFrame({
        "child_id": home["child_id"].to_numpy(), "legal_status": codes(rng, orders or {"": 1}, len(home)),
        "started_date": home["ceased_date"].to_numpy(), "ended_date": np.where(ended > last, OPEN, ended),
    })  # fmt: skip
