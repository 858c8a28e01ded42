"""The figures of the public edition: council by council through disclosure control, side by side."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.disclosure import Rules, suppress
from pipeline.public import relations, scope

ROUNDS = 5
"""Times that indicators which cannot be protected are left out and the rest is tried; then the council is left out."""


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
    exempt = within.exempt.assign(symbol=None)
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
    """One council's figures; indicators that still give something away are left out until nothing does."""
    gone: set[str] = set()
    for _ in range(ROUNDS):
        kept = rows[~rows["indicator_id"].isin(gone)].reset_index(drop=True)
        done = suppress(kept, indicators, relations.of(kept, indicators, rules()), before, rules())
        if not done.exposed_indicators:
            counts = {"small": done.small, "earlier": done.earlier, "secondary": done.secondary}
            return Public(done.observations, counts, {"cannot be protected": sorted(gone)})
        gone |= set(done.exposed_indicators)
    nothing = rows.iloc[:0].assign(symbol=pd.Series(dtype="str"))
    return Public(nothing, left_out={"cannot be protected": sorted(set(rows["indicator_id"]))})


def _together(done: list[Public]) -> dict[str, list[str]]:
    names = {name for each in done for found in each.left_out.values() for name in found}
    return {"cannot be protected against what was published before or stands beside them": sorted(names)}
