"""What a report says of its own edition: the notes for its first page, and those that list what is left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.report.data import Release


@dataclass(frozen=True)
class Note:
    """A note; ``names``: what the indicators that it lists are called, none where it lists none."""

    text: str
    names: list[str] = field(default_factory=list)


def first(release: Release) -> list[Note]:
    """How figures are suppressed and shown: what a reader must know before the first figure."""
    return [note for note in _notes(release) if not _is_of_what_is_missing(note)]


def left_out(release: Release) -> list[Note]:
    """What the edition leaves out and why: long lists, for the end of the page."""
    return [note for note in _notes(release) if _is_of_what_is_missing(note)]


def _notes(release: Release) -> list[Note]:
    return [_note(text, release.names) for text in release.notes]


def _note(text: str, called: dict[str, str]) -> Note:
    """The note with its indicators by name: ``Left out, not yet reviewed: lac_secure, exclusions.``"""
    lead, _, rest = text.partition(": ")
    listed = rest.removesuffix(".").split(", ")
    if all(name in called for name in listed):
        return Note(f"{lead}:", sorted(called[name] for name in listed))
    return Note(text)


def _is_of_what_is_missing(note: Note) -> bool:
    return "left out" in note.text.lower()
