"""The report of an edition with suppressed figures and fewer tables: it says so, and nothing else of them."""

from __future__ import annotations

import re

import duckdb
import pandas as pd
import pytest
from report_kit import release

from pipeline import report
from pipeline.home import SEEDS
from pipeline.report import control, data, plan, sentences, sparkline, words

NOTES = ["Counts of 1 to 4 people are suppressed (symbol c).", "Left out, not reviewed: lac_rate, on_time.",
         "Table left out: fct_action. Actions; for managers."]  # fmt: skip


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """The small release as it is made public: no teams, no notes for staff, two months of the rate suppressed."""
    path = release(tmp_path_factory.mktemp("edition") / "kpi.duckdb")
    tables = pd.read_csv(SEEDS / "public_table.csv")
    with duckdb.connect(str(path)) as connection:
        for table in tables.loc[tables["treatment"] == "left_out", "table_name"]:
            connection.execute(f'drop table if exists "{table}"')
        for table in ("fct_indicator_observation", "fct_target", "fct_measure"):
            connection.execute(f"alter table {table} add column symbol varchar")
        hidden = "indicator_id = 'lac_rate' and period_end in ('2023-11-30', '2024-02-29')"
        connection.execute(
            "update fct_indicator_observation set symbol = 'c', value = null, value_unrounded = null, numerator = null,"
            f" interval_lower = null, interval_upper = null where {hidden}"
        )
        connection.execute("update fct_target set symbol = 'c', value = null, target_status = null")
        connection.execute("update fct_measure set symbol = 'x', value = null, verdict = null, target_status = null,"
                           " reason = null")  # fmt: skip
        connection.execute("update fct_measure set symbol = 'c' where measure_id = 'M-1'")
        connection.execute("update fct_indicator_observation set symbol = 'c', value = null, numerator = null "
                           "where category = 'South'")  # fmt: skip
        for table in ("fct_spc", "fct_comparator", "fct_indicator_change"):
            connection.execute(f"delete from {table}")
        connection.execute("create table edition_note (position integer, note varchar)")
        connection.executemany("insert into edition_note values (?, ?)", list(enumerate(NOTES)))
    return path


@pytest.fixture(scope="module")
def held(edition):
    return data.read(edition)


@pytest.fixture(scope="module")
def figure(held):
    (found,) = [figure for figure in held.figures["S12000019"] if figure.key == "lac_rate"]
    return found


@pytest.fixture(scope="module")
def page(edition):
    return report.write(edition, edition.parent)[1].read_text(encoding="utf-8")


def test_a_table_that_no_edition_leaves_out_is_missed(edition, tmp_path):
    broken = tmp_path / "kpi.duckdb"
    broken.write_bytes(edition.read_bytes())
    with duckdb.connect(str(broken)) as connection:
        connection.execute("drop table fct_target")
    with pytest.raises(duckdb.Error, match="fct_target"):
        data.read(broken)


def test_the_internal_edition_holds_everything_and_has_no_notes(tmp_path):
    held = data.read(release(tmp_path / "kpi.duckdb"))
    assert held.holds("fct_data_quality") and held.notes == []
    assert {row["symbol"] for row in held.figures["S12000019"][0].series} == {None}


def test_a_suppressed_newest_figure_is_said_to_be_suppressed(figure):
    assert sentences.headline(figure).endswith("no figure on 29 February 2024: suppressed (symbol c).")
    assert sentences.change(figure) == "Not told: the figure is suppressed"
    assert sentences.control(figure) == "No control limits: they would give the suppressed figures of the chart away."
    (target,) = figure.newest_targets
    assert sentences.target(figure, target).startswith("Not judged: suppressed: c against 9.5")


def test_no_line_leads_through_a_suppressed_figure(figure):
    chart = control.control_chart(figure)
    assert chart.count('href="#suppressed"') == 2
    assert len(re.findall("<line", re.search('<g class="ln">.*?</g>', chart).group())) == 15 - 1 - 4
    small = sparkline.sparkline(figure)
    assert small.count("<polyline") == 2 and 'href="#suppressed"' in small


def test_a_suppressed_figure_lies_at_the_same_place_whatever_it_was(figure):
    marks = re.findall(r'<use href="#suppressed" x="[\d.]+%" y="([\d.]+)">', control.control_chart(figure))
    assert len(set(marks)) == 1


def test_no_line_leads_over_a_month_that_was_left_out(figure):
    gone = [row for row in figure.series if row["period_id"] != "month:2023-06-30"]
    chart = control.control_chart(data.Figure(figure.council, figure.indicator, gone))
    assert len(re.findall("<line", re.search('<g class="ln">.*?</g>', chart).group())) == 14 - 1 - 4 - 1


def test_the_largest_part_is_the_largest_of_those_shown(held):
    (found,) = [figure for figure in held.figures["S12000019"] if figure.key == "registrations"]
    said = sentences.parts(found, "team", found.parts)
    assert "of those shown, highest for" in said and "1 part is suppressed. 1 part has no figure." in said


def test_a_table_has_the_symbol_and_the_status_of_a_suppressed_figure(page):
    assert '<th scope="row">February 2024<td class="n">c<td><td>Suppressed' in page


def test_what_rounds_to_zero_has_its_symbol_in_place_of_the_zero(figure):
    row = {**figure.series[0], "symbol": "k", "value": 0.0}
    assert (words.shown(figure, row), words.status(row)) == ("k", "Rounds to zero")


def test_what_rests_on_tables_that_are_left_out_is_left_out(page):
    for words_ in ("Data quality", "Data confidence", "open findings", "Revised figures", "Internal edition"):
        assert words_ not in page


def test_a_plan_has_its_measures_without_outcomes_that_nobody_judged(held, page):
    (own,) = plan.plans(held, held.councils[0])
    assert [measure.row["measure_id"] for measure in own.measures] == ["M-1", "M-2"]
    assert dict(plan.judged(own.measures)) == {"No target to judge by": 0, "Suppressed": 1, "Without a figure": 1}
    assert "c, suppressed" in page and "Not part of this edition." in page


def test_the_notes_stand_in_the_page_and_name_indicators_in_words(page):
    assert "<strong>Public edition.</strong>" in page and "Public edition." in page.split("</style>")[0]
    assert f"<li>{NOTES[0]}</li>" in page and f"<li>{NOTES[2]}</li>" in page
    assert re.search("Left out, not reviewed:.*<li>Children looked after, rate</li><li>Visits on time</li>", page, re.S)


def test_every_symbol_is_explained(page):
    for letter, (name, _) in words.SYMBOLS.items():
        assert f'<th scope="row">{letter}</th><td>{name}.' in page
