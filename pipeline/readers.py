"""Readers: a delivered file -> its sheets as cells of text, rows numbered as Excel shows them."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
from python_calamine import CalamineError, CalamineWorkbook

from pipeline.messages import Refused

DELIMITERS = ",;\t|"
HEAD = 200
"""Rows that recognising a file looks at: a title block, the headings and some data."""

TITLE_ROWS = 30
"""Headings stand among the first 30 rows."""
HEAD_BYTES = 1 << 20
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

UNPACKED_LIMIT = 2 * 1024**3
"""A full sheet (1,048,576 rows of 15 columns) unpacks to about 1 GB."""
RATIO_LIMIT = 200
"""Sheets of real extracts pack 10 to 40 times; zip bombs a thousand times."""

SENTINEL = "\x02end\x02"
CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26})

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
    return [_text(path, score, head)]


def _text(path: Path, score: Score, head: bool) -> Sheet:
    content = decoded(_start(path) if head else path.read_bytes())
    lines = list(islice(io.StringIO(content[:HEAD_BYTES], newline=None), HEAD))
    delimiter, width = _delimiter(lines, score)
    if not head:
        is_whole = content.endswith(("\n", "\r", "\x1a"))
        data = content.rstrip("\x1a").encode()
        del content
        return _whole_text(data, is_whole, delimiter, width)
    records = _records(lines, delimiter) or [[]]
    widest = max(map(len, records))
    return _sheet(_padded(records, widest), pd.Series([len(record) for record in records]))


def _padded(records: list[list[str]], width: int) -> pd.DataFrame:
    return pd.DataFrame([[*record, *[None] * width][:width] for record in records], dtype="str")


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(HEAD_BYTES)
    is_cut = len(data) == HEAD_BYTES and not data.startswith(UTF_16)
    return data[: data.rfind(b"\n") + 1] or data if is_cut else data


def decoded(data: bytes) -> str:
    """The text in ``data``: UTF-8, UTF-16 with its mark, else Windows-1252. Raises Refused."""
    encodings = ("utf-16",) if data.startswith(UTF_16) else ("utf-8-sig", "cp1252")
    if len(encodings) > 1 and len(data.translate(None, CONTROL)) < len(data):
        raise Refused("not_text")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise Refused("empty_file")
        return text
    raise Refused("not_text")


def _records(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


def _delimiter(lines: list[str], score: Score) -> tuple[str, int]:
    best = (-1, ",", 1)
    for delimiter in DELIMITERS:
        for record in _records(lines[:TITLE_ROWS], delimiter):
            if (found := score(record)) > best[0]:
                best = (found, delimiter, len(record))
    return best[1], best[2]


def _whole_text(data: bytes, is_whole: bool, delimiter: str, width: int) -> Sheet:
    """All records: those as wide as the headings by Arrow, the others (title, footer, ragged) one by one."""
    ragged: dict[int, list[str]] = {}

    def keep(row: pyarrow.csv.InvalidRow) -> str:
        ragged[row.number] = next(iter(_records([row.text], delimiter)), [])
        return "skip"

    names = [str(position) for position in range(width)]
    ending = f"{'' if is_whole else chr(10)}{SENTINEL}{delimiter * width}\n".encode()
    table = pyarrow.csv.read_csv(
        pa.BufferReader(data + ending),
        read_options=pyarrow.csv.ReadOptions(use_threads=False, column_names=names, block_size=1 << 26),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    last = max(ragged, default=0)
    if not last or not ragged[last] or ragged.pop(last)[0] != SENTINEL:
        raise Refused("unclosed_quote" if is_whole else "truncated")
    return _with_ragged(table, ragged, width, is_whole)


def _with_ragged(table: pa.Table, ragged: dict[int, list[str]], width: int, is_whole: bool) -> Sheet:
    cells = table.to_pandas()
    cells.columns = pd.RangeIndex(width)
    numbers = pd.RangeIndex(1, len(cells) + len(ragged) + 1)
    cells.index = numbers.difference(list(ragged))
    lengths = pd.Series(width, index=cells.index)
    if ragged:
        odd = _padded(list(ragged.values()), width).set_axis(list(ragged))
        cells = pd.concat([cells, odd]).sort_index()
        lengths = pd.concat([lengths, pd.Series({row: _length(values, width) for row, values in ragged.items()})])
    return Sheet("", cells, lengths.sort_index(), is_whole=is_whole)


def _length(values: list[str], width: int) -> int:
    """The cells of a row; empty ones beyond ``width`` do not count, since exports often end rows with separators."""
    filled = max((position for position, value in enumerate(values, 1) if value.strip()), default=0)
    return len(values) if len(values) <= width else max(width, filled)


def _sheet(cells: pd.DataFrame, lengths: pd.Series[int]) -> Sheet:
    cells.index = lengths.index = pd.RangeIndex(1, len(cells) + 1)
    return Sheet("", cells, lengths)


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
    return _sheet(cells, pd.Series(cells.shape[1], index=cells.index))


def _as_text(column: pa.Array | pa.ChunkedArray) -> pd.Series[str]:
    """A Parquet column as text: whole numbers without a point, days and (local) times as ISO."""
    if pa.types.is_timestamp(column.type):
        if column.type.tz:
            column = pc.local_timestamp(column.cast(pa.timestamp("us", "Europe/London")))
        return pd.Series(pc.strftime(column, "%Y-%m-%d %H:%M:%S").to_pandas().str.slice(0, 19))
    return pd.Series(column.cast(pa.string()).to_pandas())
