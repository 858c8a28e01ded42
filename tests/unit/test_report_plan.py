"""The front page of the report: a plan's outcomes, what is measured of them, its actions; and where a council lies."""

from __future__ import annotations

import re
from datetime import date

import duckdb
import pytest
from report_kit import AS_AT, HOSTILE, release

from pipeline import report
from pipeline.report import data, funnel, pages, plan, progress, sentences, words


@pytest.fixture(scope="module")
def held(tmp_path_factory) -> data.Release:
    return data.read(release(tmp_path_factory.mktemp("plan") / "kpi.duckdb"))


@pytest.fixture(scope="module")
def own(held) -> plan.Plan:
    (only,) = plan.plans(held, held.councils[0])
    return only


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("page")
    return report.write(release(folder / "kpi.duckdb"), folder)[1].read_text(encoding="utf-8")


def section(page: str) -> str:
    found = re.search(r'<section id="plan".*?</section>', page, re.DOTALL)
    assert found
    return found.group()


def test_an_outcome_is_called_as_the_plan_calls_it(own):
    assert [outcome.title for outcome in own.outcomes] == ["Outcome 1: Children are safe"]


def test_a_measure_is_shown_with_value_target_and_verdict_in_words(page):
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*M-1.*?</tr>", section(page), re.DOTALL).group()
    assert ">10.3<" in row and "Target not met" in row and "target 9.5" in row and "8.0 to 11.0" in row


def test_how_far_to_rely_on_the_data_stands_beside_the_figure(held, page):
    (figure,) = [f for f in held.figures["S12000019"] if f.key == "lac_rate"]
    assert sentences.confidence(figure) == "Between 10.1 and 10.6, were every open finding settled either way."
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*M-1.*?</tr>", section(page), re.DOTALL).group()
    assert "Moderate" in row


def test_a_measure_without_a_figure_says_why(page):
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*M-2.*?</tr>", section(page), re.DOTALL).group()
    assert "No figure" in row and "No case and no return falls under it" in row


def test_an_outcome_shows_its_verdict_and_what_is_observed_of_it_in_place_of_a_figure(own, page):
    told = re.search(r'<div class="outcome">.*?</div>', section(page), re.DOTALL).group()
    assert "Not moving the right way" in told and "no figure" in told
    assert "10.3</b>" in told and "on 29 February 2024; a year before 9.1, to reduce" in told
    assert plan.verdicts(own.measures) == [("Not moving the right way", 1)]


def test_measures_are_told_by_verdict(own):
    told = dict(plan.judged(own.measures))
    assert told == {"Target not met": 1, "No target to judge by": 0, "Suppressed": 0, "Without a figure": 1}


@pytest.mark.parametrize(
    ("calculation", "value", "shown"), [("change_pct", -16.8, f"{words.MINUS}16.8%"), ("change", 9.0, "+9.0")]
)
def test_a_change_is_shown_with_its_direction(own, calculation, value, shown):
    measure = own.measures[0]
    assert plan.Measure({**measure.row, "calculation": calculation, "value": value}, measure.figure).shown == shown


def test_actions_past_their_day_come_first(own):
    assert [(action.newest["title"], action.is_overdue) for action in own.actions] == [
        (HOSTILE, True),
        ("Write the strategy", False),
    ]


def test_the_plan_is_told_in_a_sentence(own):
    assert progress.sentence(own.actions) == "2 actions: 2 amber; 1 is overdue."
    assert progress.moved(own.flow["rag"]) == "In February 2024: none promoted, 2 demoted, none completed, 1 overdue."


def test_a_bar_is_cut_where_the_status_changed(page):
    drawn = re.search(r'<svg[^>]*aria-labelledby="g-plan-t.*?</svg>', page, re.DOTALL).group()
    assert drawn.count('class="st green"') == drawn.count('class="st amber"') == 2


def test_what_somebody_typed_as_a_title_is_only_text(page):
    assert "<script" not in page and "&lt;script&gt;" in section(page)


def test_a_council_is_placed_among_all_others_given_its_size(held, page):
    (figure,) = [f for f in held.figures["S12000019"] if f.key == "lac_rate"]
    assert funnel.sentence(figure) == (
        "Midlothian, 19.0 on 31 July 2023, lies above the 99.8% limit: far more than chance would bring. "
        "All together: 12.5. 1 of 12 councils lie outside them; where most do, they differ in more than size."
    )
    drawn = re.search(r'<svg[^>]*aria-labelledby="u-lac_rate-t.*?</svg>', page, re.DOTALL).group()
    assert drawn.count('class="other"') == 11 and drawn.count('class="here"') == 1


def test_a_publication_later_than_the_extracts_is_not_used(tmp_path):
    path = release(tmp_path / "kpi.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("update fct_funnel set as_at = ?", [date(AS_AT.year + 1, 7, 31)])
    (figure,) = [f for f in data.read(path).figures["S12000019"] if f.key == "lac_rate"]
    assert figure.funnel == []


def test_a_council_without_a_plan_goes_straight_to_its_subjects(tmp_path):
    path = release(tmp_path / "kpi.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("delete from dim_framework")
    text = dict(pages.documents(data.read(path)))["report_midlothian.html"]
    assert '<section id="plan"' not in text and '<section id="looked_after"' in text
