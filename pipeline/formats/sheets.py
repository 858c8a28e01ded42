"""What the sheets of the workbook hold: the latest figures of every council, years, measures, definitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import gptables
import pandas as pd

from pipeline.report.words import STATUSES, SUBJECTS, TARGETS

TITLE = "Children's services: key performance indicators"
QUERIES = Path(__file__).with_name("sheets.sql")
ROWS_ABOVE = 3
"""Title, purpose and instructions stand above the headings."""
SYMBOLS = {"not_applicable": "[z]", "not_available": "[x]", "insufficient_history": "[x]"}
"""Status of a figure without a value -> what stands in its cell, as government tables have it."""
JUDGED = TARGETS | {"no_target": "No target"}
NOTES = {
    "value": "[x] means not available, [z] not applicable, [c] suppressed because few people are counted, "
    "[k] more than zero but rounded to zero. 0 is a figure: it was counted and there was none.",
    "status": "Settled: the period is over and all extracts cover it. Provisional: it can still change. "
    "Stale: an extract that it needs is older than the others. "
    "Not available or not enough history: it could not be counted; it is not zero.",
    "target": "The target that the council's own plan sets for this period, in the unit of the value. Met, close to or "
    "not met is judged on the value alone; with small counts it may be chance: see the control charts in the report.",
    "interval": "With 95 per cent confidence the underlying level lies between these; two figures whose intervals "
    "overlap may differ by chance. Counts and means have none.",
    "caveat": "What to know before comparing with other councils or years.",
}
"""Note -> its words."""


@dataclass(frozen=True)
class Sheet:
    """One worksheet: a table with what stands above it, which columns have notes, and how wide they are."""

    label: str
    name: str
    title: str
    purpose: str
    frame: pd.DataFrame
    widths: Sequence[int]
    notes: dict[str, str] = field(default_factory=dict)
    frozen: int = 2


def made(connection: duckdb.DuckDBPyConnection) -> list[Sheet]:
    """The sheets, councils first, each with at least one row."""
    latest = _worded(_frame(connection, "latest"))
    found = [_council(str(name), latest[latest["Council"] == name]) for name in latest["Council"].unique()]
    found += [
        Sheet(
            "Years", "years", "Figures of financial years, all councils",
            "One row for each council, indicator and financial year that is over.",
            _worded(_frame(connection, "years")), (20, 24, 44, 14, 12, 12, 12, 12, 12, 30, 16),
            {"Value": "value", "Lower": "interval", "Upper": "interval", "Status": "status"},
        ),
        Sheet(
            "Measures", "measures", "Measures of the councils' plans",
            "One row for each measure that a plan asks for, with its newest figure, or why there is none.",
            _worded(_frame(connection, "measures")), (20, 34, 30, 10, 50, 12, 20, 16, 12, 18, 50, 12, 16, 24),
            {"Value": "value", "Target": "target"},
        ),
        Sheet(
            "Definitions", "definitions", "What every indicator counts",
            "One row for each indicator and nation: what is counted, divided by and left out, and who says so.",
            _worded(_frame(connection, "definitions")), (24, 44, 12, 60, 44, 44, 24, 14, 10, 40, 60, 30, 28),
            {"Caveat": "caveat"},
        ),
    ]  # fmt: skip
    return [sheet for sheet in found if len(sheet.frame)]


def _council(name: str, rows: pd.DataFrame) -> Sheet:
    label = re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip()
    return Sheet(
        label, f"latest_{re.sub(r'[^a-z0-9]+', '_', name.lower())}", f"{name}: latest figures",
        "One row for each indicator and kind of period: the newest month (or other short period) that is over, and the "
        "newest year. Definition and caveat stand in the same row.",
        rows.drop(columns="Council").reset_index(drop=True),
        (24, 44, 14, 24, 22, 16, 12, 20, 12, 60, 44, 60, 28),
        {"Value": "value", "Status": "status", "Target": "target", "Caveat": "caveat"},
    )  # fmt: skip


def cover(connection: duckdb.DuckDBPyConnection) -> gptables.Cover:
    """The cover: what this is, how current, how to find a figure."""
    councils = [f"{row[0]}: as at {row[1]:%-d %B %Y}" for row in _rows(connection, "councils")]
    return gptables.Cover(
        title=TITLE,
        intro=[
            "To find a figure: open the sheet that is called like the council and look for the indicator "
            "(Ctrl+F). Its row has value, unit, period, target, definition and caveat.",
            "To filter or sort: click into the table, then Data, Filter.",
            "Every sheet holds one table with one row of headings. No cell holds a formula.",
        ],
        about=["The figures describe the councils' extracts as they were on these days:", *councils],
        contact=["The council's children's services performance team; the role that answers for an indicator is in "
                 "the column Answers for it."],
    )  # fmt: skip


def notes() -> pd.DataFrame:
    """The notes, in the form that gptables numbers."""
    return pd.DataFrame({"Note reference": list(NOTES), "Note text": list(NOTES.values())})


def _worded(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with statuses and subjects in words, headings as people read them, and no cell left empty."""
    said = frame.copy()
    if "status" in said:
        missing = said["status"].map(SYMBOLS).fillna("[x]")
        symbol = said.pop("symbol").map(lambda letter: f"[{letter}]", na_action="ignore").fillna(missing)
        empty = said["value"].isna()
        for column in said.columns.intersection(["value", "numerator", "denominator"]):
            said[column] = said[column].astype("object").mask(empty, symbol)
        said["status"] = said["status"].map({name: words for name, (words, _) in STATUSES.items()}).fillna("No figure")
    if "subject" in said:
        said["subject"] = said["subject"].map(lambda name: SUBJECTS.get(name, str(name).replace("_", " ").capitalize()))
    if "against_target" in said:
        said["against_target"] = said["against_target"].map(JUDGED).fillna("No target")
    said = said.astype("object").where(said.notna(), "[z]")
    return said.rename(columns=lambda name: str(name).replace("_", " ").capitalize())


def _frame(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    return connection.execute(_query(connection, name)).df()


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return connection.execute(_query(connection, name)).fetchall()


def _query(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """A query of ``sheets.sql``; the internal edition suppresses nothing and so has no symbols."""
    parts = re.split(r"^-- name: (\w+)$", QUERIES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    sql = dict(zip(parts[::2], parts[1::2], strict=True))[name]
    found = connection.execute("select table_name from duckdb_columns() where column_name = 'symbol'").fetchall()
    has_symbol = ("fct_indicator_observation",) in found
    return sql if has_symbol else sql.replace("o.symbol", "cast(null as varchar) as symbol")
