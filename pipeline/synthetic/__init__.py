"""Believable deliveries of four councils: seeded, calibrated to what the councils published: two nights and trackers.

``generate`` is the whole interface. It is data made by rule, about nobody; no name of a person is ever written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.synthetic import dirt, disorder, export, nights
from pipeline.synthetic.calibration import Council, councils
from pipeline.synthetic.council import build, in_order, window_of
from pipeline.synthetic.draw import Ints
from pipeline.synthetic.offices import office, plans, returns
from pipeline.synthetic.parts import Tables

__all__ = ["Summary", "generate", "tables"]

SMALLEST = 0.05
"""The least scale at which every extract still has rows to make dirty."""

_CHILDREN_FROM, _CHILDREN_APART = 104_729, 37


@dataclass(frozen=True)
class Summary:
    """What was written for one council: rows over all files, and rows dirty by design in the last night."""

    council: str
    name: str
    rows: int
    last_night: int
    dirty: int


def generate(out: Path, scale: float = 1.0, seed: int = 2024) -> list[Summary]:
    """Write two nights' deliveries, trackers and ``source.yml`` of every council into ``out/<folder>/``.

    ``scale`` multiplies all volumes; at 1 the last night comes to the published figures whatever the ``seed``.
    The same scale and seed write the same bytes. Files already there are overwritten, others left alone.
    Returns one summary per council; raises ``ValueError`` where ``scale`` leaves no believable council.
    """
    if scale < SMALLEST:
        raise ValueError(f"scale {scale} is below {SMALLEST}: the smallest extracts would be empty; ask for more")
    return [_deliver(out, council, seed) for council in councils(scale)]


def tables(council: Council, seed: int) -> Tables:
    """The last night's extracts of one council, dirt included, in the generator's own numbers (see ``council.py``)."""
    rng = np.random.default_rng([seed, int(council.council[1:])])
    clean = build(rng, council, seed)
    window = window_of(council)
    soiled = dirt.add(rng, disorder.add(rng, clean, window), window)
    return in_order(soiled)


def _deliver(out: Path, council: Council, seed: int) -> Summary:
    last_night, window = tables(council, seed), window_of(council)
    rng = np.random.default_rng([seed, int(council.council[1:]), 1])
    numbers = _numbers(rng, last_night)
    folder = out / council.folder
    export.source(council, folder)
    plans.write(folder)
    earlier = nights.before(rng, last_night, window)
    rows = export.write(council, earlier, window.last - 1, folder, numbers)
    rows += export.write(council, last_night, window.last, folder, numbers)
    rows += returns.write(council.council, folder)
    rows += office.write(council, last_night, folder, numbers, seed)
    dirty = sum(int((frame["_dirt"] != "").sum()) for frame in last_night.values())
    return Summary(council.council, council.name, rows, sum(map(len, last_night.values())), dirty)


def _numbers(rng: np.random.Generator, extracts: Tables) -> Ints:
    """The case system's number of every child, in an order that says nothing about when the child became known."""
    known = np.unique(np.concatenate([frame["child_id"] for frame in extracts.values() if "child_id" in frame]))
    numbers = np.zeros(known.max() + 1, dtype=np.int64)
    numbers[known] = _CHILDREN_FROM + rng.permutation(len(known)) * _CHILDREN_APART
    return numbers
