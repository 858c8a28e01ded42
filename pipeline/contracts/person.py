"""Person: every child or young person that any other extract names."""

from pipeline.contracts.columns import code, date, either, identifier, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="person",
    description="One row per child or young person known to the service, born or unborn, as the record stands now.",
    key=("child_id",),
    columns={
        "child_id": identifier("The case system's number for the child", of="child"),
        "date_of_birth": date("Day of birth; empty while unborn", nullable=True),
        "expected_date_of_birth": date(
            "Day the birth is expected; filled while unborn", nullable=True, may_be_future=True
        ),
        "sex": code("Sex as recorded", code_list="sex", on_unmapped="keep"),
        "ethnic_group": code(
            "Ethnic group", code_list="ethnic_group", nullable=True, personal_data="special", on_unmapped="keep"
        ),
        "disability": code(
            "Whether the child has a disability", code_list="yes_no", nullable=True, personal_data="special",
            on_unmapped="keep",
        ),
        "asylum_seeking": code(
            "Whether the child is an unaccompanied asylum seeker", code_list="yes_no", nullable=True,
            personal_data="special", on_unmapped="keep",
        ),
        "locality": text("The council's own area where the child's home is", personal_data="personal"),
        "date_of_death": date("Day of death", nullable=True),
    },
    checks=(either("date_of_birth", "expected_date_of_birth"),),
)  # fmt: skip
