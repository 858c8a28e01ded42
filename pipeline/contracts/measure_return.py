"""Measure return: a figure that its owner submits because no case system holds it."""

from pipeline.contracts.columns import date, number, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="measure_return",
    description="One row per measure, period and day of submission; the latest submission of a period counts.",
    key=("measure", "period_end", "submitted_date"),
    columns={
        "measure": text("The measure, as in measure.csv, or an indicator of the registry", nullable=False),
        "period_end": date("Last day of the period, or the day counted", personal_data="none"),
        "numerator": number("Cases counted", minimum=0, maximum=1e9, nullable=True),
        "denominator": number("Cases out of which", minimum=0, maximum=1e9, nullable=True),
        "value": number("The figure, where no cases are given", minimum=-1e9, maximum=1e9, nullable=True),
        "finding": text("A finding in words, where the figure is none, such as an inspection grade"),
        "submitted_date": date("Day it was submitted", personal_data="none"),
    },
)
