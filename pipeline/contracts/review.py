"""Review: every meeting that looks at a child's plan or arrangements again."""

from pipeline.contracts.columns import code, date, either, identifier, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="review",
    description="One row per child and review due or held; not held while held_date is empty.",
    key=("review_id",),
    columns={
        "review_id": identifier("The case system's number for the review", of="review"),
        "child_id": identifier("The child reviewed", of="child"),
        "review_type": code("What is reviewed", code_list="review_type", personal_data="none"),
        "due_date": date(
            "Last day on which it is on time; empty where the rules of the nation fix it",
            nullable=True,
            may_be_future=True,
        ),
        "held_date": date("Day it was held", nullable=True),
        "team": text("The team responsible for the child"),
    },
    checks=(either("due_date", "held_date"),),
)
