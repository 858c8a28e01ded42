"""Conferences and planning meetings, as the enquiries and registrations have them, and the core groups that follow."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.cases.enquiry import conferences
from pipeline.synthetic.draw import OPEN
from pipeline.synthetic.parts import Case, Tables
from pipeline.synthetic.people import practice_team

SPELLS = {"conference": ("held_date", None)}

_NO_CORE_GROUP = 3
"""Open registrations without a core group, for a check to find."""

_AFTER, _AFTER_SHARE = np.array([7, 9, 12, 14, 24]), [0.3, 0.3, 0.25, 0.1, 0.05]
"""Days from a registration to its first core group, and how often."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The conference extract in canonical columns."""
    enquiries = case.tables["enquiry"]
    led = enquiries.loc[enquiries["_held"] < OPEN, ["child_id", "enquiry_id", "_held", "_type", "_decision"]]
    decided = conferences(case)
    moved = decided[decided["_type"] == "transfer_in"].assign(enquiry_id=0)
    held = pd.concat([led, moved, _core_groups(rng, case)], ignore_index=True)
    held = held.rename(columns={"_held": "held_date", "_type": "conference_type", "_decision": "outcome"})
    team = practice_team(case.people, held["child_id"].to_numpy(), case.council.teams.practice)
    return {"conference": held.assign(team=team)}


def _core_groups(rng: np.random.Generator, case: Case) -> pd.DataFrame:
    """The first core group after every registration, mostly within a fortnight; a few are never held."""
    registered = case.tables["registration"]
    started = registered["registered_date"].to_numpy()
    held = started + rng.choice(_AFTER, len(registered), p=_AFTER_SHARE)
    is_open = registered["deregistered_date"].to_numpy() == OPEN
    long_open = np.flatnonzero(is_open & (started > case.window.first) & (started < case.window.last - 60))
    never = rng.permutation(long_open)[:_NO_CORE_GROUP]
    kept = held <= np.minimum(registered["deregistered_date"].to_numpy(), case.window.last)
    kept[never] = False
    return pd.DataFrame({
        "child_id": registered["child_id"].to_numpy()[kept], "enquiry_id": 0, "_held": held[kept],
        "_type": "core_group", "_decision": None,
    })  # fmt: skip
