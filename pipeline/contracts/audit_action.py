"""Audit action: what an audit asked a team to do."""

from pipeline.contracts.columns import date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="audit_action",
    description="One row per action on the audit tracker; open while completed_date is empty.",
    key=("audit_action_id",),
    columns={
        "audit_action_id": identifier("The tracker's number for the action", of="audit_action"),
        "audit_id": identifier("The audit that asked for it", of="audit"),
        "raised_date": date("Day it was raised", personal_data="none"),
        "due_date": date("Day by which it was to be done", nullable=True, personal_data="none", may_be_future=True),
        "completed_date": date("Day it was done", nullable=True, personal_data="none"),
        "team": text("The team that acts"),
    },
    checks=(not_before("completed_date", "raised_date"),),
    source="office",
)
