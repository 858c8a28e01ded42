"""A quality assurance office: what the generators of its trackers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Practice
from pipeline.synthetic.draw import Flags, Floats, Ints, Texts, Window, day

LIKENESS = 0.7
"""How much the parts of one audit, or of one person's answers, have in common: few are good in one part alone."""


@dataclass(frozen=True)
class Office:
    """The office of one council: its targets, the days its trackers cover, and the cases held by workers.

    ``codes``: shares of codes, as in ``vocabulary.yml``; ``scale`` multiplies all volumes.
    """

    rng: np.random.Generator
    targets: Practice
    window: Window
    held: pd.DataFrame
    codes: dict[str, Any]
    scale: float

    def size(self, count: float) -> int:
        """A volume at this scale: at least one."""
        return max(1, round(count * self.scale))

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
