"""The house stays in order: who may import what, and what lies at the top."""

from __future__ import annotations

import ast
from pathlib import Path

from pipeline.home import PROJECT

TOP_LEVEL = {
    "pyproject.toml", "pipeline", "dbt_project", "data", "assets", "tests", "README.md",
    ".ci", ".gitignore", "LICENSE", "docs", "benchmarks",
}  # fmt: skip
MADE_LOCALLY = {
    ".git", ".venv", "uv.lock", "logs", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "__pycache__",
    ".user.yml",
}  # fmt: skip


def imported(path: Path) -> set[str]:
    """The top-level packages that a Python file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_only_the_front_door_of_the_pipeline_imports_dagster():
    users = {p.name for p in (PROJECT / "pipeline").rglob("*.py") if imported(p) & {"dagster", "dagster_dbt"}}
    assert users == {"definitions.py"}


def test_assets_do_no_data_work():
    tools = {"pandas", "duckdb", "pandera", "numpy"}
    workers = {path.name for path in (PROJECT / "assets").glob("*.py") if imported(path) & tools}
    assert workers == set()


def test_assets_are_one_flat_folder():
    assert [p for p in (PROJECT / "assets").iterdir() if p.is_dir() and p.name != "__pycache__"] == []


def test_nothing_unknown_lies_at_the_top():
    present = {path.name for path in PROJECT.iterdir() if not path.name.endswith(".egg-info")}
    assert present - TOP_LEVEL - MADE_LOCALLY == set()


def test_no_python_file_is_longer_than_three_hundred_lines():
    folders = ("pipeline", "assets", "tests")
    long = [p.name for f in folders for p in (PROJECT / f).rglob("*.py") if len(p.read_text().splitlines()) > 300]
    assert long == []
