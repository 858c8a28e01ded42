"""The private build: one DuckDB file per refresh, made anew, holding what gate 1 accepted and what it found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa

from pipeline import history
from pipeline.contracts import EXTRACTS
from pipeline.contracts.extract import Extract
from pipeline.home import Home
from pipeline.ledger import Ledger
from pipeline.messages import Message
from pipeline.transaction import transaction

if TYPE_CHECKING:
    from pipeline.gate1.record import Decided  # gate 1 writes here, so it may not be imported here

TYPES = {"date": "date", "timestamp": "timestamp", "number": "double"}
"""SQL type of each kind of column; all others are text."""

PLACE = {
    "council_id": "varchar", "extract_date": "date", "load_id": "varchar", "source_file": "varchar",
    "source_row": "integer", "record_token": "varchar",
}  # fmt: skip
"""What every row of an extract carries besides its own columns."""

RECORDS = {
    "source": {
        "council_id": "varchar", "name": "varchar", "nation": "varchar", "system": "varchar", "layout": "varchar",
        "cadence": "varchar", "owner": "varchar", "history_from": "date", "as_at_date": "date",
        "office_as_at_date": "date",
    },
    "load": {
        "council_id": "varchar", "extract": "varchar", "source": "varchar", "extract_date": "date",
        "load_id": "varchar", "files": "integer", "delivered": "bigint", "accepted": "bigint", "quarantined": "bigint",
        "is_current": "boolean",
        "status": "varchar", "message": "varchar",
    },
    "finding": {
        "council_id": "varchar", "extract": "varchar", "rule_id": "varchar", "severity": "varchar",
        "column_name": "varchar", "load_id": "varchar", "source_file": "varchar", "source_sheet": "varchar",
        "source_row": "integer", "column_letter": "varchar", "record_token": "varchar", "team": "varchar",
    },
    "message": {
        "council": "varchar", "extract": "varchar", "rule_id": "varchar", "severity": "varchar", "text": "varchar",
    },
}  # fmt: skip
"""source: one row per council, with the as-at dates of its case system and of what its office sent; load: per load that
was tried; finding: per broken rule and place; message: for people."""

UNKNOWN = "unknown"
"""The extract of a finding about a file that could not be recognised."""


def columns(extract: Extract) -> dict[str, str]:
    """The columns of ``raw.<extract>`` and their SQL types: tokens stand where identifiers were delivered."""
    tokens = extract.token_columns()
    own = {tokens.get(name, name): TYPES.get(extract.metadata(name)["kind"], "varchar") for name in extract.columns}
    return {**own, **PLACE}


def start(home: Home) -> None:
    """Make the build anew: every table of schema ``raw``, empty but for sources and what the landing has to say."""
    for leftover in (home.build, home.build.with_name(home.build.name + ".wal")):
        leftover.unlink(missing_ok=True)
    tables = {name: columns(extract) for name, extract in EXTRACTS.items()} | RECORDS | history.TABLES
    with Ledger.open(home) as ledger, open_build(home) as build, build.transaction():
        for name, types in tables.items():
            build.create(name, types)
        build.create_record()
        home.build.chmod(0o600)
        sources = [source.settings for source in ledger.sources()]
        records = [settings.model_dump() for settings in sources]
        build.append("source", pd.DataFrame(records).rename(columns={"council": "council_id"}))
        councils = {settings.name: settings.council for settings in sources}
        build.put_landing(ledger.messages(), councils)


class Build:
    """An open build, to be written to."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._sql = connection

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside happen, or none."""
        return transaction(self._sql)

    def create(self, table: str, types: dict[str, str]) -> None:
        """Make ``raw.<table>``, empty."""
        listed = ", ".join(f"{name} {kind}" for name, kind in types.items())
        self._sql.execute(f"create schema if not exists raw; create table raw.{table} ({listed})")

    def create_record(self) -> None:
        """Make the view ``raw.record`` over the rows of every extract: what they are, whose, and where delivered."""
        parts = []
        for name, extract in EXTRACTS.items():
            known = columns(extract)
            own = ", ".join(f"{c if c in known else 'null::varchar'} as {c}" for c in ("child_key", "team"))
            parts.append(f"select '{name}' as extract, {own}, {', '.join(PLACE)} from raw.{name}")
        self._sql.execute(f"create view raw.record as {' union all '.join(parts)}")

    def append(self, table: str, rows: pd.DataFrame) -> None:
        """Add rows to ``raw.<table>`` by column name; columns not given stay empty."""
        if rows.empty:
            return
        known = [row[0] for row in self._sql.execute(f"describe raw.{table}").fetchall()]
        names = ", ".join(name for name in known if name in rows.columns)
        # Arrow shares its text with the frame; DuckDB would copy a frame's text cell by cell (2 GB for 2 million rows).
        self._sql.register("incoming", pa.Table.from_pandas(rows, preserve_index=False))
        self._sql.execute(f"insert into raw.{table} ({names}) select {names} from incoming")
        self._sql.unregister("incoming")

    def forget(self, extract: str) -> None:
        """Remove what an earlier attempt of this refresh wrote about an extract."""
        self._sql.execute(f"delete from raw.{extract}")
        for table in ("load", "finding", "message"):
            self._sql.execute(f"delete from raw.{table} where extract = ?", [extract])

    def put_rows(self, extract: str, council_id: str, extract_date: date | None, rows: pd.DataFrame) -> None:
        """Add the accepted rows of a load, and move the council's as-at date on: that of its cases or of its office."""
        self.append(extract, rows)
        moved = "as_at_date" if EXTRACTS[extract].source == "case_system" else "office_as_at_date"
        later = f"update raw.source set {moved} = greatest({moved}, ?) where council_id = ?"
        self._sql.execute(later, [extract_date, council_id])

    def put_load(self, decided: Decided) -> None:
        """Record a load that was tried."""
        load, refusal = decided.load, decided.refusal
        record = {
            "council_id": load.source.council, "extract": load.extract, "source": EXTRACTS[load.extract].source,
            "extract_date": load.extract_date, "load_id": load.load_id,
            "files": len({part.sha256 for part in load.parts}),
            "delivered": decided.delivered, "accepted": decided.accepted, "quarantined": decided.quarantined,
            "is_current": refusal is None, "status": "refused" if refusal else "accepted",
            "message": str(refusal) if refusal else None,
        }  # fmt: skip
        self.append("load", pd.DataFrame([record]))

    def put_findings(self, found: pd.DataFrame, messages: Sequence[Message]) -> None:
        """Record findings about rows, and what to tell people."""
        self.append("finding", found)
        self._put_messages(messages)

    def put_landing(self, messages: Sequence[Message], councils: dict[str, str]) -> None:
        """Record what the landing had to say; what is about a file of a known council is a finding too.

        Files of which the extract is known are left to ``load_extracts``; those still being written pass by themselves.
        """
        own = [message for message in messages if not message.extract]
        lasting = [message for message in own if message.council in councils and message.rule != "growing"]
        records = [{"council_id": councils[message.council], **_about_file(message)} for message in lasting]
        self.append("finding", pd.DataFrame(records))
        self._put_messages(own)

    def _put_messages(self, messages: Sequence[Message]) -> None:
        records = [
            {"council": message.council, "extract": message.extract or UNKNOWN, "rule_id": message.rule,
             "severity": message.severity, "text": str(message)}
            for message in messages
        ]  # fmt: skip
        self.append("message", pd.DataFrame(records))


def _about_file(message: Message) -> dict[str, object]:
    return {
        "extract": message.extract or UNKNOWN, "rule_id": message.rule, "severity": message.severity,
        "source_file": message.file, "source_sheet": message.sheet, "source_row": message.row,
        "column_letter": message.letter,
    }  # fmt: skip


@contextmanager
def open_build(home: Home) -> Iterator[Build]:
    """The build, to be written to."""
    with duckdb.connect(str(home.build)) as connection:
        yield Build(connection)


def messages(home: Home) -> list[tuple[str, str]]:
    """What landing and gate 1 had to say in this refresh: (severity, line), gravest first. Never a row value."""
    query = "select severity, text from raw.message order by severity desc, text"
    with duckdb.connect(str(home.build), read_only=True) as connection:
        return connection.execute(query).fetchall()
