"""Siblings: brothers and sisters recorded where a placement away from home starts; two records are wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.draw import vocabulary
from pipeline.synthetic.parts import Case, Tables

SPELLS = {"sibling": ("placed_date", None)}

RECORDED_YEARS = 3
"""Years before the as-at day in which it has been recorded."""

_TOGETHER = 0.62
"""Of those with brothers and sisters, how many are placed with all of them."""

_CONTRADICT = 2


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The sibling extract in canonical columns: for nearly all placements that begin care, and some later ones."""
    periods = case.tables["looked_after"]
    at_home = vocabulary()[case.council.nation]["placement_type"]["at_home"]
    placed = case.tables["placement"]
    placed = placed[placed["started_date"] > case.window.last - 365 * RECORDED_YEARS]
    placed = placed[~placed["placement_type"].isin(list(at_home)) & placed["child_id"].isin(periods["child_id"])]
    starts = pd.MultiIndex.from_frame(periods[["child_id", "started_date"]])
    first = pd.MultiIndex.from_frame(placed[["child_id", "started_date"]]).isin(starts)
    placed = placed[rng.random(len(placed)) < np.where(first, 0.94, 0.5)]
    placed = placed.drop_duplicates(["child_id", "started_date"])
    before = np.minimum(rng.poisson(1.4, len(placed)), 8)
    together = rng.random(len(placed)) < _TOGETHER
    living = np.where(together, before, (rng.random(len(placed)) * before).astype(np.int64))
    wrong = rng.permutation(len(placed))[:_CONTRADICT]
    living[wrong] = before[wrong] + 1
    frame = pd.DataFrame({"child_id": placed["child_id"].to_numpy(), "placed_date": placed["started_date"].to_numpy(),
                          "siblings_before": before, "siblings_living_with": living})  # fmt: skip
    return {"sibling": frame}
