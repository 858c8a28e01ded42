"""The tables of a release: ordered, described, in DuckDB and Parquet, each with a fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from pipeline.fingerprints import fingerprints
from pipeline.releases import Release

STORAGE_VERSION = "v1.0.0"
"""Opens in every DuckDB client from 1.0 to 2.x; the newer default opens in no older one."""

Words = Mapping[str, tuple[str, dict[str, str]]]
"""Table -> its description and the description of each column."""


def write(
    connection: duckdb.DuckDBPyConnection, release: Release, queries: Mapping[str, str], described: Words
) -> dict[str, dict[str, Any]]:
    """Write what each query yields as a table of ``release``, which has none yet; returns their fingerprints.

    ``connection`` sees what the queries read; it ends with nothing of the release attached.
    """
    release.parquet.mkdir(parents=True)
    connection.execute(f"attach {text(release.database)} as kpi (storage_version '{STORAGE_VERSION}')")
    for name, query in queries.items():
        connection.execute(f'create table kpi."{name}" as select * from ({query}) order by all')
        target = text(release.parquet / f"{name}.parquet")
        connection.execute(f'copy kpi."{name}" to {target} (format parquet, compression zstd)')
    _describe(connection, queries, described)
    tables = dict(zip(queries, fingerprints(connection, [f'kpi."{name}"' for name in queries]), strict=True))
    connection.execute("checkpoint kpi")
    connection.execute("detach kpi")
    return tables


def text(value: Path | str) -> str:
    """An SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"


def _describe(connection: duckdb.DuckDBPyConnection, names: Mapping[str, str], described: Words) -> None:
    """Put the project's descriptions on the tables and columns of the release."""
    for name in names:
        description, columns = described.get(name, ("", {}))
        connection.execute(f'comment on table kpi."{name}" is {text(description)}')
        for column, words in columns.items():
            connection.execute(f'comment on column kpi."{name}"."{column}" is {text(words)}')
