"""Publish: a new release of the marts, and the pointer to it.

Belongs here: what leaves the private build. Not: how it is written, see ``pipeline/release.py``.
"""

import dagster as dg

from pipeline import progress
from pipeline.home import Home
from pipeline.release import publish


@dg.asset(deps=["gate_2", "gate_3"], group_name="release", kinds={"duckdb", "parquet"})
def release(home: dg.ResourceParam[Home]) -> dg.MaterializeResult:
    """The published folder: DuckDB file, Parquet and manifest, verified by another process."""
    progress.report("release")
    made = publish(home)
    rows = {table: content["rows"] for table, content in made.manifest["tables"].items()}
    return dg.MaterializeResult(metadata={"release": made.id, "folder": str(made.folder), **rows})
