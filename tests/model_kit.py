"""A bench for single models: the SQL that a refresh compiled, run in memory on rows that a test makes up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import duckdb

from pipeline.home import Home

Row = Mapping[str, Any]

BLACKPOOL = "E06000009"
DAY = date(2023, 3, 31)


def observation(**other: Any) -> dict[str, Any]:
    """One settled figure of Blackpool: its looked-after rate in March 2023, except as said otherwise."""
    return {
        "council_id": BLACKPOOL, "indicator_id": "lac_rate", "period_type": "month", "period_end": DAY,
        "period_id": "month:2023-03-31", "breakdown": "all", "category": "all", "status": "ok", "value": 190.0,
        "numerator": 550, "denominator": 28_947, "rate_per": 10_000, "interval_lower": 174.4,
        "interval_upper": 206.6, **other,
    }  # fmt: skip


def compiled(home: Home) -> dict[str, str]:
    """The SQL of every model as the newest refresh compiled it."""
    newest_last = sorted(home.dbt_target.glob("*/compiled/**/models/**/*.sql"), key=lambda path: path.stat().st_mtime)
    return {path.stem: path.read_text() for path in newest_last}


class Bench:
    """Holds tables named as in the build. ``given`` fills one, ``run`` makes one as its model says.

    A column that a given row leaves out is empty. Raises KeyError for a table or model that the project lacks.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._models = compiled(home)
        with duckdb.connect(str(home.build), read_only=True) as build:
            found = build.execute(
                """select table_name, table_schema, column_name, data_type from information_schema.columns
                   where table_schema <> 'gate' order by table_schema <> 'raw', ordinal_position"""
            ).fetchall()
        self._schema = {table: schema for table, schema, *_ in found}
        self._columns: dict[str, dict[str, str]] = {table: {} for table in self._schema}
        for table, schema, column, kind in found:
            if schema == self._schema[table]:
                self._columns[table][column] = kind
        self.sql = duckdb.connect()
        self.sql.execute("attach ':memory:' as build")
        for schema in {*self._schema.values()}:
            self.sql.execute(f"create schema if not exists build.{schema}")

    def given(self, table: str, rows: Iterable[Row] = ()) -> None:
        """Replace a table by these rows."""
        columns = self._columns[table]
        name = f"build.{self._schema[table]}.{table}"
        definitions = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        self.sql.execute(f"create or replace table {name} ({definitions})")
        lines = [[row.get(column) for column in columns] for row in rows]
        if lines:
            self.sql.executemany(f"insert into {name} values ({', '.join('?' * len(columns))})", lines)

    def seeds(self, *tables: str) -> None:
        """Copy seeds as they are shipped."""
        self.sql.execute(f"attach if not exists '{self._home.build}' as shipped (read_only)")
        for table in tables:
            self.sql.execute(f"create or replace table build.seeds.{table} as select * from shipped.seeds.{table}")

    def run(self, *models: str) -> list[dict[str, Any]]:
        """Make these models in this order; returns the rows of the last."""
        for model in models:
            name = f"build.{self._schema[model]}.{model}"
            self.sql.execute(f"create or replace table {name} as {self._models[model]}")
        cursor = self.sql.execute(f"select * from {name} order by all")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
