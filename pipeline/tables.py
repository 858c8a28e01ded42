"""Tables: find an extract in a sheet by its headings, and take its rows and its as-at date out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from pipeline.contracts import EXTRACTS
from pipeline.layout import Layout, Match, normal
from pipeline.messages import Refused
from pipeline.readers import TITLE_ROWS, Sheet

NEAR = 0.5
"""A row with half of an extract's required headings is its headings with a column missing, not another table."""
FOOTER_CELLS = 3
"""A closing line is a word and perhaps a count or two; a row of data has more, or fails as a row."""
MIXED = 0.5
"""When most rows have another number of cells than the headings, they are separated differently."""


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
        headings = _headings(self.sheet, self.row)
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
    rows = {int(row): [str(cell) for cell in cells.dropna()] for row, cells in zip(top.index, _lines(top), strict=True)}
    best = {row: layout.match(cells) for row, cells in rows.items()}
    for row, matches in best.items():
        whole = [match for match in matches if not match.missing]
        if whole:
            if sum(match.found == whole[0].found for match in whole) > 1:
                raise Refused("ambiguous_table", sheet=sheet.name, row=row,
                              extracts=", ".join(match.extract for match in whole))  # fmt: skip
            extract = whole[0].extract
            return Table(extract, sheet, row, _positions(sheet, row, extract, layout), layout.of(extract))
    raise _unrecognised(sheet, layout, rows, best)


def _lines(cells: pd.DataFrame) -> Iterator[pd.Series[str]]:
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


def _headings(sheet: Sheet, row: int) -> dict[int, str]:
    return {at: normal(str(cell)) for at, cell in enumerate(sheet.cells.loc[row]) if not pd.isna(cell)}


def _positions(sheet: Sheet, row: int, extract: str, layout: Layout) -> dict[str, int]:
    """Canonical column -> position. Raises Refused when one heading stands over two different columns."""
    headings = _headings(sheet, row)
    positions = {}
    for name, column in layout.extracts[extract].columns.items():
        named = next((name for name in column.headings if name in headings.values()), None)
        found = [at for at, heading in headings.items() if heading == named]
        body = sheet.cells.loc[row + 1 :]
        if any(not body[found[0]].equals(body[at].rename(found[0])) for at in found[1:]):
            raise Refused("repeated_heading", sheet=sheet.name, row=row, letter=letter(found[1]), extract=extract,
                          heading=f'"{column.source}"')  # fmt: skip
        if found:
            positions[name] = found[0]
    return positions


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


def rows(table: Table, *, is_head: bool = False) -> Rows:
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
    is_short = lengths < max(at for at, heading in _headings(sheet, table.row).items() if heading) + 1
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
    headings = _headings(table.sheet, table.row)
    same = pd.Series(True, index=cells.index)
    for at in table.positions.values():
        suspects = cells.loc[same, at].fillna("").map(normal) if same.sum() < len(same) else _normal(cells[at])
        same &= (suspects == headings[at]).reindex(cells.index, fill_value=False)
    return same


def _normal(column: pd.Series[str]) -> pd.Series[str]:
    distinct = column.dropna().unique()
    return column.map(dict(zip(distinct, map(normal, distinct), strict=True)))


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


def as_at(table: Table, data: pd.DataFrame) -> date:
    """The as-at date, from the title or from its column in ``data``. Raises Refused unless there is exactly one."""
    place = {"sheet": table.sheet.name, "extract": table.extract}
    if table.layout.as_at.latest:
        found = {_latest(table, data, table.layout.as_at.latest)}
    elif table.layout.as_at.column is None:
        found = {_day(value, table.layout) for value in _titles(table)}
    else:
        column = normal(table.layout.as_at.column)
        at = next((at for at, heading in _headings(table.sheet, table.row).items() if heading == column), None)
        cells = data[at] if at is not None else pd.Series(dtype="str")
        days = {value: _day(value, table.layout) for value in cells.dropna().unique()}
        found = set(days.values())
        if None in found and len(found) > 1:
            wrong = cells.map(days).isna() & cells.notna()
            raise Refused("no_as_at_date", row=int(wrong.index[wrong][0]), letter=letter(at or 0),
                          expected="a date in every row", **place)  # fmt: skip
    if not found - {None}:
        raise Refused("no_as_at_date", row=table.row, expected=table.layout.as_at.expected, **place)
    if len(found) > 1:
        raise Refused("several_as_at_dates", row=table.row, **place)
    return next(day for day in found if day)


def _latest(table: Table, data: pd.DataFrame, columns: tuple[str, ...]) -> date | None:
    """The latest day in the first of some canonical columns that holds one."""
    for name in columns:
        cells = data[table.positions[name]].dropna().unique() if name in table.positions else ()
        days = [day for cell in cells if (day := _day(cell, table.layout))]
        if days:
            return max(days)
    return None


def as_at_of_refused(sheet: Sheet, layout: Layout, refusal: Refused) -> date | None:
    """The as-at date of a sheet that was refused for its headings, where it can be read all the same."""
    if refusal.row is None or not refusal.extract:
        return None
    try:
        return as_at(Table(refusal.extract, sheet, refusal.row, {}, layout), sheet.cells.loc[refusal.row + 1 :])
    except Refused:
        return None


def _titles(table: Table) -> list[str]:
    above = table.sheet.cells.loc[: table.row - 1]
    lines = [" ".join(str(cell).strip() for cell in line.dropna()) for line in _lines(above)]
    wanted = re.compile(table.layout.as_at.title or "")
    retold = [
        re.sub(r"\b\d{4}-\d{2}-\d{2}\b", lambda day: _as_written(str(day[0]), table.layout), line) for line in lines
    ]
    return [match["value"] for line in retold if (match := wanted.search(line))]


def _as_written(iso: str, layout: Layout) -> str:
    """A workbook's own date as the layout would write it."""
    try:
        return date.fromisoformat(iso).strftime(layout.dates[0])
    except ValueError:
        return iso


def _day(value: str, layout: Layout) -> date | None:
    for form in (*layout.dates, "%Y-%m-%d"):
        try:
            return datetime.strptime(value.strip(), form).date()
        except ValueError:
            continue
    return None
