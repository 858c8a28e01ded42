"""Judge: read a load's files and decide row by row; or refuse the load whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from pipeline import tables
from pipeline.contracts import EXTRACTS
from pipeline.contracts.extract import Extract
from pipeline.gate1 import check
from pipeline.gate1.convert import Place, convert
from pipeline.gate1.loads import Load
from pipeline.home import Home
from pipeline.landing import landed_path
from pipeline.ledger import Part
from pipeline.messages import Message, Refused, rules, words
from pipeline.readers import read
from pipeline.rows import Rows, rows_of

BAD_SHARE = 0.2
"""Real extracts have 1 to 2 % bad rows; above a fifth the file is wrong, not its rows."""
ORDER = ["source_file", "source_sheet", "source_row"]


@dataclass(frozen=True)
class Judged:
    """A load read and judged. All frames share one index, one label per delivered row.

    ``text``: canonical columns as delivered, of the rows with findings; ``typed``: the columns of all rows converted;
    ``place``: file, sheet and row of each;
    ``findings``: at (a label), column, rule, letter; ``is_bad``: the row is quarantined; ``refusal``: why none of it is
    used, else None; ``notes``: what there is to say about the files.
    """

    load: Load
    text: pd.DataFrame
    typed: pd.DataFrame
    place: pd.DataFrame
    findings: pd.DataFrame
    is_bad: pd.Series[bool]
    refusal: Message | None
    notes: tuple[Message, ...]

    @property
    def delivered(self) -> int:
        """Rows delivered."""
        return len(self.typed)

    @property
    def accepted(self) -> int:
        """Rows accepted: none of a refused load."""
        return 0 if self.refusal else int((~self.is_bad).sum())

    @property
    def quarantined(self) -> int:
        """Rows quarantined: all of a refused load."""
        return self.delivered if self.refusal else int(self.is_bad.sum())


@dataclass(frozen=True)
class _Piece:
    """One sheet of a load, converted; one label per row in all frames."""

    text: pd.DataFrame
    typed: pd.DataFrame
    place: pd.DataFrame
    findings: pd.DataFrame
    letters: pd.DataFrame
    notes: tuple[Message, ...]


def judge(load: Load, home: Home) -> Judged:
    """Read and judge a load. Never raises for what a file holds."""
    refused = [part.refusal for part in load.parts if part.refusal]
    if refused:
        return _refused(load, refused[0])
    pieces: list[_Piece] = []
    for part in load.parts:
        try:
            pieces.append(_piece(load, part, home, sum(len(piece.text) for piece in pieces)))
        except Refused as refusal:
            return _refused(load, refusal.message(load.source.settings.name, part.path))
    return _judged(load, pieces)


def _refused(load: Load, refusal: Message) -> Judged:
    text = pd.DataFrame(columns=list(EXTRACTS[load.extract].columns), dtype="str")
    findings = pd.DataFrame(columns=[*check.FINDING, "letter"])
    return Judged(load, text, text, pd.DataFrame(columns=ORDER), findings, pd.Series(dtype="bool"), refusal, ())


def _piece(load: Load, part: Part, home: Home, first_label: int) -> _Piece:
    extract = EXTRACTS[load.extract]
    rows, letters, notes, is_workbook = _read(load, part, home)
    labels = pd.RangeIndex(first_label, first_label + len(rows.text))
    place = pd.DataFrame(
        {"source_file": part.path, "source_sheet": part.sheet, "source_row": rows.text.index}, index=labels
    )
    text = rows.text.set_axis(labels)
    typed, findings = convert(extract, text, Place(load.source, load.extract, is_workbook))
    ragged = [pd.DataFrame({"at": labels[is_odd], "column": extract.key[0], "rule": rule})
              for rule, is_odd in (("short_row", rows.is_short), ("long_row", rows.is_long))]  # fmt: skip
    letters = letters.assign(source_file=part.path, source_sheet=part.sheet)
    return _Piece(text, typed, place, pd.concat([findings, *ragged]), letters, notes)


def _read(load: Load, part: Part, home: Home) -> tuple[Rows, pd.DataFrame, tuple[Message, ...], bool]:
    """The rows of a sheet, its column letters, what there is to say, and whether it is a workbook's.

    The cells as delivered are let go here: for two million rows they take half a gigabyte.
    """
    path = landed_path(home, load.source.council, part.sha256)
    sheet = read(path, load.source.layout.score, only=part.sheet or None)[0]
    table = tables.find(sheet, load.source.layout)
    rows = rows_of(table)
    letters = pd.DataFrame({"column": list(table.letters), "letter": list(table.letters.values())})
    return rows, letters, tuple(_notes(load, part, table, rows)), sheet.is_workbook


def _notes(load: Load, part: Part, table: tables.Table, rows: Rows) -> Iterator[Message]:
    def note(rule: str, letter: str = "", **details: object) -> Message:
        text = words(rule, extract=load.extract, **details)
        return Message(load.source.settings.name, part.path, rule, text, sheet=part.sheet, row=table.row,
                       letter=letter, extract=load.extract)  # fmt: skip

    is_export = EXTRACTS[load.extract].source == "case_system"  # a form has the columns that someone needs
    for column, heading in table.absent.items() if is_export else ():
        yield note("missing_optional_column", column=column, headings=f'"{heading}"')
    for letter in table.extra:
        yield note("extra_column", letter)
    if rows.lacks_footer:
        yield note("no_footer")
    if len(load.parts) > 1 and is_export:
        yield note("several_files", as_at=load.extract_date, files=len(load.parts))


def _judged(load: Load, pieces: list[_Piece]) -> Judged:
    extract = EXTRACTS[load.extract]
    text, typed, place = (
        frames[0] if len(frames) == 1 else pd.concat(frames)
        for frames in zip(*((piece.text, piece.typed, piece.place) for piece in pieces), strict=True)
    )
    converted = pd.concat([piece.findings for piece in pieces])
    findings = pd.concat([converted, *_checked(extract, typed, converted, load)], ignore_index=True)
    is_bad = _is_bad(typed, findings)
    refusal = _mostly_bad(load, int(is_bad.sum()), len(text))
    sent = place["source_file"].map({part.path: str(part.extract_date) for part in load.parts})
    findings = pd.concat([findings, check.duplicates(extract, typed, ~is_bad, place, sent)], ignore_index=True)
    letters = pd.concat([piece.letters for piece in pieces])
    findings = findings.join(place[ORDER[:2]], on="at").merge(letters, how="left", on=["column", *ORDER[:2]])
    notes = tuple(note for piece in pieces for note in piece.notes)
    found = text.loc[text.index.isin(findings["at"].astype("int64"))]
    return Judged(load, found, typed, place, findings[[*check.FINDING, "letter"]], _is_bad(typed, findings), refusal,
                  notes)  # fmt: skip


def _checked(extract: Extract, typed: pd.DataFrame, converted: pd.DataFrame, load: Load) -> Iterator[pd.DataFrame]:
    """Findings of the contract and of future dates; a cell that could not be converted is not also called empty."""
    found = check.contract(extract, typed)
    known = pd.MultiIndex.from_frame(converted[["at", "column"]])
    yield found.loc[~pd.MultiIndex.from_frame(found[["at", "column"]]).isin(known)]
    assert load.extract_date is not None
    yield check.future(extract, typed, load.extract_date)


def _is_bad(typed: pd.DataFrame, findings: pd.DataFrame) -> pd.Series[bool]:
    quarantining = [rule for rule, meaning in rules().items() if meaning.effect == "quarantine"]
    labels = findings.loc[findings["rule"].isin(quarantining), "at"]
    return pd.Series(typed.index.isin(labels.astype(typed.index.dtype)), index=typed.index)


def _mostly_bad(load: Load, bad: int, delivered: int) -> Message | None:
    is_form = EXTRACTS[load.extract].source == "office"  # half filled in, it is still no broken file
    if is_form or bad <= BAD_SHARE * delivered:
        return None
    text = words("mostly_bad", bad=bad, delivered=delivered, extract=load.extract, share=f"{BAD_SHARE:.0%}"[:-1])
    files = ", ".join(sorted({part.path for part in load.parts}))
    return Message(load.source.settings.name, files, "mostly_bad", text, extract=load.extract)
