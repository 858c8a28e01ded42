"""A message before it has a shape, and its two mail shapes: plain text and HTML."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

WIDTH = 76
"""Columns of plain text: longer lines are wrapped, badly, by mail programs."""


@dataclass(frozen=True)
class Link:
    """Where to go: what is there, in words that make sense on their own, and its address."""

    words: str
    target: str

    @property
    def is_web(self) -> bool:
        """Whether a mail or card may link it; a path on a share is shown as text."""
        return self.target.startswith("https://")


@dataclass(frozen=True)
class Item:
    """One incident in a message: a sentence, named facts and perhaps a link."""

    sentence: str
    facts: tuple[tuple[str, str], ...] = ()
    link: Link | None = None


@dataclass(frozen=True)
class Section:
    """Items under one heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Letter:
    """A whole message. Every text in it is already clean (see words.py) but not escaped for any format."""

    subject: str
    intro: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def html(letter: Letter) -> str:
    """The letter as one accessible HTML page: headings, lists, no pictures, no script, nothing fetched."""
    return _templates.get_template("mail.html.j2").render(letter=letter)


def text(letter: Letter) -> str:
    """The letter as plain text, complete without its HTML."""
    parts = [_wrap(letter.subject), *map(_wrap, letter.intro)]
    for section in letter.sections:
        parts.append(f"{section.heading}\n{'-' * len(section.heading)}")
        parts += [_item(item) for item in section.items]
    return "\n\n".join([*parts, *map(_wrap, letter.closing)]) + "\n"


def _item(item: Item) -> str:
    lines = [_wrap(item.sentence, "* ", "  ")]
    lines += [_wrap(f"{name}: {value}", "  ", "    ") for name, value in item.facts]
    if item.link:
        lines.append(f"  {item.link.words}:\n  {item.link.target}")
    return "\n".join(lines)


def _wrap(line: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        line, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
