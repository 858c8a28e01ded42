"""A worklist as an accessible workbook: a cover, the contents, and one plain table per sheet."""

from __future__ import annotations

import warnings
from pathlib import Path

import gptables
import pandas as pd

from pipeline.worklists.content import Worklist

TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Whatever a cell begins with, it is written as text."""
WIDTHS = {"What is wrong": 44, "What to do": 60, "Why it matters": 60, "Where to correct it": 44, "File": 30}
USUAL_WIDTH = 16
HEADING_ROW = 3
"""Rows above a table's headings: title, subtitle and instructions."""


def write(worklist: Worklist, file: Path) -> None:
    """Write the workbook of one team."""
    tables = {
        "To correct": (worklist.to_correct, "to_correct", "Records to correct", "Most serious first, then the oldest."),
        "Done": (worklist.done, "done", "Corrected since the last release", "Thank you: nothing is left to do here."),
        "Rules": (worklist.rules, "rules", "The rules in plain words", "What to do about each, and why it matters."),
    }
    shown = {name: parts for name, parts in tables.items() if len(parts[0])}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # gptables warns of every empty cell; the subtitle says what one means
        workbook = gptables.produce_workbook(
            str(file),
            sheets={name: _sheet(*parts) for name, parts in shown.items()},
            cover=_cover(worklist),
            auto_width=False,
            workbook_options=TEXT_ONLY,
        )
    for page in workbook.worksheets():
        if page.get_name() in shown:
            page.freeze_panes(HEADING_ROW + 1, 0)
            for at, column in enumerate(shown[page.get_name()][0].columns):
                page.set_column(at, at, WIDTHS.get(column, USUAL_WIDTH))
    workbook.close()


def _cover(worklist: Worklist) -> gptables.Cover:
    return gptables.Cover(
        cover_label="Cover",
        title=f"Records to correct: {worklist.team}, {worklist.council}",
        intro=["Restricted: it holds the numbers of children's records. Do not send it by mail."],
        about=[
            f"{len(worklist.to_correct):,} to correct, {len(worklist.done):,} corrected since the last release.",
            "Correct each record in the case system; the next nightly delivery takes it off this list.",
        ],
    )


def _sheet(table: pd.DataFrame, name: str, title: str, subtitle: str) -> gptables.GPTable:
    plain = table.astype("object").where(table.notna(), "")
    return gptables.GPTable(
        table=plain.map(_plain),
        table_name=name,
        title=title,
        subtitles=[f"{subtitle} An empty cell means that the number is not known."],
        instructions="This worksheet contains one table.",
        index_columns={},
    )


def _plain(value: object) -> object:
    """Text without what gptables reads as marks of its own."""
    return value.replace("](", "] (").replace("$$", "$ $") if isinstance(value, str) else value
