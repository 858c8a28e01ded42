"""Opens any edition of a release as the whole of it: a table that the edition leaves out stands there empty.

So the report has one set of queries. What rests on a table that was left out is left out too: see ``Release.holds``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.copies import text
from pipeline.home import SEEDS
from pipeline.wide import contract

NOTES = "edition_note"
SYMBOL = {"symbol": "varchar"}
OWN = {
    NOTES: {"position": "integer", "note": "varchar"},
    "fct_indicator_observation": SYMBOL,
    "fct_target": SYMBOL,
    "fct_measure": SYMBOL,
}
"""Tables and columns that only an edition with suppressed figures has."""


@contextmanager
def opened(database: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, frozenset[str]]]:
    """A connection in which every table that some edition has can be read, and the tables that this one holds.

    A table that no edition leaves out has no stand-in: without it, ``database`` is no release and its query fails.
    """
    with duckdb.connect() as connection:
        connection.execute(f"attach {text(database)} as release (read_only)")
        held = _columns(connection)
        for table, columns in held.items():
            connection.execute(
                _view(table, {name: kind for name, kind in OWN.get(table, {}).items() if name not in columns})
            )
        for table, wanted in _dispensable().items():
            if table not in held:
                listed = ", ".join(f'"{name}" {kind}' for name, kind in wanted.items())
                connection.execute(f'create table "{table}" ({listed})')
        yield connection, frozenset(held)


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The tables of the release with their columns."""
    rows = connection.execute("select table_name, column_name from duckdb_columns() where database_name = 'release'")
    found: dict[str, set[str]] = {}
    for table, column in rows.fetchall():
        found.setdefault(table, set()).add(column)
    return found


def _view(table: str, missing: dict[str, str]) -> str:
    added = "".join(f', cast(null as {kind}) as "{name}"' for name, kind in missing.items())
    return f'create view "{table}" as select *{added} from release."{table}"'


def _dispensable() -> dict[str, dict[str, str]]:
    """The tables that some edition does without, with the columns they have where they are."""
    with (SEEDS / "public_table.csv").open(encoding="utf-8", newline="") as rows:
        left_out = {row["table_name"] for row in csv.DictReader(rows) if row["treatment"] == "left_out"}
    promised = contract()
    return {NOTES: OWN[NOTES], **{name: promised[name] for name in promised if name in left_out}}
