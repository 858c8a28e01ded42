"""The vocabulary of a contract: kinds of column, and checks over two columns.

A column's metadata says what gate 1 does with the delivered text before pandera sees it:

``kind``            identifier | date | timestamp | number | code | codes | text
``of``              for an identifier, what it names (child, worker, a record): the HMAC domain
``code_list``       for a code, the list in ``data/seeds/code_list.csv``
``personal_data``   identifier | special | personal | none: how the column may be used
``may_be_future``   for a date, whether it may lie after the as-at date
``on_unmapped``     ``quarantine`` the row, or ``keep`` it under the code ``unmapped`` with a finding
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa

UNMAPPED = "unmapped"
"""The code of a descriptive value that no alias explains: published as such, never blanked."""


def _column(dtype: str, kind: str, description: str, *, nullable: bool, personal_data: str, **more: Any) -> pa.Column:
    metadata = {"kind": kind, "personal_data": personal_data, **more}
    return pa.Column(dtype, nullable=nullable, description=description, metadata=metadata)


def identifier(description: str, *, of: str, nullable: bool = False) -> pa.Column:
    """A source-system identifier; gate 1 replaces it by a keyed token in ``<of>_key``."""
    return _column("str", "identifier", description, nullable=nullable, personal_data="identifier", of=of)


def date(
    description: str, *, nullable: bool = False, personal_data: str = "personal", may_be_future: bool = False
) -> pa.Column:
    """A calendar day; ``may_be_future``: it may lie after the as-at date, as a due date does."""
    return _column(
        "datetime64[us]", "date", description, nullable=nullable, personal_data=personal_data,
        may_be_future=may_be_future,
    )  # fmt: skip


def timestamp(description: str, *, nullable: bool = False) -> pa.Column:
    """A local (Europe/London) clock time; a bare date means midnight."""
    return _column("datetime64[us]", "timestamp", description, nullable=nullable, personal_data="personal")


def number(description: str, *, minimum: float, maximum: float, nullable: bool = False) -> pa.Column:
    """A number within plausible bounds, both included."""
    column = _column("float64", "number", description, nullable=nullable, personal_data="none")
    column.checks = [
        pa.Check.in_range(minimum, maximum, name="in_range", error=f"a number from {minimum} to {maximum}")
    ]
    return column


def code(
    description: str,
    *,
    code_list: str,
    nullable: bool = False,
    personal_data: str = "personal",
    on_unmapped: str = "quarantine",
) -> pa.Column:
    """One code of a list. Descriptive codes (``on_unmapped="keep"``) never cost a child its place in a count."""
    return _column(
        "str", "code", description, nullable=nullable, personal_data=personal_data,
        code_list=code_list, on_unmapped=on_unmapped,
    )  # fmt: skip


def codes(description: str, *, code_list: str, nullable: bool = True, personal_data: str = "special") -> pa.Column:
    """Several codes of a list in one cell, separated by ``;`` in the canonical extract (multi-response)."""
    return _column(
        "str", "codes", description, nullable=nullable, personal_data=personal_data,
        code_list=code_list, on_unmapped="keep",
    )  # fmt: skip


def text(description: str, *, nullable: bool = True, personal_data: str = "none") -> pa.Column:
    """Free text of an operational kind, such as a team or a locality."""
    return _column("str", "text", description, nullable=nullable, personal_data=personal_data)


def matching(description: str, pattern: str, expected: str) -> pa.Column:
    """Text of one form, or empty; ``expected`` says in words what it looks like."""
    column = _column("str", "text", description, nullable=True, personal_data="none")
    column.checks = [pa.Check.str_matches(pattern, name="matching", error=expected)]
    return column


def not_before(later: str, earlier: str) -> pa.Check:
    """Row check: ``later`` is empty or on or after ``earlier``."""

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        return frame[later].isna() | frame[earlier].isna() | (frame[later] >= frame[earlier])

    return pa.Check(holds, name=f"{later}_before_{earlier}", error=f"{later} on or after {earlier}", ignore_na=False)


def either(first: str, second: str) -> pa.Check:
    """Row check: at least one of two columns is filled."""

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        return frame[first].notna() | frame[second].notna()

    return pa.Check(holds, name=f"{first}_or_{second}", error=f"{first} or {second} filled", ignore_na=False)


def at_most(smaller: str, larger: str) -> pa.Check:
    """Row check: ``smaller`` is empty or no more than ``larger``."""

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        return frame[smaller].isna() | frame[larger].isna() | (frame[smaller] <= frame[larger])

    return pa.Check(holds, name=f"{smaller}_above_{larger}", error=f"{smaller} at most {larger}", ignore_na=False)
