"""People: every child and young person that the other parts of the generator bring in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.draw import OPEN, YEAR, Flags, Ints, Texts, codes, vocabulary

ADULT = int(18 * YEAR) - 30
"""Days from birth within which a synthetic childhood is over."""


class People:
    """The people of one council so far; a child is known by its position."""

    def __init__(self, rng: np.random.Generator, localities: int) -> None:
        self.rng = rng
        self.localities = localities
        self.born = np.empty(0, dtype=np.int64)
        self.expected = np.empty(0, dtype=np.int64)
        self.locality = np.empty(0, dtype=np.int64)
        self.asylum_seeking: Flags = np.empty(0, dtype=bool)

    def add(self, born: Ints, expected: Ints | None = None, asylum_seeking: Flags | None = None) -> Ints:
        """Take in people by day of birth (``OPEN`` while unborn, with the day expected); returns their positions."""
        size = len(born)
        self.born = np.r_[self.born, born]
        self.expected = np.r_[self.expected, np.full(size, OPEN) if expected is None else expected]
        asylum = np.zeros(size, dtype=bool) if asylum_seeking is None else asylum_seeking
        self.asylum_seeking = np.r_[self.asylum_seeking, asylum]
        weight = np.linspace(1.4, 0.8, self.localities)
        self.locality = np.r_[self.locality, self.rng.choice(self.localities, size, p=weight / weight.sum())]
        return np.arange(len(self.born) - size, len(self.born))

    def birthdays(self, first: Ints, last: Ints, young: float = 1.1) -> Ints:
        """Days of birth of children known from ``first`` to ``last``; a larger ``young`` makes them younger."""
        room = np.maximum(ADULT - (last - first), 1)
        age: Ints = (self.rng.beta(1, young, len(first)) * room).astype(np.int64)
        return first - age

    def frame(self, nation: str, localities: list[str]) -> pd.DataFrame:
        """The person extract in canonical columns."""
        words, size = vocabulary()[nation], len(self.born)
        ethnic = codes(self.rng, words["ethnic_group"], size)
        seeking = int(self.asylum_seeking.sum())
        ethnic[self.asylum_seeking] = codes(self.rng, words["asylum_ethnic_group"], seeking)
        sex = codes(self.rng, {"M": 51.5, "F": 48.3, "U": 0.2}, size)
        sex[self.asylum_seeking] = codes(self.rng, {"M": 88, "F": 12}, seeking)
        sex[self.born == OPEN] = "U"
        return pd.DataFrame(
            {
                "child_id": np.arange(size),
                "date_of_birth": self.born,
                "expected_date_of_birth": self.expected,
                "sex": sex,
                "ethnic_group": ethnic,
                "disability": codes(self.rng, {"N": 86, "Y": 8, "U": 6}, size),
                "asylum_seeking": np.where(self.asylum_seeking, "Y", "N").astype(object),
                "locality": np.array(localities, dtype=object)[self.locality],
                "date_of_death": np.full(size, OPEN),
            }
        )


def practice_team(people: People, child: Ints, teams: list[str]) -> Texts:
    """The practice team of each child's locality; teams divide the localities in order."""
    return np.array(teams, dtype=object)[people.locality[child] * len(teams) // people.localities]
