"""``kpi releases``, ``kpi show`` and ``kpi report`` as a person uses them, on a shelf with two releases."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pipeline import releases
from pipeline.home import Home
from pipeline.refresh import only_one
from pipeline.releases import Release
from pipeline.show import PLAIN, Point, draw

EARLIER = "20200101T000000Z"


@pytest.fixture
def shelf(refreshed_copy: Home) -> Home:
    """The refreshed home with an earlier release beside the current one."""
    releases.sweep(refreshed_copy, keep=1)
    shutil.copytree(current(refreshed_copy).folder, refreshed_copy.published / EARLIER)
    return refreshed_copy


def current(home: Home) -> Release:
    found = releases.current(home)
    assert found is not None
    return found


@contextmanager
def reader(release: Release) -> Iterator[None]:
    """Another process that holds the release open, as a dashboard does."""
    opened = f"c = duckdb.connect({str(release.database)!r}, read_only=True)"
    program = f"import duckdb, sys; {opened}; print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "open\n"
        yield
        process.communicate("")


def test_the_current_release_is_marked_in_the_list(kpi, shelf):
    lines = kpi("releases", "--home", shelf.root).stdout.splitlines()
    assert [line.split()[1] == "current" for line in lines] == [False, True]


def test_a_whole_release_verifies(kpi, shelf):
    outcome = kpi("releases", "verify", "--home", shelf.root)
    assert (outcome.returncode, outcome.stdout) == (0, f"{current(shelf).id}  verified\n")


@pytest.mark.slow  # each verifies a whole release
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "kpi.xlsx").unlink(), "kpi.xlsx is missing"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "manifest.json is missing or cannot be read"),
        (lambda folder: (folder / "kpi.duckdb").write_bytes(b"0" * 5000), "kpi.duckdb was changed"),
        (lambda folder: (folder / "notes.txt").write_text("x"), "notes.txt does not belong to the release"),
    ],
    ids=["missing", "manifest", "database", "unexpected"],
)
def test_damage_is_told_in_words(kpi, shelf, damage, said):
    damage(shelf.published / EARLIER)
    outcome = kpi("releases", "verify", EARLIER, "--home", shelf.root)
    assert outcome.returncode == 1
    assert said in outcome.stdout
    assert "Traceback" not in outcome.stdout + outcome.stderr


@pytest.mark.slow  # verifies a whole release
def test_rollback_moves_both_pointers_and_is_noted(kpi, shelf):
    newest = current(shelf).id
    outcome = kpi("releases", "rollback", "--reason", "wrong populations", "--home", shelf.root)
    assert outcome.returncode == 0, outcome.stdout
    assert current(shelf).id == EARLIER
    assert (shelf.published / "current").resolve().name == EARLIER
    assert (shelf.root / "releases.log").read_text().endswith(
        f"rollback from {newest} to {EARLIER}: wrong populations\n"
    )  # fmt: skip


@pytest.mark.slow  # verifies a whole release
def test_nobody_is_sent_back_to_a_damaged_release(kpi, shelf):
    newest = current(shelf).id
    (shelf.published / EARLIER / "csv.zip").unlink()
    outcome = kpi("releases", "rollback", "--home", shelf.root)
    assert outcome.returncode == 1
    assert "csv.zip is missing" in outcome.stdout
    assert current(shelf).id == newest


def test_rollback_waits_for_no_refresh(kpi, shelf):
    with only_one(shelf):
        assert kpi("releases", "rollback", "--home", shelf.root).returncode == 4


@pytest.mark.slow  # verifies a whole release
def test_a_lost_pointer_is_told_in_words_and_can_be_set_again(kpi, shelf):
    newest = current(shelf).id
    (shelf.published / "latest.json").unlink()  # shared with the home it was copied from
    (shelf.published / "latest.json").write_text("{", encoding="utf-8")
    assert "No release is current" in kpi("releases", "--home", shelf.root).stdout
    assert kpi("releases", "rollback", newest, "--home", shelf.root).returncode == 0
    assert json.loads((shelf.published / "latest.json").read_text())["release"] == newest


def test_prune_keeps_the_current_one_and_what_somebody_has_open(kpi, shelf):
    with reader(Release(shelf.published / EARLIER)):
        assert f"{EARLIER} is open somewhere" in kpi("releases", "prune", "--keep", "1", "--home", shelf.root).stdout
        assert (shelf.published / EARLIER).exists()
    assert f"Removed: {EARLIER}" in kpi("releases", "prune", "--keep", "1", "--home", shelf.root).stdout
    assert [each.id for each in releases.every(shelf)] == [current(shelf).id]


def test_a_series_is_drawn_with_limits_and_said_in_words(kpi, refreshed):
    """East Lothian: 171 of 22,796 looked after on 31 December 2023."""
    outcome = kpi("show", "lac_rate", "--council", "S12000010", "--home", refreshed.root)
    assert "Children looked after, rate, East Lothian" in outcome.stdout
    assert "control limits" in outcome.stdout
    assert "2023-12-31: 7.5." in outcome.stdout


def test_who_mistypes_an_indicator_is_told_what_is_near(kpi, refreshed):
    outcome = kpi("show", "lac_rat", "--council", "East Lothian", "--home", refreshed.root)
    assert outcome.returncode == 1
    assert "lac_rate" in outcome.stdout


def test_a_terminal_without_the_letters_gets_plain_ones(kpi, refreshed, monkeypatch):
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setenv("LC_ALL", "C")
    arguments = ("show", "lac_rate", "--council", "S12000010", "--home", refreshed.root)
    before = "import sys; sys.stdout.reconfigure(encoding='ascii')"
    outcome = kpi(*arguments, before=before)
    assert outcome.returncode == 0, outcome.stderr
    assert "* value" in outcome.stdout


def test_values_target_and_limits_stand_at_their_height():
    points = [Point("2024-01-31", {"value": 0.0, "target": 7.0}, None), Point("2024-02-29", {"value": 14.0}, None)]
    lines = draw(points, PLAIN)
    assert [line for line in lines if line.rstrip().endswith("|=")] == [" 7 |= "]
    assert (lines[0], lines[14]) == ("14 | *", " 0 |* ")


def test_the_report_of_a_council_is_found(kpi, refreshed):
    outcome = kpi("report", "--council", "S12000010", "--home", refreshed.root)
    assert outcome.stdout.strip().endswith("report_east-lothian.html")
