"""From aggregate rows to rows that may be published: small counts out, then whatever would give them away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.disclosure.earlier import already_public, already_suppressed, vanished
from pipeline.disclosure.rules import DESCRIPTIVE, KEY, Rules, checked
from pipeline.disclosure.secondary import prices, suppress_more
from pipeline.disclosure.system import Flags, build


@dataclass(frozen=True)
class Protected:
    """The public table, and how many rows are suppressed: ``small`` themselves, ``earlier`` before, ``secondary``.

    ``exposed`` counts suppressed rows that what is published (now or by an earlier release) still
    gives away, with nothing left to suppress: publish only when it is 0. ``exposed_figures`` names
    indicator and period of those that this table would publish: without these the rest may tell nothing.
    """

    observations: pd.DataFrame
    small: int
    earlier: int
    secondary: int
    exposed: int
    exposed_figures: tuple[tuple[str, str], ...] = ()


def suppress(
    observations: pd.DataFrame,
    indicators: pd.DataFrame,
    relations: pd.DataFrame | None = None,
    previous: pd.DataFrame | None = None,
    rules: Rules | None = None,
) -> Protected:
    """Return ``observations`` with what must not be published blanked, and a column ``symbol``.

    ``observations``: one row per council (or area), indicator, period, breakdown and category, with
    period_start, period_end, numerator, denominator, value and any further measures.
    ``indicators``: indicator_id, kind, shape. ``relations``: see ``margins.relation_members``.
    ``previous``: what this returned for earlier releases, one row per key, the newest. Rows, their
    order and index are kept.
    Raises DisclosureError for tables that cannot be protected as they stand.
    """
    rules = rules or Rules()
    numbered = observations.assign(position=np.arange(len(observations)))
    current = checked(numbered, indicators)
    rows = pd.concat([current, vanished(current, previous, indicators)], ignore_index=True)
    ours = rows["position"].notna().to_numpy()
    known, earlier = ~ours | already_public(rows, previous), ours & already_suppressed(rows, previous)
    system = build(rows, relations, rules)
    small = ours & (np.bincount(system.row[system.small], minlength=len(rows)) > 0)
    hidden, given_away = suppress_more(system, small | earlier, known, prices(rows), rules)
    position = rows.loc[ours, "position"].astype("int64").to_numpy()
    in_order = np.zeros(len(observations), dtype="bool")
    in_order[position] = hidden[ours]
    exposed = given_away | (known & hidden)
    return Protected(
        observations=_published(observations, in_order),
        small=int(small.sum()),
        earlier=int((earlier & ~small).sum()),
        secondary=int((hidden & ~small & ~earlier).sum()),
        exposed=int(exposed.sum()),
        exposed_figures=tuple(sorted(set(zip(*(rows.loc[exposed & ours, name] for name in KEY[1:3]), strict=True)))),
    )


def _published(observations: pd.DataFrame, hidden: Flags) -> pd.DataFrame:
    """Return the observations with every measure of hidden rows blank, and the symbols in place of values."""
    public = observations.copy()
    for column in public.columns.difference(list(DESCRIPTIVE)):
        public[column] = _nullable(public[column]).mask(hidden)
    public["symbol"] = symbols(observations, hidden)
    return public


def _nullable(measure: pd.Series) -> pd.Series:
    """Return ``measure`` in a type that can be blank: whole numbers and flags have no missing value of their own."""
    blank = {"i": "Int64", "u": "UInt64", "b": "boolean"}.get(
        measure.dtype.kind if isinstance(measure.dtype, np.dtype) else ""
    )
    return measure if blank is None else measure.astype(pd.api.types.pandas_dtype(blank))


def symbols(observations: pd.DataFrame, hidden: Flags | bool) -> pd.Series:
    """Return the DfE's symbols: c confidential, z not applicable, x not available, k rounds to zero; else missing."""
    missing = observations["value"].isna()
    status = observations.get("status", pd.Series("", index=observations.index))
    nothing_to_divide = (observations["denominator"] == 0) | (status == "not_applicable")
    rounds_to_zero = (observations["value"] == 0) & (observations["numerator"] > 0)
    symbol = np.select([hidden, missing & nothing_to_divide, missing, rounds_to_zero], list("czxk"), default="")
    return pd.Series(symbol, index=observations.index, dtype="str").replace("", None)
