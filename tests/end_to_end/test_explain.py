"""Explaining a figure: the cases add up to it, looking at them is noted, and a wrong question is answered helpfully."""

from __future__ import annotations

import csv
import re
import shutil
import stat

import duckdb
import pytest
from kpi_kit import Kpi

from pipeline import releases
from pipeline.explain import ExplainError, Question, explain
from pipeline.home import SEEDS, Home

MIDLOTHIAN = "S12000019"
TOKEN = r"[0-9a-f]{4}-[0-9a-f]{32}"
INDICATORS = [row["indicator_id"] for row in csv.DictReader((SEEDS / "indicator.csv").open(encoding="utf-8"))]
ASKED = ["--council", MIDLOTHIAN, "--period-end", "2024-03-31"]

# Of every period type the whole, and of every breakdown the part, with most cases: most to get wrong.
SAMPLE = """
    select indicator_id, council_id, cast(period_end as varchar), period_type, breakdown, category,
           numerator, denominator
    from fct_indicator_observation
    where council_id = ? and indicator_id = ? and value is not null
    qualify row_number() over (
        partition by breakdown, if(breakdown = 'all', period_type, null)
        order by numerator desc, period_end desc, category) = 1
    order by breakdown <> 'all', period_type, breakdown"""


def sample(home: Home, indicator: str) -> list[tuple[Question, float, float | None]]:
    release = releases.current(home)
    assert release is not None
    with duckdb.connect(str(release.database), read_only=True) as connection:
        found = connection.execute(SAMPLE, [MIDLOTHIAN, indicator]).fetchall()
    return [(Question(*row[:6]), row[6], row[7]) for row in found]


def differing(home: Home, asked: list[tuple[Question, float, float | None]]) -> list[tuple[Question, object, object]]:
    """The questions whose cases do not add up to the published figure, with both."""
    found = []
    for question, numerator, denominator in asked:
        answer = explain(home, question)
        by_cases = answer.indicator["kind"] in ("percentage", "mean")
        published = numerator, denominator if by_cases else answer.total[1]
        if answer.total != pytest.approx(published, abs=1e-9):
            found.append((question, answer.total, published))
    return found


@pytest.mark.parametrize("indicator", INDICATORS)
def test_the_cases_listed_add_up_to_the_published_figure(refreshed, indicator):
    assert differing(refreshed, sample(refreshed, indicator)[:1]) == []


@pytest.mark.slow  # two thousand questions
@pytest.mark.parametrize("indicator", INDICATORS)
def test_so_do_those_of_every_kind_of_period_and_every_breakdown(refreshed, indicator):
    assert differing(refreshed, sample(refreshed, indicator)[1:]) == []


def test_a_combination_of_breakdowns_is_explained_too(refreshed):
    asked = {question.breakdown for question, *_ in sample(refreshed, "lac_total")}
    assert "sex+age_band" in asked


def test_the_calculation_is_shown_with_its_numbers_and_its_population(kpi, refreshed):
    # 42 children, mid-2022 population of 0 to 15 of 18,287 (National Records of Scotland).
    said = kpi("explain", "cpr_rate", *ASKED, "--home", refreshed.root).stdout
    assert "1,000 × 42 ÷ 18,287 = 2.2967, rounded half up to 2.3" in said and "ages 0-15, mid-2022" in said


@pytest.fixture(scope="module")
def listed(kpi: Kpi, refreshed: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Home]:
    """What ``kpi explain --cases`` printed, and the home in which it was asked."""
    home = Home(refreshed.raw, tmp_path_factory.mktemp("listed") / "home")
    shutil.copytree(refreshed.root, home.root, symlinks=True)
    return kpi("explain", "cpr_children", *ASKED, "--cases", "--home", home.root).stdout, home


def test_listing_cases_prints_a_token_for_each(listed):
    assert len(set(re.findall(TOKEN, listed[0]))) >= 42


def test_listing_cases_leaves_a_line_in_the_access_log(listed):
    log = listed[1].restricted / "access.log"
    assert log.read_text().rstrip("\n").endswith(f"explain cpr_children {MIDLOTHIAN} month:2024-03-31 all")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_listing_cases_never_prints_a_source_id(listed):
    said, home = listed
    identity = str(home.restricted / "identity" / "*.parquet")
    known = duckdb.execute(
        f"select source_id from read_parquet('{identity}') where council_id = ? and kind in ('child', 'worker')",
        [MIDLOTHIAN],
    ).fetchall()
    words = set(re.split(r"[^0-9A-Za-z-]+", said))
    assert known and words.isdisjoint(source_id for (source_id,) in known if len(source_id) > 4)


def test_without_cases_nothing_is_listed_or_noted(kpi, refreshed):
    noted = (refreshed.restricted / "access.log").read_text()  # the refresh noted that it wrote the worklists
    said = kpi("explain", "cpr_children", *ASKED, "--home", refreshed.root).stdout
    assert re.findall(TOKEN, said) == [] and (refreshed.restricted / "access.log").read_text() == noted


@pytest.mark.parametrize(
    ("question", "helpful"),
    [
        (Question("lac_totl", MIDLOTHIAN, "2024-03-31"), ["No indicator “lac_totl”", "lac_total"]),
        (Question("lac_total", "Midlothian", "2024-03-31"), ["No figures for council “Midlothian”", MIDLOTHIAN]),
        (Question("lac_total", MIDLOTHIAN, "2034-03-31"), ["No observation for month:2034-03-31", "month 2024-03-31"]),
        (Question("lac_total", MIDLOTHIAN, "last month"), ["No observation for month:last month", "month 2024-03-31"]),
        (
            Question("lac_total", MIDLOTHIAN, "2024-03-31", breakdown="sex", category="female"),
            ["No observation for sex=female", "sex=F"],
        ),
    ],
    ids=["indicator", "council", "day", "no day", "category"],
)
def test_a_question_about_nothing_is_answered_with_what_there_is(refreshed, question, helpful):
    with pytest.raises(ExplainError) as raised:
        explain(refreshed, question)
    assert all(words in str(raised.value) for words in helpful)


def test_a_wrong_question_ends_without_a_traceback(kpi, refreshed):
    outcome = kpi("explain", "lac_totl", *ASKED, "--home", refreshed.root)
    assert outcome.returncode == 1 and "Traceback" not in outcome.stdout + outcome.stderr


def test_a_figure_without_a_value_says_why(kpi, refreshed):
    said = kpi("explain", "rereferral_12m", "--council", MIDLOTHIAN, "--period-end", "2019-04-30",
               "--home", refreshed.root).stdout  # fmt: skip
    assert "No value: The extract does not reach back far enough" in said and "nan" not in said
