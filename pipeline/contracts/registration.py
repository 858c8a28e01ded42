"""Registration: the child protection register (Scotland) and child protection plans (England)."""

from pipeline.contracts.columns import code, codes, date, identifier, not_before, number, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="registration",
    description="One row per child and spell on the child protection register (England: on a child protection plan).",
    key=("registration_id",),
    columns={
        "registration_id": identifier("The case system's number for the registration", of="registration"),
        "child_id": identifier("The child registered, born or unborn", of="child"),
        "registration_type": code(
            "New, or a transfer in from another council, which is not a new registration",
            code_list="registration_type", personal_data="none",
        ),
        "registered_date": date("Day the name went on the register"),
        "deregistered_date": date("Day the name came off; that night no longer counts", nullable=True),
        "deregistration_reason": code(
            "Why it came off", code_list="deregistration_reason", nullable=True, on_unmapped="keep"
        ),
        "concerns": codes("Concerns at registration; a child may have several", code_list="registration_concern"),
        "team": text("The team responsible for the child"),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
        "earlier_registrations": number(
            "How often the child was registered before, anywhere and however long ago; empty where nobody knows",
            minimum=0, maximum=20, nullable=True,
        ),
        "last_deregistered_date": date("Day the child last came off a register before; empty for never", nullable=True),
    },
    checks=(not_before("deregistered_date", "registered_date"),),
)  # fmt: skip
