"""Private fostering: arrangements that a parent made, of which the council must know."""

from pipeline.contracts.columns import date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="private_fostering",
    description="One row per child and arrangement; open while ended_date is empty.",
    key=("arrangement_id",),
    columns={
        "arrangement_id": identifier("The case system's number for the arrangement", of="private_fostering"),
        "child_id": identifier("The child", of="child"),
        "notified_date": date("Day the council was told"),
        "started_date": date("First day of the arrangement"),
        "ended_date": date("Day it ended", nullable=True),
        "team": text("The team responsible for the child"),
    },
    checks=(not_before("ended_date", "started_date"),),
)
