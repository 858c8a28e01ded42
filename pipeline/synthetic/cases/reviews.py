"""Reviews of looked-after children and of child protection: most on time, some late, for a few none for long.

``reviews.yml`` says after how many days each is due, the share held on time, and the share of children whose reviews
stop being recorded.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.cases.journey import cared, lagged, some, weekday
from pipeline.synthetic.draw import OPEN, Window
from pipeline.synthetic.parts import Case, Tables

SPELLS = {"review": ("held_date", None)}

_MOST = 16
"""More reviews than fit in the years of an extract."""

_WEEK = 7

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
        _weekly(rng, case, targets["unregistered"]).assign(review_type="unregistered_review"),
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


def _weekly(rng: np.random.Generator, case: Case, on_time: float) -> pd.DataFrame:
    """The reviews of every stay in a setting that is not registered: one for most of its weeks."""
    stays = case.tables["placement"]
    stays = stays[(stays["setting_registered"] == "N") & (stays["started_date"] >= case.window.first)]
    length = np.minimum(stays["ended_date"].to_numpy(), case.window.last + 1) - stays["started_date"].to_numpy()
    stays = stays.iloc[np.repeat(np.arange(len(stays)), length // _WEEK)]
    week = stays.groupby("placement_id").cumcount().to_numpy() + 1
    held = stays["started_date"].to_numpy() + week * _WEEK - rng.integers(0, 3, len(stays))
    kept = some(rng, len(stays), on_time)
    teams = case.tables["looked_after"].drop_duplicates("child_id", keep="last").set_index("child_id")["team"]
    child = stays["child_id"].to_numpy()[kept]
    return pd.DataFrame({
        "child_id": child, "due_date": OPEN, "held_date": weekday(held[kept]),
        "team": teams.reindex(child).to_numpy(dtype=object),
    })  # fmt: skip
