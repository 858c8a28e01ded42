"""Sources: whose data a folder holds, from its source.yml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline import layout
from pipeline.layout import Layout
from pipeline.settings import SettingsError, read, validated

Filled = Annotated[str, Field(min_length=1)]


class Settings(BaseModel):
    """What source.yml says."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    council: Annotated[str, Field(pattern=r"^[ENSW]\d{8}$")]
    name: Filled
    nation: Literal["scotland", "england"]
    system: Filled
    layout: Filled
    cadence: Filled
    owner: Filled
    history_from: date


@dataclass(frozen=True)
class Source:
    """One council's source: its folder, and the texts of its source.yml and (if any) its own layout.yml."""

    folder: str
    source_text: str
    layout_text: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Sent to another process as its texts: what they mean is understood there once, and is far larger."""
        return Source, (self.folder, self.source_text, self.layout_text)

    @cached_property
    def settings(self) -> Settings:
        """What source.yml says. Raises SettingsError."""
        return validated(Settings, read(self.source_text, "source.yml"), "source.yml")

    @cached_property
    def layout(self) -> Layout:
        """How its files are set out. Raises SettingsError."""
        return layout.load(self.settings.layout, self.layout_text)

    @property
    def council(self) -> str:
        """The council's GSS code."""
        return self.settings.council

    def check(self) -> Source:
        """This source, both its files having been understood. Raises SettingsError."""
        assert self.settings and self.layout
        return self

    @property
    def problem(self) -> str | None:
        """Why it cannot be used, or None."""
        try:
            self.check()
        except SettingsError as error:
            return str(error)
        return None
