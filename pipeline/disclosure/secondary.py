"""Secondary suppression that proves itself: a row is suppressed because a second table that agrees moves it.

For a suppressed cell to be safe, another table of whole numbers must agree with all that is
published and differ in that cell. Each round asks a linear programme for a change of the true table
that balances every equation, moves the cells still unproved, and touches as few published cells as
it can, the cheapest first. Those it touches are suppressed, so the change is a proof for good:
later rounds only suppress more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack
from scipy.sparse.csgraph import connected_components

from pipeline.disclosure.rules import Rules
from pipeline.disclosure.system import Flags, System, Whole

Reals = NDArray[np.float64]

BATCH = 4000
"""Cells solved together: blocks of this size take about 50 ms, and smaller ones mostly overhead."""
ROUNDS = 40
"""Rounds of a batch. What moving a cell is worth doubles every second one, so the cheapest mends come first."""
NODES = 2000
"""Branch-and-bound limit of the last resort, in nodes and not seconds so that every run decides alike."""


@dataclass(frozen=True)
class Batch:
    """Blocks solved together: cell numbers, the equations between them, and which block each belongs to."""

    cells: Whole
    block: Whole
    matrix: csr_array
    block_of_equation: Whole

    def only(self, blocks: Whole) -> Batch:
        """Return the batch of ``blocks`` alone."""
        cells, lines = np.isin(self.block, blocks), np.isin(self.block_of_equation, blocks)
        matrix = self.matrix[np.flatnonzero(lines)][:, np.flatnonzero(cells)]
        return Batch(self.cells[cells], self.block[cells], matrix, self.block_of_equation[lines])


def prices(rows: pd.DataFrame) -> Reals:
    """Return what suppressing each row costs: large counts, wholes, long periods and noughts cost most."""
    size = rows["numerator"].where(rows["kind"] != "maximum", rows["denominator"]).fillna(0).to_numpy(dtype="float64")
    months = ((rows["period_end"] - rows["period_start"]).dt.days.to_numpy() / 30).clip(1)
    whole = (rows["breakdown"] == "all").to_numpy()
    price: Reals = 1 + np.log2(1 + size) / 2 + 6 * whole * np.sqrt(months) + 10 * (size == 0)
    return price


def suppress_more(system: System, hidden: Flags, known: Flags, price: Reals, rules: Rules) -> tuple[Flags, Flags]:
    """Return the rows to suppress so that no cell is narrower than it needs, and the rows that nothing could protect.

    ``known`` rows are in the open already (an earlier release): suppressing them helps nobody.
    """
    search = _Search(system, hidden, known, price, rules)
    for batch in _batches(system, search.pending(np.arange(len(system.row)))):
        search.protect(batch)
    return search.hidden, _rows_beside(system, search.pending(np.arange(len(system.row))), len(hidden))


def _batches(system: System, pending: Flags) -> Iterator[Batch]:
    """Yield the blocks that have something to protect, in a stable order, gathered to about ``BATCH`` cells."""
    size = (system.equations, len(system.row))
    graph = csr_array(
        (np.ones(len(system.cell)), (system.equation, system.cell + size[0])), shape=(sum(size), sum(size))
    )
    label = connected_components(graph, directed=False)[1]
    of_equation, of_cell = label[: size[0]], label[size[0] :]
    wanted, first = np.unique(of_cell[pending], return_index=True)
    wanted = wanted[np.argsort(first)]
    batch_of_label = np.full(label.max(initial=0) + 1, -1)
    batch_of_label[wanted] = np.cumsum(np.bincount(of_cell, minlength=len(batch_of_label))[wanted]) // BATCH
    matrix = csr_array((system.sign, (system.equation, system.cell)), shape=size)
    cells, lines = _grouped(batch_of_label[of_cell]), _grouped(batch_of_label[of_equation])
    for one in sorted(set(lines) - {-1}):
        yield Batch(cells[one], of_cell[cells[one]], matrix[lines[one]][:, cells[one]], of_equation[lines[one]])


def _grouped(label: Whole) -> dict[int, Whole]:
    """Return the positions of every label, ascending."""
    order = np.argsort(label, kind="stable")
    names, first = np.unique(label[order], return_index=True)
    return dict(zip(names.tolist(), np.split(order, first)[1:], strict=True))


def _rows_beside(system: System, exposed: Flags, rows: int) -> Flags:
    """Return the rows of exposed cells; for an unpublished remainder, the rows of its equation."""
    equations = np.unique(system.equation[(exposed & (system.row < 0))[system.cell]])
    cells = np.concatenate([np.flatnonzero(exposed), system.cell[np.isin(system.equation, equations)]])
    found = system.row[cells]
    beside = np.zeros(rows, dtype="bool")
    beside[found[found >= 0]] = True
    return beside


class _Search:
    """Which rows are suppressed, and how far the tables found so far move every cell down and up."""

    def __init__(self, system: System, hidden: Flags, known: Flags, price: Reals, rules: Rules) -> None:
        self.hidden = hidden.copy()
        self._known = known
        self._row = system.row
        self._need = system.need
        self._fall = system.count - system.floor
        self._price = price
        self._reach = 4 * rules.threshold
        self._in_equations = np.bincount(system.cell, minlength=len(system.row)) > 0
        self._least = np.zeros(len(system.row), dtype="int64")
        self._most = self._least.copy()

    def pending(self, cells: Whole) -> Flags:
        """Return which of ``cells`` an attacker does not know, but may still bound too closely."""
        wide = self._most[cells] - self._least[cells] >= self._need[cells]
        return self._unknown(cells) & ~wide & self._in_equations[cells]

    def _unknown(self, cells: Whole) -> Flags:
        """Return which of ``cells`` are unknown: those of suppressed rows, and those that nobody publishes."""
        row = self._row[cells]
        return np.where(row < 0, True, (self.hidden & ~self._known)[row])

    def protect(self, batch: Batch) -> None:
        """Prove every cell of the batch, suppressing more rows where that takes it; some may stay pending."""
        pushes = np.random.default_rng(0)  # the same pushes in every run: the same table, the same symbols
        for turn in range(ROUNDS):
            pending = self.pending(batch.cells)
            if not pending.any():
                return
            batch = batch.only(np.unique(batch.block[pending]))
            pending = self.pending(batch.cells)
            worth = min(2.0 ** (turn / 2), 4096.0)
            self._push(batch, worth * pending * pushes.choice([-1.0, 1.0], size=len(pending)))
        for cell in batch.cells[self.pending(batch.cells)]:
            alone = batch.only(batch.block[batch.cells == cell])
            for direction in (1.0, -1.0):
                if self.pending(np.array([cell])).any():
                    self._push(alone, 4096 * direction * (alone.cells == cell), whole=True)

    def _push(self, batch: Batch, worth: Reals, whole: bool = False) -> None:
        """Find the change of the table that is worth most less what it opens, suppress what it opens, remember it.

        A change which is not in whole numbers, or does not balance exactly, proves nothing and is dropped.
        """
        cells, row = batch.cells, self._row[batch.cells]
        unknown = self._unknown(cells)
        shown = np.flatnonzero(~unknown)
        up = np.where(worth != 0, self._need[cells], self._reach) * np.where(self._known[row] & (row >= 0), 0, 1)
        down = np.minimum(self._fall[cells], up)
        price = self._price[row[shown]]
        # A shown cell is two unknowns, its rise and its fall, because either way it costs.
        matrix = hstack([batch.matrix, -batch.matrix[:, shown]], format="csr")
        low = np.concatenate([np.where(unknown, -down, 0), np.zeros(len(shown))])
        high = np.concatenate([up, down[shown]])
        cost = np.concatenate([-worth, price])
        cost[shown] = price
        solved = milp(
            cost,
            constraints=LinearConstraint(matrix, 0, 0),
            bounds=Bounds(low, high),
            integrality=int(whole),
            options={"node_limit": NODES} if whole else {},
        )
        if solved.x is not None:
            change = solved.x[: len(cells)].copy()
            change[shown] -= solved.x[len(cells) :]
            self._remember(batch, change)

    def _remember(self, batch: Batch, change: Reals) -> None:
        """Keep a change if it is a whole-number table that agrees to the last child; suppress what it moves."""
        exact = np.rint(change).astype("int64")
        balanced = not (batch.matrix @ exact).any() and (exact >= -self._fall[batch.cells]).all()
        if not balanced or np.abs(change - exact).max() > 1e-3:
            return
        moved = self._row[batch.cells[exact != 0]]
        if self._known[moved[moved >= 0]].any():
            return
        self.hidden[moved[moved >= 0]] = True
        self._least[batch.cells] = np.minimum(self._least[batch.cells], exact)
        self._most[batch.cells] = np.maximum(self._most[batch.cells], exact)
