"""Assessment: social work assessments and assessment tools. Early help has its own extract."""

from pipeline.contracts.columns import code, date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="assessment",
    description="One row per child and assessment; open while completed_date is empty.",
    key=("assessment_id",),
    columns={
        "assessment_id": identifier("The case system's number for the assessment", of="assessment"),
        "child_id": identifier("The child assessed, born or unborn", of="child"),
        "referral_id": identifier(
            "The referral that led to it; its day starts the clock", of="referral", nullable=True
        ),
        "assessment_type": code("Kind of assessment or tool", code_list="assessment_type", personal_data="none"),
        "started_date": date("First day of the assessment"),
        "completed_date": date("Day a manager authorised it", nullable=True),
        "seen_alone": code("Whether the child was seen alone", code_list="yes_no", nullable=True, on_unmapped="keep"),
        "outcome": code("What it led to", code_list="assessment_outcome", nullable=True, on_unmapped="keep"),
        "team": text("The team that assessed"),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
    checks=(not_before("completed_date", "started_date"),),
)
