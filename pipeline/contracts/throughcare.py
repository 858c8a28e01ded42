"""Throughcare: continuing care and aftercare. Neither is being looked after."""

from pipeline.contracts.columns import code, date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="throughcare",
    description="One row per young person and spell of continuing care or aftercare; open while ended_date is empty.",
    key=("throughcare_id",),
    columns={
        "throughcare_id": identifier("The case system's number for the spell", of="throughcare"),
        "child_id": identifier("The young person", of="child"),
        "support_type": code("Continuing care or aftercare", code_list="support_type", personal_data="none"),
        "started_date": date("First day of the support"),
        "ended_date": date("Day the support ended", nullable=True),
        "team": text("The team that gives it"),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
    checks=(not_before("ended_date", "started_date"),),
)
