"""Publish: every mart into a new, checked, never edited folder; the pointer moves last."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from typing import Any

import duckdb

from pipeline import copies, dbt, formats, gates, releases
from pipeline.fingerprints import file_sha256
from pipeline.home import PROJECT, Home
from pipeline.public import memory
from pipeline.releases import HALF_BUILT, Release

ENGINES = ("duckdb", "dbt-core", "dbt-duckdb", "pandas", "dagster", "childrens-services-kpi")
"""The packages whose version may matter to whoever compares two releases."""


class ReleaseError(RuntimeError):
    """The release could not be built or verified; the last one is still current."""


def publish(home: Home) -> Release:
    """Build, verify and shelve a release of the marts in ``home.build``, then point to it; returns it.

    Raises gates.GateError unless both gates passed on this very build, ReleaseError when the copy does not verify.
    """
    gates.require_passed(home)
    releases.sweep(home)
    identity = releases.new_id(home)
    private = Release(home.published / f"{HALF_BUILT}{identity}")
    private.folder.mkdir(parents=True)
    tables = _copy_marts(home, private)
    formats.write(private.folder, memory.recall(home))
    _write_manifest(home, private, identity, tables)
    _verify_elsewhere(private)
    release = _shelve(home, private, identity)
    releases.make_current(home, release)
    releases.sweep(home)
    return release


def _copy_marts(home: Home, private: Release) -> dict[str, dict[str, Any]]:
    """Copy every mart, ordered and described, to DuckDB and Parquet; returns the fingerprint of each."""
    with duckdb.connect() as connection:
        connection.execute(f"attach {copies.text(home.build)} as build (read_only)")
        queries = {name: f'select * from build.marts."{name}"' for name in _mart_names(connection)}
        return copies.write(connection, private, queries, dbt.mart_descriptions(home))


def _mart_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'build' and schema_name = 'marts' order by all"
    ).fetchall()
    if not found:
        raise ReleaseError("The warehouse holds no marts: run `kpi refresh`, which builds them first.")
    return [name for (name,) in found]


def _write_manifest(home: Home, private: Release, identity: str, tables: dict[str, dict[str, Any]]) -> None:
    files = sorted(p for p in private.folder.rglob("*") if p.is_file())
    schema = json.dumps({name: table["columns"] for name, table in tables.items()}, sort_keys=True)
    content = {
        "release": identity,
        "councils": _councils(home),
        "engine": {**{name: version(name) for name in ENGINES}, "storage_version": copies.STORAGE_VERSION},
        "schema_sha256": hashlib.sha256(schema.encode()).hexdigest(),
        "tables": tables,
        "gates": gates.recorded(home),
        "files": {p.relative_to(private.folder).as_posix(): file_sha256(p) for p in files},
    }
    text = json.dumps(content, indent=2, default=date.isoformat) + "\n"
    (private.folder / "manifest.json").write_text(text, encoding="utf-8")


def _councils(home: Home) -> list[dict[str, Any]]:
    with duckdb.connect(str(home.build), read_only=True) as connection:
        found = connection.execute(
            "select council_id, name, coalesce(as_at_date, office_as_at_date) from raw.source order by all"
        ).fetchall()
    return [{"council_id": council, "name": name, "as_at_date": as_at} for council, name, as_at in found]


def _verify_elsewhere(private: Release) -> None:
    """Let another process, which cannot see our memory, read the release back."""
    outcome = subprocess.run(
        [sys.executable, "-m", "pipeline.verify", str(private.folder)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if outcome.returncode != 0:
        raise ReleaseError(f"The new release did not verify and was not published: {outcome.stderr.strip()}")


def _shelve(home: Home, private: Release, identity: str) -> Release:
    for path in [*private.folder.rglob("*"), private.folder]:
        releases.sync(path)
    release = Release(private.folder.rename(home.published / identity))
    releases.sync(home.published)
    return release
