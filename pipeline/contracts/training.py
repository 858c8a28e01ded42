"""Training: courses that workers completed."""

from pipeline.contracts.columns import code, date, identifier
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="training",
    description="One row per worker and course completed.",
    key=("worker_id", "course", "completed_date"),
    columns={
        "worker_id": identifier("The worker", of="worker"),
        "course": code("The course", code_list="training_course", personal_data="none"),
        "completed_date": date("Day it was completed"),
    },
    source="office",
)
