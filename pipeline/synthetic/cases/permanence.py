"""Permanence: plans for children who will not go home, from agreement over the match to the permanent home."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.cases.journey import cared, last_group, some, weekday
from pipeline.synthetic.draw import OPEN, Flags, Ints, codes, day
from pipeline.synthetic.parts import Case, Tables

SPELLS = {"permanence": ("agreed_date", "achieved_date")}

_HOMES = ("foster", "kinship", "adoption")
"""Where children live who have a plan for a permanent home elsewhere."""

_NOT_CLOSED = 0.02
"""Of the plans of children who left care, how many were never closed, which a check must find."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The permanence extract in canonical columns."""
    plan, rows = targets_of("permanence", case.council), cared(case)
    settled = np.isin(last_group(case, rows["child_id"].to_numpy()), _HOMES)
    rows = rows[settled & (rows["ended"] - rows["started"] > 240) & some(rng, len(rows), plan["share"])]
    ended = rows["ended"].to_numpy()
    agreed = weekday(rows["started"].to_numpy() + rng.integers(120, 600, len(rows)))
    rows, ended, agreed = rows[agreed < ended], ended[agreed < ended], agreed[agreed < ended]
    matched = _next(rng, agreed, (20, 420), ended, some(rng, len(rows), 0.9))
    ratified = _next(rng, matched, (8, 60), ended, some(rng, len(rows), plan["ratified"]))
    achieved = _next(rng, ratified, (30, 300), ended, some(rng, len(rows), 0.9))
    gone = (achieved == OPEN) & (ended <= case.window.last)
    linked = _next(rng, np.maximum(agreed, day(plan["lifelong_links_from"])), (10, 500), ended,
                   some(rng, len(rows), plan["lifelong_links"]))  # fmt: skip
    given_up = np.where(gone & ~some(rng, len(rows), _NOT_CLOSED), ended, OPEN)
    plans = pd.DataFrame({
        "child_id": rows["child_id"].to_numpy(), "permanence_type": codes(rng, plan["types"], len(rows)),
        "agreed_date": agreed, "matched_date": matched, "ratified_date": ratified, "achieved_date": achieved,
        "ended_date": given_up, "lifelong_links_date": linked, "team": rows["team"].to_numpy(dtype=object),
    })  # fmt: skip
    return {"permanence": plans[plans["ended_date"] >= case.window.first]}


def _next(rng: np.random.Generator, after: Ints, days: tuple[int, int], ended: Ints, goes_on: Flags) -> Ints:
    """The day of the next step; ``OPEN`` where it does not come, or not while the child is in care."""
    then = weekday(after + 3 + rng.integers(*days, len(after)))
    reached: Ints = np.where((after < OPEN) & goes_on & (then < ended), then, OPEN)
    return reached
