"""Layouts: how one case system sets out its exports, as data (``layouts/*.yml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.contracts import EXTRACTS
from pipeline.settings import SettingsError, merged, read, validated

PACKAGED = Path(__file__).with_name("layouts")
OFFICE = Path(__file__).with_name("office.yml")
"""How extracts that no case system exports are read, under every layout."""

Texts = list[str]


def normal(heading: str) -> str:
    """A heading as it is compared: no BOM, single spaces, case ignored, an underscore is a space."""
    return " ".join(heading.replace("\ufeff", " ").replace("_", " ").split()).casefold()


def checked_pattern(pattern: str) -> str:
    """The pattern itself; raises ValueError unless it compiles and has a group ``value``."""
    if "value" not in re.compile(pattern).groupindex:
        raise ValueError("the pattern needs a group (?P<value>...)")
    return pattern


Pattern = Annotated[str, BeforeValidator(checked_pattern)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Strict):
    """Where a canonical column comes from: a heading, perhaps a part of the cell, perhaps several values in it.

    ``also``: other headings for the same; the first that a file has is read.
    """

    source: str
    also: tuple[str, ...] = ()
    pattern: Pattern | None = None
    separator: str | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings it may stand under, as they are compared."""
        return tuple(map(normal, (self.source, *self.also)))


class Table(_Strict):
    """One extract of a layout: canonical column -> its source."""

    columns: dict[str, Annotated[Column, BeforeValidator(lambda v: {"source": v} if isinstance(v, str) else v)]]


class AsAt(_Strict):
    """Where the as-at date stands: a regex over the cells above the headings, or a column that says it in every row.

    ``latest``: it is the latest day in the first of these canonical columns that holds any.
    """

    title: Pattern | None = None
    column: str | None = None
    latest: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _one_of(self) -> AsAt:
        if sum(place is not None for place in (self.title, self.column, self.latest)) != 1:
            raise ValueError("give either title or column, or latest")
        return self

    @property
    def expected(self) -> str:
        """What a person should look for."""
        if self.latest:
            return f"a day in {' or '.join(self.latest)}"
        return f"a column headed {self.column}" if self.column else "a line above the headings that states it"


@dataclass(frozen=True)
class Match:
    """How well a row of cells fits an extract's headings."""

    extract: str
    found: int
    missing: tuple[str, ...]


class Layout(_Strict):
    """How one case system sets out its exports. Raises ValidationError when it contradicts the contracts."""

    name: str
    description: str
    as_at: AsAt
    dates: Texts = Field(min_length=1)
    timestamps: Texts = Field(min_length=1)
    footer: str | None = None
    extracts: dict[str, Table] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits_contracts(self) -> Layout:
        for name, table in self.extracts.items():
            if name not in EXTRACTS:
                raise ValueError(f"{name} is no extract; there are {', '.join(EXTRACTS)}")
            if unknown := sorted(set(table.columns) - set(EXTRACTS[name].columns)):
                raise ValueError(f"{name} has no column {', '.join(unknown)}")
            if absent := sorted(EXTRACTS[name].required - set(table.columns)):
                raise ValueError(f"{name} needs a heading for {', '.join(absent)}")
        re.compile(self.footer or "")
        return self

    @cached_property
    def headings(self) -> dict[str, dict[str, str]]:
        """Extract -> heading as it is compared -> heading as it is written."""
        return {
            name: {heading: column.source for column in table.columns.values() for heading in column.headings}
            for name, table in self.extracts.items()
        }

    @cached_property
    def required(self) -> dict[str, dict[str, frozenset[str]]]:
        """Extract -> heading without which it is not read, as it is written -> all that may stand for it."""
        return {
            name: {table.columns[column].source: frozenset(table.columns[column].headings)
                   for column in EXTRACTS[name].required}
            for name, table in self.extracts.items()
        }  # fmt: skip

    def of(self, extract: str) -> Layout:
        """This layout as an extract is read with it: what an office sends looks the same beside every case system."""
        if EXTRACTS[extract].source == "case_system":
            return self
        places = office()["as_at"]
        as_at = AsAt(**places.get(extract, places["tracker"]))
        return self.model_copy(update={"as_at": as_at, "dates": office()["dates"], "footer": None})

    def match(self, cells: list[str]) -> list[Match]:
        """How a row of cells fits each extract: first those with every required heading, most found first."""
        present = {normal(cell) for cell in cells}
        matches = [
            Match(
                name,
                len(headings.keys() & present),
                tuple(sorted(source for source, known in self.required[name].items() if not known & present)),
            )
            for name, headings in self.headings.items()
        ]
        return sorted(matches, key=lambda match: (len(match.missing) > 0, -match.found, match.extract))

    def score(self, cells: list[str]) -> int:
        """How many headings of one extract a row of cells holds, at best."""
        present = {normal(cell) for cell in cells}
        return max(len(headings.keys() & present) for headings in self.headings.values())


def load(name: str, beside: str | None = None) -> Layout:
    """The layout ``name``; ``beside`` is the text of a council's own layout.yml, if there is one.

    A council's own layout may say ``extends: <packaged layout>`` and give only the differences. Raises SettingsError.
    """
    return _layout(name, beside, "layout.yml") if beside else _layout(name, *_packaged(name))


def packaged() -> list[str]:
    """The names of the layouts that come with the project."""
    return sorted(path.stem for path in PACKAGED.glob("*.yml"))


@cache
def office() -> dict[str, Any]:
    """What office.yml says."""
    return read(OFFICE.read_text(encoding="utf-8"), OFFICE.name)


def _packaged(name: str) -> tuple[str, str]:
    """The text of a packaged layout, and the name of its file."""
    path = PACKAGED / f"{name}.yml"
    if not re.fullmatch(r"[a-z0-9_]+", name) or not path.is_file():
        raise SettingsError(f"source.yml: there is no layout of that name; there are {', '.join(packaged())}.")
    return path.read_text(encoding="utf-8"), path.name


@cache
def _layout(name: str, text: str, file: str) -> Layout:
    content = read(text, file)
    if base := content.pop("extends", None):
        content = merged(read(*_packaged(str(base))), content)
    content = merged({"extracts": office()["extracts"]}, content)
    return validated(Layout, {"name": name, **content}, "layout")
