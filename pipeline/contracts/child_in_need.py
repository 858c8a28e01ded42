"""Child in need: episodes of need with the plan that answers it (Scotland: the child's plan)."""

from pipeline.contracts.columns import code, date, identifier, not_before, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="child_in_need",
    description="One row per child and episode of need; open while ended_date is empty. It holds the latest plan.",
    key=("need_episode_id",),
    columns={
        "need_episode_id": identifier("The case system's number for the episode", of="need_episode"),
        "child_id": identifier("The child in need, born or unborn", of="child"),
        "started_date": date("Day of the referral that opened the episode"),
        "ended_date": date("Day the case was closed", nullable=True),
        "closure_reason": code("Why it was closed", code_list="closure_reason", nullable=True, on_unmapped="keep"),
        "plan_started_date": date("First day of the plan; empty while there is none", nullable=True),
        "plan_ended_date": date("Day the plan ended", nullable=True),
        "team": text("The team responsible for the child"),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
    checks=(not_before("ended_date", "started_date"), not_before("plan_ended_date", "plan_started_date")),
)
