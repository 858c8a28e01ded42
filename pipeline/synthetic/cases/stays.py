"""Stays: where each child lives from day to day, in kinds of placement, before codes and details are given to them.

A frame of stays has one row per child and stay, in order of time within each ``parent`` (a period of care, or the
support after it): ``child_id, parent, begin, end, group, kind, cared, near``. ``kind`` is the placement group, but for
residential care ``own``, ``external`` or ``secure``; ``cared`` says that the child counts as looked after, ``near``
that the place lies in the council's area.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Council
from pipeline.synthetic.cases.placement_targets import Placements
from pipeline.synthetic.draw import OPEN, YEAR, Flags, Ints, codes
from pipeline.synthetic.people import People
from pipeline.synthetic.spells import pieces

SHORT_BREAK = "short_break"
FAMILY = ("at_home", "kinship", "foster")
RESIDENTIAL = "residential"

_SETTLED = 0.5
"""The smaller, the more of all moves are those of a few children."""


def cared(rng: np.random.Generator, council: Council, periods: pd.DataFrame, last: int, moves: float) -> pd.DataFrame:
    """One to nine stays per period, most moves early in it and of few children; the last is of the period's group."""
    started, ended = periods["started_date"].to_numpy(), periods["ceased_date"].to_numpy()
    whole = periods["group"].to_numpy(dtype=object)
    years = (np.minimum(ended, last) - started) / YEAR
    unsettled = rng.gamma(_SETTLED, 1 / _SETTLED, len(periods))
    cuts = np.where(whole == SHORT_BREAK, 0, np.minimum(rng.poisson((0.5 + 0.21 * years) * moves * unsettled), 8))
    parent, begin, end = pieces(rng, started, ended, cuts, last, early=1.3)
    final = np.r_[parent[1:] != parent[:-1], True]
    earlier = codes(rng, council.care.placements, len(parent))
    group = np.where(final | (rng.random(len(parent)) < 0.3), whole[parent], earlier)
    group[group == SHORT_BREAK] = "foster"
    stays = pd.DataFrame({"child_id": periods["child_id"].to_numpy()[parent], "parent": parent, "begin": begin,
                          "end": end, "group": group, "cared": whole[parent] != SHORT_BREAK})  # fmt: skip
    unplaced = np.flatnonzero((end == OPEN) & (whole[parent] == "foster"))[: council.care.unplaced]
    placed: pd.DataFrame = stays.drop(index=unplaced.tolist())
    return placed.reset_index(drop=True)


def after_care(
    rng: np.random.Generator, people: People, stays: pd.DataFrame, support: pd.DataFrame, plan: Placements
) -> pd.DataFrame:
    """The stays of young people supported after care: those in continuing care stay, some asylum seekers move."""
    last = stays.drop_duplicates("child_id", keep="last").set_index("child_id")
    staying = support[support["support_type"] == "continuing_care"]
    group = staying["child_id"].map(last["group"]).where(lambda g: g.isin(["kinship", "foster", RESIDENTIAL]), "foster")
    kept = pd.DataFrame({"child_id": staying["child_id"], "begin": staying["started_date"],
                         "end": staying["ended_date"], "group": group})  # fmt: skip
    helped = support[(support["support_type"] == "aftercare") & (support["ended_date"] == OPEN)]
    helped = helped[people.asylum_seeking[helped["child_id"].to_numpy()]]
    left = helped["child_id"].map(last["end"])
    helped = helped.assign(begin=left.fillna(helped["started_date"]).astype(np.int64)).iloc[
        np.argsort(left.isna().to_numpy(), kind="stable")
    ]
    moved = helped.head(plan.supported.people)
    housed = pd.DataFrame({"child_id": moved["child_id"], "begin": moved["begin"], "end": OPEN, "group": "independent"})
    found = pd.concat([kept, housed], ignore_index=True)
    after: pd.DataFrame = found.assign(parent=-1 - np.arange(len(found)), cared=False)
    return after


def kinds(rng: np.random.Generator, stays: pd.DataFrame, plan: Placements) -> pd.Series:
    """The kind of every stay: which residential care is the council's own, another's, or secure."""
    kind = stays["group"].copy()
    homes = (kind == RESIDENTIAL).to_numpy()
    now = homes & (stays["end"] == OPEN).to_numpy() & stays["cared"].to_numpy()
    past = rng.random(len(stays))
    kind[homes] = np.where(past < 0.5, "own", np.where(past < 0.98, "external", "secure"))[homes]
    external = rng.permutation(np.flatnonzero(now))
    kind.iloc[external] = "own"
    kind.iloc[external[: plan.external]] = "external"
    kind.iloc[external[: plan.secure]] = "secure"
    return kind


def areas(rng: np.random.Generator, stays: pd.DataFrame, plan: Placements) -> Flags:
    """Which stays lie in the council's area: its own homes always do."""
    outside = stays["kind"].map(plan.outside).fillna(0.0).to_numpy()
    near: Flags = rng.random(len(stays)) >= outside
    return near


def follows(stays: pd.DataFrame) -> Flags:
    """Which stays follow the row before them without a night between."""
    same = (stays["parent"] == stays["parent"].shift()) & (stays["begin"] == stays["end"].shift())
    result: Flags = same.to_numpy()
    return result


def broken(rng: np.random.Generator, stays: pd.DataFrame, share: float, last: int) -> pd.DataFrame:
    """The stays, a share of the long ones broken by some days in hospital or with other carers, and then resumed."""
    over = np.minimum(stays["end"].to_numpy(), last - 5)
    chosen = (over - stays["begin"].to_numpy() > 120) & stays["group"].isin(["foster", "kinship"]).to_numpy()
    chosen &= rng.random(len(stays)) < share
    rows = stays[chosen]
    out = rows["begin"] + 20 + (rng.random(len(rows)) * (over[chosen] - rows["begin"] - 70)).astype(np.int64)
    back = out + rng.integers(2, 46, len(rows))
    stays = stays.assign(resumed=False)
    stays.loc[chosen, "end"] = out
    away = rows.assign(begin=out, end=back, group="temporary", kind="temporary", resumed=False)
    again = rows.assign(begin=back, resumed=True)
    together: pd.DataFrame = pd.concat([stays, away, again])
    return together.sort_values(["parent", "begin"], kind="stable").reset_index(drop=True)


def previous(values: Ints, following: Flags) -> Ints:
    """The value of the row before, where a row follows it; -1 elsewhere."""
    return np.where(following, np.r_[-1, values[:-1]], -1)
