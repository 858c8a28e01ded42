"""Health: assessments, dental checks and immunisations of looked-after children."""

from pipeline.contracts.columns import code, date, either, identifier
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="health",
    description="One row per child and health check due or done; not done while done_date is empty.",
    key=("health_check_id",),
    columns={
        "health_check_id": identifier("The case system's number for the check", of="health_check"),
        "child_id": identifier("The child", of="child"),
        "check_type": code("Kind of check", code_list="health_check_type", personal_data="special"),
        "due_date": date(
            "Last day on which it is on time; empty where the rules of the nation fix it",
            nullable=True,
            personal_data="special",
            may_be_future=True,
        ),
        "done_date": date("Day it was done", nullable=True, personal_data="special"),
        "refused": code(
            "Whether the child refused: counts as not done",
            code_list="yes_no",
            nullable=True,
            personal_data="special",
            on_unmapped="keep",
        ),
    },
    checks=(either("due_date", "done_date"),),
)
