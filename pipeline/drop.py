"""The drop folder: whose folders there are, and which files in them are at rest."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.home import Home
from pipeline.layout import SettingsError
from pipeline.ledger import Ledger
from pipeline.messages import Message, words
from pipeline.sources import Source

SETTLED_SECONDS = 60
"""A file not touched for a minute is at rest; a younger one is looked at twice."""
LOOK_SECONDS = 1.0
SETTINGS = frozenset({"source.yml", "layout.yml"})
LEFTOVERS = (".done", ".tmp", ".part", ".partial", ".crdownload")
SETTINGS_LIMIT = 100_000


@dataclass(frozen=True)
class Arrival:
    """A file in a council's folder; ``path`` is relative to it."""

    source: Source
    path: str
    file: Path
    size: int
    mtime_ns: int


def sources(home: Home, ledger: Ledger) -> tuple[list[Source], list[Message]]:
    """The council sources, one per council: those of the drop folder, else as last understood; and what is wrong."""
    found: dict[str, Source] = {}
    messages = []
    for folder in sorted(path for path in home.raw.glob("*") if path.is_dir() and not path.name.startswith(".")):
        try:
            source = _source(folder)
        except SettingsError as error:
            messages.append(_message(folder.name, "source.yml", "broken_source", problem=str(error)))
        except FileNotFoundError:
            messages.append(_message(folder.name, "", "no_source"))
        else:
            if source.council in found:
                other = found[source.council].folder
                messages.append(_message(folder.name, "source.yml", "council_twice", other=other))
            found.setdefault(source.council, source)
    with ledger.transaction():
        for source in found.values():
            ledger.put_source(source)
    for source in ledger.sources(usable=False):
        messages.append(_message(source.folder, "source.yml", "broken_source", problem=source.problem))
    return ledger.sources(), messages


def _source(folder: Path) -> Source:
    return Source(folder.name, _settings(folder / "source.yml"), _own_layout(folder / "layout.yml")).check()


def _own_layout(path: Path) -> str | None:
    return _settings(path) if path.exists() else None


def _settings(path: Path) -> str:
    if path.is_symlink() or (path.exists() and path.stat().st_size > SETTINGS_LIMIT):
        raise SettingsError(f"{path.name} is a link or far too long.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{path.name} is not UTF-8 text.") from None


def _message(council: str, file: str, rule: str, **details: object) -> Message:
    return Message(council, file, rule, words(rule, **details))


def arrivals(home: Home, ledger: Ledger, sources: list[Source]) -> tuple[list[Arrival], list[Message]]:
    """The files at rest in the councils' folders, in order of path; and what is wrong with the others."""
    messages = []
    files = []
    by_folder = {source.folder: source for source in sources}
    for file in _files(home.raw):
        folder, _, path = file.relative_to(home.raw).as_posix().partition("/")
        if file.is_symlink():
            messages.append(_message(folder, path, "link"))
        elif not path:
            messages.append(_message("", folder, "no_council_folder"))
        elif folder in by_folder:
            files.append((by_folder[folder], path, file))
    return _at_rest(ledger, files, messages), messages


def _files(raw: Path) -> Iterator[Path]:
    """Every file and link below the drop folder that may be a delivery."""
    for folder, folders, names in os.walk(raw, followlinks=False):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*names, *links]):
            path = Path(folder) / name
            is_other = name in SETTINGS or name.startswith((".", "~$")) or name.lower().endswith(LEFTOVERS)
            if not is_other and (path.is_symlink() or stat.S_ISREG(path.lstat().st_mode)):
                yield path


def _at_rest(ledger: Ledger, files: list[tuple[Source, str, Path]], messages: list[Message]) -> list[Arrival]:
    looks = [_look(*file) for file in files]
    unsure = [look for look in looks if not _is_settled(ledger, look)]
    if unsure:
        time.sleep(LOOK_SECONDS)
    moving = {look.file for look in unsure if _look(look.source, look.path, look.file) != look}
    with ledger.transaction():
        for look in unsure:
            ledger.put_look(look.source.folder, look.path, look.size, look.mtime_ns, time.time())
    messages.extend(_message(look.source.settings.name, look.path, "growing") for look in looks if look.file in moving)
    return [look for look in looks if look.file not in moving]


def _look(source: Source, path: str, file: Path) -> Arrival:
    status = file.lstat()
    return Arrival(source, path, file, status.st_size, status.st_mtime_ns)


def _is_settled(ledger: Ledger, arrival: Arrival) -> bool:
    """Whether a file needs no second look: known, marked as done, long untouched, or just as an earlier run saw it."""
    now = time.time()
    if ledger.has_file(arrival.source.council, arrival.path, arrival.size, arrival.mtime_ns):
        return True
    if arrival.file.with_name(arrival.file.name + ".done").exists() or (arrival.file.parent / ".done").exists():
        return True
    before = ledger.look(arrival.source.folder, arrival.path)
    is_same = before is not None and before[:2] == (arrival.size, arrival.mtime_ns) and now - before[2] >= LOOK_SECONDS
    return is_same or now - arrival.mtime_ns / 1e9 > SETTLED_SECONDS
