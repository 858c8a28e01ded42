"""Private fostering: arrangements that a parent made, most of them made known before they began."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.draw import OPEN, YEAR, working_days
from pipeline.synthetic.offices.known import matched, years
from pipeline.synthetic.parts import Case, Tables
from pipeline.synthetic.people import practice_team

SPELLS = {"private_fostering": ("started_date", "ended_date")}

_LATE = 0.16
"""Of the arrangements, how many the council learns of weeks after they began."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The private_fostering extract in canonical columns: children who were referred, of nine to fifteen."""
    starts, last = targets_of("private_fostering", case.council), case.window.last
    started = np.sort(np.concatenate([
        working_days(rng, *year, count) for year, count in zip(years(starts, last), starts.values(), strict=True)
    ]))  # fmt: skip
    known = case.tables["referral"]["child_id"].unique()
    known = known[case.people.born[known] < OPEN]
    born = case.people.born[known]
    child = known[matched(rng, born, started, int(9 * YEAR), int(15 * YEAR))]
    ended = started + np.clip(rng.exponential(300, len(started)), 30, 1500).astype(np.int64)
    ended = np.minimum(ended, case.people.born[child] + int(16 * YEAR))
    late = rng.random(len(started)) < _LATE
    told = started + np.where(late, rng.integers(9, 80, len(started)), -rng.integers(0, 70, len(started)))
    return {"private_fostering": pd.DataFrame({
        "child_id": child, "notified_date": np.minimum(told, last), "started_date": started,
        "ended_date": np.where(ended <= last, ended, OPEN),
        "team": practice_team(case.people, child, case.council.teams.practice),
    })}  # fmt: skip
