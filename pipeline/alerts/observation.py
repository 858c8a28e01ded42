"""What a refresh tells the alerts: counts of findings, which loads they were found in, and what happened to the run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pandas takes a second to load, which the kpi command should not pay at every start
    import pandas as pd

COUNT_COLUMNS = ("rule_id", "council_id", "team", "count", "records")
LOAD_COLUMNS = ("council_id", "extract", "extract_date", "load_id")
SUBJECT = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True)
class Event:
    """Something that happened to the run: ``kind`` is a rule of event_rule.csv.

    ``subjects`` names what it happened to: extracts, indicator ids or steps, in lower case with underscores. Anything
    else is refused, so that an error's own words, which may hold a row's values, cannot get into a message.
    """

    kind: str
    council_id: str = ""
    team: str = ""
    subjects: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for a subject that is not a plain name."""
        if not all(SUBJECT.fullmatch(subject) for subject in self.subjects):
            raise ValueError(f"A subject of the event {self.kind} is not the name of an extract, indicator or step.")


def no_counts() -> pd.DataFrame:
    """An empty frame of counts, for a run that found nothing or got nowhere."""
    import pandas as pd

    return pd.DataFrame(columns=list(COUNT_COLUMNS))


def no_loads() -> pd.DataFrame:
    """An empty frame of loads."""
    import pandas as pd

    return pd.DataFrame(columns=list(LOAD_COLUMNS))


@dataclass(frozen=True)
class Observation:
    """The state of the data after one run, applied at most once per ``release_id`` (the run id if it failed).

    counts: one row per rule, council and team with findings: rule_id, council_id, team (may be null), count, records
        (how many were checked; may be null).
    loads: one row per council and extract in use: council_id, extract, extract_date, load_id. Their latest
        extract_date is the council's as-at day. A council without loads is not judged: nothing of it resolves.
    withheld: pairs of council_id and indicator_id whose values this release does not show.
    """

    release_id: str
    counts: pd.DataFrame = field(default_factory=no_counts)
    loads: pd.DataFrame = field(default_factory=no_loads)
    events: tuple[Event, ...] = ()
    withheld: frozenset[tuple[str, str]] = frozenset()
    is_published: bool = True
