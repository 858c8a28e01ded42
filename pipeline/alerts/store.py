"""The alerts' own SQLite file: incidents, their history, messages and what became of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.home import Home
from pipeline.transaction import transaction as begun

SCHEMA = """
create table if not exists observation (
    release_id text primary key, observed_at text not null, is_published integer not null
);
create table if not exists council_day (council_id text primary key, as_at text not null);
create table if not exists incident (
    incident_id integer primary key, rule_id text not null, council_id text not null, team text not null,
    state text not null check (state in ('open', 'ongoing', 'resolved')),
    opened_on text not null, opened_at text not null, seen_on text not null,
    worsened_at text, resolved_on text, resolved_at text, came_back_from text,
    count integer not null, previous integer not null, records integer,
    subjects text not null, withheld text not null, evidence text not null,
    acknowledged_by text, acknowledged_at text, muted_until text
);
create unique index if not exists one_incident_at_a_time
    on incident (rule_id, council_id, team) where state <> 'resolved';
create table if not exists history (
    incident_id integer not null references incident, day text not null, state text not null,
    count integer not null, records integer, primary key (incident_id, day)
);
create table if not exists message (
    message_id integer primary key, message_key text not null unique, kind text not null,
    channel_kind text not null, address text not null, subject text not null, body text not null, html text not null,
    card text not null, created_at text not null, not_before text not null, next_attempt_at text not null,
    attempts integer not null default 0, sent_at text,
    status text not null default 'waiting' check (status in ('waiting', 'sending', 'sent', 'given_up'))
);
create table if not exists delivery (
    message_id integer not null references message, attempt integer not null, at text not null,
    outcome text not null, primary key (message_id, attempt)
);
"""


def folder(home: Home) -> Path:
    """Where alerts keep their state: counts per team can be small, so it is for the owner only."""
    path = home.root / "alerts"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


@contextmanager
def opened(home: Home) -> Iterator[sqlite3.Connection]:
    """A connection to the alerts' file, made when not there; outside ``transaction`` each statement commits."""
    with closing(sqlite3.connect(folder(home) / "alerts.sqlite", timeout=30, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        db.execute("pragma foreign_keys = on")
        db.executescript(SCHEMA)
        yield db


def transaction(db: sqlite3.Connection) -> AbstractContextManager[None]:
    """All statements inside happen, on disk, or none does."""
    return begun(db, "begin immediate")


def stamp(moment: datetime) -> str:
    """A moment as UTC text that sorts by time. Raises ValueError when it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("Alerts need a time with its time zone.")
    return moment.astimezone(UTC).isoformat(timespec="seconds")
