"""The establishment: every post with who holds it, from the workers of the case system and ``staff.yml``.

Posts of workers in the case system change hands without a gap, as it shows them. Vacancies are among further posts,
whose holders are in no case system: they have no cases yet, or never will.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.draw import OPEN, Ints, codes, day
from pipeline.synthetic.offices.office import Office

HOUSES = "Residential Houses"
"""The team of those who work in residential houses."""

NOBODY = 0
"""The worker of a post that nobody holds: written as an empty cell."""

COLUMNS = ["post", "worker_id", "role", "team", "origin", "cover", "funded_fte", "held_fte", "created_date",
           "started_date", "ended_date"]  # fmt: skip


def posts(office: Office, targets: dict[str, Any]) -> pd.DataFrame:
    """One row per post and spell, workers as numbers; ``post`` is a number of its own."""
    parts = [_of_cases(office)]
    for service, size in targets["posts"].items():
        parts.append(_pool(office, service, size, targets["vacant"][service]))
    parts += [*_created(office, targets), *_others(office, targets)]
    offsets = np.cumsum([0, *(part["post"].max() + 1 for part in parts[:-1])])
    every = pd.concat([part.assign(post=part["post"] + at) for part, at in zip(parts, offsets, strict=True)])
    every = _numbered(office, every[COLUMNS]).sort_values(["post", "started_date"], kind="stable")
    return _covered(office, every.reset_index(drop=True), targets["agency"])


def _of_cases(office: Office) -> pd.DataFrame:
    """The posts of the case system's workers, without students: a post goes on where one leaves and the next comes."""
    every = office.cases["worker"].drop_duplicates(["worker_id", "started_date"])
    held = every[every["role"] != "student"].reset_index(drop=True)
    held = held.assign(row=np.arange(len(held)), kind=held["role"].replace("senior_social_worker", "social_worker"))
    for end in ("started_date", "ended_date"):
        held[f"nth_{end}"] = held.groupby(["team", "kind", end]).cumcount()
    ends = held.loc[held["ended_date"] < OPEN, ["team", "kind", "ended_date", "nth_ended_date", "row"]]
    starts = held[["team", "kind", "started_date", "nth_started_date", "row"]]
    pairs = ends.set_axis(["team", "kind", "on", "nth", "before"], axis=1).merge(
        starts.set_axis(["team", "kind", "on", "nth", "after"], axis=1), on=["team", "kind", "on", "nth"]
    )
    first = np.arange(len(held))
    first[pairs["after"]] = pairs["before"]
    while (first[first] != first).any():
        first = first[first]
    began = pd.Series(held["started_date"].to_numpy()).groupby(first).transform("min").to_numpy()
    fte = held["fte"].astype(float).to_numpy()
    return held.assign(
        post=first, origin="", cover=codes(office.rng, {"permanent": 93, "temporary": 7}, len(held)),
        funded_fte=pd.Series(fte).groupby(first).transform("max").to_numpy(), held_fte=fte,
        created_date=np.minimum(began, office.window.first - 30),
    )[COLUMNS]  # fmt: skip


def _pool(office: Office, service: str, size: int, vacant: dict[date, int]) -> pd.DataFrame:
    """Posts of social workers in one service, of which exactly ``vacant`` have no employee at the end of each day."""
    rng, days = office.rng, np.array([day(one) for one in vacant])
    size = max(size, 1 + max(vacant.values()))
    counts = np.array(list(vacant.values()))
    # the vacant ones move on by a third of the pool where their number changes: few stay vacant for years
    moves = np.cumsum(np.r_[0, counts[1:] != counts[:-1]])[:, None]
    is_vacant = (np.arange(size)[None] - moves * (size // 3)) % size < counts[:, None]
    flips = np.array([rng.integers(days[at - 1] + 1, days[at] + 1, size) for at in range(1, len(days))])
    since = np.vstack([np.full(size, days[0]), flips])
    changed = np.vstack([np.ones(size, dtype=bool), is_vacant[1:] != is_vacant[:-1]])
    place, post = np.nonzero(changed)
    spells = pd.DataFrame({"post": post, "started_date": since[place, post], "is_vacant": is_vacant[place, post]})
    spells = spells.sort_values(["post", "started_date"], kind="stable").reset_index(drop=True)
    teams = getattr(office.council.teams, service)
    begun = days[0] - rng.integers(100, 3000, size)
    team = np.array(teams, dtype=object)[spells["post"] % len(teams)]
    return _spells(spells).assign(
        worker_id=np.where(spells["is_vacant"], NOBODY, -1), role="social_worker", team=team, origin="",
        cover=np.where(spells["is_vacant"], "", "permanent"), created_date=begun[spells["post"]],
    )[COLUMNS]  # fmt: skip


def _created(office: Office, targets: dict[str, Any]) -> Iterator[pd.DataFrame]:
    """Posts that were created: vacant for some weeks, and held since."""
    for asked in targets["created"]:
        rng, since, until = office.rng, day(asked["since"]), day(asked["until"])
        origin = ["additional"] * asked["additional"] + ["replacement"] * asked["replacement"]
        created = np.sort(rng.integers(since, until + 1, len(origin)))
        teams = getattr(office.council.teams, asked["service"])
        filled = np.minimum(created + rng.integers(10, 90, len(origin)), office.window.last)
        rows = _filled(created, filled)
        yield rows.assign(
            role=asked["role"], team=np.array(teams, dtype=object)[rows["post"] % len(teams)],
            origin=np.array(origin, dtype=object)[rows["post"]],
        )[COLUMNS]  # fmt: skip


def _others(office: Office, targets: dict[str, Any]) -> Iterator[pd.DataFrame]:
    """Practice educators, further team leaders, and those who work in residential houses."""
    found = np.array([day(one) for one in targets["educators"]])
    yield _filled(found - 40, found).assign(
        role="practice_educator", team=office.council.teams.practice[0], origin="additional"
    )[COLUMNS]
    for service, size in targets["leaders"].items():
        teams = np.array(getattr(office.council.teams, service), dtype=object)
        came = office.window.first - office.rng.integers(30, 2500, size * len(teams))
        rows = pd.DataFrame({"post": np.arange(len(came)), "started_date": came, "created_date": came - 1})
        yield _spells(rows).assign(
            worker_id=-1, role="team_leader", team=np.repeat(teams, size), origin="", cover="permanent"
        )[COLUMNS]
    for role, size in targets["houses"].items():
        came = office.window.first - office.rng.integers(30, 2500, size)
        rows = pd.DataFrame({"post": np.arange(size), "started_date": came, "created_date": came - 1})
        left = office.rng.permutation(size)[: size // 3]
        leaving = rows.iloc[left].assign(
            started_date=office.rng.integers(office.window.first + 60, office.window.last - 60, len(left))
        )
        rows = pd.concat([rows, leaving]).sort_values(["post", "started_date"]).reset_index(drop=True)
        yield _spells(rows).assign(
            worker_id=-1, role=f"residential_{role.removesuffix('s')}", team=HOUSES, origin="", cover="permanent"
        )[COLUMNS]


def _filled(created: Ints, filled: Ints) -> pd.DataFrame:
    """Posts that were vacant from the day they were created to the day they were filled."""
    post = np.arange(len(created))
    rows = pd.DataFrame({
        "post": np.r_[post, post], "started_date": np.r_[created, filled], "created_date": np.r_[created, created],
        "worker_id": np.r_[np.full(len(post), NOBODY), np.full(len(post), -1)],
    })  # fmt: skip
    rows = rows.sort_values(["post", "started_date"], kind="stable").reset_index(drop=True)
    return _spells(rows).assign(cover=np.where(rows["worker_id"] == NOBODY, "", "permanent"))


def _spells(rows: pd.DataFrame) -> pd.DataFrame:
    """Each spell ends where the post's next begins; full-time posts."""
    after = rows.groupby("post")["started_date"].shift(-1).fillna(OPEN).astype(np.int64)
    return rows.assign(ended_date=after, funded_fte=1.0, held_fte=1.0)


def _numbered(office: Office, rows: pd.DataFrame) -> pd.DataFrame:
    """Give each holder who is in no case system a number beyond those in use; part-time for some."""
    rows = rows.reset_index(drop=True)
    own = (rows["worker_id"] == -1).to_numpy()
    numbers = office.cases["worker"]["worker_id"].max() + 1 + np.arange(own.sum())
    fte = codes(office.rng, {"1": 80, "0.8": 12, "0.6": 8}, int(own.sum())).astype(float)
    rows.loc[own, "worker_id"], rows.loc[own, "held_fte"] = numbers, fte
    return rows


def _covered(office: Office, rows: pd.DataFrame, share: float) -> pd.DataFrame:
    """Agency workers in some posts of social workers that nobody holds, from some weeks after they fell vacant."""
    last, rng = office.window.last, office.rng
    ends = np.minimum(rows["ended_date"].to_numpy(), last)
    length = ends - rows["started_date"].to_numpy()
    vacant = (rows["worker_id"] == NOBODY).to_numpy() & (rows["role"] == "social_worker").to_numpy()
    chosen = np.flatnonzero(vacant & (length > 60) & (rng.random(len(rows)) < share))
    came = rows["started_date"].to_numpy()[chosen] + rng.integers(14, 50, len(chosen))
    agency = rows.iloc[chosen].assign(
        started_date=came, cover="agency", worker_id=rows["worker_id"].max() + 1 + np.arange(len(chosen))
    )
    rows.loc[chosen, "ended_date"] = came
    every = pd.concat([rows, agency]).sort_values(["post", "started_date"], kind="stable")
    return every[every["ended_date"] > every["started_date"]].reset_index(drop=True)
