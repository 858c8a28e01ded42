"""Complaint: complaints about the service. Never their text."""

from pipeline.contracts.columns import code, date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="complaint",
    description="One row per complaint; open while closed_date is empty.",
    key=("complaint_id",),
    columns={
        "complaint_id": identifier("The register's number for the complaint", of="complaint"),
        "child_id": identifier("The child it is about", of="child", nullable=True),
        "received_date": date("Day it was received"),
        "stage": code("Stage of the procedure", code_list="complaint_stage", personal_data="none"),
        "closed_date": date("Day it was answered", nullable=True),
        "finding": code("Upheld or not", code_list="complaint_finding", nullable=True, personal_data="none"),
        "learning_recorded": code(
            "Whether learning was recorded", code_list="yes_no", nullable=True, personal_data="none", on_unmapped="keep"
        ),
        "team": text("The team it is about"),
    },
    checks=(not_before("closed_date", "received_date"),),
    source="office",
)
