"""Readers of every DuckDB version, and of another language, while releases come; publishers that are killed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from reader_kit import KILLED, NODE_READER, PUBLISHER, READER, ROWS, TEN

from pipeline import gates
from pipeline.gates import Check
from pipeline.home import PROJECT, Home

VERSIONS = ("1.0", "1.1", "1.2", "1.4", "1.5", "2.0")
"""Every line of DuckDB that people still have installed."""
INSTANTS = 50

pytestmark = pytest.mark.slow  # installs seven clients


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one release, number 1, of a build that gates have passed."""
    home = Home(raw=tmp_path / "raw", root=tmp_path / "home").prepare()
    with duckdb.connect(str(home.build)) as connection:
        connection.execute("create schema marts; create schema raw")
        connection.execute(
            "create table raw.source as select 'S12000010' as council_id, 'East Lothian' as name, "
            "date '2023-12-31' as as_at_date, null::date as office_as_at_date"
        )
        connection.execute(f"create table marts.fct as select 1 as n, x from range({ROWS}) as r (x)")
        connection.execute("create table marts.dim as select 1 as n from range(100)")
    gates.record(home, [Check(2, "cases", True, {"rows": 1}), Check(3, "marts", True, {"rows": 1})])
    ran(PUBLISHER + "\npublish(1)", tmp_path)
    return home


def ran(program: str, *arguments: object) -> str:
    """What a program of this project prints; it must end well."""
    outcome = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    return outcome.stdout


def python_with(version: str, folder: Path) -> list[str]:
    """The command of a Python that has one version of DuckDB and nothing else."""
    place = folder / f"duckdb-{version}"
    uv = shutil.which("uv") or "uv"
    quiet = {"check": True, "capture_output": True, "cwd": folder}
    subprocess.run([uv, "venv", "--python", sys.executable, str(place)], **quiet)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run([uv, "pip", "install", "--python", str(python), f"duckdb=={version}.*"], **quiet)
    return [str(python), "-c", READER]


def node(folder: Path) -> list[str]:
    """The command of the Node client."""
    place = folder / "node"
    place.mkdir()
    subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "@duckdb/node-api"],
        cwd=place, check=True, capture_output=True,
    )  # fmt: skip
    (place / "reader.js").write_text(NODE_READER, encoding="utf-8")
    return ["node", str(place / "reader.js")]


def test_readers_of_every_version_see_whole_releases_while_ten_are_published(home, tmp_path):
    commands = {version: python_with(version, tmp_path) for version in VERSIONS}
    if shutil.which("npm"):
        commands["node"] = node(tmp_path)
    stop = tmp_path / "stop"
    readers = {
        name: subprocess.Popen(
            [*command, str(home.published), str(stop), str(tmp_path / f"{name}.started")],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name, command in commands.items()
    }  # fmt: skip
    try:
        while not all((tmp_path / f"{name}.started").exists() or reader.poll() is not None
                      for name, reader in readers.items()):  # fmt: skip
            time.sleep(0.1)
        published = ran(TEN, tmp_path).split()
    finally:
        stop.write_text("enough")
    said = {name: reader.communicate(timeout=120) for name, reader in readers.items()}
    assert {name: error for name, (_, error) in said.items() if readers[name].returncode} == {}
    found = {name: json.loads(out) for name, (out, _) in said.items()}
    assert len(published) == 10
    assert {name: each["errors"] for name, each in found.items() if each["errors"]} == {}
    for name, each in found.items():
        assert name == "node" or each["version"].startswith(name)
        assert each["seen"][0] <= 2 and each["seen"][-1] == 11, (name, each)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_current_is_verified_whenever_the_publisher_is_killed(home, tmp_path):
    said = ran(KILLED, tmp_path, 20261128, INSTANTS).splitlines()
    assert said == ["verified"] * (INSTANTS + 1)
    assert json.loads((home.published / "latest.json").read_text())["database"].endswith("/kpi.duckdb")
