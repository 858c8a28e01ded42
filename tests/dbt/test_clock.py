"""British clock times in SQL against the time zone database, hour by hour through both changes of many years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from subprocess import CompletedProcess
from zoneinfo import ZoneInfo

import duckdb
import pytest

LONDON = ZoneInfo("Europe/London")
YEARS = range(2018, 2031)


def half_hours() -> list[datetime]:
    """Every half hour on the wall of the last ten days of March and October."""
    starts = [datetime(year, month, 22) for year in YEARS for month in (3, 10)]
    return [start + timedelta(minutes=30 * step) for start in starts for step in range(10 * 48)]


@pytest.mark.slow
def test_greenwich_time_is_that_of_the_time_zone_database(run_dbt: Callable[..., CompletedProcess[str]]) -> None:
    compiled = run_dbt("--quiet", "compile", "--inline", "{{ greenwich_time('wall') }}").stdout.strip()
    with duckdb.connect() as connection:
        connection.execute("create table clock (wall timestamp)")
        connection.executemany("insert into clock values (?)", [[wall] for wall in half_hours()])
        found = connection.execute(f"select wall, {compiled} from clock").fetchall()
    expected = {wall: wall.replace(tzinfo=LONDON).astimezone(UTC).replace(tzinfo=None) for wall in half_hours()}
    assert len(found) == len(expected) == 13 * 2 * 480
    assert dict(found) == expected
