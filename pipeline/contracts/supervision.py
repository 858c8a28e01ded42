"""Supervision: sessions of a worker with the line manager, on the work as a whole or on one case."""

from pipeline.contracts.columns import code, date, identifier
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="supervision",
    description="One row per worker and session held, and per child where a session was about one case.",
    key=("supervision_id",),
    columns={
        "supervision_id": identifier("The system's number for the session", of="supervision"),
        "worker_id": identifier("The worker supervised", of="worker"),
        "supervisor_id": identifier("The manager who supervised", of="worker", nullable=True),
        "child_id": identifier("The child, where the session was about one case", of="child", nullable=True),
        "held_date": date("Day of the session"),
        "on_file": code(
            "Whether it is on the child's file under its own note type",
            code_list="yes_no",
            nullable=True,
            personal_data="none",
            on_unmapped="keep",
        ),
    },
    source="office",
)
