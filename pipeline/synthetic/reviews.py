"""Reviews of looked-after children and of child protection: most on time, some late, for a few none for long.

``reviews.yml`` says after how many days each is due, the share held on time, and the share of children whose reviews
stop being recorded.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.draw import OPEN, Window
from pipeline.synthetic.journey import cared, lagged, some, weekday
from pipeline.synthetic.parts import Case, Tables

SPELLS = {"review": ("held_date", None)}

_MOST = 16
"""More reviews than fit in the years of an extract."""

_NEVER = 9_999
"""Days to a review that is not held."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The review extract in canonical columns."""
    targets = targets_of("reviews", case.council)
    registered = case.tables["registration"].rename(columns={"registered_date": "started"})
    registered["ended"] = np.minimum(registered["deregistered_date"], case.window.last + 1)
    parts = [
        _held(rng, cared(case), targets["looked_after"], case.window).assign(review_type="lac_review"),
        _held(rng, registered, targets["child_protection"], case.window).assign(review_type="cp_review"),
    ]
    return {"review": pd.concat(parts, ignore_index=True)}


def _held(rng: np.random.Generator, spells: pd.DataFrame, plan: dict[str, Any], window: Window) -> pd.DataFrame:
    """The reviews held in every spell, from its start or from the window's, at the intervals of the plan."""
    started = spells["started"].to_numpy()
    limits = np.full((len(spells), _MOST), plan["every"])
    limits[:, 0], limits[:, 1] = plan["first"], plan["second"]
    before = started < window.first
    limits[before, :2] = plan["every"]
    lags = lagged(rng, limits, plan["on_time"], 24)
    lags[before, 0] = lags[before, 0] * rng.random(before.sum())
    stops = np.flatnonzero(some(rng, len(spells), plan["stops"]))
    lags[stops, rng.integers(1, 6, len(stops))] = _NEVER
    held = weekday(np.maximum(started, window.first)[:, None] + np.cumsum(lags, axis=1))
    row, column = np.nonzero((held < spells["ended"].to_numpy()[:, None]) & (held >= window.first))
    return pd.DataFrame({
        "child_id": spells["child_id"].to_numpy()[row], "due_date": OPEN, "held_date": held[row, column],
        "team": spells["team"].to_numpy(dtype=object)[row],
    })  # fmt: skip
