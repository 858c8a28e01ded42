"""Worker: the people who hold cases. Names are never taken in."""

from pipeline.contracts.columns import code, date, identifier, not_before, number, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="worker",
    description="One row per worker and spell in one role and team; open while ended_date is empty.",
    key=("worker_id", "started_date"),
    columns={
        "worker_id": identifier("The case system's number for the worker", of="worker"),
        "role": code("What the worker does", code_list="worker_role", personal_data="none"),
        "team": text("The worker's team", nullable=False),
        "qualified_date": date("Day of qualifying as a social worker", nullable=True),
        "fte": number("Full-time equivalent", minimum=0, maximum=1.5),
        "started_date": date("First day in the role and team"),
        "ended_date": date("Last day in the role and team", nullable=True),
    },
    checks=(not_before("ended_date", "started_date"),),
)
