"""The as-at date of a table: what its content says, never its name and never the clock."""

from __future__ import annotations

import re
from datetime import date, datetime

import pandas as pd

from pipeline.layout import Layout, normal
from pipeline.messages import Refused
from pipeline.sheet import Sheet
from pipeline.tables import Table, headings_of, letter, lines_of


def as_at(table: Table, data: pd.DataFrame) -> date:
    """The as-at date, from the title or from its column in ``data``. Raises Refused unless there is exactly one."""
    place = {"sheet": table.sheet.name, "extract": table.extract}
    if table.layout.as_at.column is None:
        found = {_day(value, table.layout) for value in _titles(table)}
    else:
        column = normal(table.layout.as_at.column)
        at = next((at for at, heading in headings_of(table.sheet, table.row).items() if heading == column), None)
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
    lines = [" ".join(str(cell).strip() for cell in line.dropna()) for line in lines_of(above)]
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
