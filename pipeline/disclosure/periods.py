"""How periods add up: months to quarters and years, rolling years that overlap, weeks that cross months."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SERIES = ["council_id", "indicator_id", "breakdown", "category", "quantity"]


@dataclass(frozen=True)
class Template:
    """The equations between the periods of one calendar: rows are equations, columns periods and then gaps.

    A gap is a stretch of time which no period covers alone (the part of a week within a month);
    it is an unknown of its own, never published.
    """

    matrix: NDArray[np.int8]
    gaps: int


def calendar_template(periods: list[tuple[pd.Timestamp, pd.Timestamp, str]]) -> Template:
    """Return the equations between periods given as (first day, last day, type): each is the sum of its pieces."""
    starts = [start for start, _, _ in periods]
    ends = [end + pd.Timedelta(days=1) for _, end, _ in periods]
    edges = sorted({*starts, *ends})
    cover = np.array([[s <= a and b <= e for a, b in pairwise(edges)] for s, e in zip(starts, ends, strict=True)])
    pieces = np.unique(cover[:, cover.any(axis=0)], axis=1)
    owner = {_only(pieces[p]): p for p in reversed(range(len(periods))) if pieces[p].sum() == 1}
    gaps = [j for j in range(pieces.shape[1]) if j not in owner]
    column = {**owner, **{piece: len(periods) + i for i, piece in enumerate(gaps)}}
    equations = [
        _equation(p, [column[j] for j in np.flatnonzero(pieces[p]).tolist()], len(periods) + len(gaps))
        for p in range(len(periods))
        if p not in owner.values()
    ]
    equations += _tilings(pieces, [kind for _, _, kind in periods], len(gaps))
    width = len(periods) + len(gaps)
    return Template(np.unique(np.array(equations, dtype=np.int8).reshape(-1, width), axis=0), len(gaps))


def _only(piece: NDArray[np.bool_]) -> int:
    """Return the number of the only piece of a period which has one."""
    return int(np.flatnonzero(piece)[0])


def _equation(total: int, parts: list[int], width: int) -> NDArray[np.int8]:
    """Return one equation, total less parts is nought, as a row of signs."""
    row = np.zeros(width, dtype=np.int8)
    row[parts] = -1
    row[total] = 1
    return row


def _tilings(pieces: NDArray[np.bool_], kinds: list[str], gaps: int) -> list[NDArray[np.int8]]:
    """Return the equations year = its quarters and the like: implied, but they let the cheap first pass see them."""
    found = []
    sizes = pieces.sum(axis=1)
    for total, kind in ((t, k) for t in range(len(kinds)) for k in sorted(set(kinds) - {kinds[t]})):
        parts = [p for p, of in enumerate(kinds) if of == kind and not (pieces[p] & ~pieces[total]).any()]
        disjoint = sizes[parts].sum() == pieces[parts].any(axis=0).sum() == sizes[total]
        if parts and disjoint:
            found.append(_equation(total, parts, len(kinds) + gaps))
    return found


def event_members(cells: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return the members (equation, cell, sign) of events over time, and how many gap cells they add.

    Gap cells are numbered on from ``len(cells)``. Series which share a calendar share a template.
    """
    events = cells[cells["shape"] == "event"].copy()
    events["series"] = events.groupby(SERIES, sort=False).ngroup()
    events = events.sort_values(["series", "period_id"], kind="stable")
    calendars = events.groupby("series")["period_id"].agg(tuple)
    spans = events.drop_duplicates("period_id").set_index("period_id")
    found: list[pd.DataFrame] = []
    next_cell, next_equation = len(cells), 0
    for calendar, group in calendars.groupby(calendars, sort=True):
        chosen = events[events["series"].isin(group.index)]["cell"].to_numpy().reshape(len(group), len(calendar))
        template = calendar_template([(spans.period_start[p], spans.period_end[p], p.split(":")[0]) for p in calendar])
        gaps = next_cell + np.arange(len(group) * template.gaps).reshape(len(group), template.gaps)
        members = _apply(template, np.hstack([chosen, gaps]))
        found.append(members.assign(equation=members["equation"] + next_equation))
        next_cell += gaps.size
        next_equation += len(group) * len(template.matrix)
    empty = pd.DataFrame({"equation": [], "cell": [], "sign": []}, dtype="int64")
    return pd.concat([empty, *found], ignore_index=True), next_cell - len(cells)


def _apply(template: Template, cells: NDArray[np.int64]) -> pd.DataFrame:
    """Return the members of a template's equations for every series (a row of ``cells``)."""
    equation, column = np.nonzero(template.matrix)
    series = np.repeat(np.arange(len(cells)), len(equation))
    return pd.DataFrame(
        {
            "equation": series * len(template.matrix) + np.tile(equation, len(cells)),
            "cell": cells[:, column].ravel(),
            "sign": np.tile(template.matrix[equation, column].astype("int64"), len(cells)),
        }
    )


def state_members(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the members of states: a month and a year which end on one day say the same number."""
    states = cells[cells["shape"] == "state"].sort_values([*SERIES, "period_end", "period_id"], kind="stable")
    moment = states.groupby([*SERIES, "period_end"], sort=False)
    states = states.assign(first=moment["cell"].transform("first"), same=moment["count"].transform("nunique") == 1)
    others = states[(states["cell"] != states["first"]) & states["same"]]
    equation = np.arange(len(others))
    total = pd.DataFrame({"equation": equation, "cell": others["first"].to_numpy(), "sign": 1})
    part = pd.DataFrame({"equation": equation, "cell": others["cell"].to_numpy(), "sign": -1})
    return pd.concat([total, part], ignore_index=True)
