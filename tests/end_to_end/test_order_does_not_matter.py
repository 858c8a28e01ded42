"""The same rows in another order, in files of other names, give the same marts to the last value."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from kpi_kit import TABLES_ONLY

from pipeline import releases
from pipeline.home import Home

FOOTERS = (b"Rows returned", b"***")


def shuffled(content: bytes, chance: random.Random) -> bytes:
    """A delivered file with its data rows in another order; title block, header and footer stay."""
    lines = content.splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if max(map(line.count, (b",", b"|", b"\t"))) >= 3) + 1
    last = len(lines) - 1 if lines[-1].startswith(FOOTERS) else len(lines)
    rows = lines[first:last]
    chance.shuffle(rows)
    return b"".join([*lines[:first], *rows, *lines[last:]])


def shuffle_deliveries(source: Path, target: Path, seed: int) -> None:
    """Copy a drop folder with every file shuffled, renamed, and written in another order."""
    chance = random.Random(seed)
    files = sorted(path for path in source.rglob("*") if path.is_file())
    chance.shuffle(files)
    for number, file in enumerate(files):
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".csv":
            place.with_name(f"export {number:03}.csv").write_bytes(shuffled(file.read_bytes(), chance))
        else:
            place.write_bytes(file.read_bytes())


def hashes(home: Home) -> dict[str, str]:
    current = releases.current(home)
    assert current is not None
    return {name: table["rows_sha256"] for name, table in current.manifest["tables"].items()}


@pytest.mark.slow
def test_shuffled_rows_and_files_give_the_same_marts(kpi, refreshed, tmp_path):
    shuffle_deliveries(refreshed.raw, tmp_path / "raw", seed=20231231)
    outcome = kpi("refresh", "--raw", tmp_path / "raw", "--home", tmp_path / "home", before=TABLES_ONLY)
    assert outcome.returncode == 0, outcome.stdout
    assert hashes(Home(raw=tmp_path / "raw", root=tmp_path / "home")) == hashes(refreshed)
