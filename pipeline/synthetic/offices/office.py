"""Offices that keep trackers beside the case system: what their generators share, and how a tracker is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.contracts import EXTRACTS
from pipeline.synthetic import parts, wording
from pipeline.synthetic.calibration import Council, Practice, practice_of
from pipeline.synthetic.draw import Flags, Floats, Ints, Texts, Window, day, vocabulary
from pipeline.synthetic.parts import Tables

LIKENESS = 0.7
"""How much the parts of one audit, or of one person's answers, have in common: few are good in one part alone."""


@dataclass(frozen=True)
class Office:
    """The offices of one council: targets, the days that their trackers cover, and the council's cases, clean.

    ``targets``: of practice quality, from ``practice.yml``; ``held``: the cases held by workers; ``codes``: shares of
    codes, as in ``vocabulary.yml``.
    """

    rng: np.random.Generator
    council: Council
    targets: Practice
    window: Window
    cases: Tables
    codes: dict[str, Any]

    @property
    def held(self) -> pd.DataFrame:
        """The allocations of cases to workers and waiting lists."""
        held = self.cases["allocation"]
        return held[held["team"] != ""]

    def size(self, count: float) -> int:
        """A volume at this scale: at least one."""
        return max(1, round(count * self.council.scale))

    def cases_on(self, on: Ints) -> dict[str, Any]:
        """For each of some days the child and the team of a case that was open on it."""
        start, end = self.held["started_date"].to_numpy(), self.held["ended_date"].to_numpy()
        chosen = [self.rng.choice(np.flatnonzero((start <= one) & (one < end))) for one in on]
        return {name: self.held[name].to_numpy()[chosen] for name in ("child_id", "team")}

    def best(self, common: Floats, share: float) -> Flags:
        """Flags of the best ``share``, to the nearest whole number; who is good in ``common`` mostly is good here."""
        scores = LIKENESS * common + self.rng.standard_normal(len(common))
        flags = np.zeros(len(scores), dtype=bool)
        flags[np.argsort(-scores, kind="stable")[: round(share * len(scores))]] = True
        return flags


def bounds(month: pd.Period) -> tuple[int, int]:
    """The first and the last day of a month."""
    return day(month.start_time.date()), day(month.end_time.date())


def numbered(prefix: str, size: int) -> Texts:
    """Numbers as a tracker gives them, from 1."""
    return np.array([f"{prefix}{number}" for number in range(1, size + 1)], dtype=object)


def write(council: Council, last_night: Tables, folder: Path, numbers: Ints, seed: int) -> int:
    """Write every office's trackers below ``folder``; ``numbers`` are those of the children of ``last_night``.

    Returns how many rows were written over all files.
    """
    targets, rows = practice_of(council.council), 0
    window = Window(day(council.history_from), day(targets.day))
    cases = {name: frame[frame["_dirt"] == ""] for name, frame in last_night.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts.modules(parts.OFFICES):
        rng = parts.draws(part, council, seed)
        for name, frame in part.trackers(
            Office(rng, council, targets, window, cases, vocabulary()[council.nation])
        ).items():
            columns = EXTRACTS[name].columns
            text = pd.DataFrame({column: _text(council, name, column, frame[column], numbers) for column in columns})
            text = text.assign(extract_date=str(targets.day))
            text.to_csv(folder / f"{name}.csv", index=False, lineterminator="\r\n", encoding="utf-8")
            rows += len(text)
    return rows


def _text(council: Council, name: str, column: str, values: pd.Series, numbers: Ints) -> Texts:
    """A column as an office writes it: people by their number, days as ISO dates, codes as they are."""
    about = EXTRACTS[name].metadata(column)
    if about["kind"] == "date":
        return wording.days(values.to_numpy(), "%Y-%m-%d")
    if about.get("of") == "child":
        return wording.children(values.to_numpy(), numbers)
    if about.get("of") == "worker":
        return wording.workers(values.to_numpy(), council)
    return np.array(values, dtype=object)
