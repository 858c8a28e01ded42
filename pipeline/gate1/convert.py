"""Convert: canonical text -> typed values, column by column. What cannot be converted is a finding, never a blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from pipeline import codes
from pipeline.contracts.columns import UNMAPPED
from pipeline.contracts.extract import Extract
from pipeline.layout import Column, Layout
from pipeline.sources import Source
from pipeline.tokens import normal

EXCEL_DAY_0 = "1899-12-30"
EXCEL_SERIALS = r"^[1-9]\d{4}(?:\.\d+)?$"
"""Five digits: 1927 to 2173."""
THOUSANDS = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?"
"""As people write 1,006,212."""
FIRST_YEAR = 1900
ISO = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S")

Converted = pd.DataFrame
"""One row per distinct text: ``value`` and the rule that it breaks (``rule``, missing when none)."""


@dataclass(frozen=True)
class Place:
    """Whose cells these are: the council's source, and whether dates may be Excel serials."""

    source: Source
    extract: str
    is_workbook: bool

    @property
    def layout(self) -> Layout:
        """The council's layout, as the extract is read with it."""
        return self.source.layout.of(self.extract)


def convert(extract: Extract, text: pd.DataFrame, place: Place) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The typed rows, and the findings: row (index label), column, rule."""
    columns = {name: _by_distinct(text[name], _converter(extract, name, place)) for name in extract.columns}
    typed = pd.DataFrame({name: _typed(column["value"], extract, name) for name, column in columns.items()})
    findings = [
        pd.DataFrame({"at": broken.index, "column": name, "rule": broken})
        for name, column in columns.items()
        if len(broken := column["rule"].dropna())
    ]
    return typed, pd.concat(findings or [pd.DataFrame(columns=["at", "column", "rule"])], ignore_index=True)


def _typed(values: pd.Series, extract: Extract, name: str) -> pd.Series:
    return values.astype(cast(Any, str(extract.columns[name].dtype)))


def _by_distinct(column: pd.Series[str], function: Callable[[pd.Series[str]], Converted]) -> pd.DataFrame:
    """``function`` applied once to each distinct text; missing stays missing."""
    numbers, distinct = pd.factorize(column)
    found = function(pd.Series(distinct, dtype="str")).reindex(numbers)
    return found.set_axis(column.index)


def _converter(extract: Extract, name: str, place: Place) -> Callable[[pd.Series[str]], Converted]:
    metadata = extract.metadata(name)
    column = place.layout.extracts[extract.name].columns.get(name, Column(source=name))
    kind = metadata["kind"]

    def converted(texts: pd.Series[str]) -> Converted:
        texts, is_odd = _part(texts, column)
        if kind in ("date", "timestamp"):
            result = _times(texts, place, is_day=kind == "date")
        elif kind == "number":
            result = _numbers(texts)
        elif kind == "identifier":  # as it is hashed: two spellings of one number are one record
            result = pd.DataFrame({"value": texts.map(normal, na_action="ignore"), "rule": None})
        elif kind in ("code", "codes"):
            settings = place.source.settings
            known = codes.meanings(metadata["code_list"], settings.council, settings.nation)
            separator = column.separator or ";" if kind == "codes" else None
            result = _codes(texts, known, separator, metadata["on_unmapped"] == "keep")
        else:
            result = pd.DataFrame({"value": texts, "rule": None})
        result["rule"] = result["rule"].astype("str").mask(is_odd, "pattern_mismatch")
        return result

    return converted


def _part(texts: pd.Series[str], column: Column) -> tuple[pd.Series[str], pd.Series[bool]]:
    """The part of each cell that the layout's pattern cuts out, and the cells that do not fit it."""
    if column.pattern is None:
        return texts, pd.Series(False, index=texts.index)
    found = texts.str.extract(column.pattern)["value"].str.strip()
    return found, found.isna()


def _times(texts: pd.Series[str], place: Place, *, is_day: bool) -> Converted:
    formats = dict.fromkeys([*(place.layout.dates if is_day else place.layout.timestamps), *ISO])
    readings = [pd.to_datetime(texts, format=form, errors="coerce").astype("datetime64[us]") for form in formats]
    if place.is_workbook:
        serials = pd.to_numeric(texts.where(texts.str.match(EXCEL_SERIALS)), errors="coerce")
        readings.append(pd.to_datetime(serials, unit="D", origin=EXCEL_DAY_0).dt.round("s").astype("datetime64[us]"))
    value = readings[0]
    is_ambiguous = pd.Series(False, index=texts.index)
    for reading in readings[1:]:
        is_ambiguous |= reading.notna() & value.notna() & (reading != value)
        value = value.fillna(reading)
    is_impossible = value.isna() | (value.dt.year < FIRST_YEAR)
    if is_day:
        is_impossible |= value != value.dt.normalize()
    rule = pd.Series(None, index=texts.index, dtype="str").mask(is_impossible, "not_a_date")
    rule = rule.mask(is_ambiguous, "ambiguous_date")
    return pd.DataFrame({"value": value.mask(rule.notna()), "rule": rule})


def _numbers(texts: pd.Series[str]) -> Converted:
    plain = texts.mask(texts.str.fullmatch(THOUSANDS), texts.str.replace(",", ""))
    value = pd.to_numeric(plain, errors="coerce").astype("float64")
    rule = pd.Series(None, index=texts.index, dtype="str").mask(value.isna(), "not_a_number")
    return pd.DataFrame({"value": value, "rule": rule})


def _codes(texts: pd.Series[str], known: dict[str, str], separator: str | None, is_kept: bool) -> Converted:
    def coded(text: str) -> str:
        whole = known.get(codes.folded(text))
        parts = [text] if separator is None else [part for part in text.split(separator) if part.strip()]
        meant = [known.get(codes.folded(part), UNMAPPED) for part in parts]
        return whole or ";".join(sorted(set(meant))) or UNMAPPED

    value = texts.map(coded).astype("str")
    is_unknown = value.str.split(";").map(lambda found: UNMAPPED in found).astype(bool)
    rule = pd.Series(None, index=texts.index, dtype="str")
    rule = rule.mask(is_unknown, "unmapped_code" if is_kept else "unknown_code")
    return pd.DataFrame({"value": value if is_kept else value.mask(is_unknown), "rule": rule})
