"""Self-directed support: how a family chose to have its support arranged."""

from pipeline.contracts.columns import code, date, identifier, not_before
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="self_directed_support",
    description="One row per child and spell under one option; open while ended_date is empty.",
    key=("sds_id",),
    columns={
        "sds_id": identifier("The tracker's number for the choice", of="sds"),
        "child_id": identifier("The child supported", of="child"),
        "family_id": identifier("The family, shared by brothers and sisters", of="family", nullable=True),
        "option": code("The option chosen, 1 to 4", code_list="sds_option", personal_data="none"),
        "started_date": date("First day under the option"),
        "ended_date": date("Day the option ended", nullable=True),
    },
    checks=(not_before("ended_date", "started_date"),),
    source="office",
)
