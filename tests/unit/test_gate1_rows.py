"""Gate 1, rows: each is accepted whole or quarantined with its reason; nothing is blanked, lost or revealed."""

from __future__ import annotations

import json
import stat

import pytest
from delivery_kit import CARE, COUNCIL, SOURCE, WORKER, council, periods, text, workers

from pipeline import gate1, restricted
from pipeline.messages import rules


@pytest.fixture
def testshire(tmp_path):
    return council(tmp_path)


def refreshed(here, extract, rows, **more):
    """What was said about 20 good rows and these."""
    good = periods(20) if extract == "looked_after" else workers(20)
    here.deliver("today.csv", text([*good, *rows], **more))
    return here.refresh(extract)


@pytest.mark.parametrize(
    ("change", "rule", "column"),
    [
        ({"child_id": ""}, "missing_value", "child_id"),
        ({"started_date": "30/02/2021"}, "not_a_date", "started_date"),
        ({"started_date": "1066-10-14"}, "not_a_date", "started_date"),
        ({"started_date": "2020-01-01 10:30:00"}, "not_a_date", "started_date"),
        ({"started_date": "2024-04-01"}, "future_date", "started_date"),
        ({"ceased_date": "2024-04-01"}, "future_date", "ceased_date"),
        ({"ceased_date": "2019-12-31"}, "row_check", "ceased_date"),
    ],
)
def test_a_bad_cell_quarantines_its_row_under_its_rule(testshire, change, rule, column):
    refreshed(testshire, "looked_after", [{**CARE, "care_period_id": "P99", **change}])
    assert testshire.query("select rule_id, column_name, source_row from raw.finding") == [(rule, column, 22)]
    assert testshire.results["looked_after"].quarantined == 1


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"fte": "full"}, "not_a_number"),
        ({"fte": "7"}, "out_of_range"),
        ({"role": "juggler"}, "unknown_code"),
    ],
)
def test_a_bad_number_or_code_quarantines_its_row_under_its_rule(testshire, change, rule):
    refreshed(testshire, "worker", [{**WORKER, "worker_id": "W99", **change}])
    assert testshire.rules() == [rule]
    assert testshire.results["worker"].findings == {rule: 1}


def test_a_message_names_file_row_column_letter_what_was_expected_and_what_to_do_but_no_value(testshire):
    lines = refreshed(testshire, "looked_after", [{**CARE, "care_period_id": "P99", "started_date": "31/31/secret"}])
    assert lines == [
        'Testshire, today.csv, row 22, column C: "started_date" is not a possible date: expected a day like '
        "2023-12-31. Correct the date in the case system."
    ]


def test_an_unknown_descriptive_code_is_kept_as_unmapped_and_noted(testshire):
    refreshed(testshire, "looked_after", [{**CARE, "care_period_id": "P99", "cease_reason": "Eloped"}])
    assert testshire.rules() == ["unmapped_code"]
    assert testshire.query("select cease_reason from raw.looked_after where cease_reason is not null") == [
        ("unmapped",)
    ]


def test_a_code_is_known_by_its_label_in_any_case(testshire):
    refreshed(testshire, "worker", [{**WORKER, "worker_id": "W99", "role": "  TEAM  leader "}])
    assert testshire.query("select count(*) from raw.worker where role = 'team_leader'") == [(1,)]


def test_equal_rows_count_once(testshire):
    refreshed(testshire, "worker", workers(1))
    assert testshire.rules() == ["duplicate_row"]
    assert testshire.query("select count(*) from raw.worker") == [(20,)]


@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_versions_of_a_record_the_last_recorded_counts(testshire, is_first):
    versions = [
        {**CARE, "care_period_id": "P99", "recorded_date": "2020-02-01", "team": "Old"},
        {**CARE, "care_period_id": "P99", "recorded_date": "2020-03-01", "team": "New"},
    ]
    refreshed(testshire, "looked_after", versions if is_first else versions[::-1])
    assert testshire.rules() == ["superseded_row"]
    assert testshire.query("select distinct team from raw.looked_after order by 1") == [("New",), ("North",)]


def test_an_identifier_in_another_spelling_is_the_same_record(testshire):
    versions = [
        {**CARE, "care_period_id": "p99", "recorded_date": "2020-02-01", "team": "Old"},
        {**CARE, "care_period_id": " P99 ", "recorded_date": "2020-03-01", "team": "New"},
    ]
    refreshed(testshire, "looked_after", versions)
    assert testshire.rules() == ["superseded_row"]
    assert testshire.results["looked_after"].accepted == 21


def test_short_and_long_rows_are_quarantined(testshire):
    testshire.deliver("today.csv", text(workers(20)) + "W98,social_worker\n" + "a,b,c,d,e,f,g,2024-03-31,i\n")
    testshire.refresh("worker")
    assert testshire.query("select rule_id, source_row from raw.finding where rule_id like '%_row' order by 2") == [
        ("short_row", 22),
        ("long_row", 23),
    ]


def test_rows_of_two_councils_with_one_identifier_have_different_tokens(testshire, tmp_path):
    testshire.deliver("today.csv", text(workers(1)))
    twin = testshire.home.raw / "zest"
    twin.mkdir()
    (twin / "source.yml").write_text((testshire.folder / "source.yml").read_text().replace(COUNCIL, "S12000098")
                                     .replace("Testshire", "Zestshire"))  # fmt: skip
    (twin / "today.csv").write_text(text(workers(1)))
    testshire.refresh("worker")
    assert testshire.query("select count(distinct worker_key), count(*) from raw.worker") == [(2, 2)]


def test_the_quarantine_keeps_the_raw_value_and_the_whole_row_for_the_owner_only(testshire):
    refreshed(testshire, "worker", [{**WORKER, "worker_id": "W99", "role": "juggler"}])
    kept = testshire.quarantine("worker").iloc[0]
    file = restricted.path(testshire.home, "quarantine", "worker")
    assert (kept["raw_value"], kept["column"], kept["letter"], kept["source_row"]) == ("juggler", "role", "B", 22)
    assert json.loads(kept["raw_row"])["worker_id"] == "W99"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_team_of_a_finding_is_one_that_accepted_rows_name(testshire):
    bad = [
        {**WORKER, "worker_id": f"W9{at}", "role": "?", "team": team} for at, team in enumerate(["North", "A. Name"])
    ]
    refreshed(testshire, "worker", bad)
    assert testshire.query("select team from raw.finding order by source_row") == [("North",), (None,)]


def test_the_as_at_date_of_a_council_is_its_latest_accepted_extract(testshire):
    testshire.deliver("worker.csv", text(workers(2), day="2024-03-30"))
    testshire.deliver("care.csv", text(periods(2), day="2024-03-31"))
    testshire.refresh("worker", "looked_after")
    assert testshire.query("select as_at_date::varchar from raw.source") == [("2024-03-31",)]


def test_an_extract_may_be_loaded_again_without_doubling_anything(testshire):
    refreshed(testshire, "worker", [{**WORKER, "worker_id": "W99", "role": "juggler"}])
    list(gate1.load_extracts(["worker"], testshire.home))
    counts = "(select count(*) from raw.worker), (select count(*) from raw.load), (select count(*) from raw.finding)"
    assert testshire.query(f"select {counts}") == [(20, 1, 1)]


def test_every_extract_has_a_typed_table_even_when_nobody_delivers(testshire):
    testshire.refresh()
    types = dict(testshire.query("select column_name, data_type from information_schema.columns "
                                 "where table_name = 'referral'"))  # fmt: skip
    assert (types["child_key"], types["received_at"], types["closed_date"]) == ("VARCHAR", "TIMESTAMP", "DATE")


def test_no_rule_reveals_a_value():
    fields = {"column", "expected", "extract", "headings", "heading", "extracts", "layout", "rows", "limit", "other",
              "stated", "found", "bad", "delivered", "share", "as_at", "files", "problem"}  # fmt: skip
    used = {part[1] for rule in rules().values() for part in __import__("string").Formatter().parse(rule.says)}
    assert used - {None} <= fields


def test_a_number_that_the_layouts_pattern_does_not_find_quarantines_its_row(tmp_path):
    # MOSAIC writes "Social Worker (4711)"; a cell without the brackets once ended the whole run
    here = council(tmp_path, SOURCE.replace("layout: canonical", "layout: mosaic"))
    row = "Worker ({}),Social Worker,North,01/09/2010,1,05/01/2015,\n"
    rows = "".join(row.format(number) for number in range(20)) + row.replace("({})", "unknown")
    heading = "Worker,Job Role,Team,Date Qualified,FTE,Post Start,Post End\n"
    here.deliver("CSC-08 worker.csv", f"Childrens Social Care - worker\nData as at: 31/03/2024\n\n{heading}{rows}")
    here.refresh("worker")
    assert (here.rules().count("pattern_mismatch"), here.results["worker"].accepted) == (1, 20)
