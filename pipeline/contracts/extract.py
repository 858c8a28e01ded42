"""What a contract is: one extract's grain, key, columns and row checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandera.pandas as pa


@dataclass(frozen=True)
class Extract:
    """The contract of one canonical extract.

    ``description`` starts with the grain. ``key`` names the columns that identify a row within a council;
    ``columns`` are pandera columns in canonical order; ``checks`` are row checks over several columns.

    ``source``: a case system exports the whole every night, and the newest export is what counts. An office sends a
    few rows now and then: every file that it ever sent counts, and its days say nothing of how fresh the cases are.
    """

    name: str
    description: str
    key: tuple[str, ...]
    columns: Mapping[str, pa.Column]
    checks: tuple[pa.Check, ...] = field(default=())
    source: Literal["case_system", "office"] = "case_system"

    def of_kind(self, *kinds: str) -> list[str]:
        """The names of the columns whose kind is one of ``kinds``, in canonical order."""
        return [name for name in self.columns if self.metadata(name)["kind"] in kinds]

    def metadata(self, column: str) -> dict[str, Any]:
        """The metadata of a column (see ``columns.py``)."""
        return dict(self.columns[column].metadata or {})

    @property
    def required(self) -> frozenset[str]:
        """The columns that a delivery must have: all that may not be empty."""
        return frozenset(name for name, column in self.columns.items() if not column.nullable)

    def token_columns(self) -> dict[str, str]:
        """Identifier column -> the warehouse column that holds its token, e.g. ``child_id`` -> ``child_key``."""
        return {name: name.removesuffix("_id") + "_key" for name in self.of_kind("identifier")}

    def schema(self) -> pa.DataFrameSchema:
        """The pandera schema over converted rows (see ``gate1.py``): types, emptiness, bounds, row checks."""
        return pa.DataFrameSchema(
            columns=dict(self.columns), checks=list(self.checks), name=self.name, description=self.description
        )
