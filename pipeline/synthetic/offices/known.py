"""Children of the case system whom an office may name: known, in care or of an age on the days that it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from pipeline.synthetic.cases.stays import SHORT_BREAK
from pipeline.synthetic.draw import YEAR, Flags, Ints, day, vocabulary
from pipeline.synthetic.offices.office import Office
from pipeline.synthetic.spells import follow

_TRIES = 60
"""Rounds and draws after which there is nobody to be found."""


def matched(rng: np.random.Generator, ready: Ints, starts: Ints, low: int, high: int) -> Ints:
    """For every start a position of its own in ``ready``, of which the day lies ``low`` to ``high`` days before.

    Raises ``ValueError`` where there are too few.
    """
    found = np.full(len(starts), -1)
    free = np.arange(len(ready))
    for _ in range(_TRIES):
        open_starts = np.flatnonzero(found < 0)
        taken, given = follow(rng, ready[free], starts[open_starts], low, high)
        found[open_starts[given]] = free[taken]
        free = np.delete(free, taken)
    if (found < 0).any():
        raise ValueError(f"{(found < 0).sum()} of {len(starts)} cases of a tracker have no child: ask for fewer")
    return found


def open_on(rng: np.random.Generator, started: Ints, ended: Ints, days: Ints) -> Ints:
    """For each day the position of a spell that was open on it, drawn at random; days without any are left out."""
    drawn = rng.integers(len(started), size=(len(days), _TRIES))
    holds = (started[drawn] <= days[:, None]) & (days[:, None] < ended[drawn])
    chosen: Ints = np.where(holds.any(axis=1), drawn[np.arange(len(days)), holds.argmax(axis=1)], -1)
    return chosen


def in_care(office: Office) -> pd.DataFrame:
    """The periods of being looked after, without the children who are so only now and then."""
    legal, care = office.cases["legal_status"], office.cases["looked_after"]
    series = list(vocabulary()[office.council.nation]["legal_status"][SHORT_BREAK])
    return care[~care["child_id"].isin(legal.loc[legal["legal_status"].isin(series), "child_id"])]


def born(office: Office, children: pd.Series) -> Ints:
    """The days of birth of children; of the unborn, a day far ahead."""
    days: Ints = children.map(office.cases["person"].set_index("child_id")["date_of_birth"]).to_numpy()
    return days


def of_age(office: Office, children: pd.Series, days: Ints, youngest: int, oldest: int) -> Flags:
    """Flags of the children who on these days are ``youngest`` years old or more and younger than ``oldest``."""
    age = (days - born(office, children)) / YEAR
    flags: Flags = (age >= youngest) & (age < oldest)
    return flags


def years(starts: Mapping[date, object], last: int) -> list[tuple[int, int]]:
    """The first and the last day of each year of a plan that is keyed by first days."""
    first = [day(each) for each in starts]
    return list(zip(first, [*(each - 1 for each in first[1:]), last], strict=True))
