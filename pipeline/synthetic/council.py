"""One council's cases: every part of the generator in order, as canonical extracts of plain numbers and codes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contracts import EXTRACTS
from pipeline.synthetic import parts
from pipeline.synthetic.calibration import Council
from pipeline.synthetic.cases import allocation, care, front_door, placements, protection, throughcare, workforce
from pipeline.synthetic.draw import OPEN, Window, day, recorded
from pipeline.synthetic.parts import Case, Tables
from pipeline.synthetic.people import People

SPELLS = {
    "referral": ("day", "closed_date"),
    "looked_after": ("started_date", "ceased_date"),
    "placement": ("started_date", "ended_date"),
    "legal_status": ("started_date", "ended_date"),
    "registration": ("registered_date", "deregistered_date"),
    "throughcare": ("started_date", "ended_date"),
    "worker": ("started_date", "ended_date"),
    "allocation": ("started_date", "ended_date"),
}
"""The columns in which the rows of an extract that comes every night start and end."""


_KEYED_LAST = 2
"""Rows of each extract, the latest to start, that were entered on the last day: no night passes without late news."""


def window_of(council: Council) -> Window:
    """The days that the council's extracts cover."""
    return Window(day(council.history_from), day(council.as_at))


def spell_of(name: str) -> tuple[str, str | None]:
    """The columns in which an extract's rows start and end; no end for what happens on one day."""
    return SPELLS.get(name) or parts.spells()[name]


def build(rng: np.random.Generator, council: Council, seed: int) -> Tables:
    """The clean extracts of a council at its as-at day: without dirt, calibrated."""
    window = window_of(council)
    people = People(rng, len(council.localities))
    looked_after = care.build(rng, council, people, window)
    registration = protection.build(rng, council, people, window, looked_after.periods)
    tables = {
        "looked_after": looked_after.periods,
        "legal_status": looked_after.legal_statuses,
        "registration": registration,
        "throughcare": throughcare.build(rng, council, people, window, looked_after.periods),
    }
    tables["placement"] = placements.build(rng, council, people, window, looked_after.periods, tables["throughcare"])
    entries = _entries(looked_after.periods, registration)
    tables["referral"] = front_door.build(rng, council, people, window, entries)
    tenures = workforce.build(rng, council, Window(window.first, day(council.counted_on)))
    held = allocation.build(rng, council, people, window, tables, tenures)
    tables["allocation"] = held.assign(worker_id=held["worker"])
    tables["worker"] = tenures.assign(worker_id=tenures["worker"])
    finished = {name: _finish(rng, name, frame, window) for name, frame in tables.items()}
    further = _further(Case(council, people, window, dict(finished)), seed)
    return finished | {"person": _finish_people(people.frame(council.nation, council.localities))} | further


def _further(case: Case, seed: int) -> Tables:
    """The extracts of every part, each made on those before it."""
    found: Tables = {}
    for part in parts.modules(parts.CASES):
        rng = parts.draws(part, case.council, seed)
        made = {
            name: frame if "_seen" in frame else _finish(rng, name, frame, case.window)
            for name, frame in part.build(rng, case).items()
        }
        case.tables.update(made)
        found |= made
    return found


def _entries(periods: pd.DataFrame, registration: pd.DataFrame) -> pd.DataFrame:
    """The first day on which each child came into care or onto the register: ``child_id``, ``day``."""
    both = pd.concat(
        [
            periods[["child_id", "started_date"]].set_axis(["child_id", "day"], axis=1),
            registration[["child_id", "registered_date"]].set_axis(["child_id", "day"], axis=1),
        ]
    )
    return both.groupby("child_id")["day"].min().reset_index()


def _finish(rng: np.random.Generator, name: str, frame: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Number the rows in the order in which they were entered, and keep what the window covers."""
    start, end = spell_of(name)
    contract = EXTRACTS[name]
    frame = frame.assign(_end=frame[start] if end is None else frame[end])
    kept = frame[frame["_end"] >= window.first]
    seen = recorded(rng, kept[start].to_numpy(), window.last)
    seen[np.argsort(kept[start].to_numpy(), kind="stable")[-_KEYED_LAST:]] = window.last
    end_seen = recorded(rng, np.minimum(kept["_end"].to_numpy(), window.last), window.last)
    end_seen = np.where(kept.pop("_end") == OPEN, 0, end_seen)
    kept = kept.assign(_seen=seen, _end_seen=end_seen, _dirt="", _column="", _value="")
    kept = kept.sort_values("_seen", kind="stable").reset_index(drop=True)
    if "recorded_date" in contract.columns:
        kept["recorded_date"] = kept["_seen"]
    if len(contract.key) == 1:
        kept[contract.key[0]] = np.arange(len(kept)) + 1
    hidden = [column for column in kept.columns if column.startswith("_")]
    return kept[[*contract.columns, *([] if start in contract.columns else [start]), *hidden]]


def in_order(tables: Tables) -> Tables:
    """The rows numbered in the order in which they were entered, references to them alike; 0 refers to nothing.

    Rows that share a number go on sharing one.
    """
    numbers: dict[str, pd.Series] = {}
    for name, frame in tables.items():
        key = EXTRACTS[name].key[0]
        if key not in ("child_id", "worker_id"):
            entered = frame.groupby(key)["_seen"].min().sort_values(kind="stable")
            order = pd.Series(np.arange(len(entered)) + 1, index=entered.index)
            numbers.setdefault(EXTRACTS[name].metadata(key)["of"], order)
    return {name: _numbered(name, frame, numbers) for name, frame in tables.items()}


def _numbered(name: str, frame: pd.DataFrame, numbers: dict[str, pd.Series]) -> pd.DataFrame:
    contract = EXTRACTS[name]
    of = {column: contract.metadata(column)["of"] for column in contract.of_kind("identifier")}
    mapped = {
        column: frame[column].map(numbers[thing]).fillna(0).astype(np.int64)
        for column, thing in of.items()
        if thing in numbers
    }
    return frame.assign(**mapped)


def _finish_people(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(_seen=0, _end_seen=0, _dirt="", _column="", _value="")
