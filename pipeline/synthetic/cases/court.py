"""Court: pre-proceedings and care proceedings of children coming into care, England only, from ``court.yml``."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.cases.enquiry import by_year
from pipeline.synthetic.draw import OPEN, YEAR, Ints, Texts, codes, codes_by, vocabulary
from pipeline.synthetic.parts import Case, Tables
from pipeline.synthetic.people import practice_team

SPELLS = {"court_proceedings": ("started_date", "ended_date")}

_LATEST = 16.5 * YEAR
"""No application is made on older young people: a care order is not made from 17 on."""

_WARNED = 0.6
"""Of the applications, how many pre-proceedings came before."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The court proceedings extract in canonical columns; none where there is no such court."""
    if case.council.nation != "england":
        return {}
    targets = targets_of("court", case.council)
    court = _issued(rng, case, targets["issued"])
    both = [court, _led(rng, court), _stepped_down(rng, case, targets["stepped_down"])]
    return {"court_proceedings": pd.concat(both, ignore_index=True)}


def _issued(rng: np.random.Generator, case: Case, counts: dict[date, int]) -> pd.DataFrame:
    """Care proceedings, begun about the day on which the child came into care."""
    child, came = _chosen(rng, case, "looked_after", "started_date", counts)
    begun = np.minimum(came + rng.integers(-14, 25, len(came)), case.window.last)
    weeks = np.clip(rng.gamma(9, 4.4, len(child)), 12, 110)
    return _stage(rng, case, child, begun, begun + (7 * weeks).astype(np.int64), "care_proceedings")


def _led(rng: np.random.Generator, court: pd.DataFrame) -> pd.DataFrame:
    """The pre-proceedings that led to most applications, and ended with them."""
    court = court[rng.random(len(court)) < _WARNED]
    letter = court["started_date"].to_numpy() - rng.integers(40, 230, len(court))
    ended = court["started_date"].to_numpy()
    return court.assign(
        stage="pre_proceedings", started_date=letter, ended_date=ended, outcome="issued", living_with=None
    )


def _stepped_down(rng: np.random.Generator, case: Case, counts: dict[date, int]) -> pd.DataFrame:
    """Pre-proceedings about children on a plan, after which no application was needed."""
    child, registered = _chosen(rng, case, "registration", "registered_date", counts)
    begun = registered + rng.integers(20, 120, len(child))
    child, begun = child[begun <= case.window.last], begun[begun <= case.window.last]
    return _stage(rng, case, child, begun, begun + rng.integers(70, 260, len(child)), "pre_proceedings")


def _chosen(
    rng: np.random.Generator, case: Case, extract: str, start: str, counts: dict[date, int]
) -> tuple[Ints, Ints]:
    """Children young enough for an application and the day on which their first spell began: each year's number."""
    rows = case.tables[extract]
    child, age = rows["child_id"], rows[start].to_numpy() - case.people.born[rows["child_id"].to_numpy()]
    fits = (age >= 0) & (age < _LATEST) & ~case.people.asylum_seeking[child.to_numpy()]
    rows = rows[fits].sort_values(start, kind="stable").drop_duplicates("child_id")
    began = rows[start].to_numpy()
    places = np.concatenate([
        rng.permutation(np.flatnonzero(inside))[:count] for inside, count in by_year(began, counts, case.window.last)
    ])  # fmt: skip
    return rows["child_id"].to_numpy()[places], began[places]


def _stage(rng: np.random.Generator, case: Case, child: Ints, started: Ints, ended: Ints, stage: str) -> pd.DataFrame:
    """Spells at one stage; what was decided and where the child lives is known once it has ended."""
    words, over = vocabulary()["england"], ended <= case.window.last
    outcome: Texts = codes(rng, words["proceedings_outcome"][stage], len(child))
    living = codes_by(rng, words["living_with"], outcome)
    outcome[~over] = living[~over] = None
    return pd.DataFrame({
        "child_id": child, "stage": stage, "started_date": started, "ended_date": np.where(over, ended, OPEN),
        "outcome": outcome, "living_with": living,
        "team": practice_team(case.people, child, case.council.teams.practice),
    })  # fmt: skip
