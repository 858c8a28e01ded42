"""Exclusion: suspensions and exclusions from school, for children known to the service."""

from pipeline.contracts.columns import code, date, identifier
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="exclusion",
    description="One row per child and suspension or exclusion.",
    key=("exclusion_id",),
    columns={
        "exclusion_id": identifier("The tracker's number for the exclusion", of="exclusion"),
        "child_id": identifier("The child", of="child"),
        "exclusion_type": code("For a time, or for good", code_list="exclusion_type", personal_data="none"),
        "started_date": date("First day"),
    },
    source="office",
)
