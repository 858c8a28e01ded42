"""Case transfer: cases passed from one team to another."""

from pipeline.contracts.columns import date, identifier, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="case_transfer",
    description="One row per child and transfer between teams.",
    key=("transfer_id",),
    columns={
        "transfer_id": identifier("The case system's number for the transfer", of="transfer"),
        "child_id": identifier("The child whose case moved", of="child"),
        "from_team": text("The team that passed it on", nullable=False),
        "to_team": text("The team that took it", nullable=False),
        "transferred_date": date("Day it moved"),
        "recorded_date": date("Day it was entered in the case system", nullable=True, personal_data="none"),
    },
)
