"""Looked after: continuous periods of care."""

from pipeline.contracts.columns import code, date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="looked_after",
    description="One row per child and continuous period of being looked after; open while ceased_date is empty.",
    key=("care_period_id",),
    columns={
        "care_period_id": identifier("The case system's number for the period of care", of="care_period"),
        "child_id": identifier("The child looked after", of="child"),
        "started_date": date("First day looked after"),
        "ceased_date": date("Day the child ceased to be looked after; that night no longer counts", nullable=True),
        "cease_reason": code("Why it ceased", code_list="cease_reason", nullable=True, on_unmapped="keep"),
        "team": text("The team responsible for the child"),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
    checks=(not_before("ceased_date", "started_date"),),
)
