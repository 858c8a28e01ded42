"""What the parts about a looked-after child's journey have in common: the children in care and where they lived."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from pipeline.synthetic.cases.stays import SHORT_BREAK
from pipeline.synthetic.draw import YEAR, Flags, Floats, Ints, Texts, vocabulary
from pipeline.synthetic.parts import Case


def cared(case: Case) -> pd.DataFrame:
    """One row per period of care, short breaks left out: ``child_id``, ``started``, ``ended``, ``born``, ``team``.

    A period that is open ends on the day after the window's last.
    """
    legal, periods = case.tables["legal_status"], case.tables["looked_after"]
    series = list(vocabulary()[case.council.nation]["legal_status"][SHORT_BREAK])
    breaks = legal.loc[legal["legal_status"].isin(series), "child_id"]
    periods = periods[~periods["child_id"].isin(breaks)]
    return pd.DataFrame({
        "child_id": periods["child_id"], "started": periods["started_date"],
        "ended": np.minimum(periods["ceased_date"], case.window.last + 1),
        "born": case.people.born[periods["child_id"].to_numpy()], "team": periods["team"],
    }).reset_index(drop=True)  # fmt: skip


def yearly(rows: pd.DataFrame, edges: Ints, youngest: float, oldest: float) -> pd.DataFrame:
    """The periods of each year between two ``edges``: ``first`` and ``after`` as far as the child is of the ages."""
    found = []
    for year, (first, after) in enumerate(pairwise(edges)):
        born = rows["born"].to_numpy()
        begin = np.maximum.reduce([rows["started"].to_numpy(), np.full(len(rows), first), born + int(youngest * YEAR)])
        end = np.minimum.reduce([rows["ended"].to_numpy(), np.full(len(rows), after), born + int(oldest * YEAR)])
        found.append(rows.assign(year=year, first=begin, after=end)[end > begin])
    years: pd.DataFrame = pd.concat(found, ignore_index=True)
    return years


def weekday(days: Ints) -> Ints:
    """The same days, those at a weekend moved to the Friday before."""
    moved: Ints = days - np.maximum((days + 3) % 7 - 4, 0)
    return moved


def last_group(case: Case, children: Ints) -> Texts:
    """The kind of placement in which each child lived last; empty where the child had none."""
    kinds = vocabulary()[case.council.nation]["placement_type"]
    group_of = {code: group for group, codes in kinds.items() for code in codes}
    last = case.tables["placement"].sort_values("started_date").drop_duplicates("child_id", keep="last")
    groups = last.set_index("child_id")["placement_type"].map(group_of)
    return groups.reindex(children).fillna("").to_numpy(dtype=object)


def lagged(rng: np.random.Generator, limits: Floats, on_time: float, mean: float) -> Ints:
    """Days until something is done: for a share somewhat less than the limit, for the rest weeks beyond it."""
    usual = np.ceil(limits * rng.uniform(0.78, 0.99, limits.shape))
    late = limits + 8 + np.ceil(rng.exponential(mean, limits.shape))
    lags: Ints = np.where(rng.random(limits.shape) < on_time, usual, late).astype(np.int64)
    return lags


def some(rng: np.random.Generator, size: int, share: float) -> Flags:
    """Flags that are true for about a share."""
    flags: Flags = rng.random(size) < share
    return flags
