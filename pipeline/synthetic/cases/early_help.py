"""Early help: the assessment and the episode of support below the threshold of social work, from ``early_help.yml``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Flow, targets_of
from pipeline.synthetic.draw import OPEN, YEAR
from pipeline.synthetic.parts import Case, Tables
from pipeline.synthetic.people import ADULT, practice_team
from pipeline.synthetic.spells import flow, follow, returning, span

SPELLS = {"early_help": ("started_date", "ended_date")}

_TRANSFERRED = 0.04
"""Of the episodes that end, how many another team carries on from the same day: one stay in early help."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The early help extract in canonical columns."""
    targets, window = targets_of("early_help", case.council), case.window
    assessed, repeated = targets.pop("assessed"), targets.pop("repeated")
    started, ended = flow(
        rng, Flow.model_validate(targets), window, mean_days=0.6 * YEAR, longest=int(1.7 * YEAR), ageing=1.2
    )
    person = returning(rng, started, ended, share=repeated, low=30, high=700)
    numbers, first, last = span(person, started, ended, window.last)
    referred = case.tables["referral"].drop_duplicates("child_id")
    row, place = follow(rng, referred["day"].to_numpy(), first, 0, 40)
    found = referred["child_id"].to_numpy()[row]
    fits = (case.people.born[found] <= first[place]) & (case.people.born[found] + ADULT > last[place])
    child = np.full(len(numbers), -1)
    child[place[fits]] = found[fits]
    fresh = child < 0
    child[fresh] = case.people.add(case.people.birthdays(first[fresh], last[fresh], young=1.3))
    done = started + rng.integers(8, 45, len(started))
    has = (rng.random(len(started)) < assessed) & (done <= np.minimum(ended, window.last))
    episodes = pd.DataFrame({
        "child_id": child[np.searchsorted(numbers, person)], "started_date": started,
        "assessment_completed_date": np.where(has, done, OPEN), "ended_date": ended,
    })  # fmt: skip
    episodes = _transferred(rng, episodes)
    team = practice_team(case.people, episodes["child_id"].to_numpy(), case.council.teams.practice)
    return {"early_help": episodes.assign(team=team)}


def _transferred(rng: np.random.Generator, episodes: pd.DataFrame) -> pd.DataFrame:
    """A few episodes cut in two on a day on which one team passes the child to another."""
    long = episodes["ended_date"].to_numpy() - episodes["started_date"].to_numpy()
    cut = np.flatnonzero((long > 120) & (long < OPEN // 2) & (rng.random(len(episodes)) < _TRANSFERRED))
    turn = episodes["started_date"].to_numpy()[cut] + 60
    then = episodes.iloc[cut].assign(started_date=turn, assessment_completed_date=OPEN)
    ended = episodes["ended_date"].to_numpy(copy=True)
    ended[cut] = turn
    return pd.concat([episodes.assign(ended_date=ended), then], ignore_index=True)
