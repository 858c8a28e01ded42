"""Care leavers: what each does and where each lives, recorded as support begins and around every birthday."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.cases.journey import cared, last_group, some, weekday
from pipeline.synthetic.draw import YEAR, Ints, Texts, codes
from pipeline.synthetic.parts import Case, Tables

SPELLS = {"care_leaver_status": ("status_date", None)}

_AGES = np.arange(17, 26)
_LONGEST = int(21.3 * YEAR)
"""Age up to which the status is recorded even of those who no longer receive support."""

_UNSUITABLE = ("S", "V", "W", "X")
_OUT_OF_REACH = ("NO", "REFU", "DIED")


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The care_leaver_status extract in canonical columns."""
    _too_old(case)
    plan, people = targets_of("leavers", case.council), _leavers(case)
    fostered = np.isin(last_group(case, people["child_id"].to_numpy()), ["foster", "kinship"])
    people = people.assign(fostered=fostered, drawn=np.arange(len(people)))
    row, status_date = _days(rng, people, plan["recorded"], case)
    rows = people.iloc[row].assign(status_date=status_date)
    rows["age"] = (status_date - rows["born"] + 80) / YEAR
    return {"care_leaver_status": _recorded(rng, rows, plan)}


def _too_old(case: Case) -> None:
    """Make the oldest who receives aftercare so old that it should have ended, which a check must find."""
    support = case.tables["throughcare"]
    now = support.loc[(support["ended_date"] > case.window.last) & (support["support_type"] == "aftercare"), "child_id"]
    born = case.people.born
    oldest = now.to_numpy()[np.argmin(born[now.to_numpy()])]
    born[oldest] = min(born[oldest], case.window.last - int(26.1 * YEAR))


def _leavers(case: Case) -> pd.DataFrame:
    """Whoever receives support after care or left at 16 or over: ``first`` and ``after``, the days of interest."""
    last = case.window.last + 1
    support, care = case.tables["throughcare"], cared(case)
    left = care[(care["ended"] < last) & (care["ended"] - care["born"] >= 16 * YEAR)]
    rows = pd.concat([
        pd.DataFrame({"child_id": support["child_id"], "first": support["started_date"],
                      "after": np.minimum(support["ended_date"], last), "team": support["team"]}),
        pd.DataFrame({"child_id": left["child_id"], "first": left["ended"],
                      "after": left["ended"], "team": None}),
    ])  # fmt: skip
    people = rows.groupby("child_id", as_index=False).agg({"first": "min", "after": "max", "team": "first"})
    people["born"] = case.people.born[people["child_id"].to_numpy()]
    people["after"] = np.maximum(people["after"], np.minimum(people["born"] + _LONGEST, last))
    return people.assign(team=people["team"].fillna(case.council.teams.throughcare[0]))


def _days(rng: np.random.Generator, people: pd.DataFrame, recorded: float, case: Case) -> tuple[Ints, Ints]:
    """The position of a person and the day of each record: as support begins, and near most birthdays."""
    window = case.window
    near = people["born"].to_numpy()[:, None] + np.rint(_AGES * YEAR).astype(int)
    near = weekday(near + rng.integers(-80, 26, near.shape))
    inside = (near > people["first"].to_numpy()[:, None] + 20) & (near < people["after"].to_numpy()[:, None])
    inside &= rng.random(near.shape) < recorded
    row, column = np.nonzero(inside & (near >= window.first))
    begins = weekday(people["first"].to_numpy())
    new = np.flatnonzero((begins >= window.first) & (begins <= window.last))
    return np.r_[row, new], np.r_[near[row, column], begins[new]]


def _steady(rng: np.random.Generator, shares: dict[str, float], person: Ints) -> Texts:
    """A code for every record: mostly the same for a person from one record to the next."""
    own = codes(rng, shares, int(person.max()) + 1)[person]
    return np.where(some(rng, len(person), 0.7), own, codes(rng, shares, len(person)))


def _recorded(rng: np.random.Generator, rows: pd.DataFrame, plan: dict[str, Any]) -> pd.DataFrame:
    person, size = rows["drawn"].to_numpy(), len(rows)
    in_touch = codes(rng, plan["in_touch"], size)
    lost = np.isin(in_touch, _OUT_OF_REACH)
    staying = rows["fostered"].to_numpy() & (rows["age"] < 21.1).to_numpy() & some(rng, size, plan["staying_put"])
    lives = np.where(staying, "Z", _steady(rng, plan["accommodation"], person)).astype(object)
    suitable = np.where(np.isin(lives, _UNSUITABLE) | some(rng, size, plan["unsuitable"]), "N", "Y").astype(object)
    activity = _steady(rng, plan["activity"], person)
    for column in (activity, lives, suitable):
        column[lost] = None
    return pd.DataFrame({
        "child_id": rows["child_id"].to_numpy(), "status_date": rows["status_date"].to_numpy(),
        "eligibility": codes(rng, plan["eligibility"], int(person.max()) + 1)[person], "in_touch": in_touch,
        "activity": activity, "accommodation": lives, "accommodation_suitable": suitable,
        "team": rows["team"].to_numpy(dtype=object),
    })  # fmt: skip
