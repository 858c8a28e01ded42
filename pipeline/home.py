"""Where everything of a run lives: one folder for what arrives, one for what is made."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SEEDS = PROJECT / "data" / "seeds"
DBT_PROJECT = PROJECT / "dbt_project"


@dataclass(frozen=True)
class Home:
    """The folders of one installation. ``raw`` is read, everything under ``root`` is written.

    ``landed``, ``warehouse`` and ``restricted`` hold case data, ``history`` unsuppressed aggregates: mode 0700;
    ``published`` holds aggregates only.
    """

    raw: Path
    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The folders named by KPI_RAW and KPI_HOME, by default the project's own ``data``."""
        return cls(
            raw=Path(os.environ.get("KPI_RAW", PROJECT / "data" / "raw")).resolve(),
            root=Path(os.environ.get("KPI_HOME", PROJECT / "data")).resolve(),
        )

    def to_environment(self) -> dict[str, str]:
        """The variables from which ``from_environment`` makes this same home, for child processes."""
        return {"KPI_RAW": str(self.raw), "KPI_HOME": str(self.root)}

    @property
    def landed(self) -> Path:
        """Immutable copies of every file that ever arrived, by hash, and their ledger."""
        return self.root / "landed"

    @property
    def warehouse(self) -> Path:
        """The private build: disposable, rebuilt from the landed copies."""
        return self.root / "warehouse"

    @property
    def build(self) -> Path:
        """The DuckDB file that one refresh builds and no reader opens."""
        return self.warehouse / "build.duckdb"

    @property
    def restricted(self) -> Path:
        """Key, identity map, quarantined rows, drill-through: never part of a release."""
        return self.root / "restricted"

    @property
    def history(self) -> Path:
        """What earlier releases said, and the editions that were frozen: aggregates, but unsuppressed."""
        return self.root / "history"

    @property
    def published(self) -> Path:
        """The releases, ``current`` and ``latest.json``."""
        return self.root / "published"

    @property
    def dbt_target(self) -> Path:
        """dbt's compiled project, manifest and run results."""
        return self.root / "dbt"

    @property
    def dagster(self) -> Path:
        """Dagster's own storage (DAGSTER_HOME)."""
        return self.root / "dagster"

    @property
    def lock(self) -> Path:
        """The file whose lock means: a refresh is running."""
        return self.root / "refresh.lock"

    def prepare(self) -> Home:
        """Create the folders, case-data ones for the owner only; returns self."""
        for folder in (self.root, self.published, self.dbt_target, self.dagster):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.landed, self.warehouse, self.restricted, self.history):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
        return self
