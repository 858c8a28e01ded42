"""What a gate says: named checks with counts as evidence, kept with the build they were made on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

import duckdb
import pandas as pd
import pandera.pandas as pa

from pipeline.home import Home

Severity = Literal["error", "warning"]


class GateError(RuntimeError):
    """A gate that must pass did not, or has not judged this build; nothing may be published from it."""


@dataclass(frozen=True)
class Check:
    """One question and its answer. ``counts`` are the evidence: numbers by name, never rows.

    A failed ``error`` withholds the release; a failed ``warning`` is shown and lets it pass.
    """

    gate: int
    name: str
    passed: bool
    counts: dict[str, int]
    severity: Severity = "error"

    @property
    def withholds(self) -> bool:
        """Whether the release must not go out."""
        return self.severity == "error" and not self.passed


def contract_check(gate: int, name: str, schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Check:
    """Hold a frame to a pandera contract; the counts are its rows and, for each breach, how many rows."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        breaches = error.failure_cases.groupby(["column", "check"], dropna=False).size()
        counts = {f"{column}: {check}": int(n) for (column, check), n in breaches.items()}
        return Check(gate, name, False, {"rows": len(frame), **counts})
    return Check(gate, name, True, {"rows": len(frame)})


def counts(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, int]:
    """The one row of counts that ``sql`` yields, by column name."""
    cursor = connection.execute(sql)
    row = cursor.fetchone() or ()
    return {column[0]: int(value) for column, value in zip(cursor.description or (), row, strict=True)}


def record(home: Home, checks: Iterable[Check]) -> None:
    """Keep checks in the build file, so that a verdict never outlives the build it was made on."""
    rows = [(check.gate, check.name, json.dumps(asdict(check))) for check in checks]
    with duckdb.connect(str(home.build)) as connection:
        connection.execute("create schema if not exists gate")
        connection.execute("create table if not exists gate.result (gate integer, name varchar, result json)")
        for gate in {row[0] for row in rows}:
            connection.execute("delete from gate.result where gate = ?", [gate])
        connection.executemany("insert into gate.result values (?, ?, ?)", rows)


def forget(home: Home) -> None:
    """Withdraw every verdict: the build is about to change."""
    with duckdb.connect(str(home.build)) as connection:
        connection.execute("drop table if exists gate.result")


def recorded(home: Home) -> list[dict[str, Any]]:
    """The checks made on this build, gate by gate, as plain data; empty before any."""
    with duckdb.connect(str(home.build), read_only=True) as connection:
        known = connection.execute("select 1 from duckdb_tables() where schema_name = 'gate'").fetchall()
        found = connection.execute("select result from gate.result order by gate, name").fetchall() if known else []
    return [json.loads(result) for (result,) in found]


def require_passed(home: Home, gate: int) -> None:
    """Raise GateError unless ``gate`` has judged this build and nothing in it withholds the release."""
    checks = [Check(**check) for check in recorded(home) if check["gate"] == gate]
    if not checks:
        raise GateError(f"Gate {gate} has not judged this build yet: run the whole refresh, not one step of it.")
    failed = [check.name for check in checks if check.withholds]
    if failed:
        raise GateError(f"Gate {gate} withholds the release: {', '.join(failed)}.")
