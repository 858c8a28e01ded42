"""Attendance: school sessions, for children known to the service."""

from pipeline.contracts.columns import at_most, date, identifier, number
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="attendance",
    description="One row per child and month at school.",
    key=("child_id", "month_end"),
    columns={
        "child_id": identifier("The child", of="child"),
        "month_end": date("Last day of the month"),
        "sessions_possible": number("Half-day sessions in the month", minimum=0, maximum=62),
        "sessions_attended": number("Sessions attended", minimum=0, maximum=62),
    },
    checks=(at_most("sessions_attended", "sessions_possible"),),
    source="office",
)
