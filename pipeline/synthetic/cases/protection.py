"""Child protection: registrations with their concerns, some before birth, some before a period of care."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Council, Registration
from pipeline.synthetic.cases.lengths import lasting
from pipeline.synthetic.draw import OPEN, YEAR, Flags, Ints, Texts, Window, codes, day, exactly, vocabulary
from pipeline.synthetic.people import People, practice_team
from pipeline.synthetic.spells import flow, follow, returning, span

_AGEING = 1.6
"""How steeply the chance of coming off the register grows with the time on it."""

_INTO_CARE = 0.18
"""Of the children who come off the register, how many may go into care within weeks."""


def build(
    rng: np.random.Generator, council: Council, people: People, window: Window, periods: pd.DataFrame
) -> pd.DataFrame:
    """The registration extract in canonical columns; ``periods`` of care claim some children as they come off."""
    plan = council.registrations
    started, ended = flow(rng, plan, window, mean_days=0.6 * YEAR, longest=700, ageing=_AGEING)
    if plan.two_years:
        started, ended = lasting(rng, plan.two_years, window, started, ended, _AGEING)
    person = returning(rng, started, ended, share=0.1, low=100, high=1100)
    child = _children(rng, council, people, window, (started, ended, person), periods)
    into_care = np.isin(child, periods["child_id"].to_numpy())
    reason = codes(rng, vocabulary()[council.nation]["deregistration_reason"], len(started))
    reason[into_care] = "looked_after"
    reason[ended == OPEN] = None
    return pd.DataFrame(
        {
            "child_id": child,
            "registration_type": codes(rng, {"new": 96, "transfer_in": 4}, len(started)),
            "registered_date": started,
            "deregistered_date": ended,
            "deregistration_reason": reason,
            "concerns": _concerns(rng, council, ended == OPEN),
            "team": practice_team(people, child, council.teams.practice),
            **_before(rng, plan, window, child, started, ended, people.born[child]),
        }
    )


def _before(
    rng: np.random.Generator, plan: Registration, window: Window, child: Ints, started: Ints, ended: Ints, born: Ints
) -> dict[str, Texts | Ints]:
    """How often and until when each child had been registered before: here, or out of sight of the extract."""
    order = pd.DataFrame({"child": child, "started": started, "ended": ended}).sort_values(["child", "started"])
    here = order.groupby("child").cumcount().sort_index().to_numpy()
    last = order.groupby("child")["ended"].shift().fillna(OPEN).sort_index().to_numpy().astype(np.int64)
    age = started - born
    possible = (here == 0) & (age > 400)
    edges = [*map(day, plan.starts), window.last + 1]
    earlier = np.zeros(len(child), dtype=np.int64)
    for year, first, after in zip(plan.starts, edges, edges[1:], strict=False):
        inside = (started >= first) & (started < after)
        wanted = plan.repeated.get(year, round(plan.repeated_share * int(inside.sum())))
        fits = np.flatnonzero(inside & possible)
        earlier[rng.permutation(fits)[: max(0, wanted - int((inside & (here > 0)).sum()))]] = 1
    gone = started - (rng.uniform(0.08, 0.8, len(child)) * np.clip(age, 0, 3000)).astype(np.int64)
    more = rng.random(len(child)) < 0.2
    return {
        "earlier_registrations": (here + earlier + (earlier & more)).astype(object),
        "last_deregistered_date": np.where(earlier > 0, gone, last),
    }


def _children(
    rng: np.random.Generator,
    council: Council,
    people: People,
    window: Window,
    spells: tuple[Ints, Ints, Ints],
    periods: pd.DataFrame,
) -> Ints:
    """The child of every spell: one taken into care just after it ended, or a new one."""
    started, ended, person = spells
    numbers, first, last = span(person, started, ended, window.last)
    child = np.full(len(numbers), -1)
    care = periods.drop_duplicates("child_id", keep=False)
    stays = np.isin(numbers, person[ended == OPEN])
    gone = np.flatnonzero(~stays & (rng.random(len(numbers)) < _INTO_CARE))
    left, taken = follow(rng, last[gone], care["started_date"].to_numpy(), 0, 45)
    claimed = care["child_id"].to_numpy()[taken]
    fits = (people.born[claimed] <= first[gone[left]]) & ~people.asylum_seeking[claimed]
    child[gone[left[fits]]] = claimed[fits]
    fresh = np.flatnonzero(child < 0)
    unborn = _unborn(numbers[fresh], person, started, ended, council.registrations.unborn)
    born, expected = people.birthdays(first[fresh], last[fresh], young=1.9), np.full(len(fresh), OPEN)
    since = (rng.random(len(fresh)) < 0.07) & (last[fresh] - first[fresh] > 130)
    born[since] = first[fresh][since] + rng.integers(5, 100, int(since.sum()))
    born[unborn], expected[unborn] = OPEN, window.last + rng.integers(8, 100, int(unborn.sum()))
    child[fresh] = people.add(born, expected)
    return child[np.searchsorted(numbers, person)]


def _unborn(numbers: Ints, person: Ints, started: Ints, ended: Ints, count: int) -> Flags:
    """The children on the register for the first time who came on last: as many as are unborn."""
    only = np.flatnonzero((ended == OPEN) & (np.bincount(person, minlength=len(person))[person] == 1))
    only = only[np.isin(person[only], numbers)]
    latest = person[only[np.argsort(-started[only], kind="stable")[:count]]]
    return np.isin(numbers, latest)


def _concerns(rng: np.random.Generator, council: Council, is_open: Flags) -> Texts:
    """Multi-response concerns joined by ';'; the calibrated groups hold exactly among the open registrations."""
    words, size = vocabulary()[council.nation], len(is_open)
    joined = np.full(size, "", dtype=object)
    groups = council.registrations.concerns
    named = {"domestic_abuse": np.full(size, "domestic_abuse", dtype=object),
             "substance_use": codes(rng, words["substance_use"], size)}  # fmt: skip
    for group, count in groups.items():
        flags = _flags(rng, is_open, count)
        joined[flags] += ";" + named[group][flags]
    for concern, percent in words["extra_concerns"].items():
        joined[rng.random(size) < percent / 100] += ";" + concern
    bare = joined == ""
    joined[bare] = ";" + codes(rng, words["only_concern"], int(bare.sum()))
    return pd.Series(joined).str[1:].to_numpy(dtype=object)


def _flags(rng: np.random.Generator, is_open: Flags, count: int) -> Flags:
    flags = np.zeros(len(is_open), dtype=bool)
    total = int(is_open.sum())
    flags[is_open] = exactly(rng, count, total)
    flags[~is_open] = rng.random(len(is_open) - total) < count / max(total, 1)
    return flags
