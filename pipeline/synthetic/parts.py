"""The parts of the generator that add extracts to a council's cases, each with draws of its own.

A part of the case system is a module of ``cases`` named in ``CASES``, with ``SPELLS`` (extract -> the columns in
which its rows start and end; ``None`` for the end of what happens on one day) and ``build(rng, case)``, which returns
its extracts in canonical columns; a key of one column is numbered for it, and what refers to it alike. It may also
return, changed, an extract that was made before it, hidden columns included.

A part of an office is a module of ``offices`` named in ``OFFICES`` and has ``trackers(office)``, which returns its
extracts in canonical columns, keys included, workers as numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from zlib import crc32

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Council
from pipeline.synthetic.draw import Window
from pipeline.synthetic.people import People

Tables = dict[str, pd.DataFrame]
"""Extract name -> rows in canonical columns. Children and workers are numbers, days are integers since 1970,
clock times minutes since 1970; an identifier of 0 is empty. Columns that begin with ``_`` belong to the generator:

``_seen``            day from which the case system shows the row
``_end_seen``        day from which it shows the row's end
``_dirt``            what is wrong with the row; empty for nearly all
``_column, _value``  a cell that is written as this text, whatever the row holds
"""

CASES: tuple[str, ...] = (
    "cases.assessments",
    "cases.transfers",
    "cases.siblings",
    "cases.reviews",
    "cases.permanence",
    "cases.health",
    "cases.leavers",
    "cases.missing",
    "cases.enquiry",
    "cases.conference",
    "cases.need",
    "cases.early_help",
    "cases.court",
    "cases.private_fostering",
)

OFFICES: tuple[str, ...] = (
    "offices.practice",
    "offices.staff",
    "offices.family",
)


@dataclass(frozen=True)
class Case:
    """What a part builds on: one council, its people and the extracts made before it, clean and numbered.

    ``tables["referral"]`` also has ``day``, the day of receipt. A part may ``people.add`` more children.
    """

    council: Council
    people: People
    window: Window
    tables: Tables


def modules(names: tuple[str, ...]) -> list[ModuleType]:
    """The modules of these parts, in order."""
    return [import_module(f"pipeline.synthetic.{name}") for name in names]


def spells() -> dict[str, tuple[str, str | None]]:
    """The columns in which the rows of every further extract of a case system start and end."""
    return {name: columns for part in modules(CASES) for name, columns in part.SPELLS.items()}


def draws(part: ModuleType, council: Council, seed: int) -> np.random.Generator:
    """Draws that belong to one part and council: other parts change nothing in them."""
    name = (
        f"pipeline.synthetic.{part.__name__.rpartition('.')[2]}"  # wherever it is kept: the same seed, the same files
    )
    return np.random.default_rng([seed, int(council.council[1:]), crc32(name.encode())])
