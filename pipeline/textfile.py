"""Text files: encoding, delimiter and records of a CSV, ragged and truncated ones included."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from pipeline.messages import Refused
from pipeline.sheet import HEAD, TITLE_ROWS, Score, Sheet, numbered

DELIMITERS = ",;\t|"
HEAD_BYTES = 1 << 20
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26})
"""Bytes that no text has."""
SENTINEL = "\x02end\x02"
"""Put after the last record: when it does not come back as a record, a quotation mark was left open."""


def read_text(path: Path, score: Score, *, head: bool) -> Sheet:
    """The one sheet of a text file. Raises Refused: not_text, empty_file, truncated, unclosed_quote."""
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
    return numbered(_padded(records, widest), pd.Series([len(record) for record in records]))


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
