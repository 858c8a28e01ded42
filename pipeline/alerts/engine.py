"""Takes what a refresh observed, queues what people must hear, and sends what is due."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import datetime, time, timedelta

from pipeline.alerts import channels, digest, incidents, outbox, store
from pipeline.alerts.desk import Desk
from pipeline.alerts.incidents import LONDON, Change
from pipeline.alerts.letter import Letter
from pipeline.alerts.observation import Observation
from pipeline.alerts.settings import QuietHours, Recipient


def observe(desk: Desk, seen: Observation, now: datetime) -> list[Change]:
    """Take a release into the incidents and queue its news, both or neither; nothing the second time.

    Sends nothing: ``send`` does, now or after a crash.
    """
    with store.opened(desk.home) as db, store.transaction(db):
        changes = incidents.apply(db, desk.catalogue, seen, now)
        _queue(db, desk, changes, seen.release_id, now)
    return changes


def send(desk: Desk, now: datetime, wire: outbox.Send = channels.send) -> outbox.Tally:
    """Queue today's digests if their time has come, then send everything due. Raises SenderBusyError."""
    if desk.settings is None:
        return outbox.Tally()
    with outbox.sole_sender(desk.home), store.opened(desk.home) as db:
        with store.transaction(db):
            digest.queue(db, desk, now)
        return outbox.deliver(db, desk.settings, now, wire)


def after_quiet(quiet: QuietHours, now: datetime) -> datetime:
    """``now``, or the end of the quiet hours it falls in; London time of day, also where the clock changes."""
    local = now.astimezone(LONDON)
    if not _is_within(quiet, local.time().replace(tzinfo=None)):
        return now
    end = datetime.combine(local.date(), quiet.end, LONDON)
    return end if end > local else datetime.combine(local.date() + timedelta(days=1), quiet.end, LONDON)


def _is_within(quiet: QuietHours, clock: time) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end


def _queue(db: sqlite3.Connection, desk: Desk, changes: list[Change], release_id: str, now: datetime) -> None:
    """Queue the changes for everybody they concern: blockers for now, the others for after the quiet hours."""
    if desk.settings is None:
        return
    news: dict[tuple[Recipient, bool], list[Change]] = defaultdict(list)
    for change in changes:
        if change.incident.is_muted(incidents.today(now)):
            continue
        is_blocker = desk.catalogue.rule(change.incident.rule_id).is_blocker and change.kind != "resolved"
        for recipient in desk.audience(change.incident.key):
            news[recipient, is_blocker].append(change)
    morning = after_quiet(desk.settings.quiet_hours, now)
    for (recipient, is_blocker), batch in sorted(news.items(), key=lambda pair: pair[0]):
        for kind, name, letter in _letters(desk, batch):
            message_key = outbox.key(*recipient, kind, name, is_blocker, release_id)
            outbox.put(db, recipient, kind, message_key, letter, now, now if is_blocker else morning)


def _letters(desk: Desk, batch: list[Change]) -> list[tuple[str, object, Letter]]:
    """Kind, name and letter: one for each change, or one for all when they are more than a person reads."""
    if desk.settings and len(batch) > desk.settings.bundle_above:
        return [("bundle", "all", desk.writer.bundle(batch))]
    return [(change.kind, change.incident.incident_id, desk.writer.letter(change)) for change in batch]
