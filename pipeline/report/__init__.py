"""The report: what managers and committees read; one self-contained page for all councils and one for each."""

from __future__ import annotations

from pathlib import Path

from pipeline.report import data, pages


def write(database: Path, folder: Path) -> list[Path]:
    """Write ``report.html`` and a ``report_<slug>.html`` per delivering council into ``folder``; returns their paths.

    ``database`` is the kpi.duckdb of a release. The same release gives the same bytes.
    """
    release = data.read(database)
    return [_save(folder / name, text) for name, text in pages.documents(release)]


def _save(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
