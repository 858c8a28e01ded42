"""The dead-man check, for a scheduler that does not depend on Dagster: did last night happen at all?"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from pipeline import releases
from pipeline.alerts import settings, store
from pipeline.alerts.words import count
from pipeline.home import Home

LONGEST_SILENCE = timedelta(hours=36)
"""One night may be late; by the evening after, somebody should know."""


def faults(home: Home, now: datetime, longest: timedelta = LONGEST_SILENCE) -> list[str]:
    """What is overdue, one sentence each; none when release, digest and messages are as they should be.

    Reads the published releases and the alerts' own file and writes nothing. Raises SettingsError.
    """
    found = [_release_fault(home, now, longest)]
    if settings.read(home) is not None:
        with store.opened(home) as db:
            found += [_digest_fault(db, now, longest), _delivery_fault(db, now, longest)]
    return [fault for fault in found if fault]


def _release_fault(home: Home, now: datetime, longest: timedelta) -> str:
    release = releases.current(home)
    if release is None:
        return "There is no release yet: run kpi refresh."
    made = datetime.strptime(release.id[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if now - made <= longest:
        return ""
    return f"The last release is {_age(now - made)} old: see refresh.log and run kpi refresh."


def _digest_fault(db: sqlite3.Connection, now: datetime, longest: timedelta) -> str:
    last = db.execute("select max(sent_at) from message where kind = 'digest'").fetchone()[0]
    if last is None:
        return "No digest was ever delivered: schedule kpi alerts send and try kpi alerts test."
    silence = now - datetime.fromisoformat(last)
    return f"No digest was delivered for {_age(silence)}: see kpi alerts log." if silence > longest else ""


def _delivery_fault(db: sqlite3.Connection, now: datetime, longest: timedelta) -> str:
    stuck = db.execute(
        "select count(*) from message where status = 'given_up' or (status <> 'sent' and not_before < ?)",
        (store.stamp(now - longest),),
    ).fetchone()[0]
    return f"{count(stuck, 'message')} could not be delivered: see kpi alerts log." if stuck else ""


def _age(silence: timedelta) -> str:
    return count(round(silence.total_seconds() / 3600), "hour")
