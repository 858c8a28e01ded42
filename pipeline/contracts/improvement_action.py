"""Improvement action: the milestones of an improvement plan, with every status they have had."""

from pipeline.contracts.columns import code, date, identifier, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="improvement_action",
    description="One row per action of a plan and day of a report on its status: the history, not only the latest.",
    key=("framework", "action_id", "status_date"),
    columns={
        "action_id": identifier("The tracker's number for the action or milestone, within its plan", of="action"),
        "framework": text("The plan it belongs to, as in framework.csv", nullable=False),
        "measure": text("The measure it answers, as in measure.csv"),
        "title": text("What is to be done", nullable=False),
        "owner_role": text("The role that answers for it"),
        "due_date": date("Day by which it is to be done", nullable=True, personal_data="none", may_be_future=True),
        "status_date": date("Day of the report, or of the meeting held", personal_data="none"),
        "status_scale": code("Progress or RAG: never mixed", code_list="status_scale", personal_data="none"),
        "status": code(
            "The status on that scale; empty where none was given",
            code_list="action_status",
            nullable=True,
            personal_data="none",
        ),
    },
    source="office",
)
