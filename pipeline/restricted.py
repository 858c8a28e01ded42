"""The restricted folder, the owner's only: identities, quarantined rows and the cases behind releases."""

from __future__ import annotations

import getpass
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.home import Home

CASES = {
    "measure_movement": "measures.measure_movement",
    "measure_excluded": "measures.measure_excluded",
    "finding": "quality.finding",
}
"""The tables that drill-through reads, and where the build holds them."""


def path(home: Home, kind: str, extract: str) -> Path:
    """Where the ``kind`` (identity, quarantine) of file of one extract is."""
    return home.restricted / kind / f"{extract}.parquet"


def write(home: Home, kind: str, extract: str, frames: list[pd.DataFrame]) -> None:
    """Replace the file of one kind and extract by ``frames``, whole or not at all; without rows there is none."""
    final = path(home, kind, extract)
    final.parent.mkdir(mode=0o700, exist_ok=True)
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        final.unlink(missing_ok=True)
        return
    half = final.with_suffix(".new")
    half.unlink(missing_ok=True)
    with open(half, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        pd.concat(filled, ignore_index=True).to_parquet(file, index=False)
    half.replace(final)


def case_file(home: Home, release: str, table: str) -> Path:
    """Where the cases behind one release are: ``measure_movement``, ``measure_excluded`` or ``finding``."""
    return home.restricted / "cases" / release / f"{table}.parquet"


def keep_cases(home: Home, release: str, build: duckdb.DuckDBPyConnection) -> int:
    """Copy the cases behind a release out of its build, for drill-through; returns the measure rows kept."""
    folder = case_file(home, release, "").parent
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    for table, relation in CASES.items():
        target = case_file(home, release, table)
        build.execute(f"copy (select * from {relation} order by all) to '{target}' (format parquet, compression zstd)")
        target.chmod(0o600)
    found = build.execute("select count(*) from measures.measure_movement").fetchone()
    return int(found[0]) if found else 0


def drop_cases(home: Home, kept: set[str]) -> None:
    """Remove the cases behind releases that are no longer on the shelf."""
    for folder in (home.restricted / "cases").iterdir():
        if folder.name not in kept:
            shutil.rmtree(folder)


def note_access(home: Home, what: str) -> None:
    """Write down who looked at cases, when and at which: one line in ``access.log``, owner only."""
    line = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\t{getpass.getuser()}\t{what}\n"
    with open(home.restricted / "access.log", "a", opener=lambda name, flags: os.open(name, flags, 0o600)) as log:
        log.write(line)
