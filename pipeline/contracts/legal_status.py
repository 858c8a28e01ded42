"""Legal status: the order or agreement under which a child is looked after."""

from pipeline.contracts.columns import code, date, identifier, not_before
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="legal_status",
    description="One row per child and spell under one legal status; several may run at once.",
    key=("legal_status_id",),
    columns={
        "legal_status_id": identifier("The case system's number for the spell", of="legal_status"),
        "child_id": identifier("The child it applies to", of="child"),
        "legal_status": code("The status", code_list="legal_status"),
        "started_date": date("First day under the status"),
        "ended_date": date("Day the status ended", nullable=True),
    },
    checks=(not_before("ended_date", "started_date"),),
)
