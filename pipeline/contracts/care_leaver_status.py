"""Care leaver status: what a young person does and where they live, each time it is recorded."""

from pipeline.contracts.columns import code, date, identifier, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="care_leaver_status",
    description="One row per care leaver and day on which the status was recorded.",
    key=("care_leaver_status_id",),
    columns={
        "care_leaver_status_id": identifier("The case system's number for the record", of="care_leaver_status"),
        "child_id": identifier("The young person", of="child"),
        "status_date": date("Day to which the status applies"),
        "eligibility": code(
            "What the council owes the young person, by time looked after; five years of extracts cannot tell",
            code_list="care_leaver_eligibility",
            nullable=True,
            on_unmapped="keep",
        ),
        "in_touch": code("Whether the council is in touch", code_list="in_touch", nullable=True, on_unmapped="keep"),
        "activity": code("Main activity", code_list="activity", nullable=True, on_unmapped="keep"),
        "accommodation": code(
            "Where the young person lives", code_list="leaver_accommodation", nullable=True, on_unmapped="keep"
        ),
        "accommodation_suitable": code("Whether it is suitable", code_list="yes_no", nullable=True, on_unmapped="keep"),
        "team": text("The team that gives the support"),
    },
)
