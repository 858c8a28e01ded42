"""The shelf of releases: which there are, which is current, which may go."""

from __future__ import annotations

import getpass
import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.home import Home

KEPT = 14
"""Releases that stay: two weeks of nights, so that last week's figures can still be opened."""
HALF_BUILT = ".building-"
"""How the folder of a release that is not finished begins; no reader looks there."""


@dataclass(frozen=True)
class Release:
    """One finished release: a folder with ``kpi.duckdb``, ``parquet/`` and ``manifest.json``."""

    folder: Path

    @property
    def id(self) -> str:
        """The UTC time at which it was built, e.g. ``20240401T013000Z``."""
        return self.folder.name

    @property
    def database(self) -> Path:
        """The DuckDB file, of constant name so that its catalog name is constant."""
        return self.folder / "kpi.duckdb"

    @property
    def parquet(self) -> Path:
        """The folder with one Parquet file per table."""
        return self.folder / "parquet"

    @property
    def manifest(self) -> dict[str, Any]:
        """What the release says of itself; see ``release.py`` for its parts."""
        content: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return content


def every(home: Home) -> list[Release]:
    """All finished releases, oldest first."""
    return [Release(m.parent) for m in sorted(home.published.glob("*/manifest.json")) if _is_finished(m.parent)]


def current(home: Home) -> Release | None:
    """The release that ``latest.json`` points to; None before the first, or if someone removed or damaged it."""
    try:
        pointer = json.loads((home.published / "latest.json").read_text(encoding="utf-8"))
        release = Release(home.published / pointer["release"])
    except (OSError, ValueError, KeyError):
        return None
    return release if (release.folder / "manifest.json").exists() else None


def new_id(home: Home) -> str:
    """A folder name for now, in UTC, that comes after every release of this second, also when the first is gone."""
    stem = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    taken = [path.name.removeprefix(stem).removeprefix("-") or "1" for path in home.published.glob(f"{stem}*")]
    return f"{stem}-{max(map(int, taken)) + 1}" if taken else stem


def make_current(home: Home, release: Release) -> None:
    """Move ``latest.json`` and, where the system has them, the directory link ``current``; each in one step."""
    as_at = {council["council_id"]: council["as_at_date"] for council in release.manifest["councils"]}
    content = {"release": release.id, "database": f"{release.id}/kpi.duckdb", "as_at": as_at}
    temporary = home.published / ".latest.json"
    temporary.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    sync(temporary)
    temporary.replace(home.published / "latest.json")
    _move_link(home, release)
    sync(home.published)


@dataclass(frozen=True)
class Pruned:
    """Which releases a sweep removed, and which it left because somebody has them open."""

    removed: list[str]
    busy: list[str]


def sweep(home: Home, keep: int | None = None) -> Pruned:
    """Remove what killed builds left and the releases beyond the newest ``keep``, never the current one.

    A release that somebody still holds open is skipped; a later sweep removes it.
    """
    held = current(home)
    beyond = every(home)[: -(KEPT if keep is None else keep)]
    old = [release for release in beyond if held is None or release.id != held.id]
    busy = [release.id for release in old if is_open(release)]
    going = [release.folder for release in old if release.id not in busy]
    for folder in [*home.published.glob(f"{HALF_BUILT}*"), *going]:
        shutil.rmtree(folder, ignore_errors=True)
    return Pruned([folder.name for folder in going], busy)


def is_open(release: Release) -> bool:
    """Whether another process reads the release's DuckDB file: a reader holds a lock that an exclusive one meets.

    On a file system without locks, and on Windows (where an open file cannot be removed anyhow), the answer is no.
    """
    try:
        import fcntl
    except ImportError:
        return False
    try:
        with release.database.open("rb+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def before(home: Home, release: Release) -> Release | None:
    """The newest release older than ``release``, to go back to; None when there is none."""
    older = [each for each in every(home) if each.id < release.id]
    return older[-1] if older else None


def note(home: Home, what: str) -> None:
    """Write down who moved the pointer by hand, when and why: one line in ``releases.log``."""
    with (home.root / "releases.log").open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\t{getpass.getuser()}\t{what}\n")


def sync(path: Path) -> None:
    """Wait until the file or folder is on the disk; folders only where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _move_link(home: Home, release: Release) -> None:
    temporary = home.published / ".current"
    temporary.unlink(missing_ok=True)
    try:
        temporary.symlink_to(release.id, target_is_directory=True)
    except OSError:  # Windows without the privilege, or a share without links: latest.json is enough
        return
    temporary.replace(home.published / "current")


def _is_finished(folder: Path) -> bool:
    return not folder.is_symlink() and not folder.name.startswith(".")
