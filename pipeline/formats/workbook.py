"""``kpi.xlsx``: the figures for who knows only Excel, laid out as the Government Analysis Function asks for it.

Cover, contents, notes, then one tidy table per sheet: no merged cell, no formula, no colour that means something.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import gptables
import pandas as pd
from gptables.core.wrappers import GPWorkbook, GPWorksheet

from pipeline.formats import sheets
from pipeline.formats.sheets import Sheet

WORKBOOK = "kpi.xlsx"
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Whatever a cell of the release begins with, it is written as text."""
NARROW = (28, 100)
"""Widths of the contents and of the notes."""
LINE, LETTER = 15.5, 1.2
"""Height of a line in points, and width of a letter of 12 points in those letters that widths are counted in."""


def write(database: Path, folder: Path) -> Path:
    """Write the workbook of the release in ``database``; returns its path. The same release gives the same bytes."""
    with duckdb.connect(str(database), read_only=True) as connection:
        made, cover, notes = sheets.made(connection), sheets.cover(connection), sheets.notes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # gptables warns of every empty cell; each sheet says what one means
        book = gptables.produce_workbook(
            str(folder / WORKBOOK),
            sheets={sheet.label: _table(sheet) for sheet in made},
            cover=cover,
            notes_table=notes,
            contentsheet_options={"additional_elements": ["subtitles"]},
            auto_width=False,
            workbook_options=TEXT_ONLY,
        )
    _finish(book, made, cover)
    return folder / WORKBOOK


def _table(sheet: Sheet) -> gptables.GPTable:
    frame = sheet.frame.copy()
    for column in frame.columns[frame.dtypes.map(pd.api.types.is_string_dtype)]:
        frame[column] = frame[column].map(_plain)
    return gptables.GPTable(
        table=frame,
        table_name=sheet.name,
        title=sheet.title,
        subtitles=[sheet.purpose],
        instructions="This worksheet contains one table. Notes are on the worksheet Notes.",
        table_notes={column: f"$${note}$$" for column, note in sheet.notes.items()},
        index_columns={},
        additional_formatting=[{"column": {"columns": list(range(frame.shape[1])), "format": {"valign": "top"}}}],
    )


def _plain(text: object) -> object:
    """Text without what gptables reads as its own marks: links, notes, cells of signs alone."""
    if not isinstance(text, str):
        return text
    marked = text.replace("](", "] (").replace("$$", "$ $")
    return marked if any(letter.isalnum() for letter in marked) else f"({marked})".replace("(%)", "per cent")


def _finish(book: GPWorkbook, made: list[Sheet], cover: gptables.Cover) -> None:
    """Widths, heights, frozen headings, print set-up and properties; then the file is written."""
    by_label = {sheet.label: sheet for sheet in made}
    for page in book.worksheets():
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        if page.get_name() in by_label:
            _finish_table(page, by_label[page.get_name()])
    front = ["", "", *cover.intro, "", *cover.about, "", *cover.contact]
    _fit(book.get_worksheet_by_name("Cover"), 0, [[text] for text in front], [cover.width])
    contents = [["", f"{sheet.title}\n{sheet.purpose}"] for sheet in made]
    _fit(book.get_worksheet_by_name("Contents"), 3, contents, NARROW)
    _fit(book.get_worksheet_by_name("Notes"), 3, [["", text] for text in sheets.NOTES.values()], NARROW)
    book.set_properties({"title": sheets.TITLE, "created": datetime(2000, 1, 1, tzinfo=UTC)})
    book.close()


def _finish_table(page: GPWorksheet, sheet: Sheet) -> None:
    heading = sheets.ROWS_ABOVE
    page.freeze_panes(heading + 1, sheet.frozen)
    page.repeat_rows(heading)
    headings = [f"{name}\n" if name in sheet.notes else name for name in sheet.frame.columns]
    _fit(page, heading, [headings, *sheet.frame.to_numpy().tolist()], sheet.widths)


def _fit(page: GPWorksheet, first: int, rows: Sequence[Sequence[object]], widths: Sequence[int]) -> None:
    """Set widths, and make every row high enough: not every program does that for wrapped text by itself."""
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    for number, row in enumerate(rows, start=first):
        lines = max(_lines(str(cell), width) for cell, width in zip(row, widths, strict=True))
        if lines > 1:
            page.set_row(number, LINE * lines)


def _lines(text: str, width: int) -> int:
    return sum(max(1, math.ceil(len(part) * LETTER / width)) for part in text.split("\n"))
