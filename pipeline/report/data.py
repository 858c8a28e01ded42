"""Reads what the report shows from the kpi.duckdb of a release, into plain rows; it writes and computes nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from pipeline.report import edition

Key = TypeVar("Key")

Row = dict[str, Any]
"""One row of a query: column to value, nothing where the release has none."""

QUERIES = Path(__file__).with_name("queries.sql")


@dataclass(frozen=True)
class Figure:
    """One indicator of one council, with all that the release says about it."""

    council: Row
    indicator: Row
    series: list[Row]
    parts: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)
    comparators: list[Row] = field(default_factory=list)
    change: Row | None = None
    funnel: list[Row] = field(default_factory=list)
    confidence: Row | None = None
    findings: dict[str, int] = field(default_factory=dict)
    """Open data-quality findings by severity, in any extract that the indicator needs."""

    @property
    def key(self) -> str:
        """The indicator's identifier, also its anchor in the page."""
        return str(self.indicator["indicator_id"])

    @property
    def band(self) -> tuple[str, str, str]:
        """Indicator, breakdown and category of the series: a part of the whole where a plan asks for one."""
        return self.key, self.series[0]["breakdown"], self.series[0]["category"]

    @property
    def settled(self) -> Row:
        """The newest period that had ended on the day the extracts describe; the oldest row where none had."""
        ended = [row for row in self.series if row["period_end"] <= row["as_at_date"]]
        return ended[-1] if ended else self.series[0]

    @property
    def newest_targets(self) -> list[Row]:
        """The targets as judged in the settled period."""
        return [row for row in self.targets if row["period_id"] == self.settled["period_id"]]


@dataclass(frozen=True)
class Plans:
    """The councils' plans: frameworks, measures in the plan's order, what outcomes are judged by, actions by spell, and
    statuses by month."""

    frameworks: list[Row]
    measures: list[Row]
    evidence: list[Row]
    actions: list[Row]
    statuses: list[Row]


@dataclass(frozen=True)
class Release:
    """Everything the report shows: councils in order of name, and per council its figures and tables.

    ``bands``: the parts of indicators that a measure of a plan asks for, each as a figure with its series alone.
    ``notes``: what is suppressed and left out; none of the internal edition, which holds everything.
    ``held``: the tables of this edition; ``names``: what each indicator is called.
    """

    notes: list[str]
    held: frozenset[str]
    names: dict[str, str]

    councils: list[Row]
    figures: dict[str, list[Figure]]
    bands: dict[str, list[Figure]]
    plans: Plans
    revisions: dict[str, list[Row]]
    frozen: dict[str, list[Row]]
    quality: dict[str, list[Row]]

    def holds(self, table: str) -> bool:
        """Whether this edition has ``table``: what rests on one that was left out is not shown."""
        return table in self.held


def read(database: Path) -> Release:
    """The content of the release in ``database``; raises duckdb.Error where it is none of this project."""
    with edition.opened(database) as (connection, held):
        rows = {name: _rows(connection, query) for name, query in _queries().items()}
    by_council = {name: _grouped(rows[name], _council) for name in ("revisions", "frozen", "quality")}
    plans = Plans(*(rows[name] for name in ("frameworks", "measures", "evidence", "actions", "statuses")))
    return Release(
        notes=[row["note"] for row in rows["notes"]],
        held=held,
        names={row["indicator_id"]: row["name"] for row in rows["indicators"]},
        councils=rows["councils"],
        figures=_figures(rows),
        bands=_bands(rows),
        plans=plans,
        **by_council,
    )


def _queries() -> dict[str, str]:
    """The statements of queries.sql by name."""
    pieces = re.split(r"^-- name: (\w+)\n", QUERIES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _indicators(rows: dict[str, list[Row]]) -> dict[tuple[str, str], Row]:
    return {(row["indicator_id"], row["nation"]): row for row in rows["indicators"]}


def _bands(rows: dict[str, list[Row]]) -> dict[str, list[Figure]]:
    """Per council the parts of indicators that its plans ask for."""
    indicators, councils = _indicators(rows), {row["council_id"]: row for row in rows["councils"]}
    series = _grouped(rows["bands"], lambda row: (*_pair(row), row["breakdown"], row["category"]))
    found: dict[str, list[Figure]] = {}
    for (council, indicator, *_), months in series.items():
        about = indicators.get((indicator, councils[council]["nation"])) if council in councils else None
        if about is not None:
            found.setdefault(council, []).append(Figure(councils[council], about, months))
    return found


def _figures(rows: dict[str, list[Row]]) -> dict[str, list[Figure]]:
    """Per council its figures, in order of indicator."""
    indicators = _indicators(rows)
    funnels = _grouped(rows["funnels"], lambda row: (row["council_id"], row["indicator_id"]))
    of = {
        name: _grouped(rows[name], _pair)
        for name in ("series", "parts", "targets", "comparators", "changes", "confidences")
    }
    councils = {row["council_id"]: row for row in rows["councils"]}
    found: dict[str, list[Figure]] = {council: [] for council in councils}
    for pair, series in of["series"].items():
        council, indicator = councils[pair[0]], indicators.get((pair[1], councils[pair[0]]["nation"]))
        if indicator is None:
            continue
        funnel = funnels.get(pair, [])
        found[pair[0]].append(_figure(council, indicator, pair, series, of, rows["quality"], funnel))
    return found


def _figure(
    council: Row, indicator: Row, pair: tuple[str, str], series: list[Row],
    of: dict[str, dict[tuple[str, str], list[Row]]], quality: list[Row], funnel: list[Row],
) -> Figure:  # fmt: skip
    bare = Figure(council, indicator, series)
    settled = bare.settled["period_id"]
    return Figure(
        council,
        indicator,
        series,
        parts=of["parts"].get(pair, []),
        targets=of["targets"].get(pair, []),
        comparators=of["comparators"].get(pair, []),
        change=next((row for row in of["changes"].get(pair, []) if row["period_id"] == settled), None),
        confidence=next((row for row in of["confidences"].get(pair, []) if row["period_id"] == settled), None),
        funnel=funnel,
        findings=_touching(quality, council, indicator),
    )


def _touching(quality: list[Row], council: Row, indicator: Row) -> dict[str, int]:
    """Findings by severity in the extracts that the indicator needs."""
    extracts = set((indicator["extracts"] or "").split(";"))
    counts: dict[str, int] = defaultdict(int)
    for row in quality:
        if row["council_id"] == council["council_id"] and row["extract"] in extracts:
            counts[row["severity"]] += int(row["findings"])
    return dict(counts)


def _council(row: Row) -> str:
    return str(row["council_id"])


def _pair(row: Row) -> tuple[str, str]:
    return row["council_id"], row["indicator_id"]


def _grouped(rows: list[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """The rows by key, keys in order of appearance."""
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
