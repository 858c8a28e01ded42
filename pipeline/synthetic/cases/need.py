"""Episodes of need, calibrated to ``need.yml``: around every stay in care and on the register, and of other children.

A child is in need once however many services it has, so the other children are such as never had those.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Flow, targets_of
from pipeline.synthetic.draw import OPEN, YEAR, Flags, Ints, Texts, codes, vocabulary
from pipeline.synthetic.parts import Case, Tables
from pipeline.synthetic.people import ADULT, practice_team
from pipeline.synthetic.spells import flow, follow

SPELLS = {"child_in_need": ("started_date", "ended_date")}

_EPOCH = date(1970, 1, 1)


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The child in need extract in canonical columns."""
    targets = targets_of("need", case.council)
    covered = _covered(rng, case)
    both = pd.concat([covered, _others(rng, case, targets, covered)], ignore_index=True)
    ended = both["ended_date"].to_numpy()
    reason = codes(rng, vocabulary()[case.council.nation]["closure_reason"], len(both))
    reason[ended == OPEN] = None
    team = practice_team(case.people, both["child_id"].to_numpy(), case.council.teams.practice)
    return {
        "child_in_need": both.assign(
            closure_reason=reason, team=team, **_plans(rng, both, targets["without_plan"], case.window.last)
        )
    }


def _covered(rng: np.random.Generator, case: Case) -> pd.DataFrame:
    """One episode around stays in care and registrations of a child that lie close together."""
    care, registered = case.tables["looked_after"], case.tables["registration"]
    both = pd.DataFrame({
        "child_id": np.r_[care["child_id"], registered["child_id"]],
        "started_date": np.r_[care["started_date"], registered["registered_date"]],
        "ended_date": np.r_[care["ceased_date"], registered["deregistered_date"]],
    })  # fmt: skip
    both["started_date"] -= rng.integers(3, 45, len(both))
    both["ended_date"] += np.where(both["ended_date"] < OPEN, rng.integers(0, 120, len(both)), 0)
    both.loc[both["ended_date"] > case.window.last, "ended_date"] = OPEN
    both = both.sort_values(["child_id", "started_date"], kind="stable")
    reached = both.groupby("child_id")["ended_date"].cummax().groupby(both["child_id"]).shift().fillna(-1)
    episode = (both["started_date"] > reached).cumsum()
    return both.groupby(episode).agg(
        child_id=("child_id", "first"), started_date=("started_date", "min"), ended_date=("ended_date", "max")
    )


def _others(rng: np.random.Generator, case: Case, targets: dict[str, Any], covered: pd.DataFrame) -> pd.DataFrame:
    """Episodes of children without other services, as many at each month's end as the covered leave room for."""
    plan = Flow(stock=_room(case, targets["stock"], covered), starts=targets["starts"])
    started, ended = flow(rng, plan, case.window, mean_days=0.8 * YEAR, longest=int(4 * YEAR), ageing=-0.25)
    child = _children(rng, case, started, ended, covered["child_id"].to_numpy())
    return pd.DataFrame({"child_id": child, "started_date": started, "ended_date": ended})


def _room(case: Case, stock: dict[date, int], covered: pd.DataFrame) -> dict[date, int]:
    """The children wanted at the end of every month, without those covered then."""
    ends = pd.date_range(_day(case.window.first - 1), _day(case.window.last), freq="ME").date
    days = np.array(sorted({*((end - _EPOCH).days for end in ends), case.window.first - 1, case.window.last}))
    wanted = np.rint(np.interp(days, [(at - _EPOCH).days for at in stock], list(stock.values())))
    is_open = (covered["started_date"].to_numpy() <= days[:, None]) & (covered["ended_date"].to_numpy() > days[:, None])
    room = np.maximum(wanted - is_open.sum(axis=1), 0).astype(int)
    return {_day(int(end)): int(count) for end, count in zip(days, room, strict=True)}


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=number)


def _children(rng: np.random.Generator, case: Case, started: Ints, ended: Ints, taken: Ints) -> Ints:
    """The child of every episode: one who had just been referred, once, or one who is new to the extracts."""
    referred = case.tables["referral"]
    referred = referred[~referred["child_id"].isin(taken)]
    referred = referred.iloc[rng.permutation(len(referred))].drop_duplicates("child_id")
    row, episode = follow(rng, referred["day"].to_numpy(), started, 0, 25)
    found = referred["child_id"].to_numpy()[row]
    until = np.minimum(ended, case.window.last)
    born = case.people.born[found]
    fits: Flags = (born < OPEN) & (born + ADULT > until[episode])
    child = np.full(len(started), -1)
    child[episode[fits]] = found[fits]
    fresh = child < 0
    child[fresh] = case.people.add(case.people.birthdays(started[fresh], until[fresh]))
    return child


def _plans(rng: np.random.Generator, episodes: pd.DataFrame, without: int, last: int) -> dict[str, Ints | Texts]:
    """The plan of most episodes, from some weeks after the referral; open ones soon have one, but for a few."""
    started, ended = (episodes[name].to_numpy() for name in ("started_date", "ended_date"))
    is_open = ended == OPEN
    begun = started + rng.integers(18, 60, len(episodes))
    none = (begun > np.minimum(ended, last)) | (~is_open & (rng.random(len(episodes)) < 0.18))
    none[rng.permutation(np.flatnonzero(is_open & (started < last - 120)))[:without]] = True
    return {"plan_started_date": np.where(none, OPEN, begun), "plan_ended_date": np.where(none, OPEN, ended)}
