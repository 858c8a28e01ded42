"""The unknowns of the attacker's equations: the counts of people in every row, and the protection each one needs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.disclosure.rules import KEY, PEOPLE, DisclosureError, Rules

CELL = ["cell", "row", "quantity", "count", "small", *KEY, "period_start", "period_end", "shape"]


def counts_of_people(rows: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return one row per counted quantity of ``rows`` (whose index is 0..n-1), in a stable order.

    ``count`` is its true whole number and ``small`` whether it is hidden for its own sake. The
    complement of a proportion (denominator less numerator) counts too. Raises DisclosureError
    for counts which are negative, fractional or above their denominator.
    """
    amounts = {
        "numerator": rows["numerator"],
        "denominator": rows["denominator"],
        "complement": rows["denominator"] - rows["numerator"],
    }
    found = [_one_quantity(rows, name, amount) for name, amount in amounts.items()]
    cells = pd.concat(found, ignore_index=True)
    _refuse_impossible(cells)
    cells["count"] = cells["count"].round().astype("int64")
    cells["small"] = cells["count"].between(rules.smallest, rules.threshold)
    cells["cell"] = np.arange(len(cells))
    return cells[CELL]


def _one_quantity(rows: pd.DataFrame, quantity: str, amount: pd.Series) -> pd.DataFrame:
    """Return the cells of one quantity: rows of the kinds where it counts people, and where it is known."""
    kinds = [kind for kind, quantities in PEOPLE.items() if quantity in quantities]
    chosen = rows["kind"].isin(kinds) & amount.notna()
    found = rows.loc[chosen, [*KEY, "period_start", "period_end", "shape"]].copy()
    return found.assign(row=np.flatnonzero(chosen), quantity=quantity, count=amount[chosen].astype(float))


def _refuse_impossible(cells: pd.DataFrame) -> None:
    """Raise DisclosureError when a cell is not a count: the equations would protect nothing."""
    count = cells["count"]
    wrong = (count < 0) | ((count - count.round()).abs() > 1e-9)
    if wrong.any():
        named = sorted(set(cells.loc[wrong, "indicator_id"]))
        raise DisclosureError(
            f"{int(wrong.sum())} counts of {named} are negative, fractional or above their denominator; "
            "numerators and denominators of people must be whole numbers"
        )


def protection(cells: pd.DataFrame, rules: Rules) -> pd.Series:
    """Return how far apart an attacker's bounds of each cell must be once its row is suppressed.

    A small count: as wide as the symbol alone leaves it. Any other numerator: two whole numbers.
    Other denominators and complements: nothing (a denominator is often published elsewhere).
    """
    ordinary = (cells["quantity"] == "numerator").astype("int64")
    return ordinary.where(~cells["small"], rules.width)
