"""Sentences made from what the release says: read beside a chart, and heard in its place. None claims a cause."""

from __future__ import annotations

from pipeline.alerts.words import count, day
from pipeline.report import suppressed, words
from pipeline.report.data import Figure, Row


def headline(figure: Figure) -> str:
    """The newest settled figure: ``Children looked after, rate: 190 per 10,000 aged 0 to 17 on 31 March 2023.``"""
    row, name = figure.settled, figure.indicator["name"]
    moment = words.when(row, figure.indicator["shape"])
    if row["value"] is None:
        return f"{name}: no figure {moment}: {why(row)}."
    unit = words.counted(figure, row["value"])
    return f"{name}: {words.amount(figure, row['value'])}{' ' + unit if unit else ''} {moment}."


def why(row: Row) -> str:
    """Why there is no settled figure: its symbol, or the status and its reason."""
    if suppressed.is_hidden(row):
        return f"{words.status(row).lower()} (symbol {row['symbol']})"
    reason = row["status_reason"]
    return words.status(row).lower() + (f" ({reason[0].lower()}{reason[1:]})" if reason else "")


def interval(figure: Figure, row: Row) -> str:
    """The confidence interval in words; empty where there is none."""
    if row["interval_lower"] is None:
        return ""
    return f"{words.amount(figure, row['interval_lower'])} to {words.amount(figure, row['interval_upper'])}"


def control(figure: Figure) -> str:
    """What the control chart says of the newest settled point, and how often it spoke in the last twelve."""
    row = figure.settled
    if not row["sentence"]:
        return no_limits(figure)
    if row["upper_limit"] is None:
        return str(row["sentence"])
    said = [point for point in figure.series if point["sentence"] and point["period_end"] <= row["period_end"]][-12:]
    signals = sum(point["signal"] != "none" for point in said)
    trial = " Fewer than 12 points: the limits are trial limits." if row["chart_status"] == "trial" else ""
    recent = f" {signals or 'None'} of the last {len(said)} points {'is a signal' if signals < 2 else 'are signals'}."
    return str(row["sentence"]) + (recent if row["chart_status"] != "too_few" else "") + trial


def restless(figure: Figure) -> str:
    """A caution where most points are signals, as a slowly moving stock makes them; empty otherwise."""
    limited = [row for row in figure.series if row["chart_status"] in ("ok", "trial")]
    if 2 * sum(row["signal"] != "none" for row in limited) <= len(limited):
        return ""
    return (
        "Most points are signals. Where each figure is much like the one before it, limits made from the steps between "
        "them are narrow: read the line as a whole before any one point."
    )


def spoken_chart(figure: Figure) -> str:
    """All that the control chart shows, for whoever hears it."""
    return " ".join([headline(figure), control(figure), *(target(figure, row) for row in figure.newest_targets)])


def no_limits(figure: Figure) -> str:
    """Why a chart has no control limits."""
    if figure.indicator["kind"] == "distribution":
        return distribution(figure)
    if figure.settled["period_type"] == "rolling_12_months":
        return "No control limits: each point shares eleven months with the one before it."
    return suppressed.limits(figure) or "No control limits for this period."


def distribution(figure: Figure) -> str:
    """Where the whole is fullest: ``16 to 22 children is the most frequent: 29 of 94 social workers.``"""
    filled = [row for row in figure.parts if row["value"]]
    if not filled:
        return "No distribution for this period."
    top = max(filled, key=lambda row: row["value"])
    if hidden := suppressed.parts(figure.parts):
        return f"Of the parts shown, {top['label']} is the most frequent: {words.number(top['value'])}.{hidden}"
    whole = words.number(sum(row["value"] for row in filled))
    return f"{top['label']} is the most frequent: {words.number(top['value'])} of {whole} {words.unit(figure)}."


def target(figure: Figure, row: Row) -> str:
    """One target as judged: ``Target not met: 24 against 22, to be met by 31 May 2023.`` and what the limits say."""
    judged = words.TARGETS.get(row["target_status"], words.spoken(row["target_status"]))
    return f"{judged}: {against(figure, row)}"


def against(figure: Figure, row: Row) -> str:
    """Figure and target side by side: ``24 against 22, to be met by 31 May 2023.`` and what the limits say."""
    by = f", to be met by {day(row['target_date'])}" if row["target_date"] else ""
    figures = f"{words.shown(figure, row)} against {words.goal(figure, row['target'])}"
    return f"{figures}{by}.{ASSURANCE.get(row['assurance'], '')}"


ASSURANCE = {
    "consistently_met": " All of the control limits lie on the right side of it: expect it to be met.",
    "consistently_missed": " All of the control limits lie short of it: do not expect it to be met by chance.",
    "hit_or_miss": " It lies between the control limits: chance alone can meet or miss it.",
}


def comparison(figure: Figure, row: Row) -> str:
    """One comparator: ``Higher than 10 statistical neighbours (mean 132, 31 March 2023). Rank 11 of 11 (…).``"""
    mean = "mean " if row["areas"] > 1 else ""
    where = f" ({mean}{words.amount(figure, row['mean_value'])}, {day(row['comparator_as_at'])})."
    unlike = "" if row["is_same_definition"] else f" Not like for like: {row['definition_note']}."
    return versus(figure, row) + where + _rank(figure, row) + unlike


def versus(figure: Figure, row: Row) -> str:
    """The judgement alone: ``Higher than England``; where the release makes none it is called beside."""
    lead = {"higher": "Higher than", "lower": "Lower than", "similar": "Similar to"}.get(
        row["difference"], "Not judged:"
    )
    return f"{lead} {words.comparator(figure, row)}"


def nearest(figure: Figure) -> Row | None:
    """The comparator to show where there is room for one: same definition first, then the newest."""
    ranked = sorted(
        figure.comparators, key=lambda row: (not row["is_same_definition"], -row["comparator_as_at"].toordinal())
    )
    return ranked[0] if ranked else None


def _rank(figure: Figure, row: Row) -> str:
    if row["rank"] is None or row["areas"] < 2:
        return ""
    order = "1 is lowest" if figure.indicator["polarity"] == "neutral" else "1 is best"
    return f" Rank {row['rank']} of {row['areas'] + 1} ({order})."


def change(figure: Figure) -> str:
    """The change on a year, stated only where intervals or a control rule support one."""
    row = figure.change
    if row is None:
        return suppressed.change(figure) or "No figure a year before"
    if row["direction_of_travel"] == "no_clear_change":
        return "No clear change"
    points = " percentage points" if figure.indicator["kind"] == "percentage" else ""
    size = words.number(abs(row["difference"]), figure.indicator["decimals"]) + points
    judged = "" if row["judgement"] == "not_judged" else f", {row['judgement']}"
    return f"{row['direction_of_travel'].capitalize()} {size}{judged}"


def parts(figure: Figure, breakdown: str, rows: list[Row]) -> str:
    """A breakdown in a sentence: the largest part, and how many have no figure or rest on few cases."""
    title = words.BREAKDOWNS.get(breakdown, words.spoken(breakdown))
    filled = [row for row in rows if row["value"] is not None]
    hidden = suppressed.parts(rows)
    if not filled:
        return f"{title}: no figures.{hidden}"
    top = max(filled, key=lambda row: row["value"])
    lead = "of those shown, highest" if hidden else "highest"
    empty = sum(row["value"] is None and not suppressed.is_hidden(row) for row in rows)
    small = sum(words.is_small(row) for row in filled)
    without = f" {count(empty, 'part has', 'parts have')} no figure." if empty else ""
    few = f" {count(small, 'part rests', 'parts rest')} on fewer than {words.SMALL} cases." if small else ""
    return f"{title}: {lead} for {top['label']}, {words.amount(figure, top['value'])}.{hidden}{without}{few}"


def confidence(figure: Figure) -> str:
    """What open findings could do to the figure: ``Between 22 and 25, were every open finding settled either way.``"""
    row = figure.confidence
    if row is None or row["lowest_value"] is None:
        return ""
    if row["lowest_value"] == row["highest_value"]:
        return "No open finding touches it."
    low, high = (words.amount(figure, row[name]) for name in ("lowest_value", "highest_value"))
    return f"Between {low} and {high}, were every open finding settled either way."


def caution(figure: Figure) -> str:
    """A caution where the newest figure rests on few cases; empty otherwise."""
    if not words.is_small(figure.settled):
        return ""
    return "Small number: a case or two more or less is expected by chance, and a person may be recognised."


SIGNALS = {
    "outside_limits": "Outside the limits",
    "trend": "Seven in one direction",
    "two_of_three": "Two of three close to a limit",
    "shift": "Seven on one side of the mean",
    "none": "Within limits",
}


def signal(row: Row) -> str:
    """What the control chart says of one point, in a few words; empty where there are no limits."""
    if row["signal"] is None or row["points"] == 1:
        return ""
    if row["chart_status"] == "too_few":
        return "Too few cases"
    return SIGNALS.get(row["signal"], words.spoken(row["signal"]))
