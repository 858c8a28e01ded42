"""Gate 1: every extract row by row, accepted into the warehouse or quarantined with the reason.

Belongs here: one asset per contract in ``pipeline/contracts``, made from the list. Not: any rule about rows.
"""

from collections.abc import Iterator

import dagster as dg

from pipeline import gate1, progress
from pipeline.contracts import EXTRACTS
from pipeline.home import Home

CHECK = "delivered_rows_accounted_for"
DELIVERED = [dg.AssetKey(["raw", name]) for name in EXTRACTS]


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            key,
            deps=[dg.AssetKey(["raw", "source"])],
            group_name="extracts",
            description=extract.description,
            kinds={"python", "duckdb"},
        )
        for key, extract in zip(DELIVERED, EXTRACTS.values(), strict=True)
    ],
    check_specs=[dg.AssetCheckSpec(CHECK, asset=key, blocking=True) for key in DELIVERED],
    can_subset=True,
)
def extracts(
    context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """The accepted rows of each extract over all councils; loads are judged on every core."""
    names = [key.path[-1] for key in DELIVERED if key in context.selected_asset_keys]
    for result in gate1.load_extracts(names, home):
        progress.report("gate 1", result.extract)
        counts = {"delivered": result.delivered, "accepted": result.accepted, "quarantined": result.quarantined}
        accounted = result.accepted + result.quarantined == result.delivered
        key = dg.AssetKey(["raw", result.extract])
        yield dg.MaterializeResult(asset_key=key, metadata={**counts, **result.findings})
        yield dg.AssetCheckResult(asset_key=key, check_name=CHECK, passed=accounted, metadata=counts)


RECORDS = {
    "load": "One row per council, extract and delivery: rows delivered, accepted and quarantined.",
    "finding": "One row per finding of gate 1: rule and place, never the value.",
    "record": "One row per accepted row of any extract: its place, its team and its child.",
}


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            ["raw", name], deps=[["raw", extract] for extract in EXTRACTS], group_name="extracts", description=words
        )
        for name, words in RECORDS.items()
    ]
)
def gate_1_record() -> Iterator[dg.MaterializeResult]:
    """What gate 1 wrote down beside the rows; complete once every extract has been through."""
    for name in RECORDS:
        yield dg.MaterializeResult(asset_key=["raw", name])
