"""Text that leaves the building: made safe once, here, before any channel sees it."""

from __future__ import annotations

import unicodedata
from datetime import date

FORMULA_STARTS = "=+-@ "
"""What a spreadsheet takes for the start of a formula when a list of messages is opened in one."""


def clean(text: str, limit: int = 200) -> str:
    """``text`` on one line, without control, invisible or direction-changing characters, at most ``limit`` long.

    No header, card or cell can be broken out of with what is left; HTML and Markdown are escaped by their renderers.
    """
    printable = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    line = " ".join(printable.split()).lstrip(FORMULA_STARTS)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def day(value: date) -> str:
    """A date as people write it: ``3 April 2024``."""
    return f"{value.day} {value:%B %Y}"


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 child``, ``1,200 children``: the number with the noun that fits it."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listing(names: list[str], most: int = 8) -> str:
    """Names joined by commas; after ``most`` of them ``and N more``."""
    shown = names[:most] + ([f"and {len(names) - most} more"] if len(names) > most else [])
    return ", ".join(shown)
