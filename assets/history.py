"""History: what earlier releases said goes into the build before dbt, and what this one says is kept after it.

Belongs here: the assets around the build that remember. Not: the comparison, which is SQL in ``dbt_project``.
"""

from collections.abc import Iterator

import dagster as dg

from pipeline import history, progress, releases
from pipeline.home import Home

RECALLED = tuple(history.TABLES)


@dg.multi_asset(
    specs=[
        dg.AssetSpec(["raw", name], deps=[dg.AssetKey(["raw", "source"])], group_name="recalled", kinds={"duckdb"})
        for name in RECALLED
    ]
)
def recalled(home: dg.ResourceParam[Home]) -> Iterator[dg.MaterializeResult]:
    """The log of published figures, the cases behind the last release and the frozen editions."""
    rows = history.recall(home)
    for name in RECALLED:
        yield dg.MaterializeResult(asset_key=["raw", name], metadata={"dagster/row_count": rows[name]})


@dg.asset(deps=["release"], group_name="release", kinds={"parquet"})
def remembered(home: dg.ResourceParam[Home]) -> dg.MaterializeResult:
    """The log with this release's figures appended, and the restricted cases behind them."""
    progress.report("history")
    release = releases.current(home)
    if release is None:
        raise LookupError("There is no release to remember; the step before this one publishes it.")
    return dg.MaterializeResult(metadata=history.remember(home, release))
