"""Dirt: additional rows that gate 1 must quarantine and words that no alias explains; no count changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from pipeline.contracts import EXTRACTS
from pipeline.synthetic.cases.front_door import DAY
from pipeline.synthetic.council import spell_of
from pipeline.synthetic.draw import OPEN, Window
from pipeline.synthetic.parts import Tables

IMPOSSIBLE = "<30 February>"
"""Written as the 30th of February of some year, in the date format of the export."""

Spoil = Callable[[np.random.Generator, str, pd.DataFrame, Window], pd.DataFrame]


def add(rng: np.random.Generator, tables: Tables, window: Window) -> Tables:
    """The tables with 1 to 2 % of dirty rows, each marked in ``_dirt``."""
    return {name: _soiled(rng, name, frame, window) for name, frame in tables.items()}


def _soiled(rng: np.random.Generator, name: str, frame: pd.DataFrame, window: Window) -> pd.DataFrame:
    clean = frame[frame["_dirt"] == ""]
    copies = []
    for kind, (share, spoil) in _KINDS.items():
        size = int(len(clean) * share + rng.random())
        chosen = clean.iloc[rng.integers(len(clean), size=size)].assign(_dirt=kind)
        copies.append(spoil(rng, name, chosen, window))
    soiled = pd.concat([frame, *copies], ignore_index=True)
    return _unexplained(rng, name, soiled)


def _duplicate(rng: np.random.Generator, name: str, rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    return rows


def _impossible(rng: np.random.Generator, name: str, rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    column = "date_of_birth" if name == "person" else spell_of(name)[0]
    if column not in EXTRACTS[name].columns:  # the day of a clock time
        column = EXTRACTS[name].of_kind("timestamp")[0]
    return _renumbered(name, rows).assign(_column=column, _value=IMPOSSIBLE)


def _unknown_code(rng: np.random.Generator, name: str, rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    contract = EXTRACTS[name]
    strict = [c for c in contract.of_kind("code") if contract.metadata(c)["on_unmapped"] == "quarantine"]
    return _renumbered(name, rows).assign(_column=strict[0], _value="ZZ see notes") if strict else rows.head(0)


def _missing(rng: np.random.Generator, name: str, rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    column = {"worker": "team", "person": "child_id"}.get(name, "child_id")
    return _renumbered(name, rows).assign(_column=column, _value="")


def _backwards(rng: np.random.Generator, name: str, rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    if name == "person" or (name != "referral" and spell_of(name)[1] is None):
        return rows.head(0)
    start, end, unit = ("received_at", "decided_at", DAY) if name == "referral" else (*spell_of(name), 1)
    wrong = _renumbered(name, rows).assign(_end_seen=0)
    wrong[end] = wrong[start] - rng.integers(5, 60, len(rows)) * unit
    return wrong


def _future(rng: np.random.Generator, name: str, rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    if name == "person" or spell_of(name)[0] not in EXTRACTS[name].columns:
        return rows.head(0)
    start, end = spell_of(name)
    wrong = _renumbered(name, rows)
    wrong[start] = window.last + rng.integers(30, 400, len(rows))
    return wrong if end is None else wrong.assign(**{end: OPEN})


def _superseded(rng: np.random.Generator, name: str, rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    """An earlier wording of a row that ended long ago, under the same number."""
    if "recorded_date" not in rows or name == "referral" or spell_of(name)[1] is None:
        return rows.head(0)
    end = spell_of(name)[1]
    old = rows[rows[end] < window.last - 90].copy()
    old["recorded_date"] -= rng.integers(1, 5, len(old))
    old[end] += rng.integers(5, 60, len(old))
    return old


_KINDS: dict[str, tuple[float, Spoil]] = {
    "duplicate": (0.003, _duplicate),
    "impossible_date": (0.002, _impossible),
    "unknown_code": (0.002, _unknown_code),
    "missing_value": (0.0015, _missing),
    "end_before_start": (0.002, _backwards),
    "future_date": (0.0015, _future),
    "superseded": (0.0015, _superseded),
}
"""Share of an extract's rows, and how a copied row is spoilt."""


def _renumbered(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Copies as rows of their own: beyond the numbers in use."""
    rows, key = rows.copy(), EXTRACTS[name].key[0]
    rows[key] += 100_000 + np.arange(len(rows)) * 100_000
    return rows


def _unexplained(rng: np.random.Generator, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Words of descriptive columns that no alias explains: the row counts, under the code ``unmapped``."""
    column, word, share = _UNEXPLAINED.get(name, ("", "", 0.0))
    hit = (rng.random(len(frame)) < share) & (frame["_dirt"] == "").to_numpy()
    return frame.assign(
        _column=frame["_column"].mask(hit, column),
        _value=frame["_value"].mask(hit, word),
        _dirt=frame["_dirt"].mask(hit, "unmapped"),
    )


_UNEXPLAINED = {
    "person": ("ethnic_group", "Wht - see file", 0.006),
    "referral": ("source", "Other - see notes", 0.004),
    "placement": ("setting_registered", "Pending", 0.004),
}
