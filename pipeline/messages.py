"""What landing and gate 1 tell people: where, what is wrong, what to do. Never a value out of a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter


class Rule(BaseModel):
    """What one rule does, how grave it is, and its words. ``says`` may have ``{fields}`` (never row values)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    effect: Literal["refuse", "quarantine", "note"]
    severity: Literal["blocker", "serious", "advisory"]
    says: str
    do: str


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule of landing and gate 1 by id, from ``rules.yml``."""
    text = Path(__file__).with_name("rules.yml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Rule]).validate_python(yaml.safe_load(text))


@dataclass(frozen=True, order=True)
class Message:
    """One thing to tell: ``row`` and ``letter`` as Excel shows them, ``rows`` how many rows it is about."""

    council: str
    file: str
    rule: str
    text: str
    sheet: str = ""
    row: int | None = None
    letter: str = ""
    rows: int = 1
    extract: str = ""

    @property
    def severity(self) -> str:
        """blocker, serious or advisory."""
        return rules()[self.rule].severity

    @property
    def refuses(self) -> bool:
        """Whether a whole file was refused."""
        return rules()[self.rule].effect == "refuse"

    def __str__(self) -> str:
        """The message as one line: council, file, sheet, row, column, what is wrong, what to do."""
        row = f"row {self.row}" if self.row else ""
        more = f"and {self.rows - 1} more" if self.rows > 1 else ""
        column = f"column {self.letter}" if self.letter else ""
        sheet = f"sheet {self.sheet}" if self.sheet else ""
        place = ", ".join(part for part in (self.council, self.file, sheet, f"{row} {more}".strip(), column) if part)
        return f"{place}: {self.text}"

    def fields(self) -> dict[str, Any]:
        """The message as a flat record."""
        return asdict(self)


def words(rule: str, **details: object) -> str:
    """What is wrong under ``rule`` and what to do, as two sentences."""
    return f"{rules()[rule].says.format(**details)} {rules()[rule].do}"


class Refused(Exception):
    """A file (or a sheet of it) cannot be used. Holds the rule and its place, never a value."""

    def __init__(
        self, rule: str, *, sheet: str = "", row: int | None = None, letter: str = "", extract: str = "",
        **details: object,
    ) -> None:  # fmt: skip
        self.rule, self.sheet, self.row, self.letter, self.extract = rule, sheet, row, letter, extract
        self.text = words(rule, extract=extract, **details)
        super().__init__(self.text)

    def message(self, council: str, file: str) -> Message:
        """This refusal as a message about ``file``."""
        return Message(
            council, file, self.rule, self.text, sheet=self.sheet, row=self.row, letter=self.letter,
            extract=self.extract,
        )  # fmt: skip
