"""Readers: a delivered file -> its sheets as cells of text, rows numbered as Excel shows them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet
from python_calamine import CalamineError, CalamineWorkbook

from pipeline.messages import Refused
from pipeline.sheet import HEAD, Score, Sheet, numbered
from pipeline.textfile import read_text

UNPACKED_LIMIT = 2 * 1024**3
"""A full sheet (1,048,576 rows of 15 columns) unpacks to about 1 GB."""
RATIO_LIMIT = 200
"""Sheets of real extracts pack 10 to 40 times; zip bombs a thousand times."""


def read(path: Path, score: Score, *, head: bool = False, only: str | None = None) -> list[Sheet]:
    """The sheets of a file, recognised by its first bytes; ``head`` reads only the first rows, ``only`` one sheet.

    Raises Refused when it is empty, damaged, dangerous, or none of text, workbook and Parquet.
    """
    with path.open("rb") as file:
        magic = file.read(8)
    if magic.startswith(b"PK\x03\x04") or magic.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook(path, head, only)
    if magic.startswith(b"PAR1"):
        return [_parquet(path, head)]
    return [read_text(path, score, head=head)]


def _workbook(path: Path, head: bool, only: str | None) -> list[Sheet]:
    _guard(path)
    try:
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names if only is None else [only]
        rows = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=HEAD if head else None)
                for name in names}  # fmt: skip
    except (CalamineError, OSError):
        raise Refused("broken_workbook") from None
    sheets = [_sheet_of_values(name, values) for name, values in rows.items() if values]
    if not sheets:
        raise Refused("empty_file")
    return sheets


def _sheet_of_values(name: str, values: Sequence[Sequence[object]]) -> Sheet:
    cells = pd.DataFrame([[shown(value) for value in row] for row in values], dtype="str")
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    return Sheet(name, cells, pd.Series(cells.shape[1], index=cells.index), is_workbook=True)


def shown(value: object) -> str:
    """A workbook's value as text: whole numbers without a point, days and times as ISO."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    if isinstance(value, bool):
        return str(value).upper()
    return value.isoformat() if isinstance(value, date) else str(value)


def _guard(path: Path) -> None:
    """Refuse a zip that unpacks beyond reason, before it is opened; sizes are proved by reading, not believed."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > min(UNPACKED_LIMIT, max(RATIO_LIMIT * path.stat().st_size, 1 << 20)):
                raise Refused("too_big_inside", limit="2 GB or 200 times its size")
            if archive.testzip() is not None:
                raise Refused("broken_workbook")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Refused("broken_workbook") from None


def _parquet(path: Path, head: bool) -> Sheet:
    try:
        file = pyarrow.parquet.ParquetFile(path)
        unpacked = sum(file.metadata.row_group(group).total_byte_size for group in range(file.num_row_groups))
        if unpacked > UNPACKED_LIMIT:
            raise Refused("too_big_inside", limit="2 GB")
        table = next(file.iter_batches(HEAD), None) if head else file.read()
        columns = {} if table is None else {name: _as_text(table[name]) for name in table.schema.names}
    except (pa.ArrowException, OSError):
        raise Refused("broken_parquet") from None
    headings = pd.DataFrame([file.schema_arrow.names], dtype="str")
    body = pd.DataFrame(dict(enumerate(columns.values())), columns=headings.columns).astype("str")
    cells = pd.concat([headings, body], ignore_index=True)
    return numbered(cells, pd.Series(cells.shape[1], index=cells.index))


def _as_text(column: pa.Array | pa.ChunkedArray) -> pd.Series[str]:
    """A Parquet column as text: whole numbers without a point, days and (local) times as ISO."""
    if pa.types.is_timestamp(column.type):
        if column.type.tz:
            column = pc.local_timestamp(column.cast(pa.timestamp("us", "Europe/London")))
        return pd.Series(pc.strftime(column, "%Y-%m-%d %H:%M:%S").to_pandas().str.slice(0, 19))
    return pd.Series(column.cast(pa.string()).to_pandas())
