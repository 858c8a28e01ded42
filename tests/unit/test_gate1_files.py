"""Gate 1, whole files: each way a file can be unusable has its own message, and the last good delivery stays in use."""

from __future__ import annotations

import pytest
from delivery_kit import SOURCE, WORKER, council, periods, text, workbook, workers

GOOD = "2024-03-30"


@pytest.fixture
def testshire(tmp_path):
    """A council whose good delivery of the day before was landed."""
    here = council(tmp_path)
    here.deliver("good.csv", text(workers(5), day=GOOD))
    return here


def said(here, words, extract="worker"):
    """The one line with these words, once the day's file is through gate 1."""
    found = [line for line in here.refresh(extract) if words in line]
    assert len(found) == 1, found
    return found[0]


def in_use(here):
    return here.query("select distinct extract_date::varchar from raw.worker")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("", "The file is empty", id="empty"),
        pytest.param("\n \n", "The file is empty", id="blank"),
        pytest.param(b"\x00\x01\x02" * 99, "neither text, nor a workbook, nor Parquet", id="binary"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 99, "damaged or protected", id="corrupt workbook"),
        pytest.param(workbook({"S": [["a"]]})[:-40], "damaged or protected", id="truncated workbook"),
        pytest.param(b"PAR1" + b"\x00" * 99, "The Parquet file is damaged", id="corrupt parquet"),
        pytest.param("name,age\nA,1\n", "No table of the layout canonical", id="another table"),
        pytest.param(text(workers(2), delimiter="~"), "not separated by one of comma", id="unknown delimiter"),
        pytest.param(text(workers(2)).partition("\n")[0] + "\n", "headings of worker and no rows", id="header only"),
        pytest.param(text(workers(2)).replace("fte", "pay"), 'there is no column "fte"', id="missing column"),
        pytest.param(text(workers(2)).replace("extract_date", "day"), "as-at date was not found", id="no as-at date"),
        pytest.param(text(workers(1)) + text(workers(1), day="2024-03-29"), "More than one as-at date", id="two as-at"),
        pytest.param(text(workers(2)).rstrip()[:-25], "breaks off in the middle of its last row", id="truncated"),
        pytest.param(text(workers(2)) + 'W9,"half a', "breaks off in the middle", id="truncated in quotes"),
        pytest.param(text(workers(2)) + 'W9,"half a\n', "opened and never closed", id="unclosed quote"),
        pytest.param(text(workers(1)) + text(workers(5), delimiter=";").split("\n", 1)[1],
                     "not separated by the same character as the headings", id="mixed delimiter"),
        pytest.param(text([{**row, "fte": "lots"} for row in workers(4)]), "4 of 4 rows", id="mostly bad"),
    ],
)  # fmt: skip
def test_an_unusable_file_is_refused_in_its_own_words_and_the_last_good_one_stays(testshire, content, words):
    testshire.deliver("today/bad.csv", content)
    assert "today/bad.csv" in said(testshire, words)
    assert in_use(testshire) == [(GOOD,)]


def test_a_missing_column_is_named_with_its_row(testshire):
    testshire.deliver("bad.csv", "Report\n\n" + text(workers(2)).replace("fte", "pay"))
    assert "bad.csv, row 3:" in said(testshire, 'no column "fte"')


def test_a_refused_load_is_on_record_beside_the_one_in_use(testshire):
    testshire.deliver("bad.csv", text(workers(2)).replace("fte", "pay"))
    testshire.refresh("worker")
    assert testshire.query("select extract_date::varchar, status, is_current from raw.load order by 1") == [
        (GOOD, "accepted", True),
        ("2024-03-31", "refused", False),
    ]


def test_a_corrected_file_of_the_same_name_takes_the_place_of_the_refused_one(testshire):
    testshire.deliver("today.csv", text(workers(2)).replace("fte", "pay"))
    testshire.refresh("worker")
    testshire.deliver("today.csv", text(workers(3)))
    testshire.refresh("worker")
    assert testshire.query("select count(*), max(extract_date)::varchar from raw.worker") == [(3, "2024-03-31")]


def test_a_good_file_overwritten_by_a_bad_one_stays_in_use(testshire):
    testshire.deliver("today.csv", text(workers(3)))
    testshire.refresh("worker")
    testshire.deliver("today.csv", text([{**row, "role": "juggler"} for row in workers(4)]))
    assert "4 of 4 rows" in said(testshire, "cannot be used")
    assert testshire.query("select count(*), max(extract_date)::varchar from raw.worker") == [(3, "2024-03-31")]


def test_one_refused_file_of_a_load_takes_the_load_with_it(testshire):
    testshire.deliver("north.csv", text(workers(3)))
    testshire.deliver("south.csv", text(workers(3)).replace("fte", "pay"))
    testshire.refresh("worker")
    assert in_use(testshire) == [(GOOD,)]


def test_two_files_of_one_table_and_day_are_read_as_one(testshire):
    testshire.deliver("north.csv", text(workers(3)))
    testshire.deliver("south.csv", text(workers(5)))
    lines = testshire.refresh("worker")
    assert sum("came in 2 files; they were read together as one" in line for line in lines) == 2
    assert testshire.query("select count(*), max(extract_date)::varchar from raw.worker") == [(5, "2024-03-31")]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_any_usual_delimiter_is_found_by_itself(testshire, delimiter):
    testshire.deliver("today.txt", text(workers(3), delimiter=delimiter))
    testshire.refresh("worker")
    assert testshire.query("select count(*), max(extract_date)::varchar from raw.worker") == [(3, "2024-03-31")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_is_found_by_itself(testshire, encoding):
    testshire.deliver("today.csv", text([{**WORKER, "team": "Équipe “A”"}]).encode(encoding))
    testshire.refresh("worker")
    assert testshire.query("select team from raw.worker") == [("Équipe “A”",)]


def test_an_extra_column_is_noted_by_its_letter_and_not_read(testshire):
    testshire.deliver("today.csv", text([{"surname": "Secret", **WORKER}]))
    assert "today.csv, row 1, column A" in said(testshire, "not part of worker")


def test_an_absent_optional_column_is_noted_and_read_as_empty(testshire):
    row = {name: value for name, value in WORKER.items() if name != "qualified_date"}
    testshire.deliver("today.csv", text([row]))
    assert 'no column "qualified_date"' in said(testshire, "it is read as empty")
    assert testshire.query("select qualified_date from raw.worker") == [(None,)]


def test_one_heading_over_two_different_columns_is_refused(testshire):
    testshire.deliver("today.csv", text([{**WORKER, "Team": "South"}]))
    assert 'Two columns are headed "team"' in said(testshire, "hold different things")


def test_a_workbook_may_hold_several_extracts_and_excel_dates(testshire):
    care = periods(1)[0]
    testshire.deliver(
        "all.xlsx",
        workbook(
            {
                "Notes": [["Nothing here"]],
                "Staff": [[*WORKER, "extract_date"], [*(WORKER | {"started_date": "#45000"}).values(), "2024-03-31"]],
                "Care": [[*care, "extract_date"], [*care.values(), "2024-03-31"]],
            }
        ),
    )
    lines = testshire.refresh("worker", "looked_after")
    assert any("all.xlsx, sheet Notes" in line and "it was ignored" in line for line in lines)
    assert testshire.query("select started_date::varchar, source_row from raw.worker") == [("2023-03-15", 2)]
    assert testshire.query("select count(*) from raw.looked_after") == [(1,)]


MOSAIC = SOURCE.replace("canonical", "mosaic")
STAFF = (
    "Childrens Social Care\nData as at: 31/03/2024\n\n"
    "Worker,Job Role,Team,Date Qualified,FTE,Post Start,Post End,\n"
    "Worker (W1),social_worker,North,01/09/2010,1,05/01/2015,,\n\n"
    "Worker,Job Role,Team,Date Qualified,FTE,Post Start,Post End,\n"
    "Worker (W2),social_worker,North,01/09/2010,1,05/01/2015,,\n"
)


@pytest.fixture
def mosaic(tmp_path):
    return council(tmp_path, MOSAIC)


def test_title_blank_rows_repeated_headings_and_footer_are_not_data(mosaic):
    mosaic.deliver("staff.csv", STAFF + "Rows returned,2\n")
    mosaic.refresh("worker")
    assert mosaic.query("select source_row from raw.worker order by 1") == [(5,), (8,)]
    assert mosaic.rules() == []


def test_a_missing_closing_line_is_noted(mosaic):
    mosaic.deliver("staff.csv", STAFF)
    assert "staff.csv" in said(mosaic, "closing line that this layout has was not there")


def test_a_title_without_an_as_at_date_is_refused(mosaic):
    mosaic.deliver("staff.csv", STAFF.replace("Data as at: 31/03/2024", "Data") + "Rows returned,2\n")
    assert "a line above the headings that states it" in said(mosaic, "as-at date was not found")


def test_a_closing_line_that_counts_other_rows_refuses_the_file(mosaic):
    (mosaic.folder / "layout.yml").write_text("extends: mosaic\nfooter: '^Rows returned (?P<rows>[0-9]+)'\n")
    mosaic.deliver("staff.csv", STAFF + "Rows returned,3\n")
    assert "staff.csv, row 9" in said(mosaic, "says 3 rows but 2 are there")
