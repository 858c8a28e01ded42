"""How the dbt project is found, told where to build, and parsed only when it changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.home import DBT_PROJECT, SEEDS, Home

KEPT_INVOCATIONS = 5
"""Folders of compiled SQL and logs that stay for whoever has to look into a failure."""


class DbtParseError(RuntimeError):
    """The dbt project could not be parsed; the message is dbt's own."""


def executable() -> str:
    """The dbt command of this very environment, also when the environment is not activated.

    Raises FileNotFoundError when dbt is not installed beside this Python.
    """
    found = shutil.which("dbt", path=sysconfig.get_path("scripts")) or shutil.which("dbt")
    if found is None:
        raise FileNotFoundError("The dbt command is missing: run `uv sync` in the project folder and try again.")
    return found


def environment(home: Home) -> dict[str, str]:
    """The variables that send a dbt invocation to this home; both the command and dagster-dbt read them."""
    return {
        "KPI_BUILD": str(home.build),
        "DBT_TARGET_PATH": str(home.dbt_target),
        "DBT_LOG_PATH": str(home.dbt_target),
        "DBT_PROJECT_DIR": str(DBT_PROJECT),
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
        "DBT_LOG_LEVEL_FILE": "info",  # every statement is in the folder of compiled SQL already
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def prepared_manifest(home: Home) -> Path:
    """The path of an up-to-date ``manifest.json``; parses the project only when a file of it changed.

    Raises DbtParseError when dbt refuses the project.
    """
    manifest, stamp = home.dbt_target / "manifest.json", home.dbt_target / "manifest.made_from"
    state = _project_state(home)
    if not (manifest.exists() and stamp.exists() and stamp.read_text() == state):
        _parse(home)
        stamp.write_text(state)
    return manifest


def mart_descriptions(home: Home) -> dict[str, tuple[str, dict[str, str]]]:
    """For each mart: its description and the description of each column, as the dbt project states them."""
    manifest: dict[str, Any] = json.loads(prepared_manifest(home).read_text())
    return {
        node["alias"]: (node["description"], {name: column["description"] for name, column in node["columns"].items()})
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed") and node["schema"] == "marts"
    }


def forget_old_invocations(home: Home) -> None:
    """Remove the folders of earlier dbt invocations, all but the newest few."""
    folders = sorted((p for p in home.dbt_target.iterdir() if (p / "dbt.log").exists() and p.is_dir()), key=_age)
    for folder in folders[:-KEPT_INVOCATIONS]:
        shutil.rmtree(folder, ignore_errors=True)


def _age(path: Path) -> float:
    return path.stat().st_mtime


def _parse(home: Home) -> None:
    outcome = subprocess.run(
        [executable(), "--quiet", "--no-use-colors", "parse"],
        env={**os.environ, **environment(home)},
        cwd=DBT_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode != 0:
        raise DbtParseError(f"dbt cannot parse the project in {DBT_PROJECT}:\n{outcome.stdout}{outcome.stderr}")


def _project_state(home: Home) -> str:
    """A hash over every file that shapes the manifest, and over the file it builds in."""
    digest = hashlib.sha256(str(home.build).encode())
    for path in sorted(_project_files()):
        digest.update(path.relative_to(DBT_PROJECT.parent).as_posix().encode())
        digest.update(path.read_bytes() if path.suffix != ".csv" else b"")
    return digest.hexdigest()


def _project_files() -> Iterator[Path]:
    for folder in (DBT_PROJECT, SEEDS):
        yield from (p for p in folder.rglob("*") if p.suffix in (".sql", ".yml", ".yaml", ".md", ".csv"))
