"""Health of looked-after children: assessments, dental checks, immunisations and strengths and difficulties.

``health.yml`` says what a council does: what is left out there is not recorded by that council.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.cases.journey import cared, lagged, some, weekday, yearly
from pipeline.synthetic.draw import OPEN, YEAR, Window, codes, day
from pipeline.synthetic.parts import Case, Tables

SPELLS = {"health": ("done_date", None), "sdq": ("asked_date", None)}

_MOST = 12
"""More assessments than fit in the years of an extract."""

_SCHEDULE = (3.5, 13.5, 14.5)
"""Ages by which immunisations of the national schedule are due, after those of the first year."""

_SCORES = (7.4, 40)
"""Spread of the total difficulties scores, and the highest there is."""


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The health and sdq extracts in canonical columns."""
    plan, rows = targets_of("health", case.council), cared(case)
    done = [
        _initial(rng, rows, plan["initial"], case.window),
        _reviews(rng, rows, plan["review"], case.window),
        _dental(rng, rows, plan["dental"], case.window),
        _immunised(rng, rows, plan["immunised"], case.window),
    ]
    health = pd.concat(done, ignore_index=True)
    refused = np.where(health["done_date"] == OPEN, "Y", "N").astype(object)
    return {"health": health.assign(refused=refused), "sdq": _questionnaires(rng, rows, plan["sdq"], case.window)}


def _checks(rows: pd.DataFrame, check: str, done: Any, due: Any = OPEN) -> pd.DataFrame:
    child = rows["child_id"].to_numpy()
    return pd.DataFrame({"child_id": child, "check_type": check, "due_date": due, "done_date": done})


def _initial(rng: np.random.Generator, rows: pd.DataFrame, plan: dict[str, Any], window: Window) -> pd.DataFrame:
    """One for every entry into care; late ones some weeks late."""
    entered = rows[rows["started"] >= window.first]
    limit = np.full(len(entered), plan["days"])
    done = weekday(entered["started"].to_numpy() + lagged(rng, limit, plan["on_time"], 20))
    kept = (done < entered["ended"].to_numpy()) & some(rng, len(entered), plan["share"])
    return _checks(entered[kept], "initial", done[kept])


def _reviews(rng: np.random.Generator, rows: pd.DataFrame, plan: dict[str, Any], window: Window) -> pd.DataFrame:
    """One or two a year by age; a few children refuse them, which is recorded once a year."""
    rows = rows[some(rng, len(rows), plan["share"])]
    begins = np.maximum(rows["started"].to_numpy(), window.first)
    young = begins - rows["born"].to_numpy() < 4.5 * YEAR
    lags = lagged(rng, np.where(young[:, None], 181.0, 364.0) * np.ones(_MOST), plan["on_time"], 30)
    before = (rows["started"] < window.first).to_numpy()
    lags[before, 0] = lags[before, 0] * rng.random(int(before.sum()))
    done = weekday(begins[:, None] + np.cumsum(lags, axis=1))
    refuses = some(rng, len(rows), plan["refused"])
    row, column = np.nonzero((done < rows["ended"].to_numpy()[:, None]) & (done >= window.first))
    made, turned_down = done[row, column], refuses[row]
    return _checks(rows.iloc[row], "review", np.where(turned_down, OPEN, made), np.where(turned_down, made, OPEN))


def _edges(window: Window) -> Any:
    """The first days of the financial years that the window touches, and the day after it."""
    first = (np.datetime64(window.first, "D") - np.timedelta64(90, "D")).astype("M8[Y]").astype(int) + 1970
    april = np.array([day(date(year, 4, 1)) for year in range(first, first + 8)])
    return np.r_[window.first, april[(april > window.first) & (april <= window.last)], window.last + 1]


def _dental(rng: np.random.Generator, rows: pd.DataFrame, shares: list[float], window: Window) -> pd.DataFrame:
    """One check in a year for the share of children that the plan gives for it; few in the years of the pandemic."""
    if not shares:
        return _checks(rows.head(0), "dental", OPEN)
    edges = _edges(window)
    years = yearly(rows, edges, 0, 18)
    share = np.array(shares)[np.minimum(years["year"].to_numpy(), len(shares) - 1)]
    years = years[rng.random(len(years)) < share]
    span = (years["after"] - years["first"]).to_numpy()
    return _checks(years, "dental", weekday(years["first"].to_numpy() + (rng.random(len(years)) * span).astype(int)))


def _immunised(rng: np.random.Generator, rows: pd.DataFrame, share: float, window: Window) -> pd.DataFrame:
    """What was found on entry, and what the schedule asked for since; some are overdue."""
    if not share:
        return _checks(rows.head(0), "immunisation", OPEN)
    begins = np.maximum(rows["started"].to_numpy(), window.first)
    due = [begins + 60] + [rows["born"].to_numpy() + int(age * YEAR) for age in _SCHEDULE]
    parts = []
    for asked in due:
        asks = (asked > begins) & (asked < rows["ended"].to_numpy())
        found = rows[asks]
        done = weekday(asked[asks] - rng.integers(1, 60, len(found)))
        done = np.where(some(rng, len(found), share), np.maximum(done, window.first), OPEN)
        parts.append(_checks(found, "immunisation", done, asked[asks]))
    return pd.concat(parts, ignore_index=True)


def _questionnaires(rng: np.random.Generator, rows: pd.DataFrame, plan: dict[str, Any], window: Window) -> pd.DataFrame:
    """One asked for in most years of those aged 4 to 16; a child's scores are much alike from year to year."""
    years = yearly(rows, _edges(window), 4, 17)
    years = years[some(rng, len(years), plan["asked"])]
    span = (years["after"] - years["first"]).to_numpy()
    spread, highest = _SCORES
    child, index = np.unique(years["child_id"], return_inverse=True)
    score = plan["mean"] + rng.normal(0, spread * 0.85, len(child))[index] + rng.normal(0, spread * 0.5, len(years))
    scored = some(rng, len(years), plan["scored"])
    points = np.clip(np.rint(score), 0, highest).astype(int).astype(str).astype(object)
    reasons = codes(rng, {"SDQ1": 62, "SDQ2": 8, "SDQ3": 5, "SDQ4": 15, "SDQ5": 10}, len(years))
    return pd.DataFrame({
        "child_id": years["child_id"].to_numpy(),
        "asked_date": weekday(years["first"].to_numpy() + (rng.random(len(years)) * span).astype(int)),
        "score": np.where(scored, points, ""), "no_score_reason": np.where(scored, "", reasons),
    })  # fmt: skip
