"""Worklists: one workbook per team of the records to correct, with the source system's own numbers. Restricted.

``write(home)`` makes them all anew from the build of the last refresh.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from pipeline import restricted
from pipeline.home import Home
from pipeline.worklists import book, content

NAME = "worklists"


def folder(home: Home) -> Path:
    """Where the worklists are: ``<council>/<team>.xlsx``, for the owner only."""
    return home.restricted / NAME


def write(home: Home) -> dict[str, int]:
    """Replace all worklists by those of this build; returns counts. Who made them is noted in the access log."""
    made = content.worklists(home)
    half = home.restricted / f"{NAME}.new"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    for each in made:
        council = half / each.council_id
        council.mkdir(mode=0o700, exist_ok=True)
        with _for_owner_only():
            book.write(each, council / f"{each.file}.xlsx")
    old = home.restricted / f"{NAME}.old"
    shutil.rmtree(old, ignore_errors=True)
    if folder(home).exists():
        folder(home).rename(old)
    half.rename(folder(home))
    shutil.rmtree(old, ignore_errors=True)
    records = sum(len(each.to_correct) for each in made)
    restricted.note_access(home, f"worklists: {len(made)} workbooks with {records} records written")
    return {"workbooks": len(made), "to_correct": records, "done": sum(len(each.done) for each in made)}


class _for_owner_only:
    """While inside, files that are made may be read by their owner only."""

    def __enter__(self) -> None:
        self._before = os.umask(0o077)

    def __exit__(self, *_: object) -> None:
        os.umask(self._before)
