"""Allocation: every case held by the workers of one post after another, some first on a waiting list."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Council
from pipeline.synthetic.cases import later
from pipeline.synthetic.cases.later import SPELLS, WAITING, opening, served, spells_of
from pipeline.synthetic.draw import OPEN, Flags, Floats, Ints, Window, day
from pipeline.synthetic.people import People, practice_team

LEAST = 3
"""Children whom the least loaded worker holds; the rest of a caseload varies widely."""

ON_DUTY = 0.04
"""Of the spells of support after care, how many no worker holds: whoever is on duty helps."""

_COLUMNS = ["child_id", "worker", "allocation_role", "team", "started_date", "ended_date"]


def build(
    rng: np.random.Generator,
    council: Council,
    people: People,
    window: Window,
    sources: dict[str, pd.DataFrame],
    tenures: pd.DataFrame,
) -> pd.DataFrame:
    """The allocation extract in canonical columns, with ``worker`` numbers; ``sources`` are the other extracts."""
    counted = day(council.counted_on)
    then = _as_of(sources, counted)
    registered = spells_of(then, "registration")
    lasting = sources["registration"]["deregistered_date"].loc[registered.index] == OPEN
    unallocated = registered.index[lasting][: council.registrations.unallocated]
    family = pd.concat([spells_of(then, "looked_after"), registered.drop(unallocated)])
    adult = spells_of(then, "throughcare")
    adult = adult[rng.random(len(adult)) >= ON_DUTY]
    known = {*served(sources)["child_id"]}
    need = _in_need(rng, council, counted, then["referral"], known, _open_children(family))
    social = pd.concat([family, need[need["holder"] == "social_worker"]], ignore_index=True)
    held = _hold(rng, people, social, tenures, "social_worker")
    rows = [
        held.assign(allocation_role="primary"),
        _hold(rng, people, adult, tenures, "personal_adviser").assign(allocation_role="primary"),
        _hold(rng, people, need[need["holder"] == "team_leader"], tenures, "team_leader").assign(
            allocation_role="primary"
        ),
        _waits(people, council, need),
        _seconds(rng, held, tenures),
    ]
    every = pd.concat(rows, ignore_index=True)[_COLUMNS]
    if counted < window.last:
        every = later.carry_on(rng, every, sources, window, counted, partial(_hold, rng, people, tenures=tenures))
    return every[every["ended_date"] >= window.first].reset_index(drop=True)


def _as_of(sources: dict[str, pd.DataFrame], counted: int) -> dict[str, pd.DataFrame]:
    """The extracts as they were on a day: what began by then, still open where it ended later."""
    found = {}
    for name, (start, end) in {**SPELLS, "referral": ("day", "closed_date")}.items():
        frame = sources[name]
        begun = frame[frame[start] <= counted]
        found[name] = begun.assign(**{end: begun[end].where(begun[end] <= counted, OPEN)})
    return found


def _open_children(cases: pd.DataFrame) -> int:
    return int(cases.loc[cases["ended_date"] == OPEN, "child_id"].nunique())


def _in_need(
    rng: np.random.Generator, council: Council, counted: int, referrals: pd.DataFrame, known: set[int], taken: int
) -> pd.DataFrame:
    """Cases of children in need, who are in no other service: as many open ones as fill the social workers' caseload.

    ``holder`` is who has the case; ``waited`` the days before it was allocated.
    """
    opens = opening(referrals)
    found = referrals[opens & ~referrals["child_id"].isin(known) & (referrals["day"] < counted - 1)]
    started = found["day"].to_numpy()
    age = counted - started
    load = council.caseload
    fill = load.children - taken
    usual = 365 * fill / max(int((age < 365).sum()), 1)
    rank = np.where(age < 365, rng.exponential(usual, len(age)) - age, -np.inf)
    waits = np.flatnonzero(age < 75)
    waits = rng.permutation(waits)[: load.waiting]
    rank[waits] = -np.inf
    order = np.argsort(-rank, kind="stable")
    holder = np.where(rng.random(len(age)) < 0.01, "team_leader", "social_worker").astype(object)
    holder[order[:fill]] = "social_worker"
    holder[order[fill : fill + load.held_by_managers]] = "team_leader"
    holder[waits] = "waiting"
    stays = np.zeros(len(age), dtype=bool)
    stays[np.r_[order[: fill + load.held_by_managers], waits]] = True
    shorter = -usual * np.log1p(-rng.random(len(age)) * (1 - np.exp(-age / usual)))
    ended = np.where(stays, OPEN, started + np.clip(shorter.astype(np.int64), 1, age))
    waited = np.where(rng.random(len(age)) < 0.15, rng.integers(2, 22, len(age)), 0)
    waited = np.where((holder == "social_worker") & (waited < np.minimum(ended, counted) - started), waited, 0)
    return pd.DataFrame({"child_id": found["child_id"].to_numpy(), "referred": started,
                         "started_date": started + waited, "ended_date": ended, "holder": holder})  # fmt: skip


def _hold(
    rng: np.random.Generator, people: People, cases: pd.DataFrame, tenures: pd.DataFrame, kind: str
) -> pd.DataFrame:
    """Every case given to a post of a kind near the child's home, and cut where the post changed hands."""
    mine = tenures[tenures["kind"] == kind]
    posts = mine.drop_duplicates("post", keep="last")
    is_open = (cases["ended_date"] == OPEN).to_numpy()
    post = np.empty(len(cases), dtype=np.int64)
    near = people.locality[cases["child_id"].to_numpy()] / people.localities
    for part, least, evenness in ((is_open, LEAST, 3.5), (~is_open, 0, 12.0)):
        post[part] = _share_out(rng, near[part], posts, least, evenness)
    joined = cases.assign(post=post).merge(mine, on="post", suffixes=("", "_post"))
    started = joined[["started_date", "started_date_post"]].max(axis=1)
    ended = joined[["ended_date", "ended_date_post"]].min(axis=1)
    return joined.assign(started_date=started, ended_date=ended)[started < ended]


def _share_out(rng: np.random.Generator, near: Floats, posts: pd.DataFrame, least: int, evenness: float) -> Ints:
    """A post for every case: at least ``least`` cases each, the rest by the posts' weights, neighbours together."""
    weight = rng.gamma(evenness, size=len(posts)) * np.where(posts["newly"], 0.8, 1.0)
    least = min(least, len(near) // len(posts))
    counts = least + rng.multinomial(len(near) - least * len(posts), weight / weight.sum())
    area = posts["area"].to_numpy()
    place = np.where(np.isnan(area), rng.random(len(posts)), area + rng.normal(0, 0.01, len(posts)))
    by_place = np.argsort(place)
    post = np.empty(len(near), dtype=np.int64)
    by_home = np.argsort(near + rng.normal(0, 0.08, len(near)))
    post[by_home] = np.repeat(posts["post"].to_numpy()[by_place], counts[by_place])
    return post


def _waits(people: People, council: Council, need: pd.DataFrame) -> pd.DataFrame:
    """Waiting-list spells: of cases allocated later, and of those that wait now."""
    now: Flags = (need["holder"] == "waiting").to_numpy()
    waited = need[now | (need["started_date"] > need["referred"]).to_numpy()]
    ended = np.where(waited["holder"] == "waiting", OPEN, waited["started_date"])
    return waited.assign(
        worker=WAITING,
        allocation_role="primary",
        team=practice_team(people, waited["child_id"].to_numpy(), council.teams.practice),
        started_date=waited["referred"],
        ended_date=ended,
    )


def _seconds(rng: np.random.Generator, held: pd.DataFrame, tenures: pd.DataFrame) -> pd.DataFrame:
    """Assistants who work beside the primary worker in some of the open cases."""
    cases = held[(held["ended_date"] == OPEN).to_numpy() & (rng.random(len(held)) < 0.08)]
    assistants = tenures[(tenures["kind"] == "assistant") & (tenures["ended_date"] == OPEN)]
    chosen = assistants.iloc[rng.integers(len(assistants), size=len(cases))]
    return cases.assign(
        worker=chosen["worker"].to_numpy(),
        team=chosen["team"].to_numpy(),
        allocation_role="secondary",
        started_date=np.maximum(cases["started_date"].to_numpy(), chosen["started_date"].to_numpy()),
    )
