"""Court: pre-proceedings and care proceedings of children coming into care, England only, from ``court.yml``."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.draw import OPEN, YEAR, Ints, Texts, codes, codes_by, vocabulary
from pipeline.synthetic.enquiry import by_year
from pipeline.synthetic.parts import Case, Tables
from pipeline.synthetic.people import practice_team

SPELLS = {"court_proceedings": ("started_date", "ended_date")}

_LATEST = 16.5 * YEAR
"""No application is made on older young people: a care order is not made from 17 on."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The court proceedings extract in canonical columns; none where there is no such court."""
    if case.council.nation != "england":
        return {}
    targets, last = targets_of("court", case.council), case.window.last
    care = _young(case, "looked_after", "started_date")
    issued = _chosen(rng, care, "started_date", targets["issued"], last)
    day = np.clip(issued["started_date"].to_numpy() + rng.integers(-14, 25, len(issued)), case.window.first, last)
    weeks = np.clip(rng.gamma(9, 4.4, len(issued)), 12, 110)
    court = _stage(
        rng, case, issued["child_id"].to_numpy(), day, day + (7 * weeks).astype(np.int64), "care_proceedings"
    )
    before = court[rng.random(len(court)) < 0.6]
    letter = before["started_date"].to_numpy() - rng.integers(40, 230, len(before))
    led = before.assign(
        stage="pre_proceedings",
        started_date=letter,
        ended_date=before["started_date"],
        outcome="issued",
        living_with=None,
    )
    plans = _chosen(
        rng, _young(case, "registration", "registered_date"), "registered_date", targets["stepped_down"], last
    )
    begun = plans["registered_date"].to_numpy() + rng.integers(20, 120, len(plans))
    spared = _stage(rng, case, plans["child_id"].to_numpy(), begun, begun + rng.integers(70, 260, len(plans)),
                    "pre_proceedings")  # fmt: skip
    both = pd.concat([court, led, spared[spared["started_date"] <= last]], ignore_index=True)
    return {"court_proceedings": both}


def _young(case: Case, extract: str, start: str) -> pd.DataFrame:
    """The first spell in the window of every child born and young enough for an application; nobody sought asylum."""
    rows = case.tables[extract]
    child = rows["child_id"].to_numpy()
    age = rows[start].to_numpy() - case.people.born[child]
    fits = (age >= 0) & (age < _LATEST) & (rows[start] >= case.window.first) & ~case.people.asylum_seeking[child]
    young: pd.DataFrame = rows[fits].drop_duplicates("child_id")
    return young


def _chosen(
    rng: np.random.Generator, rows: pd.DataFrame, start: str, counts: dict[date, int], last: int
) -> pd.DataFrame:
    """Of the rows that start in each year the given number, or all if there are not so many."""
    places = [rng.permutation(np.flatnonzero(inside))[:count]
              for inside, count in by_year(rows[start].to_numpy(), counts, last)]  # fmt: skip
    return rows.iloc[np.concatenate(places)]


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
