"""``kpi.xlsx``: the figures for who knows only Excel, laid out as the Government Analysis Function asks for it.

Cover, contents, notes, then one tidy table per sheet: no merged cell, no formula, no colour that means something.
"""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import gptables
import pandas as pd
from gptables.core.wrappers import GPWorkbook

from pipeline.formats import sheets
from pipeline.formats.sheets import Sheet

WORKBOOK = "kpi.xlsx"
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Whatever a cell of the release begins with, it is written as text."""


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
    _finish(book, made)
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
    )


def _plain(text: object) -> object:
    """Text without what gptables reads as its own marks: links, notes, cells of signs alone."""
    if not isinstance(text, str):
        return text
    marked = text.replace("](", "] (").replace("$$", "$ $")
    return marked if any(letter.isalnum() for letter in marked) else f"({marked})".replace("(%)", "per cent")


def _finish(book: GPWorkbook, made: list[Sheet]) -> None:
    """Widths, frozen headings, print set-up and properties; then the file is written."""
    by_label = {sheet.label: sheet for sheet in made}
    for page in book.worksheets():
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        sheet = by_label.get(page.get_name())
        if sheet is None:
            if page.get_name() != "Cover":
                page.set_column(0, 0, 28)
                page.set_column(1, 3, 90)
            continue
        heading = sheets.ROWS_ABOVE
        page.freeze_panes(heading + 1, sheet.frozen)
        page.repeat_rows(heading)
        for at, width in enumerate(sheet.widths):
            page.set_column(at, at, width)
    book.set_properties({"title": sheets.TITLE, "created": datetime(2000, 1, 1, tzinfo=UTC)})
    book.close()
