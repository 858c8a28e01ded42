"""Allocation: which worker holds which child's case."""

from pipeline.contracts.columns import code, date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="allocation",
    description=(
        "One row per child and spell of open work held by one worker, or by a team's waiting list while worker_id "
        "is empty."
    ),
    key=("allocation_id",),
    columns={
        "allocation_id": identifier("The case system's number for the allocation", of="allocation"),
        "child_id": identifier("The child whose case it is", of="child"),
        "worker_id": identifier("The worker who holds it; empty on a waiting list", of="worker", nullable=True),
        "allocation_role": code("Primary worker or another", code_list="allocation_role", personal_data="none"),
        "team": text("The team that holds the case", nullable=False),
        "started_date": date("First day held"),
        "ended_date": date("Day it was passed on or closed", nullable=True),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
    checks=(not_before("ended_date", "started_date"),),
)
