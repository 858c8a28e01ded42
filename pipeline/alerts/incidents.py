"""Incidents: what a rule found in a team, from the day it opens until a newer delivery shows that it is gone."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pipeline.alerts.catalogue import Catalogue, Key
from pipeline.alerts.observation import Observation
from pipeline.alerts.sightings import Evidence, Sightings
from pipeline.alerts.store import stamp, transaction

LONDON = ZoneInfo("Europe/London")
Kind = Literal["new", "worse", "resolved"]


@dataclass(frozen=True)
class Incident:
    """One row of ``incident``. A problem that comes back is a new incident that knows when it was last resolved.

    ``previous`` is the count of the business day before; ``opened_on``, ``seen_on`` and ``resolved_on`` are as-at days.
    """

    incident_id: int
    rule_id: str
    council_id: str
    team: str
    state: str
    opened_on: date
    opened_at: str
    seen_on: date
    worsened_at: str | None
    resolved_on: date | None
    resolved_at: str | None
    came_back_from: date | None
    count: int
    previous: int
    records: int | None
    subjects: tuple[str, ...]
    withheld: tuple[str, ...]
    evidence: str
    acknowledged_by: str | None
    acknowledged_at: str | None
    muted_until: date | None

    @property
    def key(self) -> Key:
        """Rule, council and team."""
        return Key(self.rule_id, self.council_id, self.team)

    @property
    def age_days(self) -> int:
        """Days of data from opening to when it was last seen."""
        return (self.seen_on - self.opened_on).days

    def is_muted(self, today: date) -> bool:
        """Whether somebody asked for quiet about it up to and including ``today``."""
        return self.muted_until is not None and today <= self.muted_until


@dataclass(frozen=True)
class Change:
    """What a release changed about an incident that somebody must hear of at once."""

    kind: Kind
    incident: Incident


class NoSuchIncidentError(LookupError):
    """There is no open incident of that number."""


def today(now: datetime) -> date:
    """The day it is in London at ``now``."""
    return now.astimezone(LONDON).date()


def apply(db: sqlite3.Connection, catalogue: Catalogue, seen: Observation, now: datetime) -> list[Change]:
    """Take ``seen`` into the incidents and return what changed; nothing when this release was taken before.

    Call inside a transaction. Raises ValueError for a rule or council id that is not one.
    """
    if db.execute("select 1 from observation where release_id = ?", (seen.release_id,)).fetchone():
        return []
    sightings = Sightings(db, catalogue, seen, today(now))
    current = {incident.key: incident for incident in select(db, "state <> 'resolved'")}
    changes = [
        change
        for key in sorted(sightings.counts.keys() | current.keys())
        if (change := _step(db, sightings, key, current.get(key), stamp(now)))
    ]
    sightings.remember_days(db)
    db.execute("insert into observation values (?, ?, ?)", (seen.release_id, stamp(now), seen.is_published))
    return changes


def select(db: sqlite3.Connection, where: str = "true", *values: object) -> list[Incident]:
    """The incidents for which the SQL condition holds, oldest first."""
    rows = db.execute(f"select * from incident where {where} order by incident_id", values).fetchall()
    return [_incident(row) for row in rows]


def acknowledge(db: sqlite3.Connection, incident_id: int, by: str, now: datetime) -> Incident:
    """Note that ``by`` deals with it; getting worse takes the note away. Raises NoSuchIncidentError."""
    return _edit(db, incident_id, "acknowledged_by = ?, acknowledged_at = ?", by, stamp(now))


def mute(db: sqlite3.Connection, incident_id: int, until: date | None) -> Incident:
    """Send nothing but the digest about it through ``until``; None ends that. Raises NoSuchIncidentError."""
    return _edit(db, incident_id, "muted_until = ?", until.isoformat() if until else None)


def _edit(db: sqlite3.Connection, incident_id: int, assignments: str, *values: object) -> Incident:
    with transaction(db):
        done = db.execute(
            f"update incident set {assignments} where incident_id = ? and state <> 'resolved'", (*values, incident_id)
        )
    if not done.rowcount:
        raise NoSuchIncidentError(f"There is no open incident {incident_id}. kpi incidents lists them.")
    return select(db, "incident_id = ?", incident_id)[0]


def _step(db: sqlite3.Connection, seen: Sightings, key: Key, incident: Incident | None, at: str) -> Change | None:
    """One incident, one release: open it, go on with it, resolve it or leave it as it is."""
    count = seen.counts.get(key, 0)
    if not seen.is_judged(key):
        return None
    if incident is None:
        return Change("new", _open(db, seen, key, at))
    is_proof = seen.is_newer(key, Evidence.from_json(incident.evidence))
    if count == 0:
        return Change("resolved", _resolve(db, seen, incident, at)) if is_proof else None
    if count < incident.count and not is_proof:
        return None
    return _go_on(db, seen, incident, count, at)


def _open(db: sqlite3.Connection, seen: Sightings, key: Key, at: str) -> Incident:
    before = db.execute(
        "select max(resolved_on) from incident where rule_id = ? and council_id = ? and team = ?", key
    ).fetchone()[0]
    day = seen.day(key).isoformat()
    row = db.execute(
        "insert into incident (rule_id, council_id, team, state, opened_on, opened_at, seen_on, came_back_from, count,"
        " previous, records, subjects, withheld, evidence) values (?, ?, ?, 'open', ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)",
        (*key, day, at, day, before, seen.counts[key], *seen.details(key)),
    )
    return _remembered(db, row.lastrowid or 0, day)


def _go_on(db: sqlite3.Connection, seen: Sightings, incident: Incident, count: int, at: str) -> Change | None:
    day = seen.day(incident.key)
    others = {*seen.subjects(incident.key)} - {*incident.subjects}
    is_next_day, is_worse = day > incident.seen_on, count > incident.count or bool(others)
    db.execute(
        "update incident set state = ?, seen_on = ?, previous = ?, count = ?, records = ?, subjects = ?, withheld = ?,"
        " evidence = ? where incident_id = ?",
        (
            "ongoing" if is_next_day else incident.state,
            day.isoformat(),
            incident.count if is_next_day or is_worse else incident.previous,
            count,
            *seen.details(incident.key),
            incident.incident_id,
        ),
    )
    if is_worse:
        db.execute(
            "update incident set worsened_at = ?, acknowledged_by = null, acknowledged_at = null where incident_id = ?",
            (at, incident.incident_id),
        )
    after = _remembered(db, incident.incident_id, day.isoformat())
    return Change("worse", after) if is_worse else None


def _resolve(db: sqlite3.Connection, seen: Sightings, incident: Incident, at: str) -> Incident:
    day = seen.day(incident.key).isoformat()
    db.execute(
        "update incident set state = 'resolved', resolved_on = ?, resolved_at = ?, previous = count, count = 0,"
        " withheld = '' where incident_id = ?",
        (day, at, incident.incident_id),
    )
    return _remembered(db, incident.incident_id, day)


def _remembered(db: sqlite3.Connection, incident_id: int, day: str) -> Incident:
    """The incident as it is now, its day written to the history."""
    db.execute(
        "insert or replace into history select incident_id, ?, state, count, records from incident"
        " where incident_id = ?",
        (day, incident_id),
    )
    return select(db, "incident_id = ?", incident_id)[0]


def _incident(row: sqlite3.Row) -> Incident:
    dates = {"opened_on", "seen_on", "resolved_on", "came_back_from", "muted_until"}
    lists = {"subjects", "withheld"}
    values = dict(row)
    values |= {name: date.fromisoformat(values[name]) for name in dates if values[name]}
    values |= {name: tuple(part for part in values[name].split(";") if part) for name in lists}
    return Incident(**values)
