"""Attainment: results and destinations of children known to the service."""

from pipeline.contracts.columns import code, date, either, identifier, number
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="attainment",
    description="One row per child, stage, subject and day of the result.",
    key=("child_id", "stage", "subject", "result_date"),
    columns={
        "child_id": identifier("The child", of="child"),
        "stage": code(
            "Key stage (England), curriculum stage or leaver (Scotland)",
            code_list="attainment_stage",
            personal_data="none",
        ),
        "subject": code("Subject or summary measure", code_list="attainment_subject", personal_data="none"),
        "result_date": date("Day the result was published"),
        "met_standard": code(
            "Whether the expected standard was met", code_list="yes_no", nullable=True, on_unmapped="keep"
        ),
        "score": number("Score, for a summary measure that has one", minimum=0, maximum=200, nullable=True),
    },
    checks=(either("met_standard", "score"),),
    source="office",
)
