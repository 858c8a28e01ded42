"""The ledger: every file that ever arrived, what it was recognised as, and whose it is. One SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date

from pipeline.home import Home
from pipeline.messages import Message
from pipeline.sources import Source
from pipeline.transaction import transaction

TABLES = """
create table if not exists source (council_id text primary key, folder text, source_text text, layout_text text);
create table if not exists look (folder text, path text, size integer, mtime_ns integer, at real,
    primary key (folder, path));
create table if not exists file (council_id text, path text, sha256 text, batch integer, size integer,
    mtime_ns integer, is_present integer, primary key (council_id, path, sha256));
create table if not exists part (council_id text, sha256 text, fingerprint text, sheet text, extract text,
    extract_date text, refusal text, primary key (council_id, sha256, sheet));
create table if not exists message (record text);
create table if not exists setting (name text primary key, value text);
"""
"""source: last understood settings. look: size and time when last seen. file: one row per path and content, landed in
run ``batch``. part: one row per sheet of a content. message: what the last landing had to say."""


SAME_FILE = "council_id = ? and path = ? and size = ? and mtime_ns = ?"


@dataclass(frozen=True)
class Part:
    """A sheet of a landed file and what it is: an extract as at a day, or refused (``refusal``)."""

    council_id: str
    path: str
    sha256: str
    batch: int
    sheet: str
    extract: str
    extract_date: date | None
    refusal: Message | None
    is_present: bool = True


@dataclass(frozen=True)
class File:
    """A landed content under one of its paths; ``is_present``: the drop folder still holds it."""

    path: str
    sha256: str
    batch: int
    is_present: bool


class Ledger:
    """The ledger of a home. Every write is a transaction, so a crash loses at most the file being landed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    @classmethod
    @contextmanager
    def open(cls, home: Home) -> Iterator[Ledger]:
        """The ledger of ``home``, made if need be, readable by its owner only; closed at the end."""
        home.prepare()
        path = home.landed / "ledger.sqlite"
        path.touch(mode=0o600)
        path.chmod(0o600)
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("pragma synchronous = full")
            connection.executescript(TABLES)
            yield cls(connection)
        finally:
            connection.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside happen, or none."""
        return transaction(self._sql, "begin immediate")

    def put_setting(self, name: str, value: str | None) -> None:
        """Remember a setting of the current refresh; None forgets it."""
        self._sql.execute("insert or replace into setting values (?, ?)", (name, value))

    def setting(self, name: str) -> str | None:
        """A remembered setting, or None."""
        row = self._sql.execute("select value from setting where name = ?", (name,)).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def put_source(self, source: Source) -> None:
        """Remember a source that was understood."""
        record = (source.council, source.folder, source.source_text, source.layout_text)
        self._sql.execute("insert or replace into source values (?, ?, ?, ?)", record)

    def sources(self, *, usable: bool = True) -> list[Source]:
        """The remembered sources, by council: those that can be used, or those that no longer can."""
        rows = self._sql.execute("select folder, source_text, layout_text from source order by council_id")
        return [source for row in rows if ((source := Source(*row)).problem is None) == usable]

    def look(self, folder: str, path: str) -> tuple[int, int, float] | None:
        """Size, time and moment when a file was last looked at, or None."""
        query = "select size, mtime_ns, at from look where folder = ? and path = ?"
        row = self._sql.execute(query, (folder, path)).fetchone()
        return tuple(row) if row else None

    def put_look(self, folder: str, path: str, size: int, mtime_ns: int, at: float) -> None:
        """Remember how a file looks now."""
        self._sql.execute("insert or replace into look values (?, ?, ?, ?, ?)", (folder, path, size, mtime_ns, at))

    def begin_batch(self) -> int:
        """Start a landing run: no file is known to be present yet. Returns its number."""
        self._sql.execute("update file set is_present = 0")
        row = self._sql.execute("select coalesce(max(batch), 0) + 1 from file").fetchone()
        return int(row[0])

    def has_file(self, council_id: str, path: str, size: int, mtime_ns: int) -> bool:
        """Whether this very file, by size and time, was landed before."""
        query = f"select 1 from file where {SAME_FILE}"
        return self._sql.execute(query, (council_id, path, size, mtime_ns)).fetchone() is not None

    def mark_present(self, council_id: str, path: str, size: int, mtime_ns: int) -> bool:
        """Note that this very file still is in the drop folder; returns False if it was never landed."""
        done = self._sql.execute(
            f"update file set is_present = 1 where {SAME_FILE}", (council_id, path, size, mtime_ns)
        )
        return done.rowcount > 0

    def put_file(self, council_id: str, path: str, sha256: str, batch: int, size: int, mtime_ns: int) -> None:
        """Remember a landed file."""
        record = (council_id, path, sha256, batch, size, mtime_ns)
        self._sql.execute("insert or replace into file values (?, ?, ?, ?, ?, ?, 1)", record)

    def files(self, council_id: str) -> list[File]:
        """Every landed file of a council, in order of arrival and path."""
        query = "select path, sha256, batch, is_present from file where council_id = ? order by batch, path"
        return [
            File(path, digest, batch, bool(here))
            for path, digest, batch, here in self._sql.execute(query, (council_id,))
        ]

    def is_recognised(self, council_id: str, sha256: str, fingerprint: str) -> bool:
        """Whether a content was recognised under the layout with this fingerprint."""
        query = "select 1 from part where council_id = ? and sha256 = ? and fingerprint = ?"
        return self._sql.execute(query, (council_id, sha256, fingerprint)).fetchone() is not None

    def put_parts(self, fingerprint: str, parts: Iterable[Part]) -> None:
        """Remember what a content was recognised as, in place of what it was before."""
        for number, part in enumerate(parts):
            if number == 0:
                self._sql.execute("delete from part where council_id = ? and sha256 = ?",
                                  (part.council_id, part.sha256))  # fmt: skip
            refusal = json.dumps(part.refusal.fields()) if part.refusal else None
            day = part.extract_date and part.extract_date.isoformat()
            record = (part.council_id, part.sha256, fingerprint, part.sheet, part.extract, day, refusal)
            self._sql.execute("insert into part values (?, ?, ?, ?, ?, ?, ?)", record)

    def parts(self, council_id: str) -> list[Part]:
        """The sheets of everything a council delivered, in order of arrival, path and sheet.

        A content that arrived under several paths is there once: under the first that is still there, else the first.
        """
        query = """
            select council_id, path, sha256, batch, sheet, extract, extract_date, refusal, is_present
            from (select *, row_number() over (partition by sha256 order by is_present desc, batch, path) as copy
                  from file where council_id = ?) join part using (council_id, sha256)
            where copy = 1 order by batch, path, sheet
        """
        return [_part(*row) for row in self._sql.execute(query, (council_id,))]

    def put_messages(self, messages: Iterable[Message]) -> None:
        """Remember what the landing had to say, in place of what the one before said."""
        self._sql.execute("delete from message")
        rows = [(json.dumps(message.fields()),) for message in messages]
        self._sql.executemany("insert into message values (?)", rows)

    def messages(self) -> list[Message]:
        """What the last landing had to say."""
        return [Message(**json.loads(row[0])) for row in self._sql.execute("select record from message")]


def _part(
    council_id: str, path: str, sha256: str, batch: int, sheet: str, extract: str, day: str | None, said: str | None,
    is_present: int,
) -> Part:  # fmt: skip
    refusal = Message(**json.loads(said)) if said else None
    extract_date = date.fromisoformat(day) if day else None
    return Part(council_id, path, sha256, batch, sheet, extract, extract_date, refusal, bool(is_present))
