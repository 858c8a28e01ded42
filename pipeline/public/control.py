"""The figures of the public edition: council by council through disclosure control, side by side."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.disclosure import Rules, suppress, symbols
from pipeline.public import relations, scope

ROUNDS = 5
"""Times that periods which cannot be protected are left out and the rest is tried; then as often whole indicators."""
UNSAFE = "cannot be protected against what was published before or stands beside them"


@dataclass
class Public:
    """The figures with their symbols, how many are suppressed and why, and the indicators that were left out."""

    figures: pd.DataFrame
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("small", "earlier", "secondary"), 0))
    left_out: dict[str, list[str]] = field(default_factory=dict)


def rules() -> Rules:
    """The threshold in force: 4, or what ``KPI_LARGEST_SUPPRESSED`` says (the DfE's is 5)."""
    return Rules(threshold=int(os.environ.get("KPI_LARGEST_SUPPRESSED", Rules().threshold)))


def protected(connection: duckdb.DuckDBPyConnection, earlier: Path | None) -> Public:
    """The figures of a release as they may be published, ``earlier`` being what was published before."""
    within = scope.of(connection)
    indicators = connection.execute("select indicator_id, kind, shape from dim_indicator").df()
    before = _before(earlier)
    jobs = [
        (rows.reset_index(drop=True), indicators, None if before is None else before[before["council_id"] == council])
        for council, rows in within.figures.groupby("council_id", sort=True)
    ]
    # Fresh processes, not copies of this one: it has DuckDB's threads, which a copy would wait for.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        done = list(pool.map(_council, *zip(*jobs, strict=True))) if jobs else []
    exempt = within.exempt.assign(symbol=symbols(within.exempt, False))
    made = Public(pd.concat([*(each.figures for each in done), exempt], ignore_index=True))
    for each in done:
        made.counts = {name: count + each.counts[name] for name, count in made.counts.items()}
    made.left_out = {**within.left_out, **_together(done)}
    return made


def _before(earlier: Path | None) -> pd.DataFrame | None:
    """What was public before, without what counts no people; None where nothing was."""
    if earlier is None or not earlier.exists():
        return None
    known = pd.read_parquet(earlier)
    return known[~known["indicator_id"].isin(scope.exempt_indicators())]


def _council(rows: pd.DataFrame, indicators: pd.DataFrame, before: pd.DataFrame | None) -> Public:
    """One council's figures without those that still give something away: periods first, then whole indicators."""
    gone: set[tuple[str, str]] = set()
    for turn in range(2 * ROUNDS):
        figures = pd.Series(list(zip(rows["indicator_id"], rows["period_id"], strict=True)), index=rows.index)
        kept = rows[~figures.isin(gone)].reset_index(drop=True)
        done = suppress(kept, indicators, relations.of(kept, indicators, rules()), before, rules())
        if not done.exposed_figures:
            counts = {"small": done.small, "earlier": done.earlier, "secondary": done.secondary}
            return Public(done.observations, counts, _said(rows, gone))
        wholly = {name for name, _ in done.exposed_figures} if turn >= ROUNDS - 1 else set()
        gone |= {*done.exposed_figures, *(figure for figure in figures if figure[0] in wholly)}
    nothing = rows.iloc[:0].assign(symbol=pd.Series(dtype="str"))
    return Public(nothing, left_out={UNSAFE: ["every figure of a council"]})


def _said(rows: pd.DataFrame, gone: set[tuple[str, str]]) -> dict[str, list[str]]:
    """What was left out of one council's figures, in words."""
    council = str(rows["council_id"].iloc[0])
    periods = {name: sum(each == name for each, _ in gone) for name, _ in gone}
    return {UNSAFE: [f"{name} of {council} ({count} periods)" for name, count in sorted(periods.items())]}


def _together(done: list[Public]) -> dict[str, list[str]]:
    return {UNSAFE: [words for each in done for words in each.left_out.get(UNSAFE, [])]}
