"""Enquiry: child protection enquiries, section 47 in England and inter-agency referral discussions in Scotland."""

from pipeline.contracts.columns import code, date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="enquiry",
    description="One row per child and child protection enquiry.",
    key=("enquiry_id",),
    columns={
        "enquiry_id": identifier("The case system's number for the enquiry", of="enquiry"),
        "child_id": identifier("The child it is about, born or unborn", of="child"),
        "enquiry_type": code("Section 47 or inter-agency discussion", code_list="enquiry_type", personal_data="none"),
        "concern_date": date("Day the concern was raised; Scotland counts 28 calendar days from it", nullable=True),
        "strategy_date": date("Day of the strategy discussion; England counts 15 working days from it", nullable=True),
        "started_date": date("First day of the enquiry"),
        "ended_date": date("Day it was concluded", nullable=True),
        "outcome": code("How it was concluded", code_list="enquiry_outcome", nullable=True, on_unmapped="keep"),
        "team": text("The team that holds it"),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
    checks=(not_before("ended_date", "started_date"),),
)
