"""The words of the report: numbers, periods, units, statuses. Plain British English, one place for each."""

from __future__ import annotations

from datetime import date

from pipeline.alerts.words import day
from pipeline.report.data import Figure, Row

SMALL = 5
"""Counts from one to below this are pointed out: chance moves them, and they may point to a person."""

NOTHING, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"

SUBJECTS = {
    "front_door": "Front door",
    "family": "Family support",
    "children_in_need": "Children in need",
    "child_protection": "Child protection",
    "looked_after": "Children looked after",
    "throughcare": "Throughcare and aftercare",
    "carers": "Carers",
    "education": "Education",
    "health": "Health",
    "court": "Court",
    "workforce": "Workforce and caseloads",
    "quality": "Quality assurance",
    "returned": "Returned figures",
    "plan": "Plans",
}
"""Subjects in the order of a child's way through the service; others follow, named after themselves."""

STATUSES = {
    "ok": ("Settled", "The period has ended and the extracts cover all of it."),
    "provisional": ("Provisional", "The period had not ended on the day of the extracts: it can still change."),
    "stale": ("Stale", "An extract that the figure needs is older than the others."),
    "not_applicable": ("Not applicable", "There is nothing to divide by, or the indicator is not for this council."),
    "not_available": ("Not available", "An extract or a population estimate is missing. It is not zero."),
    "insufficient_history": ("Not enough history", "The extracts do not reach back far enough to count it."),
    "withheld": ("Withheld", "A check failed, so the figure is not shown until it is put right."),
}
"""What each status means to a reader. A zero is a figure; each of the last five is the absence of one."""

SYMBOLS = {
    "c": ("Suppressed", "Few people are counted, or the figure would give others away."),
    "z": ("Not applicable", "There is nothing to divide by, or the indicator is not for this council."),
    "x": ("Not available", "It could not be counted. It is not zero."),
    "k": ("Rounds to zero", "More than zero, but rounded to zero."),
}
"""What stands in place of a figure that an edition does not show. 0 is a figure: there was none."""

TARGETS = {
    "met": "Target met",
    "close": "Close to target",
    "not_met": "Target not met",
    "no_value": "Not judged: no figure",
    "suppressed": "Not judged: suppressed",
}

CONFIDENCE = {
    "high": "High",
    "moderate": "Moderate",
    "low": "Low",
    "withheld": "Withheld",
}
"""How far to rely on the data behind a figure, from its open findings."""

VERDICTS = {
    "met": "On target",
    "moving": "Moving the right way",
    "not_met": "Not moving the right way",
    "not_known": "Not known",
}
"""How an outcome stands: as the worst that is known of the figures by which it is judged."""

VARIATIONS = {
    "improvement": "Signal of improvement",
    "concern": "Signal of concern",
    "change": "Signal of change",
    "common_cause": "No signal",
}

BREAKDOWNS = {
    "age_band": "Age",
    "asylum_seeking": "Asylum seeking",
    "band": "Size of caseload",
    "disability": "Disability",
    "ethnic_group": "Ethnic group",
    "locality": "Locality",
    "sex": "Sex",
    "team": "Team",
}


ONE = {"children": "child", "people": "person", "and": "or"}
"""Words of units that do not become one by losing their s."""


def spoken(name: str) -> str:
    """A name of the warehouse as words: ``entered_late`` is ``Entered late``."""
    return name.replace("_", " ").strip().capitalize()


def number(value: float | None, decimals: int | None = 0) -> str:
    """A figure with thousands separated, to so many places; a dash where there is none."""
    return NOTHING if value is None else f"{value:,.{decimals or 0}f}".replace("-", MINUS)


def amount(figure: Figure, value: float | None) -> str:
    """A value of an indicator: with its per cent sign, to its places; a dash where there is none."""
    sign = "%" if value is not None and figure.indicator["kind"] == "percentage" else ""
    return number(value, figure.indicator["decimals"]) + sign


def shown(figure: Figure, row: Row) -> str:
    """What stands in the place of a figure: its symbol, else its value."""
    return str(row["symbol"] or amount(figure, row["value"]))


def goal(figure: Figure, value: float) -> str:
    """A target: as the plan states it, ``22`` or ``100%``, without places it does not have."""
    sign = "%" if figure.indicator["kind"] == "percentage" else ""
    return f"{value:,.10g}{sign}".replace("-", MINUS)


def unit(figure: Figure) -> str:
    """What the value counts: ``children``, ``per 10,000 aged 0 to 17``, ``of referrals``."""
    indicator = figure.indicator
    if indicator["kind"] == "rate" and indicator["rate_per"]:
        band = (indicator["population_band"] or "").replace("-", " to ")
        return f"per {indicator['rate_per']:,} aged {band}" if band else f"per {indicator['rate_per']:,}"
    return str(indicator["unit"] or "").lstrip("% ")


def titled(figure: Figure) -> str:
    """Name and unit, the unit only where the name does not hold it already."""
    sign = "% " if figure.indicator["kind"] == "percentage" else ""
    name, what = str(figure.indicator["name"]), sign + unit(figure)
    return name if what.lower() in name.lower() else f"{name}, {what}"


def counted(figure: Figure, value: float) -> str:
    """The unit as it follows a value: ``1 child``, ``2 children``, ``1 period of care``."""
    plural = unit(figure)
    if value != 1 or figure.indicator["kind"] not in ("count", "maximum", "distribution"):
        return plural
    return " ".join(ONE.get(word, word.removesuffix("s")) for word in plural.split())


def comparator(figure: Figure, row: Row) -> str:
    """Whom a council is compared with: ``England``, ``North West``, ``10 statistical neighbours``."""
    if row["comparator"] == "country":
        return spoken(figure.council["nation"])
    if row["comparator"] == "region":
        return str(figure.council["region"])
    many = {"neighbours": "statistical neighbours", "councils": "other councils"}
    return f"{row['areas']} {many.get(row['comparator'], spoken(row['comparator']).lower())}"


def month(value: date) -> str:
    """A month: ``March 2023``."""
    return f"{value:%B %Y}"


def period(row: Row) -> str:
    """A period as a heading: ``March 2023``, ``12 months to 31 March 2023``, ``2022/23``."""
    end = row["period_end"]
    if row["period_type"] == "month":
        return month(end)
    if row["period_type"] == "financial_year":
        return f"{end.year - 1}/{end:%y}"
    lead = {"week": "Week", "quarter": "Quarter", "rolling_12_months": "12 months"}.get(row["period_type"], "Period")
    return f"{lead} to {day(end)}"


def when(row: Row, shape: str) -> str:
    """A period in a sentence: a state is ``on 31 March 2023``, events are ``in March 2023``."""
    if shape == "state":
        return f"on {day(row['period_end'])}"
    words = period(row)
    return (
        f"in {words}" if row["period_type"] in ("month", "financial_year") else f"in the {words[0].lower()}{words[1:]}"
    )


def status(row: Row) -> str:
    """The status of an observation in a word or two; of one that is not shown, that it is not."""
    if row["symbol"] in ("c", "k"):
        return SYMBOLS[row["symbol"]][0]
    return STATUSES.get(row["status"], (spoken(row["status"]), ""))[0]


def missing(row: Row) -> str:
    """What is said where no figure is: the symbol with its meaning, else the status."""
    return f"{row['symbol']}, {status(row).lower()}" if row["symbol"] else status(row)


def is_small(row: Row) -> bool:
    """Whether a figure rests on one to four cases."""
    cases = row["numerator"]
    return cases is not None and 0 < cases < SMALL
