"""Publishing, on a build small enough to see through."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline import dbt, formats, gates, release, releases
from pipeline.gates import Check
from pipeline.home import Home
from pipeline.verify import faults

PASSED = [Check(2, "cases", True, {"rows": 1}), Check(3, "marts", True, {"rows": 1})]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home whose build holds two marts, judged good."""
    home = Home(raw=tmp_path / "raw", root=tmp_path / "home").prepare()
    with duckdb.connect(str(home.build)) as connection:
        connection.execute("create schema marts; create schema raw")
        connection.execute("create table raw.source as select 'S12000010' council_id, 'East Lothian' as name, "
                           "date '2023-12-31' as as_at_date, null::date as office_as_at_date")  # fmt: skip
        connection.execute("create table marts.fct as select unnest([3, 1, 2]) as n, 'a''b' as words")
        connection.execute("create table marts.dim as select 1 as id, null::double as value")
    gates.record(home, PASSED)
    described = {"fct": ("One row per number, isn't it.", {"n": "The number", "words": "Words"}), "dim": ("One.", {})}
    monkeypatch.setattr(dbt, "mart_descriptions", lambda _: described)
    monkeypatch.setattr(formats, "write", lambda *_: None)  # these two marts hold nothing that a report shows
    return home


def query(made: releases.Release, sql: str) -> list[tuple]:
    with duckdb.connect(str(made.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_rows_are_stored_in_order(home):
    assert query(release.publish(home), "select n from fct") == [(1,), (2,), (3,)]


def test_descriptions_travel_with_the_tables(home):
    made = release.publish(home)
    assert query(made, "select comment from duckdb_tables() where table_name = 'fct'") == [
        ("One row per number, isn't it.",)
    ]


def test_manifest_names_the_as_at_date_of_each_council(home):
    assert release.publish(home).manifest["councils"] == [
        {"council_id": "S12000010", "name": "East Lothian", "as_at_date": date(2023, 12, 31).isoformat()}
    ]


def test_row_order_of_the_build_does_not_matter(home):
    first = release.publish(home).manifest["tables"]
    with duckdb.connect(str(home.build)) as connection:
        connection.execute("create or replace table marts.fct as select unnest([2, 3, 1]) as n, 'a''b' as words")
    assert release.publish(home).manifest["tables"] == first


def test_two_releases_within_a_second_have_names_of_their_own(home):
    made = [release.publish(home).id for _ in range(3)]
    assert len(set(made)) == 3
    current = releases.current(home)
    assert current is not None and current.id == made[-1]


@pytest.mark.parametrize(
    ("file", "fault"),
    [("kpi.duckdb", "kpi.duckdb was changed"), ("parquet/fct.parquet", "parquet/fct.parquet was changed")],
)
def test_verification_notices_a_changed_byte(home, file, fault):
    made = release.publish(home)
    content = bytearray((made.folder / file).read_bytes())
    content[-1] ^= 1
    (made.folder / file).write_bytes(bytes(content))
    assert fault in _file_faults(made)


def _file_faults(made: releases.Release) -> list[str]:
    from pipeline import verify

    return verify._file_faults(made)


def test_verification_notices_a_table_that_does_not_hold_the_rows_of_the_manifest(home):
    made = release.publish(home)
    manifest = made.manifest
    manifest["tables"]["fct"]["rows_sha256"] = "0"
    (made.folder / "manifest.json").write_text(json.dumps(manifest))
    assert "kpi.duckdb: table fct does not hold the rows of the manifest" in faults(made)


def test_release_that_does_not_verify_is_not_published(home, monkeypatch):
    last = release.publish(home)
    monkeypatch.setattr(release, "file_sha256", lambda _: "0")
    with pytest.raises(release.ReleaseError, match="was changed"):
        release.publish(home)
    current = releases.current(home)
    assert current is not None and current.id == last.id


def test_warning_does_not_withhold(home):
    gates.record(home, [*PASSED, Check(3, "change", False, {"changed": 9}, severity="warning")])
    assert release.publish(home).manifest["gates"][-1]["name"] == "marts"


@pytest.mark.parametrize("gate", [2, 3])
def test_failed_check_of_either_gate_withholds(home, gate):
    gates.record(home, [*PASSED, Check(gate, "sums", False, {"differing": 1})])
    with pytest.raises(gates.GateError, match="sums"):
        release.publish(home)


def test_one_gate_is_not_enough(home):
    gates.forget(home)
    gates.record(home, PASSED[:1])
    with pytest.raises(gates.GateError, match="not judged"):
        release.publish(home)


def test_where_links_are_not_possible_the_pointer_file_is_enough(home, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    made = release.publish(home)
    assert not (home.published / "current").exists()
    assert json.loads((home.published / "latest.json").read_text())["release"] == made.id


def test_only_the_newest_releases_are_kept(home, monkeypatch):
    monkeypatch.setattr(releases, "KEPT", 2)
    made = [release.publish(home).id for _ in range(4)]
    assert [each.id for each in releases.every(home)] == made[-2:]


def test_current_release_stays_although_its_name_is_the_oldest(home, monkeypatch):
    monkeypatch.setattr(releases, "KEPT", 1)
    monkeypatch.setattr(releases, "new_id", _clock_back())
    release.publish(home)
    made = release.publish(home)
    assert made.id in {each.id for each in releases.every(home)}


def _clock_back():
    """Names as a clock would give them that was set back by ten years between two releases."""
    names = iter(["20300101T000000Z", "20200101T000000Z"])
    return lambda _: next(names)
