"""Landing: wait until a file is at rest, copy it unchangeably, verify, recognise, remember."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from pipeline import drop, parallel, tables
from pipeline.as_at import as_at_of_refused
from pipeline.contracts import EXTRACTS
from pipeline.drop import Arrival
from pipeline.home import Home
from pipeline.ledger import File, Ledger, Part
from pipeline.messages import Message, Refused, words
from pipeline.readers import read
from pipeline.rows import rows_of
from pipeline.sheet import Sheet
from pipeline.sources import Source

RECOGNISER = "1"
"""Raise it when recognising changes, so that every landed file is looked at again."""

CHUNK = 1 << 20
PARTIAL = ".partial-"


@dataclass(frozen=True)
class LandingResult:
    """What a landing did: ``arrived`` files new this time, ``known`` files seen before, and what it has to say."""

    arrived: int
    known: int
    messages: tuple[Message, ...]

    @property
    def refused(self) -> int:
        """Files that were refused."""
        return len({(message.council, message.file) for message in self.messages if message.refuses})

    def counts(self) -> dict[str, int]:
        """The result as counts."""
        return {"arrived": self.arrived, "known": self.known, "refused": self.refused, "messages": len(self.messages)}


def land(home: Home, until: date | None = None) -> LandingResult:
    """Take in everything new in ``home.raw``; with ``until``, later extracts are left out of this refresh.

    Never raises for a bad file: it is refused with a message, and what was landed before stays in use.
    """
    with Ledger.open(home) as ledger:
        _remove_partial(home)
        sources, messages = drop.sources(home, ledger)
        arrivals, more = drop.arrivals(home, ledger, sources)
        messages += more
        with ledger.transaction():
            ledger.put_setting("until", until.isoformat() if until else None)
            batch = ledger.begin_batch()
        arrived = sum(_take_in(home, ledger, arrival, batch, messages) for arrival in arrivals)
        _recognise_all(home, ledger, sources)
        messages += _standing(ledger, sources)
        with ledger.transaction():
            ledger.put_messages(sorted(set(messages), key=str))
        return LandingResult(arrived, len(arrivals) - arrived, tuple(ledger.messages()))


def landed_path(home: Home, council_id: str, sha256: str) -> Path:
    """Where the copy of a content is."""
    return home.landed / council_id / sha256[:2] / sha256


def _remove_partial(home: Home) -> None:
    """Remove what a landing killed in the middle of a copy left behind; its file is simply landed again."""
    for path in home.landed.glob(f"*/{PARTIAL}*"):
        path.unlink()


def _take_in(home: Home, ledger: Ledger, arrival: Arrival, batch: int, messages: list[Message]) -> bool:
    """Land one file unless it was landed before; returns whether it is new. The ledger learns of it last."""
    council = arrival.source.council
    with ledger.transaction():
        if ledger.mark_present(council, arrival.path, arrival.size, arrival.mtime_ns):
            return False
    try:
        digest = copy(home, arrival)
    except Refused as refusal:
        messages.append(refusal.message(arrival.source.settings.name, arrival.path))
        return False
    with ledger.transaction():
        ledger.put_file(council, arrival.path, digest, batch, arrival.size, arrival.mtime_ns)
    return True


def copy(home: Home, arrival: Arrival) -> str:
    """Copy a file to its place among the landed ones and verify the copy; returns its SHA-256.

    Raises Refused when it cannot be read, changes meanwhile, or there is no room.
    """
    folder = home.landed / arrival.source.council
    folder.mkdir(mode=0o700, exist_ok=True)
    partial = folder / f"{PARTIAL}{os.getpid()}"
    try:
        digest = _copy_to(partial, arrival.file)
    except PermissionError:
        raise Refused("unreadable_on_disk") from None
    except OSError:
        partial.unlink(missing_ok=True)
        raise Refused("no_space") from None
    status = arrival.file.lstat()
    if (status.st_size, status.st_mtime_ns) != (arrival.size, arrival.mtime_ns) or sha256(partial) != digest:
        partial.unlink()
        raise Refused("growing")
    final = landed_path(home, arrival.source.council, digest)
    final.parent.mkdir(mode=0o700, exist_ok=True)
    partial.replace(final)
    _sync_folder(final.parent)
    return digest


def _copy_to(partial: Path, file: Path) -> str:
    digest = hashlib.sha256()
    with (
        open(file, "rb", opener=_no_link) as source,
        open(partial, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as target,
    ):
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def sha256(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _recognise_all(home: Home, ledger: Ledger, sources: list[Source]) -> None:
    """Recognise every content that was not yet recognised under its council's present layout, on every core."""
    unknown = []
    for source in sources:
        of_layout = hashlib.sha256(f"{RECOGNISER}|{source.layout.model_dump_json()}".encode()).hexdigest()
        files = ledger.files(source.council)
        unknown += [
            (source, f, of_layout) for f in files if not ledger.is_recognised(source.council, f.sha256, of_layout)
        ]
    found = parallel.spread(partial(_recognise, home), [(source, file) for source, file, _ in unknown])
    for (_, _, of_layout), parts in zip(unknown, found, strict=True):
        with ledger.transaction():
            ledger.put_parts(of_layout, parts)


def _recognise(home: Home, landed: tuple[Source, File]) -> list[Part]:
    """What a landed file is, sheet by sheet: an extract as at a day, or refused."""
    source, file = landed
    path = landed_path(home, source.council, file.sha256)

    def part(sheet: str, extract: str, day: date | None, refusal: Refused | None) -> Part:
        said = refusal.message(source.settings.name, file.path) if refusal else None
        return Part(source.council, file.path, file.sha256, file.batch, sheet, extract, day, said)

    try:
        sheets = read(path, source.layout.score, head=True)
    except Refused as refusal:
        return [part("", "", None, refusal)]
    parts = [_recognise_sheet(path, sheet, source, part) for sheet in sheets]
    is_other = any(found.refusal is None for found in parts)
    is_noise = [is_other and found.refusal is not None and found.refusal.rule == "unrecognised" for found in parts]
    return [
        replace(found, refusal=_ignored(found, source)) if noise else found
        for found, noise in zip(parts, is_noise, strict=True)
    ]


def _recognise_sheet(path: Path, sheet: Sheet, source: Source, part: Callable[..., Part]) -> Part:
    try:
        table = tables.find(sheet, source.layout)
        if EXTRACTS[table.extract].source == "office":  # its as-at date may stand in any row
            whole = read(path, source.layout.score, only=sheet.name or None)[0]
            return part(sheet.name, table.extract, rows_of(tables.find(whole, source.layout)).as_at, None)
        return part(sheet.name, table.extract, rows_of(table, is_head=True).as_at, None)
    except Refused as refusal:
        day = as_at_of_refused(sheet, source.layout, refusal)
        return part(sheet.name, refusal.extract, day, refusal)


def _ignored(part: Part, source: Source) -> Message:
    text = words("unrecognised_sheet", layout=source.layout.name)
    return Message(source.settings.name, part.path, "unrecognised_sheet", text, sheet=part.sheet)


def _standing(ledger: Ledger, sources: list[Source]) -> Iterator[Message]:
    """What there is to say about the files in the drop folder as they stand, new or not."""
    for source in sources:
        first: dict[str, str] = {}
        present = [file for file in ledger.files(source.council) if file.is_present]
        for file in sorted(present, key=lambda file: (file.batch, file.path)):
            other = first.setdefault(file.sha256, file.path)
            if other != file.path:
                text = words("duplicate_delivery", other=other)
                yield Message(source.settings.name, file.path, "duplicate_delivery", text)
        paths = {(file.path, file.sha256) for file in present if first[file.sha256] == file.path}
        for part in ledger.parts(source.council):
            if part.refusal and (part.path, part.sha256) in paths:
                yield replace(part.refusal, file=part.path)
