"""Carer household: foster carers, kinship carers and host families, from enquiry to the end of approval."""

from pipeline.contracts.columns import code, date, identifier, not_before, number
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="carer_household",
    description="One row per carer household and course of enquiry, assessment and approval.",
    key=("household_id", "enquiry_date"),
    columns={
        "household_id": identifier("The tracker's number for the household", of="household"),
        "carer_type": code("What the household offers", code_list="carer_type", personal_data="none"),
        "enquiry_date": date("Day of the enquiry"),
        "assessment_started_date": date("First day of the assessment", nullable=True),
        "approved_date": date("Day of approval", nullable=True),
        "reviewed_date": date("Day of the latest review of the approval", nullable=True),
        "ended_date": date("Day approval or the enquiry ended", nullable=True),
        "recruitment_source": code(
            "What brought the household",
            code_list="recruitment_source",
            nullable=True,
            personal_data="none",
            on_unmapped="keep",
        ),
        "carers": number("Carers in the household", minimum=1, maximum=4),
        "places": number("Children for whom it is approved, or is being assessed", minimum=0, maximum=12),
    },
    checks=(
        not_before("assessment_started_date", "enquiry_date"),
        not_before("approved_date", "enquiry_date"),
        not_before("reviewed_date", "approved_date"),
        not_before("ended_date", "enquiry_date"),
    ),
    source="office",
)
