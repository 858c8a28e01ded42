"""Nights of one council: real files, landed, through gate 1, judged by every rule, and what the alerts then do.

What dbt would run is run here from the SQL that a refresh has compiled: a night takes seconds, and a month is a test.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from delivery_kit import Council
from model_kit import compiled

from pipeline import gate1, history, landing, warehouse
from pipeline.alerts import nightly
from pipeline.home import Home
from pipeline.releases import Release

WANTED = ("finding_count", "withheld_indicator")
"""The models from which the alerts learn what is wrong with records."""
EMPTY = ("marts.fct_spc", "marts.fct_target", "measures.measure_movement", "measures.measure_excluded",
         "measures.observation_news", "quality.return_differs")  # fmt: skip
"""Figures, charts and targets stay empty, and the one rule that reads them: these nights are about records."""
COLUMNS = """
    select column_name, data_type from duckdb_columns()
    where database_name = 'shipped' and schema_name = ? and table_name = ? order by column_index
"""


class Rules:
    """Every model behind the findings as one refresh compiled it, in the order in which dbt makes them."""

    def __init__(self, refreshed: Home) -> None:
        manifest = json.loads((refreshed.dbt_target / "manifest.json").read_text())
        self._shipped = refreshed.build
        self._nodes = {
            name: node for name, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")
        }
        self._sql = compiled(refreshed)
        self._order: list[str] = []
        for wanted in WANTED:
            self._visit(f"model.kpi.{wanted}")

    def _visit(self, name: str) -> None:
        if name in self._nodes and name not in self._order and _table(self._nodes[name]) not in EMPTY:
            for parent in self._nodes[name]["depends_on"].get("nodes", []):
                self._visit(parent)
            self._order.append(name)

    def judge(self, build: Path) -> None:
        """Make the seeds and models in a build that gate 1 has filled."""
        with duckdb.connect(str(build)) as sql:
            sql.execute(f"attach '{self._shipped}' as shipped (read_only)")
            nodes = [self._nodes[name] for name in self._order]
            for schema in {node["schema"] for node in nodes} | {table.split(".")[0] for table in EMPTY}:
                sql.execute(f"create schema {schema}")
            for table in EMPTY:
                columns = sql.execute(COLUMNS, table.split(".")).fetchall()
                sql.execute(f"create table {table} ({', '.join(f'{name} {kind}' for name, kind in columns)})")
            for node in nodes:
                self._make(sql, node)

    def _make(self, sql: duckdb.DuckDBPyConnection, node: dict[str, Any]) -> None:
        name = _table(node)
        if node["resource_type"] == "seed":
            sql.execute(f"create table {name} as from shipped.{name}")
        else:
            kind = node["config"]["materialized"]
            sql.execute(f"create {kind} {name} as {self._sql[node['name']]}")


def _table(node: dict[str, Any]) -> str:
    return f"{node['schema']}.{node['name']}"


def live(council: Council, rules: Rules, extracts: list[str], now: datetime) -> dict[str, Any]:
    """One night at ``now``: land, gate 1, judge, alert, remember; returns what the alerts say they did."""
    home = council.home
    release = Release(home.published / f"{now:%Y%m%dT%H%M%SZ}")
    landing.land(home)
    warehouse.start(home)
    for _ in gate1.load_extracts(extracts, home):
        pass
    history.recall(home)
    rules.judge(home.build)
    release.folder.mkdir(parents=True)
    (release.folder / "manifest.json").write_text("{}")
    said = nightly.after_release(home, release.id, now)
    history.remember(home, release)
    return said
