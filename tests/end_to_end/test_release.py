"""What a release is: complete, described, readable by anyone, and free of anything personal."""

from __future__ import annotations

import re
import stat

import duckdb
import pytest

from pipeline import releases
from pipeline.home import Home
from pipeline.releases import Release
from pipeline.verify import faults

TOKEN = re.compile(rb"[0-9a-f]{4}-[0-9a-f]{32}")


@pytest.fixture(scope="module")
def release(refreshed: Home) -> Release:
    current = releases.current(refreshed)
    assert current is not None
    return current


@pytest.fixture(scope="module")
def connection(release: Release) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(release.database), read_only=True)


def test_release_matches_its_own_manifest(release):
    assert faults(release) == []


def test_release_was_written_in_the_format_every_client_reads(release):
    # Bytes 12 to 20 of a DuckDB file are the storage version: 64 is that of 1.0.0.
    assert int.from_bytes(release.database.read_bytes()[12:20], "little") == 64


def test_no_write_ahead_log_is_left(refreshed):
    assert list(refreshed.published.rglob("*.wal")) == []


def test_every_table_is_described(connection):
    silent = "select table_name from duckdb_tables() where coalesce(comment, '') = ''"
    assert connection.execute(silent).fetchall() == []


def test_every_column_is_described(connection):
    silent = "select table_name, column_name from duckdb_columns() where not internal and coalesce(comment, '') = ''"
    assert connection.execute(silent).fetchall() == []


def test_parquet_holds_every_table(release, connection):
    tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    assert {path.stem for path in release.parquet.glob("*.parquet")} == tables


def test_both_pointers_lead_to_the_release(refreshed, release):
    assert (refreshed.published / "current").resolve() == release.folder.resolve()


def test_nothing_published_holds_a_token(release):
    readable = [path for path in release.folder.rglob("*") if path.suffix in (".duckdb", ".json")]
    assert [path.name for path in readable if TOKEN.search(path.read_bytes())] == []


def text_columns(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute(
        "select table_name, column_name from duckdb_columns() where not internal and data_type = 'VARCHAR'"
    ).fetchall()


def test_nothing_published_holds_an_identifier_of_a_child_or_a_worker(refreshed, connection):
    files = refreshed.restricted / "identity" / "*.parquet"
    people = f"select source_id from '{files}' where kind in ('child', 'worker')"
    columns = text_columns(connection)
    connection.execute(f"create temp table people as {people}")
    leaks = [
        (table, column)
        for table, column in columns
        if connection.execute(f'select 1 from "{table}" where "{column}" in (from people) limit 1').fetchall()
    ]
    connection.execute("drop table people")
    assert leaks == []


@pytest.mark.parametrize("folder", ["landed", "warehouse", "restricted"])
def test_case_data_is_for_its_owner_only(refreshed, folder):
    assert stat.S_IMODE((refreshed.root / folder).stat().st_mode) == 0o700


def test_key_identity_map_and_quarantine_are_for_their_owner_only(refreshed):
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in refreshed.restricted.rglob("*") if p.is_file()}
    assert modes and set(modes.values()) == {0o600}


@pytest.mark.slow  # a whole refresh of its own
def test_second_refresh_of_the_same_deliveries_publishes_the_same_rows(kpi, refreshed_copy, release):
    outcome = kpi("refresh", "--home", refreshed_copy.root)
    assert outcome.returncode == 0, outcome.stdout
    again = releases.current(refreshed_copy)
    assert again is not None and again.id != release.id
    assert hashes(again) == hashes(release)


def hashes(release: Release) -> dict[str, str]:
    return {name: table["rows_sha256"] for name, table in release.manifest["tables"].items()}


def test_summary_fits_one_screen(refreshed):
    assert len((refreshed.root / "summary.txt").read_text().splitlines()) <= 40
