"""Worklists: what a team leader opens, and that it stays in the restricted folder."""

from __future__ import annotations

import stat
from datetime import date

import duckdb
import openpyxl
import pandas as pd
import pytest

from pipeline import worklists
from pipeline.home import Home
from pipeline.worklists import content

COUNCIL = "S12000010"
TODAY, BEFORE = date(2024, 3, 31), date(2024, 3, 30)

TABLES = """
create schema raw; create schema quality; create schema seeds;
create table raw.source (council_id text, name text, system text, layout text);
insert into raw.source values ('S12000010', 'East Lothian', 'MOSAIC', 'mosaic');
create table raw.load (council_id text, extract text, extract_date date, load_id text, is_current boolean);
create table raw.load_log (council_id text, extract text, load_id text, release_number integer);
create table raw.previous_finding (council_id text, rule_id text, extract text, record_token text, child_key text,
    team text, first_seen_date date);
create table quality.finding (council_id text, rule_id text, extract text, record_token text, child_key text,
    team text, source_file text, source_row integer, first_seen_date date, last_seen_date date);
create table seeds.quality_rule (rule_id text);
insert into seeds.quality_rule values ('looked_after_without_placement'), ('left_with_cases'), ('not_a_date');
create table raw.worker (council_id text, record_token text, worker_key text);
insert into raw.worker values ('S12000010', 'post', 'w1');
"""


@pytest.fixture
def home(tmp_path, monkeypatch) -> Home:
    """A build with two findings of the duty team, one of no team, one that is gone; and who is behind the tokens."""
    here = Home(raw=tmp_path / "raw", root=tmp_path / "home").prepare()
    monkeypatch.setattr(content, "EXTRACTS", {"worker": content.EXTRACTS["worker"]})
    (here.restricted / "identity").mkdir()
    pd.DataFrame(
        [("care_period", "p1", "LAC-71"), ("child", "c1", "=HYPERLINK(1)"), ("worker", "w1", "EMP-9"),
         ("care_period", "p2", "LAC-72"), ("child", "c2", "20002")],
        columns=["kind", "token", "source_id"],
    ).assign(council_id=COUNCIL).to_parquet(here.restricted / "identity" / "looked_after.parquet")  # fmt: skip
    with duckdb.connect(str(here.build)) as build:
        build.execute(TABLES)
        build.executemany(
            "insert into raw.load values (?, ?, ?, ?, true)",
            [(COUNCIL, "looked_after", TODAY, "new"), (COUNCIL, "worker", TODAY, "same")],
        )
        build.executemany(
            "insert into raw.load_log values (?, ?, ?, 1)",
            [(COUNCIL, "looked_after", "old"), (COUNCIL, "worker", "same")],
        )
        lost = "looked_after_without_placement"
        build.executemany(
            "insert into quality.finding values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (COUNCIL, lost, "looked_after", "p1", "c1", "Duty", "lac.csv", 7, date(2024, 3, 21), TODAY),
                (COUNCIL, "left_with_cases", "worker", "post", None, "Duty", "staff.csv", 3, TODAY, TODAY),
                (COUNCIL, "not_a_date", "looked_after", None, None, "not_known", "lac.csv", 9, TODAY, TODAY),
            ],
        )
        build.executemany(
            "insert into raw.previous_finding values (?, ?, ?, ?, ?, ?, ?)",
            [
                (COUNCIL, lost, "looked_after", "p1", "c1", "Duty", date(2024, 3, 21)),
                (COUNCIL, lost, "looked_after", "p2", "c2", "Duty", date(2024, 3, 1)),
                (COUNCIL, "left_with_cases", "worker", "other_post", None, "Duty", BEFORE),
            ],
        )
    return here


def rows(home: Home, sheet: str, team: str = "Duty") -> list[dict]:
    """The rows of one sheet's table, by heading."""
    page = openpyxl.load_workbook(worklists.folder(home) / COUNCIL / f"{team}.xlsx")[sheet]
    lines = list(page.iter_rows(min_row=4, values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_a_team_sees_its_records_by_the_numbers_of_its_own_system(home):
    worklists.write(home)
    found = rows(home, "To correct")
    assert [(row["Record number"], row["Child number"]) for row in found] == [
        ("LAC-71", "=HYPERLINK(1)"),
        ("EMP-9", None),
    ]


def test_it_says_where_in_the_system_to_correct_and_for_how_long_it_is_open(home):
    worklists.write(home)
    first = rows(home, "To correct")[0]
    assert (first["Where to correct it"], first["Days open"]) == ("MOSAIC: Looked after children > Periods of care", 10)


def test_the_rules_are_there_in_plain_words(home):
    worklists.write(home)
    told = {row["What is wrong"]: row["What to do"] for row in rows(home, "Rules")}
    assert told["Looked after with no placement"] == "Enter where the child lives, or end the period of care."


def test_what_was_corrected_since_is_shown_as_done_and_nothing_else(home):
    # the worker extract is the same load as before: what it no longer shows, nobody corrected
    worklists.write(home)
    assert [row["Record number"] for row in rows(home, "Done")] == ["LAC-72"]


def test_a_cell_that_looks_like_a_formula_is_text(home):
    worklists.write(home)
    page = openpyxl.load_workbook(worklists.folder(home) / COUNCIL / "Duty.xlsx")["To correct"]
    assert {cell.data_type for line in page.iter_rows() for cell in line} <= {"s", "n"}


def test_records_of_no_team_have_a_list_of_their_own(home):
    worklists.write(home)
    assert [row["Row"] for row in rows(home, "To correct", "all")] == [9]


def test_only_the_owner_may_open_them(home):
    worklists.write(home)
    folder = worklists.folder(home)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")] if path.is_dir()}
    assert modes == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*.xlsx")} == {0o600}


def test_making_them_leaves_a_line_in_the_access_log_without_a_number(home):
    worklists.write(home)
    log = (home.restricted / "access.log").read_text()
    assert "worklists: 2 workbooks" in log and "LAC-71" not in log


def test_a_list_with_nothing_left_disappears(home):
    worklists.write(home)
    with duckdb.connect(str(home.build)) as build:
        build.execute("delete from quality.finding where team = 'not_known'")
    worklists.write(home)
    assert not (worklists.folder(home) / COUNCIL / "all.xlsx").exists()


def test_the_file_is_where_the_message_says(home):
    # alerts link {council}/{team}.xlsx; see test_alert_messages
    worklists.write(home)
    assert (worklists.folder(home) / COUNCIL / "Duty.xlsx").exists()
