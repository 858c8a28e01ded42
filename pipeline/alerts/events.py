"""What happened to a run's indicators and sources, read from its build and from the loads of earlier releases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import duckdb

from pipeline.alerts.observation import Event
from pipeline.home import Home

LONGEST_WAIT = {"nightly": timedelta(days=2), "weekly": timedelta(days=9), "monthly": timedelta(days=35)}
"""Cadence of source.yml -> how long the same day's extract may stay the newest: one delivery may be missed, no more."""
RELEASE_TIME = "%Y%m%dT%H%M%SZ"

WITHHELD = "select council_id, indicator_id from quality.withheld_indicator order by all"
SIGNALS = """
    select council_id, indicator_id from marts.fct_spc
    qualify period_end = max(period_end) over (partition by council_id, indicator_id)
        and signal <> 'none' and variation in ('concern', 'change')
    order by all
"""
CROSSED = """
    with judged as (
        select council_id, indicator_id, period_end, target_status = 'met' as is_met,
               lag(target_status = 'met') over series as was_met,
               max(period_end) over (partition by council_id, indicator_id, period_type, measure_id) as last_end
        from marts.fct_target where breakdown = 'all' and target_status in ('met', 'close', 'not_met')
        window series as (partition by council_id, indicator_id, period_type, measure_id order by period_end)
    )
    select distinct council_id, indicator_id from judged where period_end = last_end and is_met <> was_met order by all
"""
NEWEST = """
    select council_id, extract, extract_date, cadence
    from raw.load join raw.source using (council_id)
    where is_current and load.source = 'case_system' order by all
"""
KNOWN = """
    select council_id, extract, extract_date, min(parse_filename(filename, true)) as release
    from read_parquet($files, filename = true) group by all
"""


def of_release(home: Home, now: datetime) -> tuple[Event, ...]:
    """Withheld indicators, signals in control charts, targets crossed and sources that are late, by council."""
    with duckdb.connect(str(home.build), read_only=True) as build:
        kinds = {"indicator_withheld": WITHHELD, "indicator_signal": SIGNALS, "target_crossed": CROSSED}
        found = [event for kind, sql in kinds.items() for event in _events(kind, build.execute(sql).fetchall())]
        return (*found, *_events("source_late", _late(home, build, now)))


def withheld(home: Home) -> list[tuple[str, str]]:
    """Council and indicator of everything that a blocker withholds from this build."""
    with duckdb.connect(str(home.build), read_only=True) as build:
        return build.execute(WITHHELD).fetchall()


def _late(home: Home, build: duckdb.DuckDBPyConnection, now: datetime) -> Iterator[tuple[str, str]]:
    """Extracts whose newest day has been the newest for longer than their source's cadence explains.

    Counted from the release that showed that day first, so that practice data of past years are not late at once.
    """
    files = sorted(str(file) for file in (home.history / "loads").glob("*.parquet"))
    if not files:
        return
    known = {tuple(row[:3]): str(row[3]) for row in build.execute(KNOWN, {"files": files}).fetchall()}
    for council, extract, day, cadence in build.execute(NEWEST).fetchall():
        first = known.get((council, extract, day))
        wait = LONGEST_WAIT.get(str(cadence).lower())
        if first and wait and now - datetime.strptime(first[:16], RELEASE_TIME).replace(tzinfo=UTC) > wait:
            yield council, extract


def _events(kind: str, pairs: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> list[Event]:
    """One event per council, its subjects the indicators or extracts."""
    by_council: dict[str, list[str]] = {}
    for council, subject in pairs:
        by_council.setdefault(council, []).append(subject)
    return [Event(kind, council, subjects=tuple(sorted(names))) for council, names in sorted(by_council.items())]
