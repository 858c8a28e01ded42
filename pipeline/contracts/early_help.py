"""Early help: the assessment and the episode of support below the threshold of social work."""

from pipeline.contracts.columns import date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="early_help",
    description="One row per child and episode of early help, with its assessment; open while ended_date is empty.",
    key=("early_help_id",),
    columns={
        "early_help_id": identifier("The system's number for the episode", of="early_help"),
        "child_id": identifier("The child supported", of="child"),
        "started_date": date("First day of the episode"),
        "assessment_completed_date": date("Day the early-help assessment was completed", nullable=True),
        "ended_date": date("Day the episode ended", nullable=True),
        "team": text("The team or hub that leads"),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
    checks=(not_before("ended_date", "started_date"), not_before("assessment_completed_date", "started_date")),
)
