"""Steering: stays changed where a council published a figure, so that it comes out whatever the seed.

What is open at the as-at day keeps its placement group, or swaps it with another open stay: those counts are published
too. Stays that ended may become anything.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.cases.placement_targets import Admitted, Earlier, Emergencies, Returned
from pipeline.synthetic.cases.stays import FAMILY, RESIDENTIAL, follows
from pipeline.synthetic.draw import OPEN, Flags, Ints, day

_NEW_THEN_OUT = 2
"""Children who came into others' residential care after the earlier day and are there now."""


def earlier_groups(rng: np.random.Generator, stays: pd.DataFrame, plan: Earlier) -> None:
    """As many children at home on the earlier day as published, and enough in homes that they have left since."""
    there = _open_on(stays, day(plan.day)) & (stays["end"] < OPEN).to_numpy()
    fixed = _open_on(stays, day(plan.day)) & (stays["end"] == OPEN).to_numpy()
    at_home = int((stays["group"] == "at_home").to_numpy()[fixed].sum())
    _become(rng, stays, there, "at_home", "foster", plan.at_home - at_home)
    homes = plan.external_more + _NEW_THEN_OUT
    now = int((there & (stays["group"] == RESIDENTIAL).to_numpy()).sum())
    if now < homes:
        _become(rng, stays, there & ~(stays["group"] == "at_home").to_numpy(), RESIDENTIAL, "foster", homes)


def earlier_homes(rng: np.random.Generator, stays: pd.DataFrame, plan: Earlier, external: int) -> None:
    """As many more in others' residential care on the earlier day as published; secure care is among it."""
    homes = (stays["group"] == RESIDENTIAL).to_numpy() & stays["cared"].to_numpy()
    then, now = _open_on(stays, day(plan.day)) & homes, (stays["end"] == OPEN).to_numpy() & homes
    secure = (stays["kind"] == "secure").to_numpy() & now
    stays.loc[then | now, "kind"] = "own"
    new = min(_NEW_THEN_OUT, int((now & ~then).sum()))
    counts = {"left": (then & ~now, new + plan.external_more), "new": (now & ~then, new),
              "both": (then & now, external - new)}  # fmt: skip
    for places, count in counts.values():
        stays.loc[rng.permutation(np.flatnonzero(places))[:count], "kind"] = "external"
    others = np.flatnonzero(now & (stays["kind"] == "external").to_numpy())
    stays.loc[others[: int(secure.sum())], "kind"] = "secure"


def returns(rng: np.random.Generator, stays: pd.DataFrame, plan: Returned) -> None:
    """As many children back from outside the area since a day as published."""
    near, after = stays["near"].to_numpy().copy(), follows(stays) & stays["cared"].to_numpy()
    recent = after & (stays["begin"] >= day(plan.since)).to_numpy()
    back = recent & near & ~np.r_[False, near[:-1]]
    parents = stays["parent"].to_numpy()
    times = pd.Series(parents[back]).value_counts()
    kept = rng.permutation(times.index[times == 1].to_numpy(copy=True))[: plan.children]
    near[np.isin(parents, times.index.difference(pd.Index(kept)))] = True
    possible = recent & ~np.isin(parents, times.index) & (stays["kind"] != "external").to_numpy()
    possible &= np.r_[False, ~np.isin(stays["kind"].to_numpy(dtype=object)[:-1], ["at_home", "own"])]
    chosen = rng.permutation(np.flatnonzero(possible))
    chosen = chosen[~pd.Series(parents[chosen]).duplicated().to_numpy()][: plan.children - len(kept)]
    near[np.isin(parents, parents[chosen])] = True
    near[chosen - 1] = False
    stays["near"] = near


def admissions(rng: np.random.Generator, stays: pd.DataFrame, plan: Admitted, seeking: Flags, grown: Flags) -> None:
    """As many admissions to the council's own homes since a day as published, by how the young people came."""
    recent = (stays["begin"] >= day(plan.since)).to_numpy() & stays["cared"].to_numpy()
    stays.loc[recent & (stays["kind"] == "own").to_numpy(), "kind"] = "external"
    after = follows(stays)
    leads = np.r_[after[1:], False]
    to_family = np.r_[(stays["group"].isin(FAMILY) | (stays["end"] < OPEN)).to_numpy()[1:], False]
    taken: list[int] = []

    def take(count: int, places: Flags) -> Ints:
        own = stays["parent"].isin(stays["parent"].iloc[taken]).to_numpy()
        found = rng.permutation(np.flatnonzero(recent & grown & places & ~own))
        found = found[~pd.Series(stays["parent"].to_numpy()[found]).duplicated().to_numpy()][:count]
        taken.extend(found.tolist())
        return found

    by_age = take(plan.age_assessment, ~after & seeking)
    moved_on = take(plan.to_family, leads & to_family & ~after & ~seeking)
    emergency = take(plan.emergency - len(moved_on), ~after & ~leads & ~seeking)
    returned = take(plan.returned, after & ~leads & ~seeking)
    planned = take(plan.planned - len(returned), after & ~leads & ~seeking)
    _admit(rng, stays, np.array(taken, dtype=np.int64), recent)
    stays.loc[by_age, "admission"] = "age_assessment"
    stays.loc[np.r_[moved_on, emergency], "admission"] = "emergency"
    stays.loc[np.r_[returned, planned], "admission"] = "planned"
    family = stays.loc[moved_on + 1, "group"]
    family = family.where(family.isin(FAMILY), "foster")
    _set(stays, moved_on + 1, group=family, kind=family)
    _set(stays, returned - 1, group=RESIDENTIAL, kind="external", near=False)
    _set(stays, planned - 1, group="foster", kind="foster", near=True)


def emergencies(rng: np.random.Generator, stays: pd.DataFrame, plan: Emergencies) -> None:
    """The published share of a year's admissions to care was an emergency."""
    admitted = ~follows(stays) & stays["cared"].to_numpy() & (stays["group"] != "at_home").to_numpy()
    admitted &= stays["begin"].between(day(plan.since), day(plan.until)).to_numpy()
    places = rng.permutation(np.flatnonzero(admitted))
    stays.loc[places, "admission"] = "planned"
    stays.loc[places[: round(plan.share * len(places))], "admission"] = "emergency"


def _admit(rng: np.random.Generator, stays: pd.DataFrame, places: Ints, recent: Flags) -> None:
    """The stays become the council's own homes; open ones swap with an open one that began earlier."""
    group, is_open = stays["group"].to_numpy(), (stays["end"] == OPEN).to_numpy()
    gaining = places[is_open[places] & (group[places] != RESIDENTIAL)]
    homes = is_open & ~recent & (group == RESIDENTIAL) & (stays["kind"] == "own").to_numpy()
    giving = rng.permutation(np.flatnonzero(homes))[: len(gaining)]
    stays.loc[giving, "group"] = stays.loc[giving, "kind"] = group[gaining[: len(giving)]]
    _set(stays, places, group=RESIDENTIAL, kind="own", near=True)


def _set(stays: pd.DataFrame, places: Ints, **values: Any) -> None:
    for column, value in values.items():
        stays.loc[places, column] = value


def _open_on(stays: pd.DataFrame, on: int) -> Flags:
    open_then: Flags = ((stays["begin"] <= on) & (stays["end"] > on) & stays["cared"]).to_numpy()
    return open_then


def _become(rng: np.random.Generator, stays: pd.DataFrame, places: Flags, one: str, other: str, count: int) -> None:
    """Of these stays, exactly ``count`` are ``one``; those that are too many become ``other``."""
    is_one = (stays["group"] == one).to_numpy()
    have = rng.permutation(np.flatnonzero(places & is_one))
    could = rng.permutation(np.flatnonzero(places & ~is_one))
    stays.loc[have[max(count, 0) :], "group"] = other
    stays.loc[could[: max(count - len(have), 0)], "group"] = one
