"""SDQ: strengths and difficulties questionnaires of looked-after children."""

from pipeline.contracts.columns import code, date, either, identifier, number
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="sdq",
    description="One row per child and questionnaire asked for; the score is empty where none came back.",
    key=("sdq_id",),
    columns={
        "sdq_id": identifier("The case system's number for the questionnaire", of="sdq"),
        "child_id": identifier("The child", of="child"),
        "asked_date": date("Day the score was given, or was due where none came back"),
        "score": number("Total difficulties score", minimum=0, maximum=40, nullable=True),
        "no_score_reason": code(
            "Why there is no score", code_list="sdq_reason", nullable=True, personal_data="special", on_unmapped="keep"
        ),
    },
    checks=(either("score", "no_score_reason"),),
)
