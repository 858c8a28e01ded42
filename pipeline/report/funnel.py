"""Funnel plots: a council among all others of its nation, with limits that narrow as councils grow."""

from __future__ import annotations

from itertools import pairwise

from markupsafe import Markup

from pipeline.alerts.words import day
from pipeline.report import words
from pipeline.report.data import Figure, Row
from pipeline.report.svg import Scale, chart, decimals_of, joined, pct, tag, ticks

HEIGHT, TOP, BASE, LEFT = 230, 14, 196, 9
LIMITS = ("funnel_lower_998", "funnel_lower_95", "funnel_upper_95", "funnel_upper_998")
PLACES = {
    "inside": "inside the limits: no more than chance would bring a council of this size",
    "above_95": "above the 95% limit, inside the 99.8% limit",
    "above_998": "above the 99.8% limit: far more than chance would bring",
    "below_95": "below the 95% limit, inside the 99.8% limit",
    "below_998": "below the 99.8% limit: far less than chance would bring",
}

SHORT = {
    "inside": "inside", "above_95": "above 95%", "above_998": "above 99.8%", "below_95": "below 95%",
    "below_998": "below 99.8%",
}  # fmt: skip


def own(figure: Figure) -> Row | None:
    """The council's own row of its funnel, if the publication has one."""
    return next((row for row in figure.funnel if row["area_id"] == figure.council["council_id"]), None)


def sentence(figure: Figure) -> str:
    """Where the council lies among the others: ``Midlothian, 9.1 on 31 July 2021, lies inside the limits: …``"""
    rows, mine = figure.funnel, own(figure)
    outside = sum(row["place"] != "inside" for row in rows)
    others = f"{outside} of {len(rows)} councils lie outside them; where most do, they differ in more than size."
    centre = f"All together: {words.amount(figure, rows[0]['centre'])}."
    if mine is None:
        return f"{centre} {others}"
    place = f"{mine['area_name']}, {words.amount(figure, mine['value'])} on {day(mine['as_at'])},"
    return f"{place} lies {PLACES[mine['place']]}. {centre} {others}"


def plot(figure: Figure) -> Markup:
    """Every council at its size and rate, this one marked, with the limits of 95 and 99.8 per cent."""
    rows = sorted(figure.funnel, key=lambda row: (row["denominator"], row["area_id"]))
    steps = ticks(0.0, max(max(row["value"] for row in rows), rows[-1]["funnel_upper_998"]))
    down = Scale(steps[0], steps[-1], BASE, TOP)
    across = Scale(0.0, 1.04 * rows[-1]["denominator"], LEFT, 100)
    return chart(
        f"u-{figure.key}",
        f"{words.titled(figure)}: {figure.council['name']} among {len(rows)} councils",
        sentence(figure),
        HEIGHT,
        _grid(steps, down),
        _sizes(rows, across),
        tag("line", class_="mean", x1=pct(LEFT), x2="100%", y1=down(rows[0]["centre"]), y2=down(rows[0]["centre"])),
        joined(_limit(name, rows, across, down) for name in LIMITS),
        joined(_council(figure, row, across, down) for row in rows),
        class_="chart funnel-plot",
    )


def _grid(steps: list[float], down: Scale) -> Markup:
    places = decimals_of(steps)
    lines = joined(tag("line", x1=0, x2="100%", y1=down(step), y2=down(step)) for step in steps)
    labels = joined(tag("text", words.number(step, places), x=0, y=down(step) - 4) for step in steps)
    return tag("g", lines, class_="grid") + tag("g", labels, class_="tick")


def _sizes(rows: list[Row], across: Scale) -> Markup:
    """Populations under the axis."""
    sizes = ticks(0.0, float(rows[-1]["denominator"]), most=3)[1:]
    labels = joined(
        tag("text", words.number(size), x=pct(across(size)), y=BASE + 18, text_anchor="middle")
        for size in sizes
        if size <= rows[-1]["denominator"]
    )
    return tag("g", labels + tag("text", "Population", x=0, y=BASE + 18), class_="tick")


def _limit(name: str, rows: list[Row], across: Scale, down: Scale) -> Markup:
    class_ = "limit" if name.endswith("_95") else "far-limit"
    return joined(
        tag("line", class_=class_, x1=pct(across(here["denominator"])), x2=pct(across(there["denominator"])),
            y1=down(here[name]), y2=down(there[name]))
        for here, there in pairwise(rows)
    )  # fmt: skip


def _council(figure: Figure, row: Row, across: Scale, down: Scale) -> Markup:
    x, y = pct(across(row["denominator"])), down(row["value"])
    tip = tag("title", f"{row['area_name']}: {words.amount(figure, row['value'])}")
    if row["area_id"] != figure.council["council_id"]:
        return tag("circle", tip, cx=x, cy=y, r=3, class_="other")
    anchor = "end" if across(row["denominator"]) > 60 else "start"
    label = tag("text", row["area_name"], x=x, y=y - 9, text_anchor=anchor, class_="own-name")
    return tag("circle", tip, cx=x, cy=y, r=5.5, class_="here") + label
