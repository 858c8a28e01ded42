"""Whatever happens to a refresh, the last release stands and the next refresh recovers by itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from kpi_kit import TABLES_ONLY

from pipeline import formats, gate3, gates, releases
from pipeline.home import PROJECT, Home
from pipeline.refresh import only_one
from pipeline.release import publish


def current_id(home: Home) -> str:
    current = releases.current(home)
    assert current is not None
    return current.id


def break_marts(home: Home, sql: str) -> None:
    with duckdb.connect(str(home.build)) as connection:
        connection.execute(sql)


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("delete from marts.fct_indicator_observation where indicator_id = 'lac_total'", "complete"),
        (
            "update marts.fct_indicator_observation set numerator = numerator + 1 "
            "where indicator_id = 'lac_total' and breakdown = 'sex'",
            "breakdowns_sum_to_whole",
        ),
        (
            "update marts.fct_indicator_observation set numerator = numerator + 1 "
            "where indicator_id = 'lac_away' and breakdown = 'all'",
            "looked_after_types_sum_to_total",
        ),
        (
            "delete from raw.person where child_key in (select min(child_key) from raw.person)",
            "accepted_rows_in_warehouse",
        ),
        ("update marts.fct_indicator_observation set value = -1 where value = 0", "contract_fct_indicator_observation"),
    ],
)
def test_gate_3_withholds_marts_that_were(refreshed_copy, damage, check):
    before = current_id(refreshed_copy)
    break_marts(refreshed_copy, damage)
    assert check in {result.name for result in gate3.check(refreshed_copy) if result.withholds}
    with pytest.raises(gates.GateError, match=check):
        publish(refreshed_copy)
    assert current_id(refreshed_copy) == before


def test_build_that_no_gate_has_judged_is_not_published(refreshed_copy):
    gates.forget(refreshed_copy)
    with pytest.raises(gates.GateError, match="not judged"):
        publish(refreshed_copy)


def killed_while(home: Home, moment: str) -> int:
    """Publish in another process that is killed, as by a power cut, when it reaches ``moment``; its exit status."""
    program = (
        f"{TABLES_ONLY}import os, signal\nfrom pathlib import Path\nfrom pipeline import release, releases\n"
        "from pipeline.home import Home\n"
        f"{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"release.publish(Home(raw=Path({str(home.raw)!r}), root=Path({str(home.root)!r})))"
    )
    return subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False).returncode


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["release._write_manifest", "release._shelve", "releases.make_current"])
def test_killed_publication_leaves_the_last_release_current_and_the_next_recovers(refreshed_copy, moment, monkeypatch):
    monkeypatch.setattr(formats, "write", lambda *_: None)  # they have tests of their own
    before = current_id(refreshed_copy)
    assert killed_while(refreshed_copy, moment) == -9
    assert current_id(refreshed_copy) == before
    made = publish(refreshed_copy)
    assert current_id(refreshed_copy) == made.id
    assert list(refreshed_copy.published.glob(".building-*")) == []


def test_second_refresh_at_the_same_time_is_told_so_and_changes_nothing(kpi, refreshed_copy):
    before = current_id(refreshed_copy)
    with only_one(refreshed_copy):
        outcome = kpi("refresh", "--home", refreshed_copy.root)
    assert outcome.returncode == 4
    assert "Another refresh is running" in outcome.stdout
    assert current_id(refreshed_copy) == before


@pytest.mark.slow
def test_old_releases_go_and_the_current_one_never(refreshed_copy, monkeypatch):
    monkeypatch.setattr(releases, "KEPT", 1)
    monkeypatch.setattr(formats, "write", lambda *_: None)
    made = publish(refreshed_copy)
    assert [release.id for release in releases.every(refreshed_copy)] == [made.id]


def one_council(tmp_path: Path, council: str) -> Path:
    """A drop folder with the shipped deliveries of one council."""
    raw = tmp_path / "raw"
    shutil.copytree(PROJECT / "data" / "raw" / council, raw / council)
    return raw


@pytest.mark.slow
def test_withheld_refresh_says_so_and_exits_with_its_own_status(kpi, tmp_path):
    raw, home = one_council(tmp_path, "midlothian"), tmp_path / "home"
    sabotage = "from pipeline import gate3; gate3.RECONCILIATIONS['impossible'] = 'select 1 as differing'"
    outcome = kpi("refresh", "--raw", raw, "--home", home, before=sabotage)
    assert outcome.returncode == 3, outcome.stdout
    assert "impossible" in outcome.stdout
    assert not (home / "published" / "latest.json").exists()


@pytest.mark.slow
def test_refused_delivery_leaves_the_last_good_one_in_use(kpi, tmp_path):
    raw, home = one_council(tmp_path, "midlothian"), Home(raw=tmp_path / "raw", root=tmp_path / "home")
    assert kpi("refresh", "--raw", raw, "--home", home.root, before=TABLES_ONLY).returncode == 0
    header = (raw / "midlothian" / "2024-03-31" / "registration.csv").read_text().splitlines()[0]
    (raw / "midlothian" / "2024-04-01").mkdir()
    (raw / "midlothian" / "2024-04-01" / "registration.csv").write_text(header + "\n")
    outcome = kpi("refresh", "--raw", raw, "--home", home.root, before=TABLES_ONLY)
    assert outcome.returncode == 0, outcome.stdout
    assert "registration" in outcome.stdout
    assert registrations(home) == 42


def registrations(home: Home) -> float:
    current = releases.current(home)
    assert current is not None
    with duckdb.connect(str(current.database), read_only=True) as connection:
        row = connection.execute(
            "select value from fct_indicator_observation where indicator_id = 'cpr_children' and breakdown = 'all' "
            "and period_id = 'month:2024-03-31'"
        ).fetchone()
    assert row is not None
    return row[0]
