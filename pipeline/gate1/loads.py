"""Loads: which landed files make one load, and which load is tried first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.contracts import EXTRACTS
from pipeline.ledger import Ledger, Part
from pipeline.sources import Source


@dataclass(frozen=True)
class Load:
    """One extract of one council as at one day: the sheets that together hold it."""

    source: Source
    extract: str
    extract_date: date | None
    parts: tuple[Part, ...]

    @property
    def load_id(self) -> str:
        """The same files give the same id, whatever their names and order."""
        contents = sorted(f"{part.sha256}|{part.sheet}" for part in self.parts)
        record = "|".join([self.source.council, self.extract, *contents])
        return hashlib.sha256(record.encode()).hexdigest()[:16]


def candidates(ledger: Ledger, source: Source, extract: str) -> Iterator[Load]:
    """The loads of an extract to try, best first: the latest as-at date, in it the latest arrival.

    A path that was overwritten counts with its latest content; should that be refused, the load as it stood before the
    overwriting comes next. A refused file that was taken out of the drop folder no longer counts. What an office sends
    adds to what it sent before, so a load holds the earlier days too.
    """
    is_added = EXTRACTS[extract].source == "office"
    until = ledger.setting("until")
    parts = [part for part in ledger.parts(source.council) if part.extract == extract and part.extract_date]
    days = sorted({part.extract_date for part in parts if part.extract_date}, reverse=True)
    for day in days:
        if until is None or day.isoformat() <= until:
            counting = {earlier for earlier in days if earlier == day or (is_added and earlier < day)}
            of_day = [part for part in parts if part.extract_date in counting]
            for batch in sorted({part.batch for part in of_day}, reverse=True):
                latest = {(part.path, part.sheet): part for part in of_day if part.batch <= batch}
                used = tuple(part for part in latest.values() if part.is_present or part.refusal is None)
                if used:
                    yield Load(source, extract, day, used)


def undated(ledger: Ledger, source: Source, extract: str) -> Iterator[Load]:
    """The refused files of an extract in the drop folder of which not even the as-at date is known."""
    for part in ledger.parts(source.council):
        if part.extract == extract and part.extract_date is None and part.is_present:
            yield Load(source, extract, None, (part,))
