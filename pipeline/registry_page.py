"""``docs/indicators.md``: every indicator of the registry in words, generated from the seeds."""

from __future__ import annotations

import csv
from collections import defaultdict

from pipeline.home import PROJECT, SEEDS

PAGE = PROJECT / "docs" / "indicators.md"

EVIDENCE = {
    "plan": "council plan",
    "L": "DfE data dictionary or statistics",
    "NF": "DfE National Framework dashboard",
    "SSD": "Standard Safeguarding Dataset",
    "RULE": "DfE return validation rule",
    "EES": "DfE explore education statistics",
    "SG": "Scottish Government statistics",
    "SP": "ScotPHO",
    "LGBF": "Local Government Benchmarking Framework",
    "LEG": "legislation",
    "NG": "National Guidance for Child Protection in Scotland",
    "V": "recomputed from published numerator and denominator",
    "INF": "inferred from published figures",
    "GK": "general knowledge, not found in a primary source",
}
"""Evidence marks of the registry, spelled out; the page refuses any other."""

POLARITY = {
    "higher_is_better": "higher is better",
    "lower_is_better": "lower is better",
    "neutral": "neither side is better",
}

INTERVALS = {
    "none": "none",
    "exact_byar": "95 %: exact Poisson below ten cases, Byar's approximation from ten on",
    "byar": "95 %: Byar's approximation",
    "wilson": "95 %: Wilson's score interval",
}

COUNTED = ("count", "maximum", "distribution")
"""Kinds whose value is the numerator itself."""

HEAD = """# Indicators

Generated from `data/seeds/indicator.csv`, `indicator_definition.csv` and `measure.csv`: change those, then run
`kpi indicators --page`. How to add one: [add-an-indicator.md](add-an-indicator.md).
"""

Row = dict[str, str]


def render() -> str:
    """The page as Markdown. Raises KeyError for an evidence mark, polarity or interval that has no words here."""
    definitions, asked = defaultdict(list), defaultdict(list)
    for row in _seed("indicator_definition"):
        definitions[row["indicator_id"]].append(row)
    for table in ("measure", "measure_evidence"):
        for row in _seed(table):
            asked[row["indicator_id"]].append(row["measure_id"])
    plans = {row["measure_id"]: row for row in _seed("measure")}
    names = {row["framework_id"]: row["name"] for row in _seed("framework")}
    parts, subject = [HEAD], ""
    for indicator in registry():
        if indicator["subject"] != subject:
            subject = indicator["subject"]
            parts.append(f"## {_words(subject)}\n")
        key = indicator["indicator_id"]
        parts.append(_section(indicator, definitions[key], [plans[measure] for measure in asked[key]], names))
    return "\n".join(parts)


def registry() -> list[Row]:
    """The rows of the registry, in its order."""
    return _seed("indicator")


def _section(indicator: Row, definitions: list[Row], measures: list[Row], plans: dict[str, str]) -> str:
    facts = {
        "Counted": indicator["numerator"],
        "Divided by": indicator["denominator"] or "nothing: it is a count",
        "Left out": indicator["exclusions"] or "nothing",
        "Periods": _listed(indicator["period_types"]),
        "Breakdowns": _listed(indicator["breakdowns"]) or "none",
        "Needs": _needs(indicator),
        "Better": POLARITY[indicator["polarity"]],
        "Interval": INTERVALS[indicator["interval_method"]],
        "Answers for it": indicator["owner_role"],
        "Asked for by": _askers(measures, plans),
    }
    lines = [f"### {indicator['name']}\n", f"`{indicator['indicator_id']}`, {indicator['kind']}, {indicator['unit']}\n"]
    lines += [f"* {label}: {text}" for label, text in facts.items()]
    return "\n".join([*lines, *(_definition(row, indicator["kind"]) for row in definitions), ""])


def _definition(row: Row, kind: str) -> str:
    """One nation's definition as an item of the list."""
    nation = _words(row["nation"])
    period = "".join(f" {word} {row[name]}" for word, name in (("from", "valid_from"), ("to", "valid_to")) if row[name])
    rate = ""
    if row["rate_per"]:
        lag = row["population_lag_years"]
        year = f"the mid-year {lag} before" if lag != "0" else "mid-year"
        rate = f"per {int(row['rate_per']):,} aged {row['population_band']} at {year}; "
    rounding = "not rounded" if kind in COUNTED else f"rounded once, half up, to {_places(row['decimals'])}"
    caveat = f" {row['caveat']}" if row["caveat"] else ""
    return f"* {nation}{period}: {rate}{rounding}. Source: {row['source']} ({_evidence(row['evidence'])}).{caveat}"


def _evidence(mark: str) -> str:
    """An evidence mark in words, with the number of the dictionary entry where it has one."""
    if mark in EVIDENCE:
        return EVIDENCE[mark]
    kind, _, entry = mark.partition(" ")
    return f"{EVIDENCE[kind]}, entry {entry}"


def _places(decimals: str) -> str:
    return {"0": "a whole number", "1": "1 decimal"}.get(decimals, f"{decimals} decimals")


def _needs(indicator: Row) -> str:
    history = (
        f"; {indicator['lookback_months']} months of history before" if indicator["lookback_months"] != "0" else ""
    )
    return _listed(indicator["extracts"]) + history


def _askers(measures: list[Row], plans: dict[str, str]) -> str:
    by_plan = defaultdict(list)
    for measure in measures:
        by_plan[plans[measure["framework_id"]]].append(measure["measure_id"])
    said = (f"{plan} ({', '.join(sorted(set(refs)))})" for plan, refs in sorted(by_plan.items()))
    return "; ".join(said) or "no plan yet: national statistics"


def _listed(cell: str) -> str:
    return ", ".join(item.replace("_", " ").replace("+", " by ") for item in cell.split(";") if item)


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _seed(name: str) -> list[Row]:
    with (SEEDS / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
