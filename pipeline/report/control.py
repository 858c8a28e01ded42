"""Series over time: the control chart."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby, pairwise

from markupsafe import Markup

from pipeline.report import sentences, suppressed, words
from pipeline.report.data import Figure, Row
from pipeline.report.svg import Scale, chart, decimals_of, joined, pct, tag, ticks

HEIGHT, TOP, BASE = 236, 22.0, 206.0
LEFT, RIGHT = 9.0, 98.5
"""Plot area: pixels down, per cent across; what lies left of it belongs to the labels of the axis."""


def control_chart(figure: Figure) -> Markup:
    """The whole series with mean, limits, targets and signals; a run chart where the release has no limits."""
    rows = figure.series
    steps = _steps(figure)
    down = Scale(steps[0], steps[-1], BASE, TOP)
    across = [_across(place, len(rows)) for place in range(len(rows))]
    return chart(
        f"c-{figure.key}",
        f"{figure.indicator['name']}, {figure.council['name']}, by {rows[0]['period_type'].replace('_', ' ')}",
        sentences.spoken_chart(figure),
        HEIGHT,
        _grid(steps, down),
        _limits(rows, across, down),
        _targets(figure, down),
        _line(rows, across, down),
        _points(figure, rows, across, down),
        _years(rows, across),
    )


def joins(before: Row, here: Row) -> bool:
    """Whether a line may join two points: both have a figure, and no period between them was left out."""
    follows = here["period_start"] <= before["period_end"] + timedelta(days=1)
    return bool(follows and plotted(before) is not None and plotted(here) is not None)


def plotted(row: Row) -> float | None:
    """The value as drawn: unrounded where the release has it."""
    exact: float | None = row["value_unrounded"]
    return row["value"] if exact is None else exact


def has_limits(row: Row) -> bool:
    """Whether limits are drawn: not from a single point, and not around few cases."""
    return row["upper_limit"] is not None and row["chart_status"] != "too_few"


def domain(figure: Figure, rows: list[Row]) -> tuple[float, float]:
    """Lowest and highest thing to draw; from zero wherever that costs little height."""
    seen = [value for row in rows if (value := plotted(row)) is not None]
    seen += [limit for row in rows for limit in (_floored(row["lower_limit"]), row["upper_limit"]) if limit is not None]
    seen += [row["target"] for row in figure.newest_targets]
    if not seen:
        return 0.0, 1.0
    low, high = min(seen), max(seen)
    low = 0.0 if 0 <= low <= 0.5 * high else low
    return (low, high) if high > low else (min(low, 0.0), high or 1.0)


def _steps(figure: Figure) -> list[float]:
    """The ticks of the axis: whole where only whole things are counted."""
    whole = figure.indicator["kind"] in ("count", "maximum", "distribution")
    return ticks(*domain(figure, figure.series), least=1.0 if whole else 0.0)


def starts_above_zero(figure: Figure) -> bool:
    """Whether the axis leaves out zero, which a reader must be told."""
    return _steps(figure)[0] > 0


def _floored(limit: float | None) -> float | None:
    return None if limit is None else max(limit, 0.0)


def _across(place: int, places: int) -> float:
    return LEFT + (RIGHT - LEFT) * (place / (places - 1) if places > 1 else 0.5)


def _grid(steps: list[float], down: Scale) -> Markup:
    places = decimals_of(steps)
    lines = joined(tag("line", x1=0, x2="100%", y1=down(step), y2=down(step)) for step in steps)
    labels = joined(tag("text", words.number(step, places), x=0, y=down(step) - 4) for step in steps)
    return tag("g", lines, class_="grid") + tag("g", labels, class_="tick")


def _limits(rows: list[Row], across: list[float], down: Scale) -> Markup:
    """Mean and limits of each stretch between re-bases."""
    drawn = Markup("")
    placed = [(x, row) for x, row in zip(across, rows, strict=True) if row["mean"] is not None]
    for _, stretch in groupby(placed, key=lambda pair: pair[1]["rebase_group"]):
        points = list(stretch)
        ends = {"x1": pct(points[0][0]), "x2": pct(points[-1][0])}
        row = points[-1][1]
        drawn += _level("mean", row["mean"], ends, down)
        if has_limits(row):
            drawn += _level("limit", max(row["lower_limit"], 0.0), ends, down)
            drawn += _level("limit", row["upper_limit"], ends, down)
    return drawn


def _level(class_: str, value: float, ends: dict[str, str], down: Scale) -> Markup:
    return tag("line", class_=class_, y1=down(value), y2=down(value), **ends)


def _targets(figure: Figure, down: Scale) -> Markup:
    values = sorted({row["target"] for row in figure.newest_targets})
    return joined(_level("target", value, {"x1": pct(LEFT), "x2": "100%"}, down) for value in values)


def _line(rows: list[Row], across: list[float], down: Scale) -> Markup:
    """Neighbouring figures joined; nothing is drawn across a period without one."""
    pieces = []
    for (left, before), (right, here) in pairwise(zip(across, rows, strict=True)):
        if joins(before, here):
            y1, y2 = (down(plotted(row) or 0.0) for row in (before, here))
            soft = ' class="soft"' if here["status"] == "provisional" else ""
            pieces.append(f'<line x1="{pct(left)}" y1="{y1:.1f}" x2="{pct(right)}" y2="{y2:.1f}"{soft}/>')
    return Markup(f'<g class="ln">{"".join(pieces)}</g>')


def _points(figure: Figure, rows: list[Row], across: list[float], down: Scale) -> Markup:
    pieces = []
    for x, row in zip(across, rows, strict=True):
        value = plotted(row)
        y = BASE - 4 if value is None else down(value)
        shown = words.missing(row) if value is None else words.amount(figure, row["value"])
        pieces.append(mark(row, pct(x), y, f"{words.period(row)}: {shown}"))
    return joined(pieces)


def mark(row: Row, x: str, y: float, tip: str = "") -> Markup:
    """One point in the shape of what it signals; hollow while provisional, a cross where there is no figure."""
    title = tag("title", tip) if tip else ""
    if shape := shape_of(row):
        return tag("use", title, href=f"#{shape}", x=x, y=y)
    return tag("circle", title, cx=x, cy=y, r=2.4)


def shape_of(row: Row) -> str:
    """The name of the symbol a point is drawn with; empty for the plain dot."""
    if row["value"] is None:
        return "suppressed" if suppressed.is_hidden(row) else "absent"
    if row["status"] == "provisional":
        return "provisional"
    return "" if row["variation"] in (None, "common_cause") else str(row["variation"])


def _years(rows: list[Row], across: list[float]) -> Markup:
    """Years under the axis, at each January; the first and the last period where there are not two of those."""
    januaries = [
        (x, str(row["period_end"].year)) for x, row in zip(across, rows, strict=True) if row["period_end"].month == 1
    ]
    ends = [(across[0], f"{rows[0]['period_end']:%b %Y}"), (across[-1], f"{rows[-1]['period_end']:%b %Y}")]
    labels = januaries if len(januaries) > 1 else ends[: len(rows)]
    drawn = Markup("")
    for x, label in labels:
        anchor = "end" if x > 97 else "start" if x < LEFT else "middle"
        drawn += tag("line", x1=pct(x), x2=pct(x), y1=BASE, y2=BASE + 5, class_="axis")
        drawn += tag("text", label, x=pct(x), y=BASE + 20, text_anchor=anchor)
    return tag("g", drawn, class_="tick")


def shapes(figure: Figure) -> set[str]:
    """The symbols that a chart needs explained beside it."""
    return {shape_of(row) for row in figure.series} - {""}
