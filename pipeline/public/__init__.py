"""The public edition: a folder of its own in the release, in which few people are never counted.

Every table goes through one treatment of the seed ``public_table``; what is not named there is left out. The figures
go through ``pipeline.disclosure``; whatever rests on a figure falls with it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline import copies, formats
from pipeline.fingerprints import file_sha256
from pipeline.home import SEEDS
from pipeline.public import control, notes
from pipeline.releases import Release
from pipeline.report.edition import NOTES

FOLDER = "public"
FORMATS = ("report", "workbook", "archive", "package", "dictionary")
QUERIES = Path(__file__).with_name("tables.sql")
WITH_SYMBOL = ("figures", "judged", "measure")
"""Treatments after which a table says with a symbol why a value is missing."""
HIDDEN = {
    "judged": "(s.symbol is not distinct from 'c' or m.calculation is not null)",
    "measure": "(s.period_id is null or s.symbol is not distinct from 'c' or m.calculation is not null)",
}
"""When a row's figure falls: it is suppressed, not published, or made of two figures of which one may be.

Never unknown: a figure that is shown has no symbol, and what is equal to nothing hides nothing."""


def write(database: Path, folder: Path, earlier: Path | None = None) -> Path:
    """Write the public edition of the release in ``database`` and return its folder; ``earlier``: once public."""
    edition = Release(folder / FOLDER)
    edition.folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"attach {copies.text(database)} as src (read_only)")
        connection.execute("use src")
        made = control.protected(connection, earlier)
        told = notes.of(made)
        tables = _tables(connection, edition, made, told)
    formats.side_by_side(edition.folder, FORMATS)
    _write_manifest(edition, tables, made, told)
    return edition.folder


def _tables(
    connection: duckdb.DuckDBPyConnection, edition: Release, made: control.Public, told: pd.DataFrame
) -> dict[str, dict[str, Any]]:
    treated = pd.read_csv(SEEDS / "public_table.csv", keep_default_na=False).set_index("table_name")
    present = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    published = treated[(treated["treatment"] != "left_out") & treated.index.isin(present)]
    has_symbol = published["treatment"].isin(WITH_SYMBOL).to_numpy()
    names = pd.DataFrame({"table_name": [*published.index, NOTES], "has_symbol": [*has_symbol, False]})
    for name, frame in {
        "figures": made.figures, "notes": told, "published": names, "note_columns": notes.columns(NOTES)
    }.items():  # fmt: skip
        connection.register(name, frame)
    connection.execute("use memory")
    connection.execute(_part("prepare"))
    queries = {str(name): _query(connection, str(name), row) for name, row in published.iterrows()}
    return copies.write(connection, edition, {**queries, NOTES: _part("notes")}, _words(connection))


def _query(connection: duckdb.DuckDBPyConnection, table: str, row: pd.Series) -> str:
    """The query of one table: its treatment with the columns that fall filled in."""
    hidden, kept = HIDDEN.get(row["treatment"], "false"), set(row["kept"].split(";"))
    columns = [column[:2] for column in connection.execute(f'describe src."{table}"').fetchall()]
    filled = ", ".join(_column(name, hidden, name in kept) for name, _ in columns)
    typed = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in columns)
    return _part(row["treatment"]).format(table=table, columns=filled, typed=typed, hidden=hidden)


def _column(name: str, hidden: str, stays: bool) -> str:
    if stays:
        return f't."{name}"'
    if name == "assurance":  # it is read off the chart
        return f"case when {hidden} or p.period_id is null then 'not_judged' else t.assurance end as assurance"
    return f'case when not {hidden} then t."{name}" end as "{name}"'


def _part(name: str) -> str:
    parts = re.split(r"^-- name: (\w+)$", QUERIES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))[name].strip().rstrip(";")


def _words(connection: duckdb.DuckDBPyConnection) -> copies.Words:
    """The descriptions that the internal release carries, and those of the notes."""
    tables = connection.execute(
        "select table_name, comment from duckdb_tables() where database_name = 'src'"
    ).fetchall()
    columns = connection.execute(
        "select table_name, column_name, comment from duckdb_columns() where database_name = 'src'"
    ).fetchall()
    said = notes.columns(NOTES)
    words = {
        table: (comment or "", {column: about for of, column, about in columns if of == table and about})
        for table, comment in tables
    }
    return {**words, NOTES: (notes.GRAIN, dict(zip(said["column_name"], said["description"], strict=True)))}


def _write_manifest(
    edition: Release, tables: dict[str, dict[str, Any]], made: control.Public, told: pd.DataFrame
) -> None:
    """The edition's own manifest, so that the folder can be put on a web server as it is."""
    files = sorted(path for path in edition.folder.rglob("*") if path.is_file())
    content = {
        "edition": "public",
        "largest_suppressed": control.rules().threshold,
        "suppressed": made.counts,
        "left_out": made.left_out,
        "notes": told["note"].tolist(),
        "tables": tables,
        "files": {path.relative_to(edition.folder).as_posix(): file_sha256(path) for path in files},
    }
    text = json.dumps(content, indent=2) + "\n"
    (edition.folder / "manifest.json").write_text(text, encoding="utf-8")
