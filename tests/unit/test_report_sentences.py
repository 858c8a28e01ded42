"""The sentences of the report say what the release says, no more."""

from __future__ import annotations

import pytest
from report_kit import release

from pipeline.report import data, sentences, words


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    found = data.read(release(tmp_path_factory.mktemp("release") / "kpi.duckdb"))
    return {figure.key: figure for figure in found.figures["S12000019"]}


def test_only_delivering_councils_are_read(tmp_path):
    found = data.read(release(tmp_path / "kpi.duckdb"))
    assert [council["name"] for council in found.councils] == ["Midlothian"]


def test_the_settled_period_had_ended_on_the_day_of_the_extracts(figures):
    assert words.period(figures["lac_rate"].settled) == "February 2024"


def test_headline_gives_value_unit_and_day_of_a_state(figures):
    expected = "Children looked after, rate: 10.3 per 1,000 aged 0 to 17 on 29 February 2024."
    assert sentences.headline(figures["lac_rate"]) == expected


def test_headline_gives_the_month_of_events(figures):
    assert sentences.headline(figures["registrations"]) == "Registrations: 1 registration in February 2024."


def test_headline_without_a_figure_says_why(figures):
    assert sentences.headline(figures["on_time"]) == "Visits on time: no figure in February 2024: not applicable."


def test_control_sentence_counts_the_signals_of_a_year(figures):
    expected = "10.3 is above the upper limit of 10.0; mean 9.5. 1 of the last 12 points is a signal."
    assert sentences.control(figures["lac_rate"]) == expected


def test_target_is_said_in_words_with_its_day(figures):
    (row,) = figures["lac_rate"].newest_targets
    assert sentences.target(figures["lac_rate"], row) == (
        "Target not met: 10.3 against 9.5, to be met by 31 March 2025."
        " It lies between the control limits: chance alone can meet or miss it."
    )


def test_comparison_names_whom_when_and_rank(figures):
    (row,) = figures["lac_rate"].comparators
    expected = "Lower than 31 other councils (mean 12.7, 31 July 2021). Rank 7 of 32 (1 is lowest)."
    assert sentences.comparison(figures["lac_rate"], row) == expected


def test_another_definition_is_called_not_like_for_like(figures):
    (row,) = figures["lac_rate"].comparators
    other = row | {"is_same_definition": False, "definition_note": "Counts school pupils"}
    assert "Not like for like: Counts school pupils." in sentences.comparison(figures["lac_rate"], other)


def test_change_on_a_year_is_stated_where_supported(figures):
    assert sentences.change(figures["lac_rate"]) == "Up 1.2"


def test_change_of_a_percentage_is_in_percentage_points(figures):
    row = {"direction_of_travel": "down", "difference": -13.3, "judgement": "worse"}
    figure = data.Figure(**{**vars(figures["on_time"]), "change": row})
    assert sentences.change(figure) == "Down 13.3 percentage points, worse"


def test_unsupported_change_has_no_size(figures):
    row = {"direction_of_travel": "no_clear_change", "difference": 3.0, "judgement": "not_judged"}
    figure = data.Figure(**{**vars(figures["lac_rate"]), "change": row})
    assert sentences.change(figure) == "No clear change"


def test_one_to_four_cases_carry_a_caution(figures):
    assert sentences.caution(figures["registrations"]).startswith("Small number")
    assert sentences.caution(figures["lac_rate"]) == ""


def test_findings_are_those_of_the_extracts_an_indicator_needs(figures):
    assert figures["lac_rate"].findings == {"blocker": 2, "advisory": 1500}


@pytest.mark.parametrize("word", ["because", "caused by", "due to", "led to", "thanks to"])
def test_no_sentence_claims_a_cause(figures, word):
    said = [sentences.spoken_chart(figure) for figure in figures.values()]
    assert not any(word in sentence for sentence in said)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(0.0, 0, "0"), (None, 0, "\N{EN DASH}"), (1234.5, 1, "1,234.5"), (-2.0, None, "\N{MINUS SIGN}2")],
)
def test_numbers_are_written_for_people(value, decimals, expected):
    assert words.number(value, decimals) == expected
