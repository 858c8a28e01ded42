"""Tables: find an extract in a sheet by its headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from pipeline.contracts import EXTRACTS
from pipeline.layout import Layout, Match, normal
from pipeline.messages import Refused
from pipeline.sheet import TITLE_ROWS, Sheet

NEAR = 0.5
"""A row with half of an extract's required headings is its headings with a column missing, not another table."""


@dataclass(frozen=True)
class Table:
    """An extract found in a sheet: the row of its headings and the position of each canonical column."""

    extract: str
    sheet: Sheet
    row: int
    positions: dict[str, int]
    layout: Layout

    @property
    def letters(self) -> dict[str, str]:
        """Canonical column -> column letter as Excel shows it."""
        return {name: letter(position) for name, position in self.positions.items()}

    @property
    def extra(self) -> list[str]:
        """Letters of the headed columns that the layout does not name."""
        as_at = normal(self.layout.as_at.column or "")
        headings = headings_of(self.sheet, self.row)
        known = set(self.positions.values())
        return [letter(at) for at, heading in headings.items() if heading and heading != as_at and at not in known]

    @property
    def absent(self) -> dict[str, str]:
        """Canonical columns that the layout names and the file has not -> their headings."""
        columns = self.layout.extracts[self.extract].columns
        return {name: column.source for name, column in columns.items() if name not in self.positions}


def letter(position: int) -> str:
    """The column letter of a position counted from 0."""
    text = ""
    while position >= 0:
        text, position = chr(65 + position % 26) + text, position // 26 - 1
    return text


def find(sheet: Sheet, layout: Layout) -> Table:
    """The extract in a sheet. Raises Refused: unrecognised, missing_column, ambiguous_table, wrong_delimiter."""
    top = sheet.cells.head(TITLE_ROWS)
    rows = {
        int(row): [str(cell) for cell in cells.dropna()] for row, cells in zip(top.index, lines_of(top), strict=True)
    }
    best = {row: layout.match(cells) for row, cells in rows.items()}
    for row, matches in best.items():
        whole = [match for match in matches if not match.missing]
        if whole:
            if sum(match.found == whole[0].found for match in whole) > 1:
                raise Refused("ambiguous_table", sheet=sheet.name, row=row,
                              extracts=", ".join(match.extract for match in whole))  # fmt: skip
            return Table(whole[0].extract, sheet, row, _positions(sheet, row, whole[0].extract, layout), layout)
    raise _unrecognised(sheet, layout, rows, best)


def lines_of(cells: pd.DataFrame) -> Iterator[pd.Series[str]]:
    """The rows of a few cells, one by one."""
    return (line for _, line in cells.iterrows())


def _unrecognised(sheet: Sheet, layout: Layout, rows: dict[int, list[str]], best: dict[int, list[Match]]) -> Refused:
    for row, matches in best.items():
        nearest = min(matches, key=lambda match: (len(match.missing) - match.found, match.extract))
        if nearest.found >= NEAR * len(EXTRACTS[nearest.extract].required) and nearest.found > 1:
            headings = " and no column ".join(f'"{heading}"' for heading in nearest.missing)
            return Refused("missing_column", sheet=sheet.name, row=row, extract=nearest.extract, headings=headings)
    for row, cells in rows.items():
        line = normal(" ".join(cells))
        for name, table in layout.extracts.items():
            if all(normal(table.columns[column].source) in line for column in EXTRACTS[name].required):
                return Refused("wrong_delimiter", sheet=sheet.name, row=row, extract=name)
    return Refused("unrecognised", sheet=sheet.name, layout=layout.name, rows=TITLE_ROWS)


def headings_of(sheet: Sheet, row: int) -> dict[int, str]:
    """Position -> heading of a row, as headings are compared."""
    return {at: normal(str(cell)) for at, cell in enumerate(sheet.cells.loc[row]) if not pd.isna(cell)}


def _positions(sheet: Sheet, row: int, extract: str, layout: Layout) -> dict[str, int]:
    """Canonical column -> position. Raises Refused when one heading stands over two different columns."""
    headings = headings_of(sheet, row)
    positions = {}
    for name, column in layout.extracts[extract].columns.items():
        found = [at for at, heading in headings.items() if heading == normal(column.source)]
        body = sheet.cells.loc[row + 1 :]
        if any(not body[found[0]].equals(body[at].rename(found[0])) for at in found[1:]):
            raise Refused("repeated_heading", sheet=sheet.name, row=row, letter=letter(found[1]), extract=extract,
                          heading=f'"{column.source}"')  # fmt: skip
        if found:
            positions[name] = found[0]
    return positions
