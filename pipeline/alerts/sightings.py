"""What one release says about each incident, and whether that is proof of anything."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # see observation.py
    import pandas as pd

from pipeline.alerts.catalogue import Catalogue, Key
from pipeline.alerts.observation import COUNT_COLUMNS, LOAD_COLUMNS, Observation


@dataclass(frozen=True)
class Evidence:
    """The loads a finding was seen in: extract -> its as-at day as ISO text and its load_id."""

    loads: dict[str, tuple[str, str]]

    def to_json(self) -> str:
        """As text for the store."""
        return json.dumps(self.loads, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Evidence:
        """From the store."""
        return cls({extract: (day, load) for extract, (day, load) in json.loads(text).items()})

    def is_newer_than(self, then: Evidence) -> bool:
        """Whether every load of ``then`` is here as new or newer, and at least one is another.

        Only then does a finding that is gone mean that somebody corrected it: a source that did not deliver, an extract
        that went missing and a fall-back to an older load all make findings vanish too.
        """
        is_complete = all(
            extract in self.loads and self.loads[extract][0] >= day for extract, (day, _) in then.loads.items()
        )
        return is_complete and self.loads != then.loads


class Sightings:
    """An observation by incident: counts above zero, days, evidence."""

    def __init__(self, db: sqlite3.Connection, catalogue: Catalogue, seen: Observation, today: date) -> None:
        self._catalogue, self._seen, self._today = catalogue, seen, today
        self._loads = _loads_by_council(seen.loads)
        self._days = {
            council: max(day for day, _ in evidence.loads.values()) for council, evidence in self._loads.items()
        }
        self._last_days: dict[str, str] = dict(db.execute("select council_id, as_at from council_day").fetchall())
        self._records: dict[Key, int] = {}
        self._subjects: dict[Key, tuple[str, ...]] = {}
        self.counts: dict[Key, int] = {}
        self._add_findings()
        self._add_events()

    def day(self, key: Key) -> date:
        """The business day: the council's as-at day; for events, and before the first good load, today."""
        as_at = self._days.get(key.council_id)
        is_event = self._catalogue.rule(key.rule_id).is_event
        return date.fromisoformat(as_at) if as_at and not is_event else self._today

    def is_judged(self, key: Key) -> bool:
        """Whether this release can say anything about it: a release of an earlier day than the last cannot."""
        if self._catalogue.rule(key.rule_id).is_event:
            return key in self.counts or self._seen.is_published
        last = self._last_days.get(key.council_id)
        now = self._days.get(key.council_id)
        return key in self.counts if now is None else last is None or now >= last

    def is_newer(self, key: Key, then: Evidence) -> bool:
        """Whether fewer findings now mean a correction; events are looked at afresh by every published release."""
        if self._catalogue.rule(key.rule_id).is_event:
            return self._seen.is_published
        return self._evidence(key).is_newer_than(then)

    def details(self, key: Key) -> tuple[int | None, str, str, str]:
        """Records checked, subjects, withheld indicators and evidence, as the store keeps them."""
        endangered = self._catalogue.rule(key.rule_id).indicators
        withheld = [name for name in endangered if (key.council_id, name) in self._seen.withheld]
        return (
            self._records.get(key),
            ";".join(self._subjects.get(key, ())),
            ";".join(withheld),
            self._evidence(key).to_json(),
        )

    def subjects(self, key: Key) -> tuple[str, ...]:
        """What an event happened to; nothing for findings, which are only counted."""
        return self._subjects.get(key, ())

    def remember_days(self, db: sqlite3.Connection) -> None:
        """Move each council's last as-at day forward, never back."""
        db.executemany(
            "insert into council_day values (?, ?) on conflict do update set as_at = max(as_at, excluded.as_at)",
            sorted(self._days.items()),
        )

    def _evidence(self, key: Key) -> Evidence:
        loads = self._loads.get(key.council_id, Evidence({})).loads
        wanted = self._catalogue.rule(key.rule_id).extracts or tuple(loads)
        return Evidence({extract: loads[extract] for extract in wanted if extract in loads})

    def _add_findings(self) -> None:
        for rule_id, council_id, team, count, records in _rows(self._seen.counts, COUNT_COLUMNS):
            if count <= 0:
                continue
            key = self._catalogue.key(rule_id, council_id, team or "")
            self.counts[key] = self.counts.get(key, 0) + int(count)
            if records is not None:
                self._records[key] = max(self._records.get(key, 0), int(records))

    def _add_events(self) -> None:
        for event in self._seen.events:
            key = self._catalogue.key(event.kind, event.council_id, event.team)
            subjects = sorted({*self._subjects.get(key, ()), *event.subjects})
            self._subjects[key] = tuple(subjects)
            self.counts[key] = max(1, len(subjects))


def _loads_by_council(loads: pd.DataFrame) -> dict[str, Evidence]:
    by_council: dict[str, dict[str, tuple[str, str]]] = {}
    for council_id, extract, day, load_id in _rows(loads, LOAD_COLUMNS):
        by_council.setdefault(council_id, {})[extract] = (str(day)[:10], str(load_id))
    return {council: Evidence(extracts) for council, extracts in by_council.items()}


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The rows of some columns, None for what is missing whatever pandas calls it."""
    chosen = frame[list(columns)].astype(object)
    return list(chosen.where(chosen.notna(), None).itertuples(index=False, name=None))
