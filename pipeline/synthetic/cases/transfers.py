"""Case transfers: cases that the front door passes to practice teams, calibrated to ``front_door.yml``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.draw import day
from pipeline.synthetic.parts import Case, Tables

SPELLS = {"case_transfer": ("transferred_date", None)}

PASSED = 0.8
"""Share of cases whose passing on is entered, where their number is not known."""

AFTER = 60
"""Days after the referral within which the first allocation is taken for its consequence."""

ASTRAY = 0.012
"""Share entered with a team that never had the case, for a check to find."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The case transfer extract: a transfer on the day on which a practice team's worker takes a case."""
    targets = targets_of("front_door", case.council)
    moved = _first_held(case)
    pod = targets["pod"]["team"] if "pod" in targets else None
    if "transfers" in targets:
        moved = _weekly(rng, moved, moved["from_team"] == pod, targets["transfers"])
    else:
        moved = moved[rng.random(len(moved)) < PASSED]
    teams = np.array(case.council.teams.practice, dtype=object)
    other = teams[rng.integers(len(teams), size=len(moved))]
    astray = (rng.random(len(moved)) < ASTRAY) & (other != moved["to_team"])
    return {"case_transfer": moved.assign(to_team=moved["to_team"].mask(astray, other))}


def _first_held(case: Case) -> pd.DataFrame:
    """Per child the day on which a worker of a practice team first took the case, soon after a referral."""
    held, referrals = case.tables["allocation"], case.tables["referral"]
    held = held[(held["worker_id"] > 0) & (held["allocation_role"] == "primary")]
    first = held.sort_values("started_date", kind="stable").drop_duplicates("child_id")
    first = first[(first["started_date"] > case.window.first) & first["team"].isin(case.council.teams.practice)]
    found = pd.merge_asof(
        first[["child_id", "team", "started_date"]],
        referrals[["child_id", "day", "team"]].sort_values("day").rename(columns={"team": "from_team"}),
        left_on="started_date", right_on="day", by="child_id", tolerance=AFTER,
    ).dropna(subset="from_team")  # fmt: skip
    return found.rename(columns={"team": "to_team", "started_date": "transferred_date"}).drop(columns="day")


def _weekly(
    rng: np.random.Generator, moved: pd.DataFrame, kept: pd.Series, targets: dict[str, Any]
) -> pd.DataFrame:  # fmt: skip
    """About so many a week, those to be ``kept`` before others; in the week that ends on ``week`` exactly so many."""
    week = (moved["transferred_date"] + 3) // 7
    usual = targets["weekly"]
    wanted = pd.Series(np.rint(rng.normal(usual, usual / 5, int(week.max()) + 1)).clip(1), dtype="int64")
    wanted[(day(targets["week"]) + 3) // 7] = usual
    order = pd.Series(np.where(kept, -1.0, rng.random(len(moved))), index=moved.index)
    return moved[order.groupby(week).rank(method="first") <= week.map(wanted)]
