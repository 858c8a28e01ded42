"""The newest two years of a series, small enough for a table."""

from __future__ import annotations

from markupsafe import Markup

from pipeline.report import sentences
from pipeline.report.control import domain, has_limits, joins, mark, plotted
from pipeline.report.data import Figure, Row
from pipeline.report.svg import Scale, joined, tag

RECENT = 24
"""Points in a sparkline."""

Placed = tuple[float, float, Row]
"""A point with its place; at the foot where it has no figure."""


def sparkline(figure: Figure) -> Markup:
    """The newest two years, 132 by 34 pixels: limits as a band, the settled point marked by what it signals."""
    rows = figure.series[-RECENT:]
    low, high = domain(figure, rows)
    down, across = Scale(low, high or 1.0, 30, 4), Scale(0, max(len(rows) - 1, 1), 3, 123)
    placed = [(across(i), 30.0 if (value := plotted(row)) is None else down(value), row) for i, row in enumerate(rows)]
    newest = [(x, y, row) for x, y, row in placed if row["period_id"] == figure.settled["period_id"]]
    return tag(
        "svg",
        tag("title", f"{figure.indicator['name']}, the newest {len(rows)} points"),
        tag("desc", sentences.control(figure)),
        _band(figure.settled, down),
        joined(map(_run, _runs(placed))),
        joined(mark(row, f"{x:.1f}", y) for x, y, row in newest),
        class_="spark", role="img", width=132, height=34, viewBox="0 0 132 34",
    )  # fmt: skip


def _runs(placed: list[Placed]) -> list[list[Placed]]:
    """The points that one line may join."""
    runs: list[list[Placed]] = []
    for point in placed:
        if runs and joins(runs[-1][-1][2], point[2]):
            runs[-1].append(point)
        elif plotted(point[2]) is not None:
            runs.append([point])
    return runs


def _run(run: list[Placed]) -> Markup:
    """A line through points; a dot where there is but one."""
    if len(run) == 1:
        return tag("circle", cx=run[0][0], cy=run[0][1], r=1.3)
    return tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y, _ in run), class_="ln")


def _band(row: Row, down: Scale) -> Markup:
    if not has_limits(row):
        return Markup("")
    top, bottom = down(row["upper_limit"]), down(max(row["lower_limit"], 0.0))
    return tag("rect", class_="band", x=3, width=120, y=top, height=max(bottom - top, 0.5))
