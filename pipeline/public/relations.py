"""Which counts of a council tell of one another: the same count under two names, or one the sum of others.

An attacker who reads the definitions subtracts; so whatever adds up in every period, as far as anybody has published
it, is taken for a relation, whether somebody wrote it down or not. One that holds by chance only protects more.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.disclosure.cells import counts_of_people
from pipeline.disclosure.rules import Rules, checked
from pipeline.home import SEEDS

ADDRESS = ["indicator_id", "quantity"]
FEWEST = 4
"""Periods in which a sum must hold, with something counted in it: fewer are chance."""
FEWEST_SERIES = 3
"""A total and two parts."""
NONE = pd.DataFrame({name: pd.Series(dtype="str") for name in ("relation", "role", "council_id", *ADDRESS)})

Matrix = NDArray[np.float64]
Name = tuple[str, str]
"""Indicator and quantity."""
Sum = tuple[int, tuple[int, ...]]
"""The place of a total, and those of its parts."""


def of(observations: pd.DataFrame, indicators: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The relations between the counts of one council, those found and those declared by definition."""
    declared = pd.read_csv(SEEDS / "public_relation.csv").assign(council_id=None)
    return pd.concat([found(observations, indicators, rules), declared], ignore_index=True)


def found(observations: pd.DataFrame, indicators: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The relations between the counts of one council, as ``disclosure.suppress`` takes them."""
    whole = observations[observations["breakdown"] == "all"]
    rows = checked(whole, indicators).reset_index(drop=True)
    cells = counts_of_people(rows, rules)
    table = cells.pivot_table(index=ADDRESS, columns="period_id", values="count", aggfunc="first")
    table = table.iloc[np.argsort(-table.notna().sum(axis=1).to_numpy(), kind="stable")]
    names, counts = list(table.index), table.to_numpy(dtype="float64")
    first = _first_of_equals(counts)
    equals = [(names[first[at]], [names[at]]) for at in range(len(names)) if first[at] != at]
    sums = [(names[total], [names[part] for part in parts]) for total, parts in _new_sums(counts, names, first)]
    return _written(str(observations["council_id"].iloc[0]), equals + sums) if equals or sums else NONE


def _new_sums(counts: Matrix, names: list[Name], first: NDArray[np.int64]) -> Iterator[Sum]:
    """The sums between series of which none is another's equal, short ones first, that do not follow from others.

    That numerator and complement are the denominator is known to whoever protects the table.
    """
    kept = np.flatnonzero(first == np.arange(len(names)))
    place = {name: int(first[at]) for at, name in enumerate(names)}
    equations: list[Matrix] = []
    whole = [name for name in names if name[1] == "denominator" and (name[0], "complement") in place]
    known = [(place[name], (place[name[0], "numerator"], place[name[0], "complement"])) for name in whole]
    for given, (total, parts) in [
        *((True, each) for each in known),
        *((False, each) for each in sorted(_sums(counts, kept), key=lambda each: (len(each[1]), each))),
    ]:
        equation = np.zeros(len(names))
        np.add.at(equation, [total, *parts], [1.0, *[-1.0] * len(parts)])
        if np.linalg.matrix_rank(np.array([*equations, equation])) > len(equations):
            equations.append(equation)
            if not given:
                yield total, parts


def _first_of_equals(counts: Matrix) -> NDArray[np.int64]:
    """For every series the first that is the same wherever both are known, in enough periods that count something."""
    first = np.arange(len(counts))
    for at in range(len(counts)):
        known = ~np.isnan(counts[:at]) & ~np.isnan(counts[at])
        differs = known & (counts[:at] != counts[at])
        telling = (known & (counts[at] > 0)).sum(axis=1) >= FEWEST
        same = np.flatnonzero(~differs.any(axis=1) & telling)
        if len(same):
            first[at] = first[same[0]]
    return first


def _sums(counts: Matrix, kept: NDArray[np.int64]) -> set[Sum]:
    """Every series of ``kept`` that is the sum of two or three others in all periods in which these are known."""
    known = np.asarray(~np.isnan(counts))
    weights = np.random.default_rng(0).integers(1, 2**20, size=counts.shape[1]).astype("float64")
    sums: set[Sum] = set()
    for pattern in np.unique(known[kept], axis=0):
        within = counts[:, pattern]
        telling = (within[kept] > 0).sum(axis=1) >= FEWEST
        group = kept[telling & known[kept][:, pattern].all(axis=1)]
        for total, parts in _adding_up(within[group] @ weights[pattern]):
            if np.array_equal(within[group[list(parts)]].sum(axis=0), within[group[total]]):
                sums.add((int(group[total]), tuple(sorted(int(group[part]) for part in parts))))
    return sums


def _adding_up(marks: Matrix) -> Iterator[Sum]:
    """Of numbers drawn so that sums do not meet by chance: which is the sum of which two or three others."""
    if len(marks) < FEWEST_SERIES:
        return
    one, other = np.triu_indices(len(marks), k=1)
    pairs = marks[one] + marks[other]
    order = np.argsort(pairs, kind="stable")
    singles = np.concatenate([[0.0], marks])
    for total, mark in enumerate(marks):
        rest = mark - singles
        at = np.minimum(np.searchsorted(pairs, rest, sorter=order), len(pairs) - 1)
        for hit in np.flatnonzero((pairs[order[at]] == rest) & (rest > 0)).tolist():
            third = () if hit == 0 else (hit - 1,)
            parts = {int(one[order[at[hit]]]), int(other[order[at[hit]]]), *third}
            if total not in parts and len(parts) == 2 + len(third):
                yield total, tuple(sorted(parts))


def _written(council: str, pairs: list[tuple[Name, list[Name]]]) -> pd.DataFrame:
    rows = []
    for number, (total, parts) in enumerate(pairs):
        name = f"{council}-{number:04}"
        rows.append((name, "total", council, *total))
        rows += [(name, "part", council, *part) for part in parts]
    return pd.DataFrame(rows, columns=list(NONE.columns))
