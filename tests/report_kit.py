"""A release small enough to know by heart: the marts as their contracts say, with a few rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipeline.home import PROJECT

MARTS = PROJECT / "dbt_project" / "models" / "marts"

HOSTILE = "<script>alert('x')</script> & \"Sons\"\n}</style>"
"""A name as somebody careless, or worse, might enter it."""

MONTHS = [date(2023 + (m + 1) // 12, (m + 1) % 12 + 1, 1) - timedelta(days=1) for m in range(15)]
"""Ends of January 2023 to March 2024; the extracts of the small release describe 29 February 2024."""

AS_AT = date(2024, 2, 29)


def empty_release(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to a new release whose tables have the columns of the contracts and no rows."""
    connection = duckdb.connect(str(path))
    for file in sorted(MARTS.glob("_*.yml")):
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", []):
            columns = ", ".join(f'"{c["name"]}" {c.get("data_type", "varchar")}' for c in model.get("columns", []))
            if columns:
                connection.execute(f'create table "{model["name"]}" ({columns})')
    return connection


def add(connection: duckdb.DuckDBPyConnection, table: str, **row: Any) -> None:
    """Insert one row; columns not named stay empty."""
    names, places = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    connection.execute(f'insert into "{table}" ({names}) values ({places})', list(row.values()))


def release(path: Path, council_name: str = "Midlothian", team: str = "Children's North") -> Path:
    """A release of one council with a rate, a count and a percentage; returns ``path``."""
    with empty_release(path) as c:
        add(
            c, "dim_council", council_id="S12000019", name=council_name, nation="scotland", region="Scotland",
            slug="midlothian", is_delivering=True, history_from_date=date(2019, 4, 1), as_at_date=AS_AT,
        )  # fmt: skip
        add(c, "dim_council", council_id="E06000001", name="Hartlepool", nation="england", is_delivering=False)
        _indicator(c, "lac_rate", "Children looked after, rate", "rate", "state", "children per population", 1)
        _indicator(c, "registrations", "Registrations", "count", "event", "registrations", 0)
        _indicator(c, "on_time", "Visits on time", "percentage", "event", "% of visits", 1, "higher_is_better")
        for place, end in enumerate(MONTHS):
            _month(c, place, end)
        _parts(c, team)
        _judgements(c, team)
        _plan(c)
        _funnel(c)
    return path


def _indicator(
    c: duckdb.DuckDBPyConnection, key: str, name: str, kind: str, shape: str, unit: str, decimals: int,
    polarity: str = "neutral",
) -> None:  # fmt: skip
    add(
        c, "dim_indicator", indicator_id=key, name=name, subject="looked_after", kind=kind, shape=shape, unit=unit,
        numerator="Children counted", period_types="month", breakdowns="team", extracts="person;placement",
        polarity=polarity, owner_role="Service manager", interval_method="none", chart="xmr",
    )  # fmt: skip
    rate = {"rate_per": 1000, "population_band": "0-17"} if kind == "rate" else {}
    add(
        c, "dim_indicator_definition", indicator_id=key, nation="scotland", decimals=decimals,
        source="Scottish Government",
        caveat="Unborn children are counted." if kind == "rate" else None, **rate,
    )  # fmt: skip


def _month(c: duckdb.DuckDBPyConnection, place: int, end: date) -> None:
    """One month of each indicator: the rate signals in the last, registrations are missing at first, then few."""
    soft = "provisional" if end > AS_AT else "ok"
    _whole(c, "lac_rate", end, value=9.0 + place / 10, lower=8.0, upper=11.0, numerator=180.0, status=soft)
    last = end == AS_AT
    add(
        c, "fct_spc", council_id="S12000019", indicator_id="lac_rate", period_type="month", period_id=f"month:{end}",
        period_end=end, rebase_group=0, points=15, value=9.0 + place / 10, mean=9.5, lower_limit=9.0, upper_limit=10.0,
        chart_status="ok", signal="outside_limits" if last else "none", direction="up" if last else "none",
        variation="change" if last else "common_cause",
        sentence="10.3 is above the upper limit of 10.0; mean 9.5." if last else "Within what chance explains.",
    )  # fmt: skip
    few = None if place < 3 else float(place % 2)
    _whole(c, "registrations", end, value=few, numerator=few, status="insufficient_history" if few is None else soft)
    _whole(c, "on_time", end, value=None, numerator=None, status="not_applicable")


def _whole(
    c: duckdb.DuckDBPyConnection, key: str, end: date, value: float | None, numerator: float | None, status: str,
    lower: float | None = None, upper: float | None = None, **part: str,
) -> None:  # fmt: skip
    add(
        c, "fct_indicator_observation", council_id="S12000019", indicator_id=key, period_type="month",
        period_id=f"month:{end}", period_start=end.replace(day=1), period_end=end, numerator=numerator, value=value,
        value_unrounded=value, interval_lower=lower, interval_upper=upper, status=status, as_at_date=AS_AT,
        **({"breakdown": "all", "category": "all"} | part),
    )  # fmt: skip


def _parts(c: duckdb.DuckDBPyConnection, team: str) -> None:
    """Registrations by team: a small number, a zero and no figure at all."""
    for place, (category, value) in enumerate(((team, 3.0), ("South", 0.0), ("Duty", None))):
        add(
            c, "dim_breakdown", council_id="S12000019", breakdown="team", category=category, label=category,
            position=place,
        )  # fmt: skip
        status = "not_applicable" if value is None else "ok"
        _whole(c, "registrations", AS_AT, value, value, status, breakdown="team", category=category)


def _judgements(c: duckdb.DuckDBPyConnection, team: str) -> None:
    """A target not met, a comparator, a change on a year, a revision, a frozen figure, findings."""
    about = {
        "council_id": "S12000019", "indicator_id": "lac_rate", "period_type": "month", "period_id": f"month:{AS_AT}",
        "period_end": AS_AT,
    }  # fmt: skip
    add(
        c, "fct_target", **about, breakdown="all", category="all", framework_id="plan", measure_id="M-1",
        target_date=date(2025, 3, 31), target=9.5, value=10.3, margin=-0.8, target_status="not_met",
        assurance="hit_or_miss",
    )  # fmt: skip
    add(
        c, "fct_comparator", **about, comparator="councils", council_value=10.3, mean_value=12.7, median_value=11.8,
        lower_quartile=9.5, upper_quartile=14.6, areas=31, rank=7, difference="lower", funnel_lower_95=11.3,
        funnel_upper_95=14.2, funnel_lower_998=10.5, funnel_upper_998=15.1, comparator_as_at=date(2021, 7, 31),
        release="July 2021", is_same_definition=True, publisher="ScotPHO",
    )  # fmt: skip
    add(
        c, "fct_indicator_confidence", **about, value=10.3, lowest_value=10.1, highest_value=10.6, cases=180,
        touched_cases=4, added_cases=5, doubted_pct=5.0, confidence="moderate", as_at_date=AS_AT,
    )  # fmt: skip
    add(
        c, "fct_indicator_change", **about, value=10.3, value_year_before=9.1, difference=1.2,
        direction_of_travel="up", supported_by="control_rules", judgement="not_judged",
    )  # fmt: skip
    add(
        c, "fct_indicator_revision", **about, previous_value=10.1, value=10.3, difference=0.2, reason="records",
        explanation="3 cases came late.",
    )  # fmt: skip
    add(
        c, "fct_frozen_observation", **about, edition="Committee, March 2024", frozen_as_at_date=AS_AT, breakdown="all",
        category="all", frozen_value=10.2, current_value=10.3, has_moved=True,
    )  # fmt: skip
    for extract, severity, findings in (
        ("placement", "blocker", 2),
        ("person", "advisory", 1500),
        ("worker", "serious", 9),
    ):
        add(
            c, "fct_data_quality", council_id="S12000019", gate=2, rule_id="rule", extract=extract, team=team,
            severity=severity, title="Looked after with no placement", owner_role="Team manager", findings=findings,
        )  # fmt: skip


def _plan(c: duckdb.DuckDBPyConnection) -> None:
    """A plan with one outcome: a measure with a target, one without a figure, the outcome itself, and two actions."""
    own = {"council_id": "S12000019", "framework_id": "plan"}
    add(c, "dim_framework", **own, name="Service plan", period_from=date(2023, 4, 1))
    outcome = {"outcome_id": "safe", "outcome_kind": "outcome", "outcome_ref": "1", "outcome": "Children are safe"}
    for measure, name, route, about, fact in (
        ("M-1", "Rate in care", "case", {"indicator_id": "lac_rate"},
         {"value": 10.3, "status": "ok", "source": "case", "target": 9.5, "target_status": "not_met"}),
        ("M-2", "Visits", "case", {"indicator_id": "on_time"}, {"reason": "No case and no return falls under it"}),
        ("M-3", HOSTILE, "outcome", {}, {"reason": "An outcome is judged", "verdict": "not_met"}),
    ):  # fmt: skip
        add(c, "dim_measure", **own, **outcome, outcome_position=1, measure_id=measure, name=name, unit="rate", **about)
        add(
            c, "fct_measure", **own, outcome_id="safe", measure_id=measure, route=route, breakdown="all",
            category="all", period_type="month", period_id=f"month:{AS_AT}", period_end=AS_AT,
            indicator_id=about.get("indicator_id"), **({"target_status": "no_target"} | fact),
        )  # fmt: skip
    for position, indicator, value, verdict in ((1, "lac_rate", 10.3, "not_met"), (2, "on_time", None, "not_known")):
        add(
            c, "fct_measure_evidence", council_id="S12000019", measure_id="M-3", position=position,
            indicator_id=indicator, breakdown="all", category="all", direction="reduce", period_type="month",
            period_id=f"month:{AS_AT}", period_end=AS_AT, value=value, value_year_before=value and 9.1, verdict=verdict,
        )  # fmt: skip
    for number, title, due, late in (
        (1, "Write the strategy", date(2024, 6, 30), None),
        (2, HOSTILE, date(2023, 12, 31), date(2024, 1, 1)),
    ):
        for since, until, status in ((MONTHS[9], MONTHS[12], "green"), (MONTHS[12], None, "amber")):
            add(
                c, "fct_action", **own, action_number=number, from_date=since, to_date=until, title=title,
                status_scale="rag", status=status, is_complete=False, due_date=due,
                overdue_from_date=None if until else late,
            )  # fmt: skip
    for status, actions in (("green", 0), ("amber", 2)):
        add(
            c, "fct_action_status", **own, period_id=f"month:{AS_AT}", period_end=AS_AT, status_scale="rag",
            status=status, actions=actions, overdue=actions // 2, fell_overdue=0, promoted=0, demoted=actions,
            completed=0,
        )  # fmt: skip


def _funnel(c: duckdb.DuckDBPyConnection) -> None:
    """Twelve councils, the third of them this one and above all limits."""
    for place in range(12):
        mine = place == 2
        add(
            c, "fct_funnel", indicator_id="lac_rate", nation="scotland", as_at=date(2023, 7, 31), release="July 2023",
            area_id="S12000019" if mine else f"S1200010{place:X}", area_name="Midlothian" if mine else f"No {place}",
            value=19.0 if mine else 12.0, denominator=10_000 * (place + 1), population_year=2023, centre=12.5,
            funnel_lower_95=10.0, funnel_upper_95=15.0, funnel_lower_998=9.0, funnel_upper_998=16.0,
            place="above_998" if mine else "inside", publisher="Scottish Government",
        )  # fmt: skip
