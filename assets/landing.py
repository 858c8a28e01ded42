"""Land: what arrived is copied, hashed, recognised and remembered.

Belongs here: the assets that turn the drop folder into landed copies and open a new build. Not: reading rows.
"""

from datetime import date

import dagster as dg

from pipeline import landing, progress, warehouse
from pipeline.home import Home


class Until(dg.Config):
    """Which deliveries a refresh may use."""

    until: str | None = None
    """Leave out extracts with an as-at date after this ISO day; empty for all."""


@dg.asset(group_name="landing", kinds={"python"})
def deliveries(config: Until, home: dg.ResourceParam[Home]) -> dg.MaterializeResult:
    """Every delivered file: an immutable copy, its hash and the extract it was recognised as."""
    progress.report("land")
    landed = landing.land(home, date.fromisoformat(config.until) if config.until else None)
    return dg.MaterializeResult(metadata=landed.counts())


@dg.asset(key=["raw", "source"], deps=[deliveries], group_name="landing", kinds={"duckdb"})
def source(home: dg.ResourceParam[Home]) -> None:
    """One row per council: its system, its layout and its as-at date. A new, empty build begins here."""
    warehouse.start(home)
