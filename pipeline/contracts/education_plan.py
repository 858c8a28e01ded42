"""Education plan: personal education plans of looked-after children, termly."""

from pipeline.contracts.columns import date, identifier, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="education_plan",
    description="One row per child and personal education plan due; not completed while completed_date is empty.",
    key=("education_plan_id",),
    columns={
        "education_plan_id": identifier("The tracker's number for the plan", of="education_plan"),
        "child_id": identifier("The child", of="child"),
        "due_date": date("Day it was due", may_be_future=True),
        "completed_date": date("Day it was completed", nullable=True),
        "team": text("The social work team on the day it was due"),
    },
    source="office",
)
