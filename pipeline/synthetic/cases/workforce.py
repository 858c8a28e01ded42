"""The workforce: posts, and the workers who held each one after another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Council
from pipeline.synthetic.draw import OPEN, Flags, Ints, Texts, Window, codes

QUALIFYING = 360
"""Days since qualifying within which the newly qualified are drawn: all in their first year at the as-at day."""


def build(rng: np.random.Generator, council: Council, window: Window) -> pd.DataFrame:
    """One row per worker and tenure of a post: ``post``, ``kind`` and the worker extract's canonical columns."""
    posts = _posts(council)
    recent = np.zeros(len(posts), dtype=bool)
    social = np.flatnonzero(posts["kind"] == "social_worker")
    recent[rng.permutation(social)[: council.caseload.newly_qualified]] = True
    changes = rng.poisson(0.7, len(posts)) + (posts["kind"] == "assistant").to_numpy()
    tenures = _tenures(rng, posts, changes, recent, window)
    return _qualified(rng, tenures, window)


def _posts(council: Council) -> pd.DataFrame:
    """Every post with its team, and the team's place among the localities (0 to 1) if it has one."""
    teams, load = council.teams, council.caseload
    practice = round(load.workers * 0.8)
    rota = [*(teams.practice[i % len(teams.practice)] for i in range(practice)),
            *(teams.care[i % len(teams.care)] for i in range(load.workers - practice))]  # fmt: skip
    every = [*teams.front_door, *teams.practice, *teams.care, *teams.throughcare]
    advisers = max(2, sum(council.throughcare.aftercare.stock.values()) // 40)
    counts = {"social_worker": rota, "team_leader": every, "manager": every[:2],
              "assistant": rota[: max(3, load.workers // 9)], "personal_adviser": teams.throughcare * advisers,
              "student": teams.practice[:2]}  # fmt: skip
    rows = [(kind, team) for kind, placed in counts.items() for team in placed]
    posts = pd.DataFrame(rows, columns=["kind", "team"])
    areas = {team: (place + 0.5) / len(teams.practice) for place, team in enumerate(teams.practice)}
    return posts.assign(area=posts["team"].map(areas).astype(float))


def _tenures(
    rng: np.random.Generator, posts: pd.DataFrame, changes: Ints, recent: Flags, window: Window
) -> pd.DataFrame:
    """Each post cut at the days it changed hands; the holder of a ``recent`` post came within the last year."""
    post = np.repeat(np.arange(len(posts)), changes + 1)
    first = np.r_[True, post[1:] != post[:-1]]
    began = rng.integers(window.first + 30, window.last - 400, len(post))
    began[first] = window.first - rng.integers(60, 2600, int(first.sum()))
    came = np.flatnonzero(recent)
    post, first = np.r_[post, came], np.r_[first, np.zeros(len(came), dtype=bool)]
    began = np.r_[began, window.last - rng.integers(60, 320, len(came))]
    order = np.lexsort((began, post))
    post, first, began = post[order], first[order], began[order]
    final = np.r_[post[1:] != post[:-1], True]
    newly = final & recent[post]
    stays = ~first & ~newly & (rng.random(len(post)) < 0.15)
    kind = posts["kind"].to_numpy(dtype=object)[post]
    frame = pd.DataFrame({
        "post": post, "kind": kind, "team": posts["team"].to_numpy(dtype=object)[post],
        "area": posts["area"].to_numpy()[post],
        "worker": np.cumsum(~stays), "newly": newly, "stays": stays, "started_date": began,
        "ended_date": np.where(final, OPEN, np.r_[began[1:], 0]),
    })  # fmt: skip
    frame = frame[frame["ended_date"] > frame["started_date"]]
    return frame.assign(role=_roles(rng, frame), fte=codes(rng, {"1": 74, "0.8": 12, "0.6": 9, "0.5": 5}, len(frame)))


def _roles(rng: np.random.Generator, frame: pd.DataFrame) -> Texts:
    """Social workers may be senior, and are after a promotion in the post; the newly qualified are not."""
    senior = (rng.random(len(frame)) < 0.2) & ~frame["newly"].to_numpy() | frame["stays"].to_numpy()
    kind = frame["kind"].to_numpy(dtype=object)
    return np.where(senior & (kind == "social_worker"), "senior_social_worker", kind)


def _qualified(rng: np.random.Generator, tenures: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Add the day of qualifying, one per worker; assistants, advisers and students have none."""
    began = tenures.groupby("worker")["started_date"].transform("min").to_numpy()
    before = pd.Series(rng.integers(400, 7000, len(tenures)), index=tenures.index)
    general = began - before.groupby(tenures["worker"]).transform("first").to_numpy()
    newly = np.maximum(began - rng.integers(0, 60, len(tenures)), window.last - QUALIFYING)
    held = tenures["kind"].isin(["social_worker", "team_leader", "manager"])
    qualified = np.where(held, np.where(tenures["newly"], newly, general), OPEN)
    return tenures.assign(qualified_date=qualified).reset_index(drop=True)
