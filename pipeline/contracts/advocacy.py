"""Advocacy: independent advocates for children and young people."""

from pipeline.contracts.columns import date, identifier, not_before
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="advocacy",
    description="One row per child and spell with an independent advocate; open while ended_date is empty.",
    key=("advocacy_id",),
    columns={
        "advocacy_id": identifier("The provider's number for the spell", of="advocacy"),
        "child_id": identifier("The child", of="child"),
        "started_date": date("First day with the advocate"),
        "ended_date": date("Last day", nullable=True),
    },
    checks=(not_before("ended_date", "started_date"),),
    source="office",
)
