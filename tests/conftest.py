"""What every kind of test may lean on: one refresh of the shipped deliveries, made once as a user makes it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from filelock import FileLock
from kpi_kit import Kpi
from model_kit import Bench

from pipeline.home import PROJECT, Home


def run_kpi(*arguments: str | Path, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run the ``kpi`` command in a process of its own; ``before`` is Python run first, to break something."""
    return subprocess.run(
        [sys.executable, "-c", f"{before}\nfrom pipeline.cli import app; app()", *map(str, arguments)],
        cwd=PROJECT, env=_clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip


def _clean_environment() -> dict[str, str]:
    ours: Sequence[str] = ("KPI_", "DAGSTER", "DBT_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(tuple(ours))}


NEVER_EDITED = ("landed", "published")
"""Folders of a home in which files come and go but never change: a copy may share them."""


@pytest.fixture(scope="session")
def kpi() -> Kpi:
    """The ``kpi`` command, run as a user runs it: see ``run_kpi``."""
    return run_kpi


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all workers see: what is made there, under a lock, is made once."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def refreshed(shared: Path) -> Home:
    """A home after one refresh of the shipped deliveries, made once for all workers.

    Read it; to change something, take ``refreshed_copy``. With ``KPI_TEST_REFRESHED``, a folder, it outlasts the run
    and serves the next one: for runs of one and the same checkout only.
    """
    folder = Path(os.environ.get("KPI_TEST_REFRESHED", shared))
    home = Home(raw=PROJECT / "data" / "raw", root=folder / "refreshed")
    summary = home.root / "summary.txt"
    with FileLock(folder / "refreshed.lock"):
        if not summary.exists():
            outcome = run_kpi("refresh", "--home", home.root)
            assert outcome.returncode == 0, outcome.stdout + outcome.stderr
            summary.write_text(outcome.stdout, encoding="utf-8")
    return home


@pytest.fixture
def refreshed_copy(refreshed: Home, tmp_path: Path) -> Home:
    """The same refresh in a folder of its own, to break things in."""
    root = tmp_path / "home"
    shutil.copytree(refreshed.root, root, symlinks=True, ignore=shutil.ignore_patterns(*NEVER_EDITED))
    for name in NEVER_EDITED:
        shutil.copytree(refreshed.root / name, root / name, symlinks=True, copy_function=_shared)
    return Home(raw=refreshed.raw, root=root)


def _shared(source: str, target: str) -> None:
    """One file under two names; a database is copied, since a reader's lock would hold under both."""
    if source.endswith(".duckdb"):
        shutil.copy2(source, target)
    else:
        os.link(source, target)


@pytest.fixture(scope="session")
def bench(refreshed: Home) -> Bench:
    """The models of that refresh, to run one by one on made-up rows; give every table that they read."""
    return Bench(refreshed)
