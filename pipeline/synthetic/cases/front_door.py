"""The front door: referrals, of which an exact share follows another within 12 months, and contacts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Council, targets_of
from pipeline.synthetic.draw import OPEN, Flags, Ints, Window, codes, day, exactly, vocabulary, working_days
from pipeline.synthetic.people import ADULT, People
from pipeline.synthetic.spells import follow, returning, span

DAY = 24 * 60
NEVER = OPEN * DAY
"""The clock time of what has not happened, in minutes since 1970."""

SLOW, FORGOTTEN = 0.05, 0.006
"""Shares of contacts that take more than a week to close, and of those that nobody closes."""


def build(
    rng: np.random.Generator, council: Council, people: People, window: Window, entries: pd.DataFrame
) -> pd.DataFrame:
    """The referral extract in canonical columns, clock times in minutes, with ``begins`` where a new chain begins.

    ``entries`` are the children who came into care or onto the register: ``child_id`` and ``day``.
    """
    days, root = _chains(rng, council, window)
    child = _children(rng, people, window, days, root, entries)
    contacts = _spread(rng, council, window, [year.contacts for year in council.referrals.values()])
    both = pd.DataFrame(
        {
            "child_id": np.r_[child, _contacted(rng, people, contacts, child)],
            "referral_type": np.repeat(np.array(["referral", "contact"], dtype=object), [len(days), len(contacts)]),
            "day": np.r_[days, contacts],
            "begins": np.r_[root == np.arange(len(days)), np.zeros(len(contacts), dtype=bool)],
        }
    )
    return _decided(rng, council, window, both)


def _spread(rng: np.random.Generator, council: Council, window: Window, counts: list[int]) -> Ints:
    """Days of events: the given number in each year of the plan, in order."""
    edges = [*map(day, council.referrals), window.last + 1]
    years = zip(edges, edges[1:], counts, strict=False)
    return np.sort(np.concatenate([working_days(rng, first, after - 1, count) for first, after, count in years]))


def _chains(rng: np.random.Generator, council: Council, window: Window) -> tuple[Ints, Ints]:
    """Days of referrals in order, and for each the position of the one that began its chain.

    A repeat follows a referral of its chain by 20 to 340 days, which is inside 12 calendar months however counted.
    """
    years = list(council.referrals.values())
    days = _spread(rng, council, window, [year.referrals for year in years])
    edges = np.cumsum([0, *(year.referrals for year in years)])
    repeats = [
        first + np.flatnonzero(exactly(rng, round(year.referrals * year.repeated), year.referrals))
        for first, year in zip(edges, years, strict=False)
    ]
    again = np.concatenate(repeats)
    low, high = np.searchsorted(days, days[again] - 340), np.searchsorted(days, days[again] - 20)
    again, low, high = again[high > low], low[high > low], high[high > low]
    root = np.arange(len(days))
    root[again] = low + (rng.random(len(again)) * (high - low)).astype(np.int64)
    while (root[root] != root).any():
        root = root[root]
    return days, root


def _children(
    rng: np.random.Generator, people: People, window: Window, days: Ints, root: Ints, entries: pd.DataFrame
) -> Ints:
    """The child of every referral: known from care or the register just after, or new; some return after 13 months."""
    numbers, first, last = span(root, days, days, window.last)
    person = returning(rng, first, last, share=0.3, low=400, high=1000)
    chains, first, last = span(person, first, last, window.last)
    child = np.full(len(chains), -1)
    began, entered = follow(rng, first, entries["day"].to_numpy(), 0, 40)
    known = entries["child_id"].to_numpy()[entered]
    fits = (people.born[known] <= first[began]) & (people.born[known] + ADULT > last[began])
    child[began[fits]] = known[fits]
    fresh = child < 0
    child[fresh] = people.add(people.birthdays(first[fresh], last[fresh]))
    return child[np.searchsorted(chains, person)][np.searchsorted(numbers, root)]


def _contacted(rng: np.random.Generator, people: People, days: Ints, child: Ints) -> Ints:
    """Most contacts are about children who are referred at some time, if they are children that day."""
    contacted = rng.choice(child, len(days))
    age = days - people.born[contacted]
    fresh = (age < 0) | (age > ADULT) | (rng.random(len(days)) < 0.4)
    contacted[fresh] = people.add(people.birthdays(days[fresh], days[fresh]))
    return contacted


def _decided(rng: np.random.Generator, council: Council, window: Window, both: pd.DataFrame) -> pd.DataFrame:
    """Add sources, decisions (most within a day of receipt, some not yet made) and closures."""
    words, size = vocabulary()[council.nation], len(both)
    targets = targets_of("front_door", council)
    is_contact = (both["referral_type"] == "contact").to_numpy()
    received = both["day"].to_numpy() * DAY + np.clip(rng.normal(13 * 60, 170, size), 0, DAY - 1).astype(np.int64)
    decided = received + np.exp(rng.normal(np.log(300), 1.05, size)).astype(np.int64)
    pending: Flags = (decided >= (window.last + 1) * DAY) | (
        (both["day"] > window.last - 12) & (rng.random(size) < 0.15)
    )
    decision = np.where(
        is_contact, codes(rng, words["contact_decision"], size), codes(rng, words["referral_decision"], size)
    )
    worked = np.isin(decision, ["assessment", "child_protection"])
    slow = rng.random(size)
    closed = decided // DAY + np.where(worked, rng.integers(20, 60, size), rng.integers(0, 6, size))
    closed += np.where(is_contact & (slow < SLOW), rng.integers(4, 15, size), 0)
    closed[is_contact & (slow < FORGOTTEN)] = OPEN
    decision[pending] = None
    decided[pending] = NEVER
    service = codes(rng, words["redirect_service"], size)
    service[decision != "redirected"] = None
    return both.assign(
        received_at=received,
        source=codes(rng, words["referral_source"], size),
        decision=decision,
        decided_at=decided,
        signed_off_at=_signed_off(rng, targets["signed_off"], decided),
        redirected_to=service,
        closed_date=np.where(pending | (closed > window.last), OPEN, closed),
        begins=both["begins"] & (rng.random(size) < targets.get("taken_on", 1.0)),
        team=council.teams.front_door[0],
    )


def _signed_off(rng: np.random.Generator, shares: Mapping[date, float], decided: Ints) -> Ints:
    """When a manager signed the decisions off: the council's share of each time, by the end of the day."""
    since = np.searchsorted([day(each) * DAY for each in shares], decided, side="right") - 1
    share = np.where(since < 0, 0.0, np.array(list(shares.values()), dtype=float)[since])
    end_of_day = (decided // DAY + 1) * DAY - 1
    signed = np.minimum(decided + rng.exponential(90, len(decided)).astype(np.int64), end_of_day)
    return np.where((decided < NEVER) & (rng.random(len(decided)) < share), signed, NEVER)
