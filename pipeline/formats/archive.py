"""``csv.zip``: every table as CSV that Excel opens rightly and in which no text can act as a formula.

One archive and not a folder: the largest table alone is tens of megabytes as text, and two weeks of releases are kept.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path

import duckdb

ARCHIVE = "csv.zip"
BOM = b"\xef\xbb\xbf"
"""Tells Excel that the file is UTF-8; without it £ and é come out wrong."""
ACTIVE = r"^[=+\-@\t\r\n]"
"""How text begins that a spreadsheet would run; an apostrophe before it makes it text again."""
PACKED = 4
"""Level of compression: twice as fast as the default, a tenth larger."""


def write(database: Path, folder: Path) -> Path:
    """Write the tables of ``database`` into the archive, one CSV file each; returns its path."""
    target = folder / ARCHIVE
    with (
        duckdb.connect(str(database), read_only=True) as connection,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=PACKED) as archive,
        tempfile.TemporaryDirectory(dir=folder, prefix=".csv-") as scratch,
    ):
        for name in table_names(connection):
            text = Path(scratch) / f"{name}.csv"
            connection.execute(f"copy ({_neutral(connection, name)}) to '{text}' (format csv, header)")
            # The time inside an archive would make two archives of one release differ.
            with archive.open(_entry(text.name), "w") as packed, text.open("rb") as plain:
                packed.write(BOM)
                shutil.copyfileobj(plain, packed, 1 << 20)
            text.unlink()
    return target


def table_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of a release, in order."""
    return [name for (name,) in connection.execute("select table_name from duckdb_tables() order by all").fetchall()]


def _neutral(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """A query for the rows of a table in which no text begins as a formula does."""
    columns = connection.execute(f'describe "{table}"').fetchall()
    return "select " + ", ".join(_cell(name, kind) for name, kind, *_ in columns) + f' from "{table}"'


def _cell(name: str, kind: str) -> str:
    if kind != "VARCHAR":
        return f'"{name}"'
    return f"""case when regexp_matches("{name}", '{ACTIVE}') then '''' || "{name}" else "{name}" end as "{name}\""""


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
