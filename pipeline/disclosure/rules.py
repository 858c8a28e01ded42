"""What counts as small, what a table must say about itself, and what every later step reads from a cell."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

KEY = ["council_id", "indicator_id", "period_id", "breakdown", "category"]

DESCRIPTIVE = (
    *KEY,
    *("period_type", "period_start", "period_end", "status", "status_reason", "population_band", "population_year"),
    *("population_is_substituted", "rate_per", "as_at_date"),
)
"""Columns which a suppressed row keeps. Every other column is blanked, so that a new one cannot leak unnoticed."""

PEOPLE = {
    "count": ("numerator",),
    "rate": ("numerator",),  # its denominator is a public population
    "percentage": ("numerator", "denominator", "complement"),
    "distribution": ("numerator", "denominator", "complement"),
    "mean": ("numerator", "denominator"),
    "ratio": ("numerator", "denominator"),
    "maximum": ("denominator",),  # a maximum does not add up; the group that it is taken over does
    "median": ("denominator",),
}
"""Which quantities of a row of each kind of indicator count people, and so add up and can be too small."""


class DisclosureError(ValueError):
    """The table cannot be protected as it stands; the message says what to mend."""


@dataclass(frozen=True)
class Rules:
    """What is small: counts from 1 to ``threshold`` (the DfE uses 5), and 0 too where ``hide_zero``."""

    threshold: int = 4
    hide_zero: bool = False

    def __post_init__(self) -> None:
        """Raise DisclosureError for a threshold that would protect nothing."""
        if self.threshold < 2:
            raise DisclosureError("threshold must be 2 or more: with 1 the symbol alone would say that the count is 1")

    @property
    def smallest(self) -> int:
        """The smallest count which is hidden for its own sake."""
        return 0 if self.hide_zero else 1

    @property
    def width(self) -> int:
        """How far apart an attacker's bounds of a small count must be: as far as the symbol alone leaves them."""
        return self.threshold - self.smallest


def checked(observations: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the observations in key order with ``kind`` and ``shape``; raise DisclosureError for what is missing."""
    missing = {*KEY, "period_start", "period_end", "numerator", "denominator", "value"} - set(observations.columns)
    if missing:
        raise DisclosureError(f"observations lack the columns {sorted(missing)}")
    if observations.duplicated(KEY).any():
        raise DisclosureError(f"observations repeat a key; they must be one row per {', '.join(KEY)}")
    described = indicators.drop_duplicates("indicator_id").set_index("indicator_id")
    unknown = set(observations["indicator_id"]) - set(described.index)
    if unknown:
        raise DisclosureError(f"indicators lack a row with kind and shape for {sorted(unknown)}")
    if not set(described["kind"]) <= set(PEOPLE):
        raise DisclosureError(f"kind must be one of {sorted(PEOPLE)}")
    rows = observations.sort_values(KEY, kind="stable").copy()
    rows["kind"] = rows["indicator_id"].map(described["kind"])
    rows["shape"] = rows["indicator_id"].map(described["shape"])
    return rows
