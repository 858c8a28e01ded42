"""``datapackage.json``: what every table and column is, for programs that read Frictionless data packages.

Everything in it comes from the release's own ``data_dictionary``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from pipeline.formats.archive import ARCHIVE, table_names

PACKAGE = "datapackage.json"
TYPES = {
    "BOOLEAN": "boolean", "DATE": "date", "DOUBLE": "number", "INTEGER": "integer", "BIGINT": "integer",
    "VARCHAR": "string", "TIMESTAMP": "datetime",
}  # fmt: skip
"""DuckDB's type -> Frictionless'."""


def write(database: Path, folder: Path) -> Path:
    """Describe the tables of ``database`` as they are in its CSV archive; returns the path of the file."""
    with duckdb.connect(str(database), read_only=True) as connection:
        names = table_names(connection)
        content = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "childrens-services-kpi",
            "title": "Key performance indicators of children's services",
            "description": "One resource per table. The same tables are in kpi.duckdb and in parquet/.",
            "resources": [_resource(connection, name, set(names)) for name in names],
        }
    target = folder / PACKAGE
    target.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    return target


def _resource(connection: duckdb.DuckDBPyConnection, table: str, published: set[str]) -> dict[str, Any]:
    said = _dictionary(connection, table)
    fields = [_field(name, kind, said.get(name, {})) for name, kind in _columns(connection, table)]
    keys = _filled(connection, table, [name for name, words in said.items() if words["is_key"]])
    links = [
        {"fields": [name], "reference": {"resource": words["refers_to"], "fields": [name]}}
        for name, words in said.items()
        if words["refers_to"] in published
    ]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": keys, "foreignKeys": links}
    return {
        "name": table,
        "description": next((words["table_description"] for words in said.values()), ""),
        "path": ARCHIVE,
        "compression": "zip",
        "innerpath": f"{table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {part: content for part, content in schema.items() if content},
    }


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, *_ in connection.execute(f'describe "{table}"').fetchall()]


def _filled(connection: duckdb.DuckDBPyConnection, table: str, keys: list[str]) -> list[str]:
    """The key of a table; none where a part of it is empty in some row, which no primary key may be."""
    empty = " or ".join(f'"{name}" is null' for name in keys) or "true"
    return [] if connection.execute(f'select 1 from "{table}" where {empty} limit 1').fetchall() else keys


def _dictionary(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, dict[str, Any]]:
    """Column -> what the data dictionary says of it, in the order of the table."""
    cursor = connection.execute("select * from data_dictionary where table_name = ? order by position", [table])
    heads = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]
    return {row["column_name"]: row for row in rows}


def _field(name: str, kind: str, words: dict[str, Any]) -> dict[str, Any]:
    field = {
        "name": name, "type": TYPES.get(kind, "any"), "description": words.get("description"), "unit": words.get("unit")
    }  # fmt: skip
    return {part: content for part, content in field.items() if content}
