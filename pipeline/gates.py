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
    if frame.empty:  # DuckDB hands over no rows as another type of text
        frame = frame.astype(dict.fromkeys(frame.select_dtypes(["object", "string"]), "str"))
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        return Check(gate, name, False, {"rows": len(frame), **_breaches(error.failure_cases)})
    return Check(gate, name, True, {"rows": len(frame)})


def _breaches(cases: pd.DataFrame) -> dict[str, int]:
    """For each broken rule of a contract, named with its column if it is about one: how many rows break it."""
    about_one = cases["schema_context"] == "Column"
    rule = (cases["column"].astype("str") + " ").where(about_one, "") + cases["check"].astype("str")
    return {str(name): max(1, int(rows)) for name, rows in cases.groupby(rule)["index"].nunique().items()}


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


def withheld(home: Home) -> list[str]:
    """The names of the checks made on this build that withhold its release."""
    return [check["name"] for check in recorded(home) if Check(**check).withholds]


def require_passed(home: Home) -> None:
    """Raise GateError unless gates 2 and 3 have judged this build and nothing in them withholds the release."""
    judged = {check["gate"] for check in recorded(home)}
    if judged != {2, 3}:
        raise GateError("The gates have not judged this build yet: run the whole refresh, not one step of it.")
    if failed := withheld(home):
        raise GateError(f"The release is withheld by: {', '.join(failed)}.")
