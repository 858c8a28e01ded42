"""Conference: child protection conferences (England), planning meetings and core groups (Scotland)."""

from pipeline.contracts.columns import code, date, identifier, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="conference",
    description="One row per child and conference, planning meeting or core group held; reviews are apart.",
    key=("conference_id",),
    columns={
        "conference_id": identifier("The case system's number for the meeting", of="conference"),
        "child_id": identifier("The child it is about, born or unborn", of="child"),
        "enquiry_id": identifier("The enquiry that led to it", of="enquiry", nullable=True),
        "conference_type": code(
            "Initial, pre-birth, on transfer in, or core group", code_list="conference_type", personal_data="none"
        ),
        "held_date": date("Day it was held"),
        "outcome": code("What was decided", code_list="conference_outcome", nullable=True, on_unmapped="keep"),
        "team": text("The team responsible for the child"),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
)
