"""Survey response: answers to surveys of young people, families and staff. Anonymous: no child or worker."""

from pipeline.contracts.columns import code, date, identifier
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="survey_response",
    description="One row per response and question.",
    key=("response_id", "question"),
    columns={
        "response_id": identifier("The survey's number for the response", of="survey_response"),
        "survey": code("The survey", code_list="survey", personal_data="none"),
        "answered_date": date("Day of the response", personal_data="none"),
        "question": code("What was asked", code_list="survey_question", personal_data="none"),
        "positive": code("Whether the answer is positive", code_list="yes_no", personal_data="none"),
    },
    source="office",
)
