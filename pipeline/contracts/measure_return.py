"""Measure return: a figure that its owner submits because no case system holds it."""

from pipeline.contracts.columns import code, date, either, matching, number, text
from pipeline.contracts.extract import Extract

AREA = r"^[ES]\d{8}$"

EXTRACT = Extract(
    name="measure_return",
    description="One row per area, measure, period and day of submission; the latest submission of a period counts.",
    key=("council", "measure", "period_type", "period_end", "submitted_date"),
    columns={
        "council": matching("Whose figure it is: GSS code, also of a nation; empty for the sender", AREA, "a GSS code"),
        "measure": text("An indicator of the registry, or a measure of measure.csv", nullable=False),
        "period_end": date("Last day of the period, or the day counted", personal_data="none", may_be_future=True),
        "period_type": code("Kind of period; empty for the usual one", code_list="period_type", nullable=True,
                            personal_data="none"),
        "numerator": number("Cases counted", minimum=0, maximum=1e9, nullable=True),
        "denominator": number("Population, or cases out of which", minimum=0, maximum=1e9, nullable=True),
        "value": number("The figure itself, where it has no numerator", minimum=-1e9, maximum=1e9, nullable=True),
        "note": text("Anything the next reader should know; stays in the private build", personal_data="personal"),
        "submitted_date": date("Day it was submitted", nullable=True, personal_data="none", may_be_future=True),
    },
    checks=(either("numerator", "value"),),
    source="office",
)  # fmt: skip
