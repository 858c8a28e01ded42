"""Missing: times when a child in care was missing or away without authorisation."""

from pipeline.contracts.columns import code, identifier, not_before, text, timestamp
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="missing",
    description="One row per child and episode missing; still missing while ended_at is empty.",
    key=("missing_id",),
    columns={
        "missing_id": identifier("The case system's number for the episode", of="missing"),
        "child_id": identifier("The child", of="child"),
        "missing_type": code("Missing, or away without authorisation", code_list="missing_type"),
        "started_at": timestamp("When the child was first missing"),
        "ended_at": timestamp("When the child was found or came back", nullable=True),
        "team": text("The team responsible for the child"),
    },
    checks=(not_before("ended_at", "started_at"),),
)
