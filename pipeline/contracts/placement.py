"""Placement: where a looked-after child lives."""

from pipeline.contracts.columns import code, date, identifier, not_before
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="placement",
    description="One row per child and stay in one placement; open while ended_date is empty.",
    key=("placement_id",),
    columns={
        "placement_id": identifier("The case system's number for the placement", of="placement"),
        "child_id": identifier("The child placed", of="child"),
        "started_date": date("First day in the placement"),
        "ended_date": date("Day the placement ended", nullable=True),
        "placement_type": code("Kind of placement", code_list="placement_type"),
        "provider_type": code("Who provides it", code_list="provider_type", nullable=True, on_unmapped="keep"),
        "in_council_area": code(
            "Whether it lies within the council's area", code_list="yes_no", nullable=True, on_unmapped="keep"
        ),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
    checks=(not_before("ended_date", "started_date"),),
)
