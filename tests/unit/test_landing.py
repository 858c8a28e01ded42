"""Landing: files at rest are copied unchangeably; everything else has its own answer."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from datetime import date

import pytest
from delivery_kit import SOURCE, council, text, workers

from pipeline import drop, landing, layout
from pipeline.ledger import Ledger


@pytest.fixture
def testshire(tmp_path):
    return council(tmp_path)


def only(lines, words):
    """The one line with these words."""
    found = [line for line in lines if words in line]
    assert len(found) == 1, lines
    return found[0]


def copies(here):
    return sorted(path for path in here.home.landed.rglob("*") if path.is_file() and len(path.name) == 64)


def test_a_landed_file_outlives_its_delivery(testshire):
    testshire.deliver("worker.csv", text(workers(3)))
    testshire.refresh("worker")
    (testshire.folder / "worker.csv").unlink()
    (testshire.folder / "source.yml").unlink()
    testshire.folder.rmdir()
    testshire.refresh("worker")
    assert testshire.query("select count(*) from raw.worker") == [(3,)]


def test_copies_and_ledger_are_for_the_owner_only(testshire):
    testshire.deliver("worker.csv", text(workers(1)))
    testshire.refresh()
    files = [path for path in testshire.home.landed.rglob("*") if path.is_file()]
    folders = [testshire.home.landed, *(path for path in testshire.home.landed.rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_the_same_bytes_under_another_name_are_ignored_with_a_message(testshire):
    testshire.deliver("a.csv", text(workers(2)))
    testshire.deliver("b.csv", text(workers(2)))
    line = only(testshire.refresh("worker"), "Byte for byte")
    assert "b.csv" in line and "same as a.csv" in line
    assert testshire.query("select count(*), min(source_file) from raw.worker") == [(2, "a.csv")]


def test_a_growing_file_waits_for_the_next_run(testshire, monkeypatch):
    file = testshire.deliver("worker.csv", text(workers(2)), settled=False)
    monkeypatch.setattr(drop.time, "sleep", lambda _: file.write_text(text(workers(3))))
    assert "still being written" in only(testshire.refresh("worker"), "worker.csv")
    assert copies(testshire) == []


def test_a_file_that_grows_while_it_is_copied_waits_for_the_next_run(testshire, monkeypatch):
    file = testshire.deliver("worker.csv", text(workers(2)))
    monkeypatch.setattr(landing, "_sync_folder", lambda _: None)
    real = landing._copy_to

    def grow(partial, source):
        digest = real(partial, source)
        file.write_text(text(workers(3)))
        return digest

    monkeypatch.setattr(landing, "_copy_to", grow)
    assert "still being written" in only(testshire.refresh(), "worker.csv")
    assert copies(testshire) == []


def test_a_young_file_is_taken_after_two_equal_looks(testshire, monkeypatch):
    monkeypatch.setattr(drop.time, "sleep", lambda _: None)
    testshire.deliver("worker.csv", text(workers(2)), settled=False)
    testshire.refresh()
    assert testshire.landed.arrived == 1


def test_a_done_marker_makes_a_young_file_ready_without_waiting(testshire, monkeypatch):
    monkeypatch.setattr(drop.time, "sleep", lambda _: pytest.fail("it waited"))
    testshire.deliver("worker.csv", text(workers(2)), settled=False)
    testshire.deliver("worker.csv.done", "")
    testshire.refresh()
    assert testshire.landed.arrived == 1


def test_a_second_landing_copies_nothing(testshire):
    testshire.deliver("worker.csv", text(workers(2)))
    testshire.refresh()
    testshire.refresh()
    assert (testshire.landed.arrived, testshire.landed.known) == (0, 1)


def test_what_a_killed_copy_left_behind_is_removed_and_its_file_landed(testshire):
    testshire.deliver("worker.csv", text(workers(2)))
    leftover = testshire.home.prepare().landed / "S12000099" / ".partial-1"
    leftover.parent.mkdir()
    leftover.write_text("half a fi")
    testshire.refresh("worker")
    assert not leftover.exists()
    assert testshire.results["worker"].accepted == 2


def test_a_copy_made_just_before_a_crash_is_landed_again(testshire, monkeypatch):
    testshire.deliver("worker.csv", text(workers(2)))

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Ledger, "put_file", crash)
        testshire.refresh()
    testshire.refresh("worker")
    assert len(copies(testshire)) == 1
    assert testshire.results["worker"].accepted == 2


def test_a_folder_without_source_yml_is_left_alone_with_a_message(tmp_path):
    here = council(tmp_path, source=None)
    here.deliver("worker.csv", text(workers(2)))
    assert "no source.yml" in only(here.refresh("worker"), "testshire")
    assert copies(here) == []


def test_a_broken_source_yml_names_the_field_that_is_wrong(tmp_path):
    here = council(tmp_path, source=SOURCE.replace("nation: scotland", "nation: narnia"))
    line = only(here.refresh(), "source.yml")
    assert "nation" in line and "narnia" not in line


def test_source_yml_that_is_no_yaml_names_the_line(tmp_path):
    here = council(tmp_path, source="council: S12000099\nname: [Testshire\n")
    assert "not YAML (look at line 3)" in only(here.refresh(), "source.yml")


def test_a_source_yml_broken_later_leaves_what_was_understood_in_use(testshire):
    testshire.deliver("worker.csv", text(workers(2)))
    testshire.refresh("worker")
    (testshire.folder / "source.yml").write_text("council: nobody\n")
    testshire.refresh("worker")
    assert testshire.results["worker"].accepted == 2


def test_an_unknown_layout_is_refused_with_those_there_are(tmp_path):
    here = council(tmp_path, source=SOURCE.replace("canonical", "excel97"))
    assert "there are canonical, mosaic, swift" in only(here.refresh(), "source.yml")


def test_a_council_in_two_folders_is_read_from_the_first(testshire):
    twin = testshire.home.raw / "zestshire"
    twin.mkdir()
    (twin / "source.yml").write_text(SOURCE)
    assert "(testshire) already delivers for the same council" in only(testshire.refresh(), "zestshire")


def test_a_link_out_of_the_drop_folder_is_not_opened(testshire, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text(text(workers(2)))
    (testshire.folder / "worker.csv").symlink_to(secret)
    assert "This is a link" in only(testshire.refresh("worker"), "worker.csv")
    assert copies(testshire) == []


def test_a_folder_that_is_a_link_is_not_entered(testshire, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "worker.csv").write_text(text(workers(2)))
    (testshire.folder / "2024").symlink_to(outside)
    assert "This is a link" in only(testshire.refresh("worker"), "2024")
    assert copies(testshire) == []


def test_a_file_beside_the_council_folders_is_reported(testshire):
    (testshire.home.raw / "stray.csv").write_text("a,b\n")
    assert "lies beside the council folders" in only(testshire.refresh(), "stray.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_reported(testshire):
    testshire.deliver("worker.csv", text(workers(2))).chmod(0)
    assert "permission" in only(testshire.refresh(), "worker.csv")


def test_a_zip_bomb_is_not_opened(testshire):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    testshire.deliver("bomb.xlsx", file.getvalue())
    assert "unpacks to more than" in only(testshire.refresh(), "bomb.xlsx")


def test_until_leaves_later_extracts_out_and_a_later_run_takes_them_again(testshire):
    testshire.deliver("1.csv", text(workers(2), day="2024-03-30"))
    testshire.deliver("2.csv", text(workers(3), day="2024-03-31"))
    testshire.refresh("worker", until=date(2024, 3, 30))
    assert testshire.results["worker"].accepted == 2
    testshire.refresh("worker")
    assert testshire.results["worker"].accepted == 3


def test_a_changed_layout_recognises_landed_files_anew(testshire):
    testshire.deliver("worker.csv", text(workers(2)).replace("fte", "WTE"))
    assert "no column" in only(testshire.refresh("worker"), "worker.csv")
    (testshire.folder / "layout.yml").write_text("extends: canonical\nextracts: {worker: {columns: {fte: WTE}}}\n")
    testshire.refresh("worker")
    assert testshire.results["worker"].accepted == 2


def test_a_source_that_no_longer_fits_the_contracts_stops_neither_landing_nor_the_other_councils(
    testshire, monkeypatch
):
    testshire.deliver("worker.csv", text(workers(2)))
    testshire.refresh("worker")
    (testshire.folder / "source.yml").unlink()
    monkeypatch.setattr(layout, "PACKAGED", testshire.folder)
    assert any("there is no layout of that name" in line for line in testshire.refresh("worker"))
    assert testshire.results["worker"].delivered == 0
