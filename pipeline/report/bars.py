"""Amounts side by side: breakdowns, caseloads, councils, and a council against published figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.report import sentences, suppressed, words
from pipeline.report.data import Figure, Row
from pipeline.report.svg import Scale, chart, joined, pct, tag

STEP = 31
"""Pixels from one bar to the next: a line of words above each."""


WRITTEN = 37
"""Letters that fit above the narrowest bar, label and figure together; the table beside the chart has them all."""


@dataclass(frozen=True)
class Bar:
    """One amount: ``shown`` is what is written at its end, ``value`` is empty where there is no figure."""

    label: str
    shown: str
    value: float | None
    lower: float | None = None
    upper: float | None = None


def bars(identity: str, title: str, sentence: str, amounts: Sequence[Bar]) -> Markup:
    """Bars from zero with their intervals; a zero has its rail and a 0, an absent figure has neither and says why."""
    tops = [top for bar in amounts for top in (bar.value, bar.upper) if top is not None]
    across = Scale(0.0, max(tops, default=0.0) or 1.0, 0, 100)
    drawn = joined(_bar(bar, STEP * place, across) for place, bar in enumerate(amounts))
    return chart(identity, title, sentence, STEP * len(amounts) + 4, drawn, class_="chart bars")


def _bar(bar: Bar, top: int, across: Scale) -> Markup:
    class_ = "absent" if bar.value is None else "shown"
    room = WRITTEN - len(bar.shown)
    label = bar.label if len(bar.label) <= room else bar.label[: room - 1].rstrip() + "…"
    written = tag("text", label, y=top + 13) + tag("text", bar.shown, x="100%", y=top + 13, class_=class_)
    if bar.value is None:
        return written
    rail = tag("rect", y=top + 18, width="100%", height=8, class_="rail")
    body = tag("rect", y=top + 18, width=pct(across(bar.value)), height=8, class_="bar")
    return written + rail + body + _whisker(bar, top + 22, across)


def _whisker(bar: Bar, y: int, across: Scale) -> Markup:
    if bar.lower is None or bar.upper is None:
        return Markup("")
    low, high = pct(across(bar.lower)), pct(across(bar.upper))
    caps = joined(tag("line", x1=x, x2=x, y1=y - 4, y2=y + 4) for x in (low, high))
    return tag("g", tag("line", x1=low, x2=high, y1=y, y2=y), caps, class_="whisker")


def breakdown(figure: Figure, name: str, rows: list[Row]) -> Markup:
    """The parts of the newest settled month."""
    title = words.BREAKDOWNS.get(name, words.spoken(name))
    amounts = [
        Bar(row["label"], shown(figure, row), row["value"], row["interval_lower"], row["interval_upper"])
        for row in rows
    ]
    about = f"{figure.indicator['name']}, {figure.council['name']}: {title.lower()}, {words.period(rows[0])}"
    return bars(f"b-{figure.key}-{name}", about, sentences.parts(figure, name, rows), amounts)


def distribution(figure: Figure) -> Markup:
    """How the whole divides into bands, in number and share; the sentence names the fullest band.

    A share of what is shown would be none of the whole, so there are no shares where a band is suppressed.
    """
    whole = sum(row["value"] or 0.0 for row in figure.parts) or 1.0
    partial = any(map(suppressed.is_hidden, figure.parts))
    amounts = [
        Bar(row["label"], shown(figure, row) + ("" if partial else _share(row, whole)), row["value"])
        for row in figure.parts
    ]
    title = f"{figure.indicator['name']}, {figure.council['name']}, {words.period(figure.parts[0])}"
    return bars(f"d-{figure.key}", title, sentences.distribution(figure), amounts)


def _share(row: Row, whole: float) -> str:
    return f", {words.number(100 * (row['value'] or 0.0) / whole)}%"


def shown(figure: Figure, row: Row) -> str:
    """A part's figure as written: ``3 (few)`` on one to four cases, the status where there is none."""
    if row["value"] is None:
        return words.missing(row)
    few = " (few)" if words.is_small(row) else ""
    soft = " (provisional)" if row["status"] == "provisional" else ""
    return words.amount(figure, row["value"]) + few + soft


def between_councils(figures: list[Figure]) -> Markup:
    """One indicator for councils that share a definition, highest first, each at its own newest settled period."""
    ranked = sorted(figures, key=lambda f: (-(f.settled["value"] or 0.0), f.council["name"]))
    amounts = [
        Bar(f"{f.council['name']}, {words.month(f.settled['period_end'])}", shown(f, f.settled), f.settled["value"],
            f.settled["interval_lower"], f.settled["interval_upper"])
        for f in ranked
    ]  # fmt: skip
    nation = words.spoken(ranked[0].council["nation"])
    title = f"{words.titled(ranked[0])}, councils of {nation}"
    sentence = " ".join(f"{bar.label}: {bar.shown}." for bar in amounts)
    return bars(f"n-{nation}-{ranked[0].key}", title, sentence, amounts)


def comparison(figure: Figure) -> Markup:
    """The council's figure and interval across the published figures it is compared with, each with funnel limits."""
    rows = figure.comparators
    ends = [row[name] for row in rows for name in EXTENT if row[name] is not None]
    low, high = min(ends), max(ends)
    across = Scale(low - (high - low) * 0.04, high + (high - low) * 0.04 or low + 1.0, 0, 100)
    return chart(
        f"f-{figure.key}",
        f"{figure.indicator['name']}: {figure.council['name']} and published figures",
        " ".join(sentences.comparison(figure, row) for row in rows),
        34 + 40 * len(rows),
        joined(_strip(figure, row, 30 + 40 * place, across) for place, row in enumerate(rows)),
        _council(figure, 34 + 40 * len(rows), across),
        class_="chart funnel",
    )


EXTENT = (
    "funnel_lower_998", "funnel_upper_998", "lower_quartile", "upper_quartile", "mean_value", "council_value",
    "interval_lower", "interval_upper",
)  # fmt: skip


def _strip(figure: Figure, row: Row, top: int, across: Scale) -> Markup:
    label = f"{words.comparator(figure, row)}: {words.amount(figure, row['mean_value'])}"
    mean = pct(across(row["mean_value"]))
    spread = _span("quartiles", row["lower_quartile"], row["upper_quartile"], top + 30, 4, across)
    return (
        tag("text", label, y=top + 10)
        + _span("wide", row["funnel_lower_998"], row["funnel_upper_998"], top + 16, 13, across)
        + _span("narrow", row["funnel_lower_95"], row["funnel_upper_95"], top + 16, 13, across)
        + (spread if row["areas"] > 1 else Markup(""))
        + tag("line", x1=mean, x2=mean, y1=top + 14, y2=top + 31, class_="centre")
    )


def _span(class_: str, low: float | None, high: float | None, y: int, height: int, across: Scale) -> Markup:
    if low is None or high is None:
        return Markup("")
    left, right = across(low), across(high)
    return tag("rect", x=pct(left), width=pct(right - left), y=y, height=height, class_=class_)


def _council(figure: Figure, bottom: int, across: Scale) -> Markup:
    """The council's own line, from its name at the top through every strip."""
    row = figure.comparators[0]
    place = across(row["council_value"])
    anchor = "end" if place > 60 else "start" if place < 40 else "middle"
    label = f"{figure.council['name']}: {words.amount(figure, row['council_value'])}"
    interval = _span("interval", row["interval_lower"], row["interval_upper"], 18, bottom - 18, across)
    line = tag("line", x1=pct(place), x2=pct(place), y1=18, y2=bottom, class_="own")
    return interval + line + tag("text", label, x=pct(place), y=13, text_anchor=anchor, class_="own-name")
