"""What happens to a run, its sources and its indicators reaches the analysts as one incident each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from pipeline.alerts import collect, desk, engine, events, incidents, nightly, store
from pipeline.home import Home

EAST_LOTHIAN = "S12000010"
FIRST_NIGHT = datetime(2024, 4, 2, 1, 30, tzinfo=UTC)
TABLES = f"""
create schema raw; create schema quality; create schema marts;
create table raw.source (council_id text, cadence text);
insert into raw.source values ('{EAST_LOTHIAN}', 'nightly');
create table raw.load (council_id text, extract text, source text, extract_date date, load_id text,
    is_current boolean, status text);
insert into raw.load values
    ('{EAST_LOTHIAN}', 'person', 'case_system', '2024-04-01', 'a', true, 'accepted'),
    ('{EAST_LOTHIAN}', 'referral', 'case_system', '2024-04-01', 'b', true, 'accepted'),
    ('{EAST_LOTHIAN}', 'complaint', 'office', '2023-01-01', 'c', true, 'accepted');
create table quality.finding_count (rule_id text, council_id text, team text, findings integer, records integer);
create table quality.withheld_indicator (council_id text, indicator_id text, withheld_reason text);
create table marts.fct_spc (council_id text, indicator_id text, period_end date, signal text, variation text);
create table marts.fct_target (council_id text, indicator_id text, period_type text, period_end date,
    breakdown text, measure_id text, target_status text);
"""


@pytest.fixture
def home(tmp_path) -> Home:
    """A build of one council in which nothing is wrong."""
    here = Home(raw=tmp_path / "raw", root=tmp_path / "home").prepare()
    with duckdb.connect(str(here.build)) as build:
        build.execute(TABLES)
    return here


def put(home: Home, table: str, *rows: tuple[object, ...]) -> None:
    with duckdb.connect(str(home.build)) as build:
        build.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)


def remember_loads(home: Home, night: datetime, *loads: tuple[str, date]) -> None:
    """What a release of that night was made of, as ``history.remember`` keeps it."""
    folder = home.history / "loads"
    folder.mkdir(exist_ok=True)
    values = ", ".join(f"('{EAST_LOTHIAN}', '{extract}', date '{day}')" for extract, day in loads)
    file = folder / f"{night:%Y%m%dT%H%M%SZ}.parquet"
    duckdb.execute(
        f"copy (from (values {values}) as t(council_id, extract, extract_date)) to '{file}' (format parquet)"
    )


def kinds(home: Home, now: datetime = FIRST_NIGHT) -> dict[str, tuple[str, ...]]:
    return {event.kind: event.subjects for event in events.of_release(home, now)}


def test_nothing_is_said_of_a_night_on_which_nothing_happened(home):
    assert kinds(home) == {}


def test_a_source_is_late_when_its_newest_day_stays_the_newest_for_two_nights(home):
    day = date(2024, 4, 1)
    remember_loads(home, FIRST_NIGHT, ("person", day), ("referral", day), ("complaint", date(2023, 1, 1)))
    at_two, after_two = FIRST_NIGHT + timedelta(days=2), FIRST_NIGHT + timedelta(days=2, minutes=1)
    assert (kinds(home, at_two), kinds(home, after_two)) == ({}, {"source_late": ("person", "referral")})


def test_deliveries_of_years_ago_are_not_late_on_the_night_they_first_arrive(home):
    assert kinds(home, FIRST_NIGHT + timedelta(days=700)) == {}


def test_a_source_that_delivered_since_is_not_late(home):
    remember_loads(
        home, FIRST_NIGHT - timedelta(days=9), ("person", date(2024, 3, 22)), ("referral", date(2024, 3, 22))
    )
    assert kinds(home, FIRST_NIGHT) == {}


def test_a_signal_counts_at_the_newest_point_and_not_when_it_is_an_improvement(home):
    put(
        home, "marts.fct_spc",
        (EAST_LOTHIAN, "lac_rate", date(2024, 2, 29), "none", "common_cause"),
        (EAST_LOTHIAN, "lac_rate", date(2024, 3, 31), "outside_limits", "concern"),
        (EAST_LOTHIAN, "cpr_rate", date(2024, 2, 29), "outside_limits", "concern"),
        (EAST_LOTHIAN, "cpr_rate", date(2024, 3, 31), "none", "common_cause"),
        (EAST_LOTHIAN, "contacts", date(2024, 3, 31), "shift", "improvement"),
    )  # fmt: skip
    assert kinds(home) == {"indicator_signal": ("lac_rate",)}


@pytest.mark.parametrize(
    ("before", "now", "is_crossed"),
    [
        ("met", "not_met", True),
        ("met", "close", True),
        ("not_met", "met", True),
        ("close", "not_met", False),
        ("met", "met", False),
    ],
)
def test_a_target_is_crossed_when_the_newest_period_changes_whether_it_is_met(home, before, now, is_crossed):
    put(
        home, "marts.fct_target",
        (EAST_LOTHIAN, "audit_good_pct", "month", date(2024, 2, 29), "all", "EL-001", before),
        (EAST_LOTHIAN, "audit_good_pct", "month", date(2024, 3, 31), "all", "EL-001", now),
    )  # fmt: skip
    assert kinds(home) == ({"target_crossed": ("audit_good_pct",)} if is_crossed else {})


def test_a_target_crossed_long_ago_is_no_news(home):
    put(
        home, "marts.fct_target",
        (EAST_LOTHIAN, "audit_good_pct", "month", date(2024, 1, 31), "all", "EL-001", "met"),
        (EAST_LOTHIAN, "audit_good_pct", "month", date(2024, 2, 29), "all", "EL-001", "not_met"),
        (EAST_LOTHIAN, "audit_good_pct", "month", date(2024, 3, 31), "all", "EL-001", "not_met"),
    )  # fmt: skip
    assert kinds(home) == {}


def test_a_withheld_indicator_is_an_incident_and_named_in_that_of_the_blocker(home):
    put(home, "quality.finding_count", ("volume_collapsed", EAST_LOTHIAN, "not_known", 1, 4000))
    put(home, "quality.withheld_indicator", (EAST_LOTHIAN, "referrals", "Extract lost more than half its rows"))
    nightly.after_release(home, "20240402T013000Z")
    with store.opened(home) as db:
        found = {each.rule_id: each for each in incidents.select(db)}
    assert found["indicator_withheld"].subjects == ("referrals",)
    assert found["volume_collapsed"].withheld == ("referrals",)


def test_a_failed_run_is_one_incident_however_often_it_is_told(home):
    for _ in range(2):
        nightly.after_failure(home, "run-1", "gate_3")
    with store.opened(home) as db:
        found = incidents.select(db)
    assert [(each.rule_id, each.subjects, each.count) for each in found] == [("run_failed", ("step_gate_3",), 1)]


def test_a_release_that_a_gate_withheld_is_told_apart_from_a_run_that_broke(home):
    nightly.after_failure(home, "run-1", "release", is_withheld=True)
    with store.opened(home) as db:
        assert [each.rule_id for each in incidents.select(db)] == ["release_withheld"]


def test_the_next_release_resolves_the_failed_run(home):
    nightly.after_failure(home, "run-1", "gate_3")
    changes = engine.observe(desk.at(home), collect.from_build(home, "20240403T013000Z"), FIRST_NIGHT)
    assert [(change.kind, change.incident.rule_id) for change in changes] == [("resolved", "run_failed")]


def test_another_indicator_with_a_signal_is_news_though_the_number_is_the_same(home):
    def signal(indicator: str, day: date) -> None:
        with duckdb.connect(str(home.build)) as build:
            build.execute("delete from marts.fct_spc")
        put(home, "marts.fct_spc", (EAST_LOTHIAN, indicator, day, "outside_limits", "concern"))

    at = desk.at(home)
    told = []
    for number, indicator in enumerate(("lac_rate", "lac_rate", "cpr_rate")):
        signal(indicator, date(2024, 3, 31))
        now = FIRST_NIGHT + timedelta(hours=number)
        seen = collect.from_build(home, f"release {number}", events.of_release(home, now))
        told += [at.writer.headline(change) for change in engine.observe(at, seen, now)]
    assert told == [
        "East Lothian: 1 indicator shows a signal, 1 new",
        "East Lothian: 1 indicator shows a signal, others than before",
    ]
