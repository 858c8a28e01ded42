"""Messages on disk before they are sent, sent until somebody takes them, and a log of every attempt."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from filelock import FileLock, Timeout

from pipeline.alerts.card import card
from pipeline.alerts.letter import Letter, html, text
from pipeline.alerts.settings import Recipient, Settings
from pipeline.alerts.store import folder, stamp
from pipeline.home import Home

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
"""The wait doubles from the first to the longest: less than a night, so that nightly runs always try again."""
RUN_SECONDS = 600
"""A run of sending starts nothing new after this long; what is left waits for the next."""


class SenderBusyError(RuntimeError):
    """Another process is sending for the same home."""


@dataclass(frozen=True)
class Message:
    """One message to one recipient, as it is stored; only the shapes that its channel needs are filled."""

    message_id: int
    message_key: str
    kind: str
    recipient: Recipient
    subject: str
    body: str
    html: str
    card: str
    attempts: int


@dataclass(frozen=True)
class Outcome:
    """What a channel said. ``words`` are our own, never the server's.

    ``is_down``: trying this channel's other messages now would fail as well. ``wait``: how long it asked us to.
    """

    is_sent: bool
    words: str
    is_down: bool = False
    wait: timedelta = timedelta(0)


@dataclass(frozen=True)
class Tally:
    """How a run of sending ended: messages sent, failed, and left because their channel is down."""

    sent: int = 0
    failed: int = 0
    left: int = 0


Send = Callable[[Settings, Message], Outcome]


def key(*parts: object) -> str:
    """A message's name, the same whenever the same news for the same recipient is queued."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


def put(
    db: sqlite3.Connection, recipient: Recipient, kind: str, name: str, letter: Letter, now: datetime, start: datetime
) -> None:
    """Queue a letter to be sent from ``start`` on; nothing when a message of this name is there already."""
    db.execute(
        "insert or ignore into message (message_key, kind, channel_kind, address, subject, body, html, card,"
        " created_at, not_before, next_attempt_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (name, kind, *recipient, letter.subject, *_shapes(letter, recipient), stamp(now), stamp(start), stamp(start)),
    )


def _shapes(letter: Letter, recipient: Recipient) -> tuple[str, str, str]:
    """Plain text, HTML and card, the last two blank unless the recipient's channel takes them."""
    is_card, is_mail = recipient.kind == "teams", recipient.kind == "email"
    return text(letter), html(letter) if is_mail else "", card(letter) if is_card else ""


def waiting(db: sqlite3.Connection, until: datetime | None = None) -> list[Message]:
    """Messages not sent yet, oldest first; with ``until`` only those whose turn comes by then.

    A message whose sending was cut off counts as not sent: a missed message is worse than a second one, and both
    carry the same Message-ID.
    """
    rows = db.execute(
        "select message_id, message_key, kind, channel_kind, address, subject, body, html, card, attempts from message"
        " where status in ('waiting', 'sending') and next_attempt_at <= ? order by message_id",
        (stamp(until) if until else "9999",),
    ).fetchall()
    return [Message(r[0], r[1], r[2], Recipient(r[3], r[4]), *r[5:]) for r in rows]


@contextmanager
def sole_sender(home: Home) -> Iterator[None]:
    """Hold the right to send for ``home``; raises SenderBusyError when another process has it."""
    try:
        with FileLock(folder(home) / "send.lock", timeout=0):
            yield
    except Timeout:
        raise SenderBusyError("Another process is sending alerts for this home. Nothing was sent twice.") from None


def deliver(db: sqlite3.Connection, settings: Settings, now: datetime, send: Send) -> Tally:
    """Send what is due. Every attempt is on disk before it is made and its outcome at once after."""
    down: set[str] = set()
    sent = failed = left = 0
    deadline = time.monotonic() + RUN_SECONDS
    for message in waiting(db, now):
        channel = message.recipient.kind if message.recipient.kind == "email" else message.recipient.address
        if channel in down or time.monotonic() > deadline:
            left += 1
            continue
        _begin(db, message, now)
        outcome = send(settings, message)
        _conclude(db, settings, message, outcome, now)
        sent, failed = sent + outcome.is_sent, failed + (not outcome.is_sent)
        if outcome.is_down:
            down.add(channel)
    return Tally(sent, failed, left)


def _begin(db: sqlite3.Connection, message: Message, now: datetime) -> None:
    db.execute("begin immediate")
    db.execute(
        "update message set status = 'sending', attempts = attempts + 1 where message_id = ?", (message.message_id,)
    )
    db.execute("insert into delivery values (?, ?, ?, 'begun')", (message.message_id, message.attempts + 1, stamp(now)))
    db.execute("commit")


def _conclude(db: sqlite3.Connection, settings: Settings, message: Message, outcome: Outcome, now: datetime) -> None:
    wait = max(outcome.wait, min(FIRST_WAIT * 2 ** min(message.attempts, 10), LONGEST_WAIT))
    oldest = stamp(now - timedelta(days=settings.give_up_after_days))
    db.execute("begin immediate")
    db.execute(
        "update delivery set outcome = ? where message_id = ? and attempt = ?",
        (outcome.words, message.message_id, message.attempts + 1),
    )
    if outcome.is_sent:
        db.execute(
            "update message set status = 'sent', sent_at = ? where message_id = ?", (stamp(now), message.message_id)
        )
    else:
        db.execute(
            "update message set status = iif(created_at < ?, 'given_up', 'waiting'), next_attempt_at = ?"
            " where message_id = ?",
            (oldest, stamp(now + wait), message.message_id),
        )
    db.execute("commit")
