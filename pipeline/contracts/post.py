"""Post: funded posts and who fills them. A vacancy is a post without a holder, not a missing person."""

from pipeline.contracts.columns import code, date, identifier, not_before, number, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="post",
    description="One row per post and spell in which one worker holds it, or nobody does: then worker_id is empty.",
    key=("post_id", "started_date"),
    columns={
        "post_id": identifier("The establishment's number for the post", of="post"),
        "worker_id": identifier("The worker who holds it; empty while vacant", of="worker", nullable=True),
        "role": code("What the post is for", code_list="post_role", personal_data="none"),
        "team": text("The team it belongs to", nullable=False),
        "origin": code("Why the post was made", code_list="post_origin", nullable=True, personal_data="none"),
        "cover": code("Permanent, temporary or agency", code_list="post_cover", nullable=True, personal_data="none"),
        "funded_fte": number("Funded full-time equivalent", minimum=0, maximum=1.5),
        "held_fte": number("Full-time equivalent that the holder works", minimum=0.05, maximum=1.5, nullable=True),
        "created_date": date("First day the post was funded", personal_data="none"),
        "started_date": date("First day held by this holder, or vacant"),
        "ended_date": date("Day the spell ended: filled, left or deleted", nullable=True),
    },
    checks=(
        not_before("ended_date", "started_date"),
        not_before("started_date", "created_date"),
    ),
    source="office",
)
