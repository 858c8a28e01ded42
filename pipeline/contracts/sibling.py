"""Sibling: brothers and sisters at the start of a placement (The Promise)."""

from pipeline.contracts.columns import date, identifier, number
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="sibling",
    description="One row per child and day on which a placement started that is recorded with brothers and sisters.",
    key=("child_id", "placed_date"),
    columns={
        "child_id": identifier("The child placed", of="child"),
        "placed_date": date("First day of the placement"),
        "siblings_before": number("Brothers and sisters the child had just before", minimum=0, maximum=30),
        "siblings_living_with": number("Of them, living with the child on the first day", minimum=0, maximum=30),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
)
