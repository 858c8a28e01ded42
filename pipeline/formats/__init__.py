"""A release in the formats people have: report, workbook, CSV and data package, each written by a process of its own.

Every format is made from ``kpi.duckdb`` of the folder alone, so that the same tables give the same bytes and an
edition with fewer tables needs no other code.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.home import PROJECT

FORMATS = ("public", "report", "workbook", "archive", "package", "dictionary")
"""What a release holds beside the DuckDB file and Parquet; the longest to write come first."""


class FormatError(RuntimeError):
    """A format of the release could not be written; the message is what its process said last."""


def write(folder: Path, earlier: Path) -> None:
    """Write every format of the release in ``folder``; ``earlier``: what was public before (see ``public.memory``)."""
    side_by_side(folder, FORMATS, earlier)


def side_by_side(folder: Path, names: Sequence[str], earlier: Path | None = None) -> None:
    """Write the formats ``names`` of the release in ``folder`` at once; raises FormatError when one fails."""
    running = {name: _start(name, folder, earlier if name == "public" else None) for name in names}
    said = {name: process.communicate()[1].strip() for name, process in running.items()}
    failed = [name for name, process in running.items() if process.returncode]
    if failed:
        words = "; ".join(f"{name}: {said[name].splitlines()[-1] if said[name] else 'ended early'}" for name in failed)
        raise FormatError(f"The release was not published, these could not be written: {words}")


def _start(name: str, folder: Path, earlier: Path | None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline.formats", name, str(folder), *([str(earlier)] if earlier else [])]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
