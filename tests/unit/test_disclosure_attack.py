"""Attackers who know every rule but not the children: they must not recover what a release suppresses.

The tables are made from leaves (children of one area, month, place, sex and age), so the attackers
share no equation with the code under test: a row is whatever sum of leaves it says it is.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipeline.disclosure import Rules, suppress

KEY = ["council_id", "indicator_id", "period_id", "breakdown", "category"]
MONTHS = pd.period_range("2023-04", periods=6, freq="M")
HIGHEST = {3: (12, 24), 4: (8, 13)}
"""By number of leaves: the greatest count drawn for one, and the greatest that the exhaustive attacker tries."""


class World:
    """Published rows as sums of leaves: ``sums`` (rows x leaves) for numerators, ``of`` for denominators."""

    def __init__(self, leaves: pd.DataFrame, kind: str = "count", shape: str = "event", **published: object) -> None:
        self.leaves = leaves
        self.shape, self.kind = shape, kind
        self.breakdowns = published.get("breakdowns", [])
        self.rows = pd.DataFrame(list(self._rows(published)))
        self.of = np.array(self.rows.pop("leaves").to_list(), dtype=float)
        self.sums = self.of * (leaves["counted"].to_numpy() if kind == "percentage" else 1)
        self.indicators = pd.DataFrame({"indicator_id": sorted(set(self.rows.indicator_id)), "kind": kind})
        self.indicators["shape"] = shape

    def _rows(self, published):
        leaf = self.leaves
        areas = {area: leaf.area == area for area in sorted(set(leaf.area))}
        if published.get("region"):
            areas["region"] = leaf.area != ""
        places = {place: leaf.place == place for place in sorted(set(leaf.place)) if published.get("places")}
        places["total"] = leaf.place != ""
        groups = {("all", "all"): leaf.area != ""}
        for name in self.breakdowns:
            groups |= {(name, value): leaf[name] == value for value in sorted(set(leaf[name]))}
        for (area, a), (place, p), (group, g) in itertools.product(areas.items(), places.items(), groups.items()):
            for start, end, kind in self._periods(published):
                inside = (leaf.month >= (end if self.shape == "state" else start)) & (leaf.month <= end)
                yield {
                    **dict(zip(KEY, (area, place, f"{kind}:{end.end_time.date()}", *group), strict=True)),
                    "period_start": start.start_time.normalize(),
                    "period_end": end.end_time.normalize(),
                    "leaves": (a & p & g & inside).to_numpy(),
                }

    def _periods(self, published):
        months = sorted(set(self.leaves.month))
        for kind, length, step in [("month", 1, 1), *published.get("periods", [])]:
            for last in range(length - 1, len(months), step):
                yield months[last - length + 1], months[last], kind

    def observations(self, counts: np.ndarray) -> pd.DataFrame:
        numerator, denominator = self.sums @ counts, self.of @ counts
        value = numerator
        if self.kind == "percentage":
            value = np.divide(100 * numerator, denominator, out=np.full(len(numerator), np.nan), where=denominator > 0)
        else:
            denominator = np.full(len(numerator), 5000.0)
        return self.rows.assign(numerator=numerator, denominator=denominator, value=value, upper=value)

    def shown(self, public: pd.DataFrame) -> np.ndarray:
        return (public["symbol"] != "c").to_numpy(dtype=bool, na_value=True)

    def known(self, shown: np.ndarray) -> np.ndarray:
        return np.vstack([self.sums[shown], self.of[shown]]) if self.kind == "percentage" else self.sums[shown]


def leaves(areas=1, months=1, places=1, sexes=1, ages=1, counted=(True,)) -> pd.DataFrame:
    names = [[f"area{i}" for i in range(areas)], list(MONTHS[:months]), [f"place{i}" for i in range(places)]]
    names += [[f"sex{i}" for i in range(sexes)], [f"age{i}" for i in range(ages)], list(counted)]
    columns = ["area", "month", "place", "sex", "age", "counted"]
    return pd.DataFrame(itertools.product(*names), columns=columns)


def enumerated(world: World, counts: np.ndarray, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return least and greatest numerator of every row over every table of leaves that agrees with what is shown."""
    grid = np.indices((HIGHEST[len(counts)][1] + 1,) * len(counts)).reshape(len(counts), -1)
    known = world.known(shown)
    agree = (known @ grid == (known @ counts)[:, None]).all(axis=0)
    sums = world.sums @ grid[:, agree]
    return sums.min(axis=1), sums.max(axis=1)


def programmed(world: World, counts: np.ndarray, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the whole numbers between which HiGHS can bound the numerator of every row that is not shown."""
    known = world.known(shown)
    least, greatest = (world.sums @ counts).copy(), (world.sums @ counts).copy()
    for row in np.flatnonzero(~shown):
        for bound, direction in ((least, 1), (greatest, -1)):
            objective = direction * world.sums[row]
            # 500 stands for "no upper bound": no count here comes near it.
            found = linprog(objective, A_eq=known, b_eq=known @ counts, bounds=(0, 500))
            bound[row] = direction * found.fun
    return np.ceil(least - 1e-6), np.floor(greatest + 1e-6)


def assert_withheld(world, counts, shown, bounds, rules=None):
    rules = rules or Rules()
    least, greatest = bounds
    hidden = ~shown
    assert (greatest[hidden] > least[hidden]).all(), "a suppressed count was solved for"
    truth = world.sums @ counts
    small = hidden & (truth >= 1) & (truth <= rules.threshold)
    assert (greatest[small] - least[small] >= rules.threshold - 1).all(), "a small count was bounded too closely"


def weeks_that_cross_months() -> World:
    """Return three weeks and two months over four pieces of time, the second week lying in both months."""
    world = World(leaves(ages=4))
    spans = {"week": [(1, 7), (8, 14), (15, 21)], "month": [(1, 10), (11, 21)]}
    world.rows = pd.DataFrame(
        {
            **dict(zip(KEY, ("area0", "total", f"{kind}:2027-02-{last:02}", "all", "all"), strict=True)),
            "period_start": pd.Timestamp(2027, 2, first),
            "period_end": pd.Timestamp(2027, 2, last),
        }
        for kind, periods in spans.items()
        for first, last in periods
    )
    world.sums = np.array([[1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1], [1, 1, 0, 0], [0, 0, 1, 1]], dtype=float)
    world.of = world.sums
    return world


SMALL_WORLDS = {
    "weeks that cross months": weeks_that_cross_months(),
    "two breakdowns of one total": World(leaves(sexes=2, ages=2), breakdowns=["sex", "age"]),
    "a breakdown of three": World(leaves(ages=3), breakdowns=["age"]),
    "a breakdown over months and their sum": World(
        leaves(months=2, sexes=2), breakdowns=["sex"], periods=[("quarter", 2, 2)]
    ),
    "rolling periods that overlap": World(leaves(months=4), periods=[("rolling", 2, 1), ("year", 4, 4)]),
    "areas in a region": World(leaves(areas=2, sexes=2), breakdowns=["sex"], region=True),
    "indicators that are parts of another": World(leaves(places=2, sexes=2), breakdowns=["sex"], places=True),
    "months that end when a quarter does": World(
        leaves(months=2, sexes=2), shape="state", breakdowns=["sex"], periods=[("quarter", 2, 2)]
    ),
    "a percentage": World(leaves(sexes=2, counted=(True, False)), kind="percentage", breakdowns=["sex"]),
}


def relations_of(world: World) -> pd.DataFrame:
    rows = world.rows
    found = []
    if "region" in set(rows.council_id):
        found += [("areas", "part", area, None) for area in sorted(set(rows.council_id) - {"region"})]
        found += [("areas", "total", "region", None)]
    if set(rows.indicator_id) != {"total"}:
        found += [("places", "part", None, place) for place in sorted(set(rows.indicator_id) - {"total"})]
        found += [("places", "total", None, "total")]
    return pd.DataFrame(found, columns=["relation", "role", "council_id", "indicator_id"])


def publish(world, counts, rules=None, previous=None):
    result = suppress(world.observations(counts), world.indicators, relations_of(world), previous, rules)
    assert result.exposed == 0
    return result.observations


@pytest.mark.parametrize("name", SMALL_WORLDS)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_an_attacker_who_tries_every_table_recovers_nothing(name: str, data: st.DataObject) -> None:
    world = SMALL_WORLDS[name]
    size = len(world.leaves)
    counts = np.array(data.draw(st.lists(st.integers(0, HIGHEST[size][0]), min_size=size, max_size=size)))
    shown = world.shown(publish(world, counts))
    assert_withheld(world, counts, shown, enumerated(world, counts, shown))


LARGE_WORLDS = {
    "areas, places, periods and two breakdowns": World(
        leaves(areas=2, months=6, places=2, sexes=2, ages=3),
        breakdowns=["sex", "age"],
        periods=[("quarter", 3, 3), ("year", 6, 6)],
        region=True,
        places=True,
    ),
    "rolling quarters with breakdowns": World(
        leaves(months=6, sexes=2, ages=4),
        breakdowns=["sex", "age"],
        periods=[("rolling", 3, 1), ("quarter", 3, 3), ("year", 6, 6)],
    ),
    "percentages over months and areas": World(
        leaves(areas=2, months=3, sexes=2, ages=2, counted=(True, False)),
        kind="percentage",
        breakdowns=["sex", "age"],
        periods=[("quarter", 3, 3)],
        region=True,
    ),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", LARGE_WORLDS)
def test_a_linear_programme_recovers_nothing(name: str, seed: int) -> None:
    world = LARGE_WORLDS[name]
    rng = np.random.default_rng(seed)
    counts = rng.negative_binomial(1, 1 / rng.choice([2, 4, 9], size=len(world.leaves)))
    shown = world.shown(publish(world, counts))
    assert_withheld(world, counts, shown, programmed(world, counts, shown))


@pytest.mark.parametrize("seed", range(4))
def test_two_releases_together_give_nothing_away(seed: int) -> None:
    later = World(leaves(months=3, sexes=2, ages=3), breakdowns=["sex", "age"], periods=[("quarter", 3, 3)])
    earlier = World(leaves(months=2, sexes=2, ages=3), breakdowns=["sex", "age"])
    counts = np.random.default_rng(seed).negative_binomial(1, 0.2, size=len(later.leaves))
    first = publish(earlier, counts[(later.leaves["month"] < MONTHS[2]).to_numpy()])
    second = publish(later, counts, previous=first)
    seen = first.loc[earlier.shown(first), KEY].assign(seen=True)
    before = later.rows.merge(seen, on=KEY, how="left")["seen"].notna().to_numpy()
    shown = later.shown(second) | before
    assert_withheld(later, counts, shown, programmed(later, counts, shown))


def test_a_wrong_symbol_would_be_noticed() -> None:
    world = SMALL_WORLDS["a breakdown of three"]
    counts = np.array([2, 6, 7])
    only_the_small_one = world.observations(counts)["numerator"].ne(2).to_numpy()
    least, greatest = enumerated(world, counts, only_the_small_one)
    assert (least == greatest).all()
