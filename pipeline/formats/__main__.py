"""Write one format of the release in a folder: ``python -m pipeline.formats NAME FOLDER [EARLIER]``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

WRITERS = {
    "public": "pipeline.public",
    "report": "pipeline.report",
    "workbook": "pipeline.formats.workbook",
    "archive": "pipeline.formats.archive",
    "package": "pipeline.formats.package",
    "dictionary": "pipeline.formats.dictionary",
}
"""Format -> the module whose ``write(database, folder)`` makes it: each process loads only what it needs."""


def main() -> None:
    """Write the format named first into the folder named second; a third argument is what was public before."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    import_module(WRITERS[name]).write(folder / "kpi.duckdb", folder, *map(Path, sys.argv[3:]))


if __name__ == "__main__":
    main()
