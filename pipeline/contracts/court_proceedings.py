"""Court proceedings: pre-proceedings (public law outline) and care proceedings (section 31)."""

from pipeline.contracts.columns import code, date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="court_proceedings",
    description="One row per child and spell at one stage; open while ended_date is empty.",
    key=("proceedings_id",),
    columns={
        "proceedings_id": identifier("The case system's number for the spell", of="proceedings"),
        "child_id": identifier("The child, born or unborn", of="child"),
        "stage": code("Pre-proceedings or care proceedings", code_list="proceedings_stage"),
        "started_date": date("Day of the letter before proceedings, or of the application to court"),
        "ended_date": date("Day the stage ended: final order, or decision not to issue", nullable=True),
        "outcome": code("Order or decision", code_list="proceedings_outcome", nullable=True, on_unmapped="keep"),
        "living_with": code(
            "With whom the child lives at the end", code_list="living_with", nullable=True, on_unmapped="keep"
        ),
        "team": text("The team responsible for the child"),
    },
    checks=(not_before("ended_date", "started_date"),),
)
