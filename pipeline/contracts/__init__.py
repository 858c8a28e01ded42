"""The canonical extracts: one module per table, all the same shape. ``EXTRACTS`` is the whole list.

Every delivered row also carries ``extract_date`` (the as-at day of the data, from the content, never from the
clock); it belongs to the delivery, so the layouts name it and the contracts do not repeat it.
"""

from importlib import import_module

from pipeline.contracts.extract import Extract

NAMES = (
    "person",
    "referral",
    "looked_after",
    "placement",
    "legal_status",
    "registration",
    "throughcare",
    "worker",
    "allocation",
    "measure_return",
    "improvement_action",
    "case_audit",
    "audit_action",
    "complaint",
    "survey_response",
    "assessment",
    "case_transfer",
    "post",
    "sickness",
    "training",
    "supervision",
    "family_support",
    "self_directed_support",
    "advocacy",
    "education_plan",
    "attendance",
    "exclusion",
    "attainment",
    "carer_household",
    "private_fostering",
    "review",
    "permanence",
    "health",
    "sdq",
    "care_leaver_status",
    "missing",
    "sibling",
    "enquiry",
    "conference",
    "child_in_need",
    "early_help",
    "court_proceedings",
)

EXTRACTS: dict[str, Extract] = {name: import_module(f"pipeline.contracts.{name}").EXTRACT for name in NAMES}
"""Every canonical extract by name."""
