"""The delivery of one night earlier: without what was entered since, and before what was put right since."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.cases.front_door import NEVER
from pipeline.synthetic.council import SPELLS
from pipeline.synthetic.draw import OPEN, Window
from pipeline.synthetic.parts import Tables

_REASONS = {"looked_after": "cease_reason", "registration": "deregistration_reason"}


def before(rng: np.random.Generator, tables: Tables, window: Window) -> Tables:
    """The extracts of every night as the case system showed them on the day before the window's last."""
    eve = window.last - 1
    earlier = {name: _not_yet(name, tables[name], eve) for name in SPELLS}
    seen = pd.concat([frame["child_id"] for name, frame in earlier.items() if name != "worker"])
    person = tables["person"]
    earlier["person"] = _birthdays_misread(rng, person[person["child_id"].isin(seen) | (person["_dirt"] != "")])
    earlier["placement"] = _endings_misread(rng, earlier["placement"], eve)
    earlier["registration"] = _wrongly_registered(rng, earlier["registration"], earlier["person"], eve)
    return earlier


def _not_yet(name: str, frame: pd.DataFrame, eve: int) -> pd.DataFrame:
    """Without the rows, ends and decisions entered after ``eve``."""
    end = SPELLS[name][1]
    frame = frame[frame["_seen"] <= eve].copy()
    unseen = frame["_end_seen"] > eve
    frame.loc[unseen, end] = OPEN
    if name in _REASONS:
        frame.loc[unseen, _REASONS[name]] = None
    if name == "referral":
        undecided = (frame["decided_at"] >= (eve + 1) * 24 * 60) & (frame["_dirt"] == "")
        frame.loc[undecided, ["decided_at", "signed_off_at", "closed_date"]] = [NEVER, NEVER, OPEN]
        frame.loc[undecided, ["decision", "redirected_to"]] = None
    return frame


def _birthdays_misread(rng: np.random.Generator, person: pd.DataFrame) -> pd.DataFrame:
    """A few dates of birth a month or so out."""
    born = person.index[(person["date_of_birth"] < OPEN) & (person["_dirt"] == "")]
    chosen = rng.permutation(born)[: max(2, len(person) // 2000)]
    person = person.copy()
    person.loc[chosen, "date_of_birth"] -= rng.integers(9, 60, len(chosen))
    return person


def _endings_misread(rng: np.random.Generator, placement: pd.DataFrame, eve: int) -> pd.DataFrame:
    """A few recent placements that ended some days earlier than was first keyed, or later."""
    recent = (placement["ended_date"] < eve - 20) & (placement["ended_date"] > eve - 400) & (placement["_dirt"] == "")
    long = placement.index[recent & (placement["ended_date"] - placement["started_date"] > 30)]
    chosen = rng.permutation(long)[:3]
    placement = placement.copy()
    placement.loc[chosen, "ended_date"] += rng.choice([-9, -6, -3, 4, 7], len(chosen))
    return placement


def _wrongly_registered(
    rng: np.random.Generator, registration: pd.DataFrame, person: pd.DataFrame, eve: int
) -> pd.DataFrame:
    """One registration put on the wrong child, which the next night no longer shows."""
    child = person.loc[(person["_dirt"] == "") & (person["date_of_birth"] < eve - 400), "child_id"]
    strangers = child[~child.isin(registration["child_id"])]
    stranger = strangers.iloc[[int(rng.integers(len(strangers)))]]
    wrong = registration[registration["deregistered_date"] == OPEN].head(1)
    wrong = wrong.assign(
        registration_id=registration["registration_id"].max() + 1, child_id=stranger.to_numpy(),
        registered_date=eve - 6, recorded_date=eve - 5, _seen=eve - 5,
    )  # fmt: skip
    return pd.concat([registration, wrong], ignore_index=True)
