"""What personnel, payroll, learning and line managers know of the workforce, calibrated to ``staff.yml``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.home import SEEDS
from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.draw import OPEN, YEAR, Floats
from pipeline.synthetic.offices import establishment, sessions
from pipeline.synthetic.offices.office import Office, numbered
from pipeline.synthetic.parts import Tables

FORGOTTEN = 420
"""Days for which one absence has been open: longer than any is, which a check must find."""


def trackers(office: Office) -> Tables:
    """Posts, sickness, training and supervision in canonical columns."""
    targets = targets_of("staff", office.council)
    posts = establishment.posts(office, targets)
    holders = posts[posts["worker_id"] != establishment.NOBODY].assign(
        until=lambda rows: np.minimum(rows["ended_date"], office.window.last + 1)
    )
    holders = holders[holders["until"] > np.maximum(holders["started_date"], office.window.first)]
    absences = _absences(office, holders, targets["absences"])
    return {
        "post": _written(posts),
        "sickness": absences,
        "training": _training(office, holders, targets),
        "supervision": sessions.build(office, holders, absences, targets),
    }


def _written(posts: pd.DataFrame) -> pd.DataFrame:
    """Posts as the establishment writes them: numbered, with an empty cell where nobody holds one."""
    vacant = posts["worker_id"] == establishment.NOBODY
    fte = posts["held_fte"].map("{:g}".format).mask(vacant, "")
    return posts.assign(
        post_id="E" + (posts["post"] + 1).astype(str).str.zfill(4), held_fte=fte, cover=posts["cover"].mask(vacant, "")
    )


def _absences(office: Office, holders: pd.DataFrame, each_year: float) -> pd.DataFrame:
    """Absences of those in post: mostly of days, a few of months; who is absent on the last day has no end yet."""
    rng, last = office.rng, office.window.last
    employed = holders[holders["cover"] != "agency"]
    start = np.maximum(employed["started_date"].to_numpy(), office.window.first)
    span = employed["until"].to_numpy() - start
    times = rng.poisson(each_year * span / YEAR)
    worker, since, room = (np.repeat(values, times) for values in (employed["worker_id"].to_numpy(), start, span))
    began = since + (rng.random(len(worker)) * room).astype(np.int64)
    began = np.maximum(sessions.weekdays(began), since)
    long = rng.random(len(worker)) < 0.08
    ended = began + np.where(long, rng.integers(25, 150, len(worker)), rng.geometric(0.22, len(worker)))
    ended = np.minimum(ended, since + room)
    gone = employed["ended_date"].to_numpy() < OPEN
    ended = np.where((ended > last) & ~np.repeat(gone, times), OPEN, ended)
    rows = pd.DataFrame({"worker_id": worker, "started_date": began, "ended_date": ended})
    rows = _apart(rows[rows["ended_date"] > rows["started_date"]])
    forgotten = employed[(employed["ended_date"] == OPEN) & (employed["started_date"] < last - FORGOTTEN)].head(1)
    late = pd.DataFrame({"worker_id": forgotten["worker_id"], "started_date": last - FORGOTTEN, "ended_date": OPEN})
    rows = pd.concat([rows[~rows["worker_id"].isin(late["worker_id"])], late]).sort_values(
        "started_date", kind="stable"
    )
    return rows.assign(absence_id=numbered("S", len(rows))).reset_index(drop=True)


def _apart(rows: pd.DataFrame) -> pd.DataFrame:
    """Without absences that begin before the worker's last one ended."""
    rows = rows.sort_values(["worker_id", "started_date"], kind="stable")
    reached = rows.groupby("worker_id")["ended_date"].transform(lambda ends: ends.cummax().shift(1, fill_value=0))
    return rows[rows["started_date"] > reached]


def _training(office: Office, holders: pd.DataFrame, targets: dict[str, Any]) -> pd.DataFrame:
    """Courses that those in post have done: of those in post on the last day, the share that the targets name."""
    rng = office.rng
    audience = pd.read_csv(SEEDS / "training_audience.csv", dtype="str", keep_default_na=False)
    audience = audience[audience["council_id"].isin(["", office.council.council])]
    rows = holders.merge(audience[["course", "role"]], on="role").sort_values(
        ["course", "worker_id", "started_date"], kind="stable"
    )
    rows = rows.groupby(["course", "worker_id"], sort=True).tail(1).reset_index(drop=True)
    done = np.zeros(len(rows), dtype=bool)
    for course, share in targets["trained"].items():
        for now in (True, False):
            asked = np.flatnonzero((rows["course"] == course) & ((rows["ended_date"] == OPEN) == now))
            done[rng.permutation(asked)[: round(share * len(asked))]] = True
    start = np.maximum(rows["started_date"].to_numpy(), office.window.first)
    completed = start + (_early(rng, len(rows)) * (rows["until"].to_numpy() - start)).astype(np.int64)
    rows = rows.assign(completed_date=np.maximum(sessions.weekdays(completed), start))[done]
    return rows[["worker_id", "course", "completed_date"]].sort_values(["completed_date", "course", "worker_id"])


def _early(rng: np.random.Generator, size: int) -> Floats:
    """Shares of the time in post after which a course was done: rather early than late."""
    shares: Floats = rng.beta(1.2, 2.0, size)
    return shares
