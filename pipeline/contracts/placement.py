"""Placement: where a looked-after child lives, or a young person supported after care."""

from pipeline.contracts.columns import code, date, identifier, not_before, number
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
        "setting_id": identifier(
            "The carers' household or the home: two stays in one setting are one placement", of="setting", nullable=True
        ),
        "setting_registered": code(
            "Whether the setting is registered with the inspectorate; empty where none is needed",
            code_list="yes_no", nullable=True, on_unmapped="keep",
        ),
        "admission_type": code(
            "How the child came: planned, in an emergency, after an age assessment", code_list="admission_type",
            nullable=True, on_unmapped="keep",
        ),
        "distance_miles": number(
            "Miles from the child's home when care began; 999.9 where that home is not known",
            minimum=0, maximum=999.9, nullable=True,
        ),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
    checks=(not_before("ended_date", "started_date"),),
)  # fmt: skip
