"""Sickness: absence of workers through sickness. Never the illness."""

from pipeline.contracts.columns import date, identifier, not_before
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="sickness",
    description="One row per worker and absence; still absent while ended_date is empty.",
    key=("absence_id",),
    columns={
        "absence_id": identifier("The payroll's number for the absence", of="absence"),
        "worker_id": identifier("The worker", of="worker"),
        "started_date": date("First day absent", personal_data="special"),
        "ended_date": date("First day back", nullable=True, personal_data="special"),
    },
    checks=(not_before("ended_date", "started_date"),),
    source="office",
)
