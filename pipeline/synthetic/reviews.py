"""Reviews of looked-after children and of child protection: most on time, some late, for a few none for long.

``reviews.yml`` says after how many days each is due, the share held on time, and the share of children whose reviews
stop being recorded.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.care import SHORT_BREAK
from pipeline.synthetic.draw import OPEN, Ints, Window, vocabulary
from pipeline.synthetic.parts import Case, Tables

SPELLS = {"review": ("held_date", None)}

_MOST = 16
"""More reviews than fit in the years of an extract."""

_NEVER = 9_999
"""Days to a review that is not held."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The review extract in canonical columns."""
    targets = targets_of("reviews", case.council)
    care, registered = case.tables["looked_after"], case.tables["registration"]
    care = care[~care["child_id"].isin(_on_short_breaks(case))]
    parts = [
        _held(rng, care, ("started_date", "ceased_date"), targets["looked_after"], case.window, "lac_review"),
        _held(rng, registered, ("registered_date", "deregistered_date"), targets["child_protection"], case.window,
              "cp_review"),
    ]  # fmt: skip
    return {"review": pd.concat(parts, ignore_index=True)}


def _on_short_breaks(case: Case) -> pd.Series[int]:
    """Children looked after only now and then: their arrangements are reviewed otherwise."""
    legal = case.tables["legal_status"]
    series = list(vocabulary()[case.council.nation]["legal_status"][SHORT_BREAK])
    return legal.loc[legal["legal_status"].isin(series), "child_id"]


def _held(
    rng: np.random.Generator, spells: pd.DataFrame, ends: tuple[str, str], plan: dict[str, Any], window: Window,
    review_type: str,
) -> pd.DataFrame:  # fmt: skip
    """The reviews held in every spell, from its start or from the window's, at the intervals of the plan."""
    started, ended = spells[ends[0]].to_numpy(), np.minimum(spells[ends[1]].to_numpy(), window.last + 1)
    limits = np.full((len(spells), _MOST), plan["every"])
    limits[:, 0], limits[:, 1] = plan["first"], plan["second"]
    before = started < window.first
    limits[before, :2] = plan["every"]
    lags = _lags(rng, limits, plan["on_time"])
    lags[before, 0] = lags[before, 0] * rng.random(before.sum())
    stops = np.flatnonzero(rng.random(len(spells)) < plan["stops"])
    lags[stops, rng.integers(1, 6, len(stops))] = _NEVER
    held = np.maximum(started, window.first)[:, None] + np.cumsum(lags, axis=1)
    held -= np.maximum((held + 3) % 7 - 4, 0)  # at a weekend nobody meets
    row, column = np.nonzero((held < ended[:, None]) & (held >= window.first))
    return pd.DataFrame({
        "child_id": spells["child_id"].to_numpy()[row], "review_type": review_type, "due_date": OPEN,
        "held_date": held[row, column], "team": spells["team"].to_numpy(dtype=object)[row],
    })  # fmt: skip


def _lags(rng: np.random.Generator, limits: Ints, on_time: float) -> Ints:
    """Days from one review to the next: mostly somewhat less than the limit, else some weeks beyond it."""
    usual = np.ceil(limits * rng.uniform(0.78, 0.99, limits.shape))
    late = limits + 8 + np.ceil(rng.exponential(24, limits.shape))
    lags: Ints = np.where(rng.random(limits.shape) < on_time, usual, late).astype(np.int64)
    return lags
