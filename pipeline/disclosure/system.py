"""Everything an attacker may subtract, as one sparse system of equations over counts of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from pipeline.disclosure.cells import counts_of_people, protection
from pipeline.disclosure.margins import NONE, breakdown_members, relation_members
from pipeline.disclosure.periods import event_members, state_members
from pipeline.disclosure.rules import Rules

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class System:
    """Cells (arrays by cell number) and equations (arrays by member): in each, signs times counts sum to nought.

    ``row`` is -1 for a cell that nobody publishes (what a total exceeds its parts by, part of a
    week). ``floor`` is the least an attacker may assume, ``need`` how far apart their bounds must be.
    """

    row: Whole
    count: Whole
    floor: Whole
    need: Whole
    small: Flags
    equation: Whole
    cell: Whole
    sign: Whole

    @property
    def equations(self) -> int:
        """How many equations there are."""
        return int(self.equation.max()) + 1 if len(self.equation) else 0


def build(rows: pd.DataFrame, relations: pd.DataFrame | None, rules: Rules) -> System:
    """Return the system of ``rows`` (checked, index 0..n-1): breakdowns, periods, relations, complements."""
    cells = counts_of_people(rows, rules)
    cells["need"] = protection(cells, rules)
    over_time, gaps = event_members(cells)
    cells = _with_gaps(cells, over_time, gaps)
    over_time = over_time[over_time["cell"].isin(cells["cell"])]
    exact = [over_time, state_members(cells[cells["row"] >= 0]), _complements(cells)]
    covering = [breakdown_members(cells[cells["row"] >= 0])]
    if relations is not None:
        covering.append(relation_members(cells[cells["row"] >= 0], relations))
    return _close(cells, _number(exact), _number(covering), rules)


def _with_gaps(cells: pd.DataFrame, members: pd.DataFrame, gaps: int) -> pd.DataFrame:
    """Return the cells with those of the gaps added, each with a count which fits the periods around it."""
    extra = pd.DataFrame({"cell": len(cells) + np.arange(gaps), "row": -1, "need": 0, "small": False, "count": 0})
    grown = pd.concat([cells, extra], ignore_index=True) if gaps else cells
    if gaps:
        count = grown["count"].to_numpy(copy=True)
        _fit_gaps(members, len(cells), count)
        grown["count"] = count
    return grown


def _fit_gaps(members: pd.DataFrame, first_gap: int, count: Whole) -> None:
    """Fill ``count`` of the gaps with whole numbers that the equations allow, where there are any."""
    of_gaps = members[members["equation"].isin(members.loc[members["cell"] >= first_gap, "equation"])]
    known = of_gaps["cell"] < first_gap
    sums = (of_gaps["sign"] * count[of_gaps["cell"]]).where(known, 0).groupby(of_gaps["equation"]).sum()
    equation = sums.index.get_indexer(pd.Index(of_gaps["equation"]))[~known]
    gap = of_gaps["cell"].to_numpy()[~known] - first_gap
    size = (len(sums), len(count) - first_gap)
    matrix = csr_array((np.ones(len(gap)), (equation, gap)), shape=size)
    graph = csr_array((np.ones(len(gap)), (equation, gap + size[0])), shape=(sum(size), sum(size)))
    label = connected_components(graph, directed=False)[1]
    for one in np.unique(label[: size[0]]):
        lines, gaps = np.flatnonzero(label[: size[0]] == one), np.flatnonzero(label[size[0] :] == one)
        wanted = sums.to_numpy()[lines]
        block = LinearConstraint(matrix[lines][:, gaps], wanted, wanted)
        solved = milp(np.zeros(len(gaps)), constraints=block, integrality=1, bounds=Bounds(0, np.inf))
        if solved.x is not None:
            count[first_gap + gaps] = np.rint(solved.x).astype("int64")


def _complements(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the members of denominator = numerator + complement, for every proportion."""
    both = cells[cells["row"].isin(cells.loc[cells["quantity"] == "complement", "row"]) & (cells["row"] >= 0)]
    sign = np.where(both["quantity"] == "denominator", 1, -1)
    return pd.DataFrame({"equation": both["row"].to_numpy(), "cell": both["cell"].to_numpy(), "sign": sign})


def _number(members: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the members of several lists with their equations numbered through."""
    found, first = [NONE], 0
    for one in members:
        equation, _ = pd.factorize(one["equation"])
        found.append(one.assign(equation=equation + first))
        first += int(equation.max()) + 1 if len(one) else 0
    return pd.concat(found, ignore_index=True)


def _close(cells: pd.DataFrame, exact: pd.DataFrame, covering: pd.DataFrame, rules: Rules) -> System:
    """Return the system in which every equation holds of the true counts.

    A total above its parts gets a remainder, which subtraction publishes and so is protected as a
    count. Parts above their total (a child may have several concerns) are each no more than it.
    Periods that do not add up (the same child in two of them) are no equation at all.
    """
    count = cells["count"].to_numpy()
    over = _excess(covering, count) < 0
    below = _each_below_total(covering[over])
    exact, below = exact[_excess(exact, count) == 0], below[_excess(below, count) >= 0]
    members = _number([exact, covering[~over], below])
    excess = _excess(members, count)
    left = members.assign(excess=excess, bound=np.arange(len(members)) >= len(members) - len(below))
    left = left[left["excess"] > 0].drop_duplicates("equation")
    small = left["excess"].between(rules.smallest, rules.threshold) & ~left["bound"]
    remainder = pd.DataFrame({"cell": len(cells) + np.arange(len(left)), "row": -1, "count": left["excess"].to_numpy()})
    remainder = remainder.assign(small=False, need=np.where(small, rules.width, 0))
    closing = pd.DataFrame({"equation": left["equation"].to_numpy(), "cell": remainder["cell"], "sign": -1})
    columns = ["cell", "row", "count", "small", "need"]
    return _arrays(pd.concat([cells[columns], remainder[columns]]), pd.concat([members, closing]), rules)


def _excess(members: pd.DataFrame, count: Whole) -> pd.Series:
    """Return, beside every member, what its equation's total exceeds the parts by."""
    signed = members["sign"] * count[members["cell"].to_numpy()]
    excess: pd.Series = signed.groupby(members["equation"]).transform("sum")
    return excess


def _each_below_total(members: pd.DataFrame) -> pd.DataFrame:
    """Return the members of one equation per part: the total is the part and a remainder."""
    parts = members[members["sign"] < 0]
    totals = members[members["sign"] > 0].set_index("equation")["cell"]
    part = pd.DataFrame({"equation": np.arange(len(parts)), "cell": parts["cell"].to_numpy(), "sign": -1})
    total = part.assign(cell=totals.loc[parts["equation"]].to_numpy(), sign=1)
    return pd.concat([part, total]).sort_values("equation", kind="stable", ignore_index=True)


def _arrays(cells: pd.DataFrame, members: pd.DataFrame, rules: Rules) -> System:
    """Return the system as arrays, equations together; an attacker knows that no suppressed count is a zero."""
    members = members.sort_values(["equation", "cell"], kind="stable")
    count, row = cells["count"].to_numpy(dtype="int64"), cells["row"].to_numpy(dtype="int64")
    return System(
        row=row,
        count=count,
        floor=np.where(row >= 0, np.minimum(count, rules.smallest), 0),
        need=cells["need"].to_numpy(dtype="int64"),
        small=cells["small"].to_numpy(dtype="bool"),
        equation=members["equation"].to_numpy(dtype="int64"),
        cell=members["cell"].to_numpy(dtype="int64"),
        sign=members["sign"].to_numpy(dtype="int64"),
    )
