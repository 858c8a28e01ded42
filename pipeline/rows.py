"""Rows: take the data out of a table, without title, repeated headings and closing lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.as_at import as_at
from pipeline.contracts import EXTRACTS
from pipeline.messages import Refused
from pipeline.tables import Table, headings_of

FOOTER_CELLS = 3
"""A closing line is a word and perhaps a count or two; a row of data has more, or fails as a row."""
MIXED = 0.5
"""When most rows have another number of cells than the headings, they are separated differently."""


@dataclass(frozen=True)
class Rows:
    """The data of a table.

    ``text``: canonical columns, an empty cell is missing; ``is_short``, ``is_long``: the row has fewer or more cells
    than the headings; ``as_at``: the as-at date; ``lacks_footer``: the closing line is not there.

    The index of all three is the row as Excel shows it.
    """

    text: pd.DataFrame
    is_short: pd.Series[bool]
    is_long: pd.Series[bool]
    as_at: date
    lacks_footer: bool


def rows_of(table: Table, *, is_head: bool = False) -> Rows:
    """The data of a table; blank rows, repeated headings and the footer are not data. ``is_head``: only the first rows
    were read, so that they cannot be judged as a whole.

    Raises Refused: truncated, row_count, mixed_delimiter, header_only, no_as_at_date, several_as_at_dates.
    """
    sheet = table.sheet
    cells = sheet.cells.loc[table.row + 1 :].apply(_stripped)
    cells = _only(cells, cells.notna().any(axis="columns"))
    footer = _footer(cells, table)
    data = _only(cells, ~_repeats_headings(cells, table) & ~cells.index.isin(footer.index))
    lengths = sheet.lengths.loc[data.index]
    is_short = lengths < max(at for at, heading in headings_of(sheet, table.row).items() if heading) + 1
    lacks_footer = table.layout.footer is not None and footer.empty
    if data.empty:
        raise Refused("header_only", sheet=sheet.name, row=table.row, extract=table.extract)
    if not is_head:
        _refuse_incomplete(table, data, is_short, footer, lacks_footer)
    missing = pd.Series(pd.NA, index=data.index, dtype="str")
    columns = {name: data[table.positions[name]] if name in table.positions else missing
               for name in EXTRACTS[table.extract].columns}  # fmt: skip
    is_long = lengths > sheet.cells.shape[1]
    return Rows(pd.DataFrame(columns), is_short, is_long, as_at(table, data), lacks_footer)


def _stripped(column: pd.Series[str]) -> pd.Series[str]:
    """A column without spaces around its cells; cells with nothing else are missing."""
    column = column.str.strip()
    return column.mask(column == "")


def _only(cells: pd.DataFrame, wanted: pd.Series[bool]) -> pd.DataFrame:
    """The wanted rows; the frame itself when that is all, since a copy of a large one costs."""
    return cells if wanted.all() else cells.loc[wanted]


def _repeats_headings(cells: pd.DataFrame, table: Table) -> pd.Series[bool]:
    """Which rows say the headings again, as exports with page breaks do."""
    headings = table.sheet.cells.loc[table.row].str.strip()
    same = pd.Series(True, index=cells.index)
    for at in table.positions.values():
        same &= (cells[at] == headings[at]).astype("bool")
        if not same.any():
            break
    return same


def _footer(cells: pd.DataFrame, table: Table) -> pd.Series[str]:
    """The closing lines, each as one text: rows with few filled cells that fit the layout's footer."""
    if table.layout.footer is None:
        return pd.Series(dtype="str")
    few = cells.loc[cells.notna().sum(axis="columns") <= FOOTER_CELLS].fillna("")
    lines = few[few.columns[0]].str.cat(few[few.columns[1:]], sep=" ")
    lines = lines.str.replace(r"\s+", " ", regex=True).str.strip()
    wanted = re.compile(table.layout.footer)
    return lines.loc[lines.map(lambda line: bool(wanted.search(line))).astype("bool")]


def _refuse_incomplete(
    table: Table, data: pd.DataFrame, is_short: pd.Series[bool], footer: pd.Series[str], lacks_footer: bool
) -> None:
    place = {"sheet": table.sheet.name, "extract": table.extract}
    if is_short.mean() > MIXED:
        raise Refused("mixed_delimiter", row=int(data.index[is_short][0]), **place)
    if not table.sheet.is_whole and (lacks_footer or is_short.get(table.sheet.cells.index[-1], False)):
        raise Refused("truncated", row=int(data.index[-1]), **place)
    for row, line in zip(footer.index, footer, strict=True):
        stated = re.search(table.layout.footer or "", line)
        count = stated.groupdict().get("rows") if stated else None
        if count is not None and int(count.replace(",", "")) != len(data):
            raise Refused("row_count", row=int(row), stated=count, found=len(data), **place)
