"""Allocations after the day on which caseloads were counted: cases end, new ones come, who waited gets a worker."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from pipeline.synthetic.draw import OPEN, Window

SPELLS = {
    "looked_after": ("started_date", "ceased_date"),
    "registration": ("registered_date", "deregistered_date"),
    "throughcare": ("started_date", "ended_date"),
}
"""The services that have every case of theirs allocated, and where their spells start and end."""

WAITING = 0
"""The worker of a case that waits."""

USUAL = 330
"""Days for which a case of need is open on average."""

Hold = Callable[..., pd.DataFrame]


def spells_of(sources: dict[str, pd.DataFrame], name: str) -> pd.DataFrame:
    """The spells of one service: ``child_id``, ``started_date``, ``ended_date``."""
    spells = sources[name][["child_id", *SPELLS[name]]]
    return spells.set_axis(["child_id", "started_date", "ended_date"], axis=1)


def served(sources: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The spells of every service, one under the other, with ``service``."""
    every = [spells_of(sources, name).assign(service=name) for name in SPELLS]
    return pd.concat(every, ignore_index=True)


def opening(referrals: pd.DataFrame) -> pd.Series:
    """Which referrals open a case."""
    return referrals["begins"] & referrals["decision"].isin(["assessment", "child_protection"])


def carry_on(
    rng: np.random.Generator,
    rows: pd.DataFrame,
    sources: dict[str, pd.DataFrame],
    window: Window,
    counted: int,
    hold: Hold,
) -> pd.DataFrame:
    """The allocations ``rows`` of the day ``counted``, carried on to the window's last day.

    ``hold(cases, kind=...)`` gives cases to posts of a kind. A case of a service ends with its last spell, a case of
    need by chance.
    """
    is_open = rows["ended_date"] == OPEN
    now = rows[is_open]
    ends = _ends(rng, now, served(sources), window, counted)
    waits = now[now["worker"] == WAITING].assign(
        started_date=lambda frame: counted + rng.integers(5, 60, len(frame)),
        ended_date=lambda frame: np.maximum(frame["child_id"].map(ends), frame["started_date"] + 1),
    )
    ended = now["child_id"].map(ends).where(now["worker"] != WAITING, waits["started_date"])
    fresh = _new_cases(rng, sources, window, counted, set(now["child_id"]))
    adults = fresh["service"] == "throughcare"
    cases = pd.concat([waits, fresh[~adults]], ignore_index=True)[["child_id", "started_date", "ended_date"]]
    return pd.concat(
        [
            rows[~is_open],
            now.assign(ended_date=ended.astype(np.int64)),
            hold(cases, kind="social_worker").assign(allocation_role="primary"),
            hold(fresh[adults].drop(columns="service"), kind="personal_adviser").assign(allocation_role="primary"),
        ],
        ignore_index=True,
    )[list(rows.columns)]


def _ends(
    rng: np.random.Generator, now: pd.DataFrame, spells: pd.DataFrame, window: Window, counted: int
) -> dict[int, int]:
    """The day on which the case of each child ends; ``OPEN`` after the window."""
    children = now["child_id"].unique()
    by_service = spells.groupby("child_id")["ended_date"].max().reindex(children)
    by_chance = counted + 1 + rng.exponential(USUAL, len(children)).astype(np.int64)
    ends = by_service.fillna(pd.Series(by_chance, index=children)).astype(np.int64)
    return dict(ends.where((ends > counted) & (ends <= window.last), OPEN))


def _new_cases(
    rng: np.random.Generator, sources: dict[str, pd.DataFrame], window: Window, counted: int, taken: set[int]
) -> pd.DataFrame:
    """Cases that began after the day counted, of children who had none: of services, and of need."""
    spells = served(sources)
    begun = spells[(spells["started_date"] > counted) & ~spells["child_id"].isin(taken)]
    begun = begun.sort_values(["child_id", "started_date"]).drop_duplicates("child_id")
    referrals = sources["referral"]
    found = referrals[opening(referrals) & (referrals["day"] > counted) & (referrals["day"] < window.last - 1)]
    found = found[~found["child_id"].isin({*taken, *spells["child_id"]})].drop_duplicates("child_id")
    ended = found["day"] + 1 + rng.exponential(USUAL, len(found)).astype(np.int64)
    need = pd.DataFrame(
        {"child_id": found["child_id"], "started_date": found["day"],
         "ended_date": ended.where(ended <= window.last, OPEN), "service": "need"}
    )  # fmt: skip
    return pd.concat([begun, need], ignore_index=True)
