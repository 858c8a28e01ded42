"""Support after care: continuing care (Scotland) and aftercare, much of it for those who left care at 16 or later."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Council, Flow
from pipeline.synthetic.cases.stays import SHORT_BREAK
from pipeline.synthetic.draw import OPEN, YEAR, Flags, Ints, Window
from pipeline.synthetic.people import People
from pipeline.synthetic.spells import flow, follow


def build(
    rng: np.random.Generator, council: Council, people: People, window: Window, periods: pd.DataFrame
) -> pd.DataFrame:
    """The throughcare extract in canonical columns; nobody in it is looked after or in two spells at once."""
    leavers = _leavers(people, periods)
    alone = people.asylum_seeking[leavers["child_id"].to_numpy()]
    plan = council.throughcare
    parts = []
    if plan.continuing_care:
        part = _support(rng, plan.continuing_care, people, window, leavers[~alone], 0)
        parts.append(part.assign(support_type="continuing_care"))
        leavers = leavers[~leavers["child_id"].isin(part["child_id"])]
    part = _support(rng, plan.aftercare, people, window, leavers, plan.asylum_seeking)
    parts.append(part.assign(support_type="aftercare"))
    return pd.concat(parts, ignore_index=True).assign(team=council.teams.throughcare[0])


def _leavers(people: People, periods: pd.DataFrame) -> pd.DataFrame:
    """Children whose last period of care ended at 16 or later: ``child_id``, ``ceased_date``."""
    cared = periods[periods["group"] != SHORT_BREAK].sort_values("started_date")
    last = cared.drop_duplicates("child_id", keep="last")
    age = last["ceased_date"].to_numpy() - people.born[last["child_id"].to_numpy()]
    grown = (last["ceased_date"].to_numpy() < OPEN) & (age >= 16 * YEAR)
    return pd.DataFrame(last.loc[grown, ["child_id", "ceased_date"]])


def _support(
    rng: np.random.Generator, plan: Flow, people: People, window: Window, leavers: pd.DataFrame, asylum_seeking: int
) -> pd.DataFrame:
    started, ended = flow(rng, plan, window, mean_days=1.5 * YEAR, longest=int(3.5 * YEAR), ageing=1.2)
    child = np.full(len(started), -1)
    alone = leavers[people.asylum_seeking[leavers["child_id"].to_numpy()]].sort_values("ceased_date")
    for number, ceased in alone.itertuples(index=False):
        child[_next(started, ended == OPEN, child < 0, ceased)] = number
    others = leavers[~leavers["child_id"].isin(alone["child_id"])]
    unused = np.flatnonzero(child < 0)
    left, taken = follow(rng, others["ceased_date"].to_numpy(), started[unused], 0, 60)
    child[unused[taken]] = others["child_id"].to_numpy()[left]
    fresh = np.flatnonzero(child < 0)
    age = rng.integers(int(16.1 * YEAR), int(18.6 * YEAR), len(fresh))
    oldest = int(25.8 * YEAR) - (np.minimum(ended, window.last) - started)[fresh]
    child[fresh] = people.add(
        started[fresh] - np.minimum(age, oldest),
        asylum_seeking=np.isin(fresh, _latest(fresh, started, ended, max(asylum_seeking - len(alone), 0))),
    )
    return pd.DataFrame({"child_id": child, "started_date": started, "ended_date": ended})


def _next(started: Ints, lasting: Flags, free: Flags, ceased: int) -> int:
    """The first spell open now and free that begins on or after the day care ceased; the last one if none does."""
    possible = np.flatnonzero(lasting & free)
    later = possible[started[possible] >= ceased]
    chosen = later[np.argmin(started[later])] if len(later) else possible[np.argmax(started[possible])]
    return int(chosen)


def _latest(fresh: Ints, started: Ints, ended: Ints, count: int) -> Ints:
    """The spells of new people open now that began last."""
    now = fresh[ended[fresh] == OPEN]
    latest: Ints = now[np.argsort(-started[now], kind="stable")[:count]]
    return latest
