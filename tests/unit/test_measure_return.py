"""Measure returns at landing and gate 1: whatever the case system, whichever file, every return that was ever sent."""

from __future__ import annotations

import pytest
from delivery_kit import SOURCE, council, text, workers

HEADINGS = "measure,period end,numerator,denominator,value,note,Submitted on\n"
FIRST = HEADINGS + "lac_rate,2023-07-31,10,1000,,,2023-09-01\n"
SECOND = HEADINGS + 'lac_rate,31/07/2024,"1,012",1000,,,01/09/2024\n'
ROWS = "select measure, period_end::varchar, numerator, submitted_date::varchar from raw.measure_return order by 2"
BOTH = [("lac_rate", "2023-07-31", 10, "2023-09-01"), ("lac_rate", "2024-07-31", 1012, "2024-09-01")]


@pytest.fixture(params=["canonical", "mosaic", "swift"])
def testshire(request, tmp_path):
    return council(tmp_path, SOURCE.replace("layout: canonical", f"layout: {request.param}"))


def test_returns_are_read_under_every_layout_and_add_up_over_files(testshire):
    testshire.deliver("measure_returns.csv", FIRST)
    testshire.deliver("later/measure_returns.csv", SECOND)
    testshire.refresh("measure_return")
    assert testshire.query(ROWS) == BOTH


def test_the_order_in_which_returns_arrive_does_not_matter(tmp_path):
    found = []
    for name, files in (("a", (FIRST, SECOND)), ("b", (SECOND, FIRST))):
        testshire = council(tmp_path / name)
        for number, content in enumerate(files):
            testshire.deliver(f"{number}.csv", content)
            testshire.refresh("measure_return")
        found.append(testshire.query(ROWS))
    assert found == [BOTH, BOTH]


def test_returns_do_not_move_the_day_of_the_cases(tmp_path):
    testshire = council(tmp_path)
    testshire.deliver("worker.csv", text(workers(3)))
    testshire.deliver("returns.csv", SECOND)
    testshire.refresh("worker", "measure_return")
    days = testshire.query("select as_at_date::varchar, office_as_at_date::varchar from raw.source")
    assert days == [("2024-03-31", "2024-09-01")]


def test_a_submission_far_down_the_file_is_not_in_the_future(tmp_path):
    testshire = council(tmp_path)
    many = "".join(f"cin_rate,{2000 + n % 20}-{1 + n // 20:02}-01,{n},1000,,,2023-01-01\n" for n in range(240))
    testshire.deliver("returns.csv", HEADINGS + many + "lac_rate,2024-07-31,5,1000,,,2024-09-01\n")
    testshire.refresh("measure_return")
    found = testshire.query("select max(extract_date)::varchar, count(*) from raw.measure_return")
    assert found == [("2024-09-01", 241)]


def test_a_form_that_is_half_filled_in_gives_what_is_filled_in(tmp_path):
    testshire = council(tmp_path)
    testshire.deliver("returns.csv", FIRST + "s47_rate,2023-07-31,,1000,,,2023-09-01\ncin_rate,2023-07-31,c,1000,,,\n")
    testshire.refresh("measure_return")
    assert testshire.query("select measure from raw.measure_return") == [("lac_rate",)]
    assert testshire.rules() == ["not_a_number", "row_check"]


def test_a_return_for_something_that_is_no_area_is_kept_aside(tmp_path):
    testshire = council(tmp_path)
    testshire.deliver("returns.csv", "council," + FIRST.replace("\nlac", "\nBlackpool,lac"))
    testshire.refresh("measure_return")
    assert testshire.rules() == ["out_of_range"]
