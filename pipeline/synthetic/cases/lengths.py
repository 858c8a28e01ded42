"""Lengths: which of the cases that are open ends next, so that as many as published last two years or more.

The days on which cases start and end stay as they are, and with them every stock and flow: only who leaves is chosen.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np

from pipeline.synthetic.calibration import Lengths
from pipeline.synthetic.draw import OPEN, Flags, Ints, Window, day

_TWO_YEARS = 731
"""Days after which a case has lasted two years, whichever years they are."""

_LAST_CALL = 660
"""Days after which a case that is not to last two years ends as soon as one does."""

_MARGIN = 60
"""In the last days of a year no case comes to two years: each could still end within it."""


def lasting(
    rng: np.random.Generator, plan: Lengths, window: Window, started: Ints, ended: Ints, ageing: float
) -> tuple[Ints, Ints]:
    """Start and end days of which as many as planned lie two years apart; the ends are those given, shuffled.

    ``started`` changes only for cases open before the window. The chance of ending grows with a case's length to the
    power ``ageing``, as it does in ``flow``.
    """
    started, long = _chosen(rng, plan, window, started)
    left = np.full(len(started), OPEN)
    months = ended.astype("datetime64[D]").astype("datetime64[M]")
    quotas, owed = _quotas(plan), 0
    for month in np.unique(months[ended < OPEN]):
        begin, ends = int(month.astype("datetime64[D]").astype(int)), ended[(months == month) & (ended < OPEN)]
        alive = (started < begin) & (left == OPEN)
        may_end = alive & long & (begin - started >= _TWO_YEARS)
        owed += quotas.get(month.astype(object), 0)
        count = min(owed, int(may_end.sum()), len(ends))
        owed -= count
        old = rng.permutation(np.flatnonzero(may_end))[:count]
        weight = np.maximum(begin - started + 30.0, 1.0) ** ageing
        weight[begin - started >= _LAST_CALL] *= 1e9
        young = np.flatnonzero(alive & ~long)
        young = young[np.argsort(rng.exponential(size=len(young)) / weight[young])[: len(ends) - count]]
        leavers = np.r_[old, young]
        left[leavers] = rng.permutation(ends)[: len(leavers)]
    return started, left


def _chosen(rng: np.random.Generator, plan: Lengths, window: Window, started: Ints) -> tuple[Ints, Flags]:
    """The starts, those before the window made to fit, and which of the cases are to last two years."""
    started, long = started.copy(), np.zeros(len(started), dtype=bool)
    years, crossing = list(plan.ended), _crossing(plan)
    before = rng.permutation(np.flatnonzero(started < window.first))
    already = next(iter(plan.open.values()))
    older, due = before[:already], before[already : already + crossing[0]]
    started[before] = np.maximum(started[before], window.first - _LAST_CALL + 60)
    started[older] = window.first - rng.integers(_TWO_YEARS + 20, 1000, len(older))
    started[due] = window.first - _TWO_YEARS + rng.integers(1, 365 - _MARGIN, len(due))
    long[older] = long[due] = True
    for first, count in zip(years[1:], crossing[1:], strict=True):
        since = day(first) - _TWO_YEARS
        fits = np.flatnonzero((started > since) & (started < since + 365 - _MARGIN) & ~long)
        long[rng.permutation(fits)[:count]] = True
    return started, long


def _crossing(plan: Lengths) -> list[int]:
    """How many cases come to two years in each year: those that end then, and what the stock grows by."""
    grown = [now - then for then, now in pairwise(plan.open.values())]
    return [max(0, ended + more) for ended, more in zip(plan.ended.values(), grown, strict=True)]


def _quotas(plan: Lengths) -> dict[date, int]:
    """First day of each month -> how many long cases end in it: the year's number, spread evenly."""
    spread: dict[date, int] = {}
    for first, count in plan.ended.items():
        for index in range(12):
            year, month = divmod(first.month - 1 + index, 12)
            spread[date(first.year + year, month + 1, 1)] = (index + 1) * count // 12 - index * count // 12
    return spread
