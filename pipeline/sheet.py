"""A sheet: what every reader makes of a delivered file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

HEAD = 200
"""Rows that recognising a file looks at: a title block, the headings and some data."""
TITLE_ROWS = 30
"""Headings stand among the first 30 rows."""

Score = Callable[[list[str]], int]
"""How many known headings a row of cells holds."""


@dataclass(frozen=True)
class Sheet:
    """One table of cells. ``cells``: text, the index is the row as Excel shows it; ``lengths``: cells per row as
    delivered; ``is_workbook``: dates may be Excel serials; ``is_whole``: the last line was ended."""

    name: str
    cells: pd.DataFrame
    lengths: pd.Series[int]
    is_workbook: bool = False
    is_whole: bool = True


def numbered(cells: pd.DataFrame, lengths: pd.Series[int]) -> Sheet:
    """A nameless sheet of these rows, numbered from 1."""
    cells.index = lengths.index = pd.RangeIndex(1, len(cells) + 1)
    return Sheet("", cells, lengths)
