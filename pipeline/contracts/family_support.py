"""Family support: interventions of named services, family group decision making among them."""

from pipeline.contracts.columns import code, date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="family_support",
    description="One row per child and spell of support by one service; open while ended_date is empty.",
    key=("support_id",),
    columns={
        "support_id": identifier("The tracker's number for the spell", of="family_support"),
        "child_id": identifier("The child supported", of="child"),
        "family_id": identifier("The family, shared by brothers and sisters", of="family", nullable=True),
        "service": code("The service that supports", code_list="support_service", personal_data="none"),
        "one_to_one": code(
            "Whether under a one-to-one support plan", code_list="yes_no", nullable=True, on_unmapped="keep"
        ),
        "started_date": date("First day of support"),
        "plan_agreed_date": date("Day the family's own plan was agreed (family group decision making)", nullable=True),
        "ended_date": date("Last day of support", nullable=True),
        "family_view": code(
            "What a family member reports at the end", code_list="support_view", nullable=True, on_unmapped="keep"
        ),
        "team": text("The team that supports"),
    },
    checks=(not_before("ended_date", "started_date"), not_before("plan_agreed_date", "started_date")),
    source="office",
)
