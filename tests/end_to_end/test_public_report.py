"""The report of the public edition, read by somebody who has the internal figures beside it.

Its tables are parsed anew here and compared with the public database, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from page_kit import Page

from pipeline import releases, report
from pipeline.home import Home

PAGES = {"S12000010": "east-lothian", "S12000019": "midlothian", "S12000036": "edinburgh", "E06000009": "blackpool"}
LABEL = {
    "month": "strftime(p.period_end, '%B %Y')",
    "quarter": "'Quarter to ' || strftime(p.period_end, '%-d %B %Y')",
    "financial_year": "(year(p.period_end) - 1) || '/' || strftime(p.period_end, '%y')",
    "year_to_july": "'Period to ' || strftime(p.period_end, '%-d %B %Y')",
}
"""How the report writes a period."""
FIGURES = f"""
    select
        p.indicator_id, p.breakdown,
        case when p.breakdown = 'all' then 'all' else coalesce(b.label, p.category) end as part,
        p.symbol, p.value, i.value as true_value,
        case p.period_type {" ".join(f"when '{kind}' then {words}" for kind, words in LABEL.items())} end as period
    from fct_indicator_observation as p
    inner join internal.fct_indicator_observation as i using (council_id, indicator_id, period_id, breakdown, category)
    left join dim_breakdown as b using (council_id, breakdown, category)
    where p.council_id = ?
    order by p.category
"""


@dataclass(frozen=True)
class Figure:
    """What the public edition says of a figure, and what is true of it."""

    symbol: str | None
    value: float | None
    truth: float | None


@pytest.fixture(scope="module")
def folder(refreshed: Home) -> Path:
    current = releases.current(refreshed)
    assert current is not None
    return current.folder / "public"


@pytest.fixture(scope="module")
def public(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{folder.parent / 'kpi.duckdb'}' as internal (read_only)")
        connection.execute(f"attach '{folder / 'kpi.duckdb'}' as kpi (read_only)")
        connection.execute("use kpi")
        yield connection


def figures(public: duckdb.DuckDBPyConnection, council: str) -> dict[tuple[str, str, str, str], list[Figure]]:
    """Every public figure under its indicator, breakdown, part and period in words; parts may share a name."""
    known: dict[tuple[str, str, str, str], list[Figure]] = {}
    for indicator, split, part, *said, period in public.execute(FIGURES, [council]).fetchall():
        known.setdefault((indicator, split, part, period), []).append(Figure(*said))
    return known


def rows(page: Path, kind: str) -> Iterator[tuple[str, str, list[str]]]:
    """Indicator, caption and cells of every row of the tables of figures: of ``periods`` or of ``breakdowns``."""
    for table in Page(page).tables:
        if table.summary.rstrip("s").endswith(kind.rstrip("s")):
            yield from ((table.indicator, table.caption, cells) for cells in table.rows[1:])


def agrees(cell: str, figure: Figure) -> bool:
    """Whether a cell holds the symbol of a figure that has one, and else its value."""
    if figure.symbol:
        return cell == figure.symbol
    if figure.value is None:
        return cell == "\N{EN DASH}"
    shown = re.sub("[,%]", "", cell).replace("\N{MINUS SIGN}", "-")
    half_a_unit = 0.5 * 10 ** -len(shown.partition(".")[2])
    return abs(float(shown) - figure.value) <= half_a_unit + 1e-9


@pytest.mark.parametrize("council", PAGES)
def test_every_suppressed_figure_of_the_whole_has_its_symbol_in_its_row(public, folder, council):
    known, hidden = figures(public, council), 0
    for indicator, _, (period, cell, *rest) in rows(folder / f"report_{PAGES[council]}.html", "periods"):
        (figure,) = known[indicator, "all", "all", period]
        assert agrees(cell, figure), (indicator, period, cell)
        if figure.symbol == "c":
            hidden += 1
            assert not re.search(r"\d", " ".join(rest)), (indicator, period, rest)
    assert hidden > 100


@pytest.mark.parametrize("council", PAGES)
def test_every_suppressed_part_has_its_symbol_in_its_row(public, folder, council):
    known, hidden = figures(public, council), 0
    split_of = {"Age": "age_band", "Size of caseload": "band"}
    for indicator, caption, (split, part, cell, interval, _) in rows(
        folder / f"report_{PAGES[council]}.html", "breakdowns"
    ):
        end = re.sub("^(in the quarter to|in|on) ", "", caption.split(", ")[-1])
        place = indicator, split_of.get(split, split.lower().replace(" ", "_")), part
        figure = (known.get((*place, f"Quarter to {end}")) or known[*place, end]).pop(0)
        assert agrees(cell, figure), (place, cell)
        if figure.symbol == "c":
            hidden += 1
            assert interval == "", (place, interval)
    assert hidden > 50


@pytest.mark.parametrize("council", PAGES)
def test_no_point_of_a_chart_stands_for_a_suppressed_figure(public, folder, council):
    known = figures(public, council)
    hidden = {(name, end) for (name, split, _, end), (f, *_) in known.items() if split == "all" and f.symbol == "c"}
    seen = 0
    for indicator, mark, words in Page(folder / f"report_{PAGES[council]}.html").points:
        period, _, said = words.partition(": ")
        if (indicator, period) in hidden:
            seen += 1
            assert (mark, said) == ("suppressed", "c, suppressed")
    assert seen > 100


def test_an_attacker_would_find_a_true_figure_in_the_internal_report(public, folder):
    """The same reading of the internal report finds figures that the public one suppresses."""
    known = figures(public, "S12000019")
    told = rows(folder.parent / "report_midlothian.html", "periods")
    found = [(cell, *known.get((indicator, "all", "all", period), [])) for indicator, _, (period, cell, *_) in told]
    hidden = [(cell, figure[0].truth) for cell, *figure in found if figure and figure[0].symbol == "c"]
    assert sum(agrees(cell, Figure(None, truth, truth)) for cell, truth in hidden) > 100


def test_the_report_is_made_from_the_public_database_alone(folder, tmp_path):
    """The same database, in a folder where nothing else is, gives the same bytes."""
    (tmp_path / "kpi.duckdb").symlink_to(folder / "kpi.duckdb")
    made = {path.name: path.read_bytes() for path in report.write(tmp_path / "kpi.duckdb", tmp_path)}
    assert made == {path.name: path.read_bytes() for path in folder.glob("report*.html")}
    assert set(made) == {"report.html", *(f"report_{slug}.html" for slug in PAGES.values())}


def test_every_page_says_which_edition_it_is_and_lists_its_notes(public, folder):
    notes = [note for (note,) in public.execute("select note from edition_note").fetchall()]
    names = dict(public.execute("select indicator_id, name from dim_indicator").fetchall())
    for page in folder.glob("report*.html"):
        said = " ".join(Page(page).words.split())
        assert "Public edition." in said and "nternal edition" not in said
        for note in notes:
            lead, _, rest = note.partition(": ")
            listed = rest.removesuffix(".").split(", ")
            wanted = [f"{lead}:", *(names[name] for name in listed)] if set(listed) <= set(names) else [note]
            assert all(words in said for words in wanted), note


def test_what_is_for_staff_only_is_not_in_it(folder):
    staff = r"open findings?|data confidence|worklist|revised figure|restricted folder"
    for page in map(Page, folder.glob("report*.html")):
        assert page.anchors.isdisjoint({"data-quality", "changed"})
        assert not re.search(staff, page.words, re.IGNORECASE)


def test_it_is_self_contained_and_small_enough_to_send(folder):
    for page in folder.glob("report*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<script|<link|<img|<iframe|(https?:)?//[a-z]|url\(|@import", text)
        assert len(text) < 5_000_000
