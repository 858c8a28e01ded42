"""Reads an observation from the private build: counts and loads, never a record."""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb

from pipeline.alerts.observation import Event, Observation
from pipeline.home import Home

COUNTS = """
select rule_id, council_id, nullif(team, 'not_known') as team, sum(findings)::bigint as count,
       sum(records)::bigint as records
from quality.finding_count group by all
"""
LOADS = """
select council_id, extract, extract_date, load_id from raw.load where is_current and status = 'accepted'
"""


def from_build(
    home: Home,
    release_id: str,
    events: Iterable[Event] = (),
    withheld: Iterable[tuple[str, str]] = (),
    *,
    is_published: bool = True,
) -> Observation:
    """What the build of ``home`` found, under the name of the release made of it."""
    with duckdb.connect(str(home.build), read_only=True) as build:
        counts, loads = build.execute(COUNTS).df(), build.execute(LOADS).df()
    return Observation(release_id, counts, loads, tuple(events), frozenset(withheld), is_published)


def failed(run_id: str, step: str, *, is_withheld: bool = False) -> Observation:
    """A run that published nothing because of ``step``: it opens an alert and resolves none."""
    name = re.sub(r"[^a-z0-9]+", "_", f"step {step}".lower())[:60]
    event = Event("release_withheld" if is_withheld else "run_failed", subjects=(name,))
    return Observation(run_id, events=(event,), is_published=False)
