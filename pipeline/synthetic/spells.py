"""Spells: cases that start and end so that the number open follows a council's published path."""

from __future__ import annotations

import numpy as np

from pipeline.synthetic.calibration import Flow
from pipeline.synthetic.draw import OPEN, YEAR, Ints, Window, day, month_of, working_days


def flow(
    rng: np.random.Generator, plan: Flow, window: Window, *, mean_days: float, longest: int, ageing: float
) -> tuple[Ints, Ints]:
    """Start and end days of every spell that touches the window; the number open at each month end follows the plan.

    ``mean_days`` and ``longest`` shape the spells already open when the window begins; the chance of ending grows
    with a spell's length to the power ``ageing``.
    """
    begins, ends = _months(window)
    targets = np.rint(np.interp(ends, [day(at) for at in plan.stock], list(plan.stock.values()))).astype(int)
    opening = int(next(iter(plan.stock.values())))
    backdated = np.minimum(rng.exponential(mean_days, opening), longest).astype(np.int64)
    started = [window.first - 1 - backdated]
    ended = np.full(opening, OPEN)
    for begin, end, target, count in zip(begins, ends, targets, _starts(rng, plan, window, begins), strict=True):
        alive = np.flatnonzero(ended == OPEN)
        starting = max(int(count), target - len(alive))
        leaving = len(alive) + starting - target
        weight = (begin - np.concatenate(started)[alive] + 30.0) ** ageing
        chosen = alive[np.argsort(rng.exponential(size=len(alive)) / weight)[:leaving]]
        ended[chosen] = working_days(rng, begin, end, len(chosen))
        started.append(working_days(rng, begin, end, starting))
        ended = np.concatenate([ended, np.full(starting, OPEN)])
    return np.concatenate(started), ended


def _months(window: Window) -> tuple[Ints, Ints]:
    days = np.arange(window.first, window.last + 1)
    begins = days[np.flatnonzero(np.diff(month_of(days), prepend=-1))]
    return begins, np.append(begins[1:] - 1, window.last)


def _starts(rng: np.random.Generator, plan: Flow, window: Window, begins: Ints) -> Ints:
    """Starts in each month: the year's number spread over its months at random."""
    edges = [*map(day, plan.starts), window.last + 1]
    counts = np.zeros(len(begins), dtype=np.int64)
    for first, after, number in zip(edges, edges[1:], plan.starts.values(), strict=False):
        months = np.flatnonzero((begins >= first) & (begins < after))
        years = round((after - first) / YEAR)
        counts[months] = rng.multinomial(number * years, np.full(len(months), 1 / len(months)))
    return counts


def follow(rng: np.random.Generator, ends: Ints, starts: Ints, low: int, high: int) -> tuple[Ints, Ints]:
    """Pairs of positions, each used at most once, where a start follows an end by ``low`` to ``high`` days."""
    order = np.argsort(ends, kind="stable")
    first = np.searchsorted(ends[order], starts - high, side="left")
    after = np.searchsorted(ends[order], starts - low, side="right")
    possible = np.flatnonzero(after > first)
    choice = first + (rng.random(len(starts)) * (after - first)).astype(np.int64)
    chosen, taken = np.unique(order[choice[possible]], return_index=True)
    return chosen, possible[taken]


def returning(rng: np.random.Generator, started: Ints, ended: Ints, *, share: float, low: int, high: int) -> Ints:
    """A person number for every spell: some who left return ``low`` to ``high`` days later, once."""
    person = np.arange(len(started))
    leaves = rng.random(len(started)) < share
    first, second = np.flatnonzero(leaves & (ended < OPEN)), np.flatnonzero(~leaves)
    second = second[rng.random(len(second)) < 0.5]
    left, back = follow(rng, ended[first], started[second], low, high)
    person[second[back]] = first[left]
    return person


def span(person: Ints, started: Ints, ended: Ints, last: int) -> tuple[Ints, Ints, Ints]:
    """Per distinct person: the number, the first start and the last end (``last`` while open)."""
    people, index = np.unique(person, return_inverse=True)
    begin = np.full(len(people), OPEN)
    end = np.full(len(people), -OPEN)
    np.minimum.at(begin, index, started)
    np.maximum.at(end, index, np.minimum(ended, last))
    return people, begin, end


def pieces(
    rng: np.random.Generator, started: Ints, ended: Ints, cuts: Ints, last: int, early: float = 1.0
) -> tuple[Ints, Ints, Ints]:
    """Each spell cut at random into ``cuts + 1`` consecutive pieces: parent position, start, end; none is empty.

    The larger ``early``, the nearer the cuts are to the start.
    """
    parent = np.repeat(np.arange(len(started)), cuts + 1)
    first = np.r_[True, parent[1:] != parent[:-1]]
    length = np.minimum(ended, last) - started
    begin = started[parent] + np.where(first, 0, rng.random(len(parent)) ** early * length[parent]).astype(np.int64)
    begin = begin[np.lexsort((begin, parent))]
    final = np.r_[parent[1:] != parent[:-1], True]
    end = np.where(final, ended[parent], np.r_[begin[1:], 0])
    filled = end > begin
    return parent[filled], begin[filled], end[filled]
