"""The pages of the report: self-contained, honest about what is missing, safe whatever a name holds."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from report_kit import HOSTILE, release

from pipeline import report
from pipeline.report import control, data
from pipeline.report import pages as report_pages

PALETTE = {"#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("report")
    written = report.write(release(folder / "kpi.duckdb"), folder)
    return {path.name: path.read_text(encoding="utf-8") for path in written}


@pytest.fixture(scope="module")
def page(pages) -> str:
    return pages["report_midlothian.html"]


class Tags(HTMLParser):
    """Collects start tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def chart_of(page: str, identity: str) -> str:
    found = re.search(rf'<svg[^>]*aria-labelledby="{identity}-t.*?</svg>', page, re.DOTALL)
    assert found, f"no chart {identity}"
    return found.group()


def test_one_page_for_all_and_one_for_each_delivering_council(pages):
    assert list(pages) == ["report.html", "report_midlothian.html"]


def test_same_release_gives_the_same_bytes(tmp_path, pages):
    for path in report.write(release(tmp_path / "kpi.duckdb"), tmp_path):
        assert path.read_text(encoding="utf-8") == pages[path.name]


def test_nothing_is_fetched_and_no_script_runs(pages):
    for text in pages.values():
        tags = Tags(text).found
        assert {"script", "link", "iframe", "img", "object", "embed"}.isdisjoint(tag for tag, _ in tags)
        assert not re.search(r"(https?:)?//[a-z]|url\(|@import", text)


def test_every_link_within_the_page_leads_somewhere(pages):
    for text in pages.values():
        tags = Tags(text).found
        places = [attributes["id"] for _, attributes in tags if attributes.get("id")]
        wanted = {str(a["href"])[1:] for _, a in tags if str(a.get("href", "")).startswith("#")}
        assert wanted <= set(places)
        assert len(places) == len(set(places))


def test_every_chart_has_a_name_and_a_sentence(pages):
    for text in pages.values():
        charts = re.findall(r'<svg[^>]*role="img".*?</svg>', text, re.DOTALL)
        assert charts
        assert all(re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>", chart) for chart in charts)


def test_every_figure_has_its_table(page):
    for name in ("Children looked after, rate", "Registrations", "Visits on time"):
        assert f"<summary>Table: {name}, 15 periods</summary>" in page


def test_every_page_says_that_it_is_internal_on_screen_and_on_paper(pages):
    for text in pages.values():
        assert "<strong>Internal edition.</strong>" in text
        assert '@bottom-left { content: "Internal edition: unsuppressed figures' in text


def test_a_zero_and_no_figure_are_drawn_differently(page):
    chart = chart_of(page, "b-registrations-team")
    assert ">South</text>" in chart and ">0</text>" in chart
    assert re.search(r'class="absent">Not applicable</text>', chart)
    assert chart.count('class="bar"') == 2


def test_small_numbers_are_pointed_out(page):
    assert ">3 (few)</text>" in chart_of(page, "b-registrations-team")


def test_a_provisional_point_has_a_shape_of_its_own(page):
    assert chart_of(page, "c-lac_rate").count('href="#provisional"') == 1


def test_months_without_a_figure_are_marked_and_not_joined(page):
    chart = chart_of(page, "c-registrations")
    assert chart.count('href="#absent"') == 3
    assert len(re.findall(r"<line", re.search(r'<g class="ln">.*?</g>', chart).group())) == 11


def test_a_signal_is_marked_by_shape(page):
    assert chart_of(page, "c-lac_rate").count('href="#change"') == 1


def test_one_point_has_a_mean_and_no_limits(tmp_path):
    with duckdb.connect(str(release(tmp_path / "kpi.duckdb"))) as connection:
        connection.execute("delete from fct_spc where period_end <> (select max(period_end) from fct_spc)")
        connection.execute(
            "update fct_spc set points = 1, lower_limit = null, upper_limit = null, chart_status = 'trial'"
        )
    report.write(tmp_path / "kpi.duckdb", tmp_path)
    chart = chart_of((tmp_path / "report_midlothian.html").read_text(encoding="utf-8"), "c-lac_rate")
    assert 'class="mean"' in chart and 'class="limit"' not in chart


def test_an_axis_of_counts_has_whole_numbers(page):
    ticks = re.findall(
        r"<text[^>]*>([^<]+)</text>", re.search(r'<g class="tick">.*?</g>', chart_of(page, "c-registrations"))[0]
    )
    assert ticks == ["0", "1"]


def test_target_status_is_in_words_beside_its_shape(page):
    assert re.search(r'<use href="#not_met"[^>]*/></svg>\s*Target not met', page)


def test_revisions_and_frozen_figures_are_listed(page):
    assert "3 cases came late." in page
    assert "Committee, March 2024" in page


def test_one_restless_indicator_does_not_hide_the_revisions_of_another():
    rows = [{"indicator_id": "a"}] * 60 + [{"indicator_id": "b"}]
    assert [row["indicator_id"] for row in report_pages.largest(rows)] == ["a"] * 5 + ["b"]


def test_findings_are_counted_by_team(page):
    assert re.search(r"Children&#39;s North</th>.*?<b>1,511</b>", page, re.DOTALL)


@pytest.mark.parametrize("place", ["council_name", "team"])
def test_hostile_names_stay_text(tmp_path, place):
    for path in report.write(release(tmp_path / "kpi.duckdb", **{place: HOSTILE}), tmp_path):
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text
        assert text.count("</style>") == 1


def test_colours_are_of_the_palette_or_grey():
    css = (Path(report.__file__).with_name("report.css")).read_text(encoding="utf-8")
    coloured = {c for c in re.findall(r"#[0-9A-F]{6}", css) if max(_channels(c)) - min(_channels(c)) > 24}
    assert coloured - PALETTE == {"#FFDD00"}, "yellow is the ring around what the keyboard is on, never in a chart"


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def test_two_thousand_charts_take_well_under_a_minute(tmp_path):
    found = data.read(release(tmp_path / "kpi.duckdb"))
    figure = found.figures["S12000019"][0]
    start = time.perf_counter()
    size = sum(len(control.control_chart(figure)) for _ in range(2000))
    assert time.perf_counter() - start < 20
    assert size / 2000 < 12_000
