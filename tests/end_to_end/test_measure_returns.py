"""Figures that are returned, not counted: official counts give the official figures, to the last published digit.

``tests/reference/published_figures.csv`` holds what DfE, the Scottish Government and councils published: the count,
the population or group, and the figure as printed. Left out: what the publisher rounded or suppressed before dividing
(national and regional counts of England, to 10), and looked-after rates of 2018, which rest on older populations.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

import duckdb
import pytest

from pipeline.home import PROJECT, Home

PUBLISHED = Path(PROJECT, "tests", "reference", "published_figures.csv")
COLUMNS = ["council", "measure", "period_end", "period_type", "numerator", "denominator", "value", "submitted_on"]
SOURCES = {
    "blackpool": ("E06000009", "Blackpool", "england", "mosaic"),
    "east_lothian": ("S12000010", "East Lothian", "scotland", "canonical"),
}
OTHERS = [
    # exact halves go up: 12.5, 62.5 and 6.25 %
    {"measure": "placement_three_plus_pct", "period_end": "2021-03-31", "numerator": 1, "denominator": 8},
    {"measure": "placement_three_plus_pct", "period_end": "2022-03-31", "numerator": 5, "denominator": 8},
    {"measure": "cpp_second_pct", "period_end": "2021-03-31", "numerator": 1, "denominator": 16},
    # the latest submission counts, in whichever file and line it stands
    {"measure": "cpp_reviewed_pct", "period_end": "2021-03-31", "numerator": 3, "denominator": 10,
     "submitted_on": "2021-06-02"},
    {"measure": "cpp_reviewed_pct", "period_end": "2021-03-31", "numerator": 9, "denominator": 10,
     "submitted_on": "2021-06-01"},
    # only a figure; figures that are missing, suppressed, or have nothing to be divided by
    {"measure": "vacancy_rate_pct", "period_end": "2024-09-30", "value": 17.3},
    {"measure": "cpp_second_pct", "period_end": "2019-03-31", "denominator": 20},
    {"measure": "cpp_second_pct", "period_end": "2020-03-31", "numerator": "c", "denominator": 20},
    {"measure": "cpp_reviewed_pct", "period_end": "2019-03-31", "numerator": 4},
    {"measure": "cpp_reviewed_pct", "period_end": "2020-03-31", "numerator": 0, "denominator": 0},
    {"measure": "s47_rate", "period_end": "2008-03-31", "numerator": 4},
    {"measure": "s47_rate", "period_end": "2021-03-31", "numerator": 0},
]  # fmt: skip


def published() -> list[dict[str, str]]:
    with PUBLISHED.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def returns() -> list[dict[str, object]]:
    """All returns, shuffled. The registry's own population stands in for every second of the rates' populations."""
    rows = [
        {**row, "denominator": "" if number % 2 and row["measure"].endswith("_rate") else row["denominator"]}
        for number, row in enumerate(published())
    ]
    together = [{"submitted_on": "2025-11-20", **row} for row in [*rows, *OTHERS]]
    random.Random(20250331).shuffle(together)
    return together


def write(path: Path, rows: list[dict[str, object]], headings: list[str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", restval="")
        csv.writer(file).writerow(headings)
        writer.writerows(rows)


@pytest.fixture(scope="module")
def home(kpi, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home into which two councils dropped nothing but returns, in three files."""
    root = tmp_path_factory.mktemp("returns")
    for folder, (council, name, nation, layout) in SOURCES.items():
        (root / "raw" / folder).mkdir(parents=True)
        settings = {"council": council, "name": name, "nation": nation, "system": "none", "layout": layout,
                    "cadence": "yearly", "owner": "Performance", "history_from": "2018-04-01"}  # fmt: skip
        text = "".join(f"{key}: {value}\n" for key, value in settings.items())
        (root / "raw" / folder / "source.yml").write_text(text, encoding="utf-8")
    rows = returns()
    english = [row for row in rows if not str(row.get("council", "")).startswith("S")]
    scottish = [row for row in rows if str(row.get("council", "")).startswith("S")]
    spoken = [heading.replace("_", " ").capitalize() for heading in COLUMNS]
    write(root / "raw" / "blackpool" / "measure_returns.csv", english[::2], COLUMNS)
    write(root / "raw" / "blackpool" / "more of them.csv", english[1::2], spoken)
    write(root / "raw" / "east_lothian" / "measure_returns.csv", scottish, COLUMNS)
    outcome = kpi("refresh", "--raw", root / "raw", "--home", root / "home")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return Home(raw=root / "raw", root=root / "home")


def query(home: Home, sql: str) -> list[tuple]:
    with duckdb.connect(str(home.published / "current" / "kpi.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def own(home: Home, measure: str, period_end: str) -> list[tuple]:
    """Value, status and source of Blackpool's observation, if there is one."""
    return query(home, f"""select value, status, source from fct_indicator_observation where council_id = 'E06000009'
        and indicator_id = '{measure}' and period_end = '{period_end}'""")  # fmt: skip


@pytest.mark.slow
def test_every_official_count_gives_the_official_figure(home):
    observed = {
        tuple(key): value
        for *key, value in query(home, """select council_id, indicator_id, period_end::varchar, value
            from fct_indicator_observation""")
    }  # fmt: skip
    differing = []
    for row in published():
        value = observed.get((row["council"], row["measure"], row["period_end"]))
        decimals = len(row["published"].partition(".")[2])
        if value is None or f"{value:.{decimals}f}" != row["published"] or round(value, decimals) != value:
            differing.append((row, value))
    assert differing == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("measure", "period_end", "value"),
    [("placement_three_plus_pct", "2021-03-31", 13), ("placement_three_plus_pct", "2022-03-31", 63),
     ("cpp_second_pct", "2021-03-31", 6.3)],
)  # fmt: skip
def test_an_exact_half_is_rounded_up(home, measure, period_end, value):
    assert own(home, measure, period_end) == [(value, "ok", "return")]


@pytest.mark.slow
def test_the_latest_submission_counts(home):
    assert own(home, "cpp_reviewed_pct", "2021-03-31") == [(30, "ok", "return")]


@pytest.mark.slow
def test_a_figure_without_counts_is_published_as_it_was_given(home):
    assert own(home, "vacancy_rate_pct", "2024-09-30") == [(17.3, "ok", "return")]


@pytest.mark.slow
def test_a_return_of_zero_is_zero(home):
    assert own(home, "s47_rate", "2021-03-31") == [(0, "ok", "return")]


@pytest.mark.slow
@pytest.mark.parametrize("period_end", ["2019-03-31", "2020-03-31"])
def test_a_return_that_is_empty_or_suppressed_is_no_observation(home, period_end):
    assert own(home, "cpp_second_pct", period_end) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("measure", "period_end", "status"),
    [("cpp_reviewed_pct", "2019-03-31", "not_available"), ("cpp_reviewed_pct", "2020-03-31", "not_applicable"),
     ("s47_rate", "2008-03-31", "not_available")],
)  # fmt: skip
def test_what_cannot_be_divided_has_no_value_and_says_why(home, measure, period_end, status):
    assert own(home, measure, period_end) == [(None, status, "return")]


@pytest.mark.slow
def test_nothing_is_observed_that_was_not_returned(home):
    returned = {(row.get("council") or "E06000009", row["measure"], row["period_end"]) for row in returns()}
    observed = query(home, "select council_id, indicator_id, period_end::varchar from fct_indicator_observation")
    assert set(observed) <= returned
