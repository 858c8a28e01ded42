"""The dbt project as a whole: it builds on nothing, its unit tests pass, everything in it is described."""

from __future__ import annotations

import csv
import re
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipeline.home import DBT_PROJECT, PROJECT, SEEDS, Home

GRAIN_STARTS = ("One row per", "One row of")


def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def sql(pattern: str) -> list[str]:
    return [path.read_text() for path in DBT_PROJECT.glob(f"models/{pattern}.sql")]


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text())
    return loaded


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_the_project_builds_and_all_its_tests_pass_when_nobody_delivers(
    built: subprocess.CompletedProcess[str],
) -> None:
    assert built.returncode == 0, built.stdout[-3000:]


@pytest.mark.slow
def test_every_model_says_first_what_a_row_of_it_is(manifest: dict[str, Any]) -> None:
    assert [m["name"] for m in models(manifest) if not m["description"].startswith(GRAIN_STARTS)] == []


@pytest.mark.slow
def test_every_column_that_is_built_is_described(manifest: dict[str, Any], empty_home: Home) -> None:
    with duckdb.connect(str(empty_home.build), read_only=True) as connection:
        built = connection.execute("select table_schema, table_name, column_name from information_schema.columns")
        columns = built.fetchall()
    described = {
        (node["schema"], node["name"], name)
        for node in manifest["nodes"].values()
        for name, column in node.get("columns", {}).items()
        if column["description"]
    }
    ours = {(m["schema"], m["name"]) for m in models(manifest)}
    assert [column for column in columns if column[:2] in ours and column not in described] == []


@pytest.mark.slow
def test_every_mart_is_under_contract(manifest: dict[str, Any]) -> None:
    marts = [m for m in models(manifest) if m["schema"] == "marts"]
    assert [m["name"] for m in marts if not m["config"]["contract"]["enforced"]] == []


def test_no_model_is_longer_than_80_lines() -> None:
    files = DBT_PROJECT.glob("models/**/*.sql")
    assert [path.name for path in files if len(path.read_text().splitlines()) > 80] == []


def test_every_counted_indicator_has_a_worked_example() -> None:
    counted = set(re.findall(r"'([a-z0-9_]+)'", " ".join(sql("measures/measure_*")))) & {
        row["indicator_id"] for row in seed("indicator")
    }
    tests = [test for path in DBT_PROJECT.glob("models/**/*.yml") for test in read(path).get("unit_tests", [])]
    worked = {row.get("indicator_id") for test in tests for row in test["expect"]["rows"]}
    assert len(counted) > 40
    assert sorted(counted - worked) == []


def test_every_rule_of_gate_1_has_an_owner_and_the_same_severity() -> None:
    stated = yaml.safe_load((PROJECT / "pipeline" / "rules.yml").read_text())
    owned = {
        row["rule_id"]: row["severity"] for row in seed("quality_rule") if row["gate"] == "1" and row["owner_role"]
    }
    assert owned == {rule: text["severity"] for rule, text in stated.items()}
