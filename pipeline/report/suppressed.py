"""What the report says where disclosure control hides a figure: that it does so, and nothing of the figure."""

from __future__ import annotations

from pipeline.alerts.words import count
from pipeline.report import words
from pipeline.report.data import Figure, Row


def is_hidden(row: Row) -> bool:
    """Whether the figure is there and not shown."""
    return bool(row["symbol"] == "c")


def reason(row: Row) -> str:
    """Why a measure of a plan has no figure where the edition gives no reason."""
    return words.SYMBOLS["c"][1] if is_hidden(row) else "Not part of this edition."


def limits(figure: Figure) -> str:
    """Why a chart has no limits; empty where none of its points is hidden."""
    if not any(is_hidden(row) for row in figure.series):
        return ""
    return "No control limits: they would give the suppressed figures of the chart away."


def change(figure: Figure) -> str:
    """Why no change on a year is told; empty where neither figure is hidden."""
    now = figure.settled
    if is_hidden(now):
        return "Not told: the figure is suppressed"
    year, month = now["period_end"].year - 1, now["period_end"].month
    before = [row for row in figure.series if (row["period_end"].year, row["period_end"].month) == (year, month)]
    return "Not told: the figure a year before is suppressed" if any(map(is_hidden, before)) else ""


def parts(rows: list[Row]) -> str:
    """How many parts of a whole are hidden; empty where none is."""
    hidden = sum(map(is_hidden, rows))
    return f" {count(hidden, 'part is', 'parts are')} suppressed." if hidden else ""
