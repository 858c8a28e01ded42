"""Referral: contacts and referrals at the front door."""

from pipeline.contracts.columns import code, date, identifier, not_before, text, timestamp
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="referral",
    description="One row per contact or referral about one child received at the front door.",
    key=("referral_id",),
    columns={
        "referral_id": identifier("The case system's number for the contact or referral", of="referral"),
        "child_id": identifier("The child it is about", of="child"),
        "referral_type": code("Contact, or a referral for services", code_list="referral_type", personal_data="none"),
        "received_at": timestamp("When it reached the council"),
        "source": code("Who made it", code_list="referral_source", nullable=True, on_unmapped="keep"),
        "decision": code("What was decided", code_list="referral_decision", nullable=True, on_unmapped="keep"),
        "decided_at": timestamp("When the decision was made; empty while open", nullable=True),
        "signed_off_at": timestamp("When a manager signed the decision off; empty while nobody has", nullable=True),
        "redirected_to": code(
            "The service to which it was redirected", code_list="redirect_service", nullable=True, on_unmapped="keep"
        ),
        "closed_date": date("Day the referral was closed", nullable=True),
        "team": text("The team that holds it"),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
    checks=(not_before("decided_at", "received_at"), not_before("signed_off_at", "received_at")),
)
