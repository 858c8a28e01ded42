"""Random draws that every part of the generator shares: days, codes, groups, lags. Days are integers since 1970."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
Shares = Mapping[str, float]

OPEN = 1_000_000
"""The end of what has not ended: a day far beyond any calendar in use."""

YEAR = 365.25
_EPOCH = date(1970, 1, 1)
_WEEKDAYS = np.array([1.06, 1.03, 1.0, 0.98, 0.93, 0.1, 0.07])
_MONTHS = np.array([1.0, 1.02, 1.12, 0.96, 1.06, 1.08, 1.0, 0.72, 1.08, 1.1, 1.12, 0.74])


@dataclass(frozen=True)
class Window:
    """The days that a five-year extract covers, both included."""

    first: int
    last: int


def day(value: date) -> int:
    """The day as an integer."""
    return (value - _EPOCH).days


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    """Shares of codes per nation, from ``vocabulary.yml``; each nation includes what both have in common."""
    data = yaml.safe_load(Path(__file__).with_name("vocabulary.yml").read_text(encoding="utf-8"))
    return {nation: data["both"] | data[nation] for nation in ("scotland", "england")}


def month_of(days: Ints) -> Ints:
    """Month of the year, 0 to 11."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12


def years_before(days: Ints, years: int) -> Ints:
    """The same days of the month some calendar years before."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    into = days - months.astype("datetime64[D]").astype(np.int64)
    before: Ints = (months - 12 * years).astype("datetime64[D]").astype(np.int64) + into
    return before


def working_days(rng: np.random.Generator, first: int, last: int, size: int) -> Ints:
    """Days from ``first`` to ``last``: few at weekends, fewer in August and December than in other months."""
    days = np.arange(first, last + 1)
    weight = _WEEKDAYS[(days + 3) % 7] * _MONTHS[month_of(days)]
    return rng.choice(days, size, p=weight / weight.sum())


def codes(rng: np.random.Generator, shares: Shares, size: int) -> Texts:
    """Codes drawn in proportion to ``shares``."""
    weight = np.array(list(shares.values()), dtype=float)
    return rng.choice(np.array(list(shares), dtype=object), size, p=weight / weight.sum())


def codes_by(rng: np.random.Generator, shares: Mapping[str, Shares], groups: Texts) -> Texts:
    """Codes drawn in proportion to the shares of each case's group."""
    drawn = np.empty(len(groups), dtype=object)
    for group, group_shares in shares.items():
        members = groups == group
        drawn[members] = codes(rng, group_shares, int(members.sum()))
    return drawn


def apportion(shares: Shares, size: int) -> dict[str, int]:
    """``size`` divided in proportion to ``shares`` by largest remainder; exact when the shares add up to ``size``."""
    names, weight = list(shares), np.array(list(shares.values()), dtype=float)
    exact = weight / weight.sum() * size
    counts = np.floor(exact + 1e-9).astype(int)
    short = size - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:short]] += 1
    return dict(zip(names, counts.tolist(), strict=True))


def exactly(rng: np.random.Generator, count: int, size: int) -> Flags:
    """``size`` flags of which ``count`` are true."""
    flags = np.zeros(size, dtype=bool)
    flags[rng.permutation(size)[:count]] = True
    return flags


def recorded(rng: np.random.Generator, days: Ints, last: int) -> Ints:
    """When events of these days were entered: mostly at once, some weeks later, on a weekday, by ``last``."""
    kind = rng.random(len(days))
    lag = np.select([kind < 0.62, kind < 0.86, kind < 0.97], [0, 1, rng.integers(2, 9, len(days))], 0)
    lag = np.where(kind >= 0.97, rng.integers(9, 35, len(days)), lag)
    entered = days + lag
    monday = np.array([0, 0, 0, 0, 0, 2, 1])[(entered + 3) % 7]
    by_last: Ints = np.minimum(entered + np.where(lag > 0, monday, 0), last)
    return by_last
