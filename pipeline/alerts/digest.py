"""The morning digest: to everybody, every day, also when all is well, so that silence is itself an alarm."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from pipeline.alerts import incidents, outbox
from pipeline.alerts.desk import Desk
from pipeline.alerts.incidents import LONDON, Incident
from pipeline.alerts.letter import Item, Letter, Link, Section
from pipeline.alerts.settings import Recipient
from pipeline.alerts.store import stamp
from pipeline.alerts.wording import FOOTER, Writer
from pipeline.alerts.words import clean, count, day

FRESH = timedelta(hours=36)
"""A nightly release is a day old at most when the digest is written; half a day more is not yet an alarm."""
SEVERITIES = ("blocker", "serious", "advisory")


def queue(db: sqlite3.Connection, desk: Desk, now: datetime) -> None:
    """Queue today's digest for everybody who has none yet, once its time of day has come."""
    local = now.astimezone(LONDON)
    if desk.settings is None or local.time().replace(tzinfo=None) < desk.settings.digest_at:
        return
    names = {r: outbox.key(*r, "digest", local.date()) for r in desk.everybody()}
    done = {row[0] for row in db.execute("select message_key from message where kind = 'digest'")}
    missing = [recipient for recipient, name in names.items() if name not in done]
    for recipient, letter in letters(db, desk, now, missing).items():
        outbox.put(db, recipient, "digest", names[recipient], letter, now, now)


def letters(db: sqlite3.Connection, desk: Desk, now: datetime, wanted: list[Recipient]) -> dict[Recipient, Letter]:
    """The digest of each recipient as it would read now."""
    recent = stamp(now - timedelta(days=7))
    theirs: dict[Recipient, list[Incident]] = defaultdict(list)
    for incident in incidents.select(db, "state <> 'resolved' or resolved_at > ?", recent) if wanted else []:
        for recipient in desk.audience(incident.key):
            theirs[recipient].append(incident)
    return {r: _letter(db, desk.writer, theirs[r], _last_digest(db, r, now), now) for r in wanted}


def _last_digest(db: sqlite3.Connection, recipient: Recipient, now: datetime) -> str:
    """When the recipient's last digest was written; a day ago when there was none."""
    last = db.execute(
        "select max(created_at) from message where kind = 'digest' and channel_kind = ? and address = ?", recipient
    ).fetchone()[0]
    return last or stamp(now - timedelta(days=1))


def _letter(db: sqlite3.Connection, writer: Writer, theirs: list[Incident], since: str, now: datetime) -> Letter:
    today = incidents.today(now)
    sections = [
        Section(heading, tuple(_item(writer, incident, now) for incident in _ordered(writer, group)))
        for heading, group in _groups(theirs, since, now).items()
        if group
    ]
    still_open = sum(incident.state != "resolved" for incident in theirs)
    tally = ", ".join(f"{len(section.items)} {section.heading.lower()}" for section in sections)
    summary = f"{still_open} open ({tally})" if still_open else f"all is well, nothing open{tally and ', ' + tally}"
    stale = _staleness(db, now)
    subject = f"Data quality on {day(today)}: {stale + '; ' if stale else ''}{summary}"
    return Letter(clean(subject, 250), tuple(_intro(db, writer, stale)), tuple(sections), (FOOTER,))


def _groups(theirs: list[Incident], since: str, now: datetime) -> dict[str, list[Incident]]:
    """The incidents under the heading each belongs to, in reading order."""
    groups: dict[str, list[Incident]] = {
        name: [] for name in ("New", "Worse", "Better", "Unchanged", "Resolved", "Muted")
    }
    for incident in theirs:
        heading = _heading(incident, since, now)
        if heading:
            groups[heading].append(incident)
    return groups


def _heading(incident: Incident, since: str, now: datetime) -> str:
    if incident.resolved_at:
        return "Resolved" if incident.resolved_at > since else ""
    if incident.is_muted(incidents.today(now)):
        return "Muted"
    if incident.opened_at > since:
        return "New"
    if incident.worsened_at and incident.worsened_at > since:
        return "Worse"
    return "Better" if incident.count < incident.previous else "Unchanged"


def _ordered(writer: Writer, group: list[Incident]) -> list[Incident]:
    """Blockers first, then the oldest."""
    ranks = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    return sorted(
        group, key=lambda i: (ranks.get(writer.catalogue.rule(i.rule_id).severity, len(ranks)), i.opened_on, i.key)
    )


def _item(writer: Writer, incident: Incident, now: datetime) -> Item:
    """One line of the digest; what the message said when it opened is not said again every day."""
    if incident.state == "resolved":
        return Item(writer.headline(incidents.Change("resolved", incident)))
    full = writer.item(incident, writer.standing(incident, incidents.today(now)))
    kept = tuple(fact for fact in full.facts if fact[0] in ("Severity", "What to do"))
    return Item(full.sentence, kept, Link(full.link.words, full.link.target) if full.link else None)


def _staleness(db: sqlite3.Connection, now: datetime) -> str:
    """Why the figures are not last night's, blank when they are."""
    last = _last_release(db)
    if last is None:
        return "no release yet"
    if now - last > FRESH:
        return f"no new figures since {day(last.astimezone(LONDON).date())}"
    return ""


def _last_release(db: sqlite3.Connection) -> datetime | None:
    text = db.execute("select max(observed_at) from observation where is_published").fetchone()[0]
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def _intro(db: sqlite3.Connection, writer: Writer, stale: str) -> list[str]:
    as_at = [
        f"{writer.catalogue.council(council)} {day(datetime.fromisoformat(text).date())}"
        for council, text in db.execute("select council_id, as_at from council_day order by council_id")
    ]
    intro = [f"Data as at: {'; '.join(as_at)}."] if as_at else []
    if stale:
        intro.append(f"Caution: {stale}. What stands below may be out of date.")
    late = db.execute("select count(*) from incident where rule_id = 'source_late' and state <> 'resolved'").fetchone()[
        0
    ]
    if late:
        intro.append(
            f"Late: {count(late, 'council')} without the latest delivery; nothing of theirs counts as resolved."
        )
    return intro
