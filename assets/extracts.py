"""Gate 1: every extract row by row, accepted into the warehouse or quarantined with the reason.

Belongs here: one asset per contract in ``pipeline/contracts``, made from the list. Not: any rule about rows.
"""

from collections.abc import Iterator

import dagster as dg

from pipeline import gate1, progress
from pipeline.contracts import EXTRACTS
from pipeline.home import Home


def extract_asset(name: str) -> dg.AssetsDefinition:
    """The asset ``raw/<name>``: the accepted rows of one extract over all councils."""
    key = dg.AssetKey(["raw", name])

    @dg.asset(
        key=key,
        description=EXTRACTS[name].description,
        deps=[dg.AssetKey(["raw", "source"])],
        group_name="extracts",
        kinds={"python", "duckdb"},
        check_specs=[dg.AssetCheckSpec("delivered_rows_accounted_for", asset=key, blocking=True)],
    )
    def extract(home: dg.ResourceParam[Home]) -> dg.MaterializeResult:
        progress.report("gate 1", name)
        result = gate1.load_extract(name, home)
        counts = {"delivered": result.delivered, "accepted": result.accepted, "quarantined": result.quarantined}
        accounted = result.accepted + result.quarantined == result.delivered
        check = dg.AssetCheckResult(check_name="delivered_rows_accounted_for", passed=accounted, metadata=counts)
        return dg.MaterializeResult(metadata={**counts, **result.findings}, check_results=[check])

    return extract


extracts = [extract_asset(name) for name in EXTRACTS]


RECORDS = {
    "load": "One row per council, extract and delivery: rows delivered, accepted and quarantined.",
    "finding": "One row per finding of gate 1: rule and place, never the value.",
    "record": "One row per accepted row of any extract: its place, its team and its child.",
}


@dg.multi_asset(
    specs=[
        dg.AssetSpec(["raw", name], deps=[each.key for each in extracts], group_name="extracts", description=words)
        for name, words in RECORDS.items()
    ]
)
def gate_1_record() -> Iterator[dg.MaterializeResult]:
    """What gate 1 wrote down beside the rows; complete once every extract has been through."""
    for name in RECORDS:
        yield dg.MaterializeResult(asset_key=["raw", name])
