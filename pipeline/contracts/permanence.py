"""Permanence: a child's plan for a permanent home, and how far it has come."""

from pipeline.contracts.columns import code, date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="permanence",
    description="One row per child and permanence plan; open while achieved_date and ended_date are empty.",
    key=("permanence_id",),
    columns={
        "permanence_id": identifier("The case system's number for the plan", of="permanence"),
        "child_id": identifier("The child", of="child"),
        "permanence_type": code("The permanent home planned", code_list="permanence_type"),
        "agreed_date": date("Day the plan was agreed"),
        "matched_date": date("Day the child was matched to a family", nullable=True),
        "ratified_date": date("Day the match was ratified", nullable=True),
        "achieved_date": date("Day the permanent home was secured", nullable=True),
        "ended_date": date("Day the plan was given up", nullable=True),
        "lifelong_links_date": date(
            "Day the child was connected, through Lifelong Links, to people who will stay in touch", nullable=True
        ),
        "team": text("The team responsible for the child"),
    },
    checks=(
        not_before("matched_date", "agreed_date"),
        not_before("ratified_date", "matched_date"),
        not_before("achieved_date", "agreed_date"),
        not_before("ended_date", "agreed_date"),
    ),
)
