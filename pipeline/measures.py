"""The plan as a person knows it: every measure with its newest figure, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated

import duckdb
import typer
from rich.table import Table

from pipeline import releases
from pipeline.display import console
from pipeline.figures import HomeOption, cell, chosen_home, fail

WIDTH = 100
"""Columns that a plan takes: what fits into a terminal, an e-mail and a printed page."""

STATUS = {"met": "target met", "close": "close to target", "not_met": "target not met"}
VERDICT = {"met": "met", "moving": "moving the right way", "not_met": "not met", "not_known": "not known"}
DUE = {"overdue": "return overdue since", "due": "return due by", "open": "next return due by"}
SOURCE = {"case": "cases", "return": "return"}

MEASURES = """
    select council.name as council, framework.name as plan, measure.outcome, measure.measure_id, measure.name,
        measure.route, fact.value, fact.target, fact.target_status, fact.verdict, fact.baseline, fact.source,
        fact.period_end, coalesce(council.as_at_date, fact.as_at_date) as today, fact.reason,
        due.return_status, due.due_date, due.owner_role
    from fct_measure as fact
    join dim_measure as measure using (measure_id)
    join dim_framework as framework on measure.framework_id = framework.framework_id
    join dim_council as council on measure.council_id = council.council_id
    left join (
        select *
        from fct_return_due
        where return_status in ('overdue', 'due', 'open')
        qualify row_number() over (
            partition by measure_id order by return_status = 'overdue' desc, return_status = 'due' desc, period_end desc
        ) = 1
    ) as due on measure.measure_id = due.measure_id
    where ($council = '' or measure.council_id = $council)
      and (not $missing or (fact.value is null and coalesce(fact.verdict, 'not_known') = 'not_known'))
    order by council.name, framework.period_from desc, framework.framework_id, measure.outcome_position,
        measure.measure_id"""

EVIDENCE = """
    select evidence.measure_id, indicator.name, breakdown.label, evidence.value, evidence.target, evidence.verdict,
        evidence.source, evidence.period_end, evidence.value_year_before
    from fct_measure_evidence as evidence
    join dim_measure as measure using (measure_id)
    join dim_indicator as indicator on evidence.indicator_id = indicator.indicator_id
    left join dim_breakdown as breakdown
        on evidence.council_id = breakdown.council_id and evidence.breakdown = breakdown.breakdown
        and evidence.category = breakdown.category and evidence.category <> 'all'
    where measure.route = 'outcome'
    order by evidence.measure_id, evidence.position"""


@dataclass(frozen=True)
class Line:
    """One measure of a plan as it is printed: the columns of ``MEASURES``, in order."""

    council: str
    plan: str
    outcome: str
    measure: str
    name: str
    route: str
    value: float | None
    target: float | None
    judged: str
    verdict: str | None
    baseline: float | None
    source: str | None
    period_end: date | None
    today: date
    reason: str | None
    due_status: str | None
    due_date: date | None
    owner: str | None

    @property
    def status(self) -> str:
        """What is to be said of the figure: the verdict on an outcome, or whether the target is met."""
        return VERDICT[self.verdict or "not_known"] if self.route == "outcome" else STATUS.get(self.judged, "")

    def said(self) -> Iterator[str]:
        """The name, and below it why there is no figure, what the plan printed and what is due."""
        yield self.name
        if self.value is None and self.route != "outcome":
            yield f"[dim]no figure: {self.reason}[/]"
        if self.baseline is not None:
            yield f"[dim]plan: {cell(self.baseline)}[/]"
        if self.due_status:
            yield f"[dim]{DUE[self.due_status]} {self.due_date:%d %b %Y}: {self.owner}[/]"


Evidence = dict[str, list[tuple[str, ...]]]


def mount(cli: typer.Typer) -> None:
    """Add ``kpi measures`` to the ``kpi`` command."""
    cli.command("measures")(measures_command)


def measures_command(
    council: Annotated[str, typer.Option(help="GSS code of one council, such as S12000010.")] = "",
    missing: Annotated[bool, typer.Option("--missing", help="Only measures without a figure, and why.")] = False,
    home: HomeOption = None,
) -> None:
    """Every measure of the councils' plans: newest figure, target, status, source and age, or why there is none."""
    release = releases.current(chosen_home(home))
    if release is None:
        fail("There is no release yet: run `kpi refresh` first.")
    with duckdb.connect(str(release.database), read_only=True) as connection:
        found = connection.execute(MEASURES, {"council": council, "missing": missing}).fetchall()
        evidence = _evidence(connection)
    lines = [Line(*row) for row in found]
    if not lines:
        fail(f"No plan of council “{council}” is in the catalogue." if council else "The catalogue holds no plan.")
    for (owner, plan), own in groupby(lines, key=lambda line: (line.council, line.plan)):
        console.print(f"\n[bold]{owner}: {plan}[/]")
        for number, (outcome, measures) in enumerate(groupby(own, key=lambda line: line.outcome)):
            console.print(_table(measures, evidence, title=outcome, with_heads=number == 0))
    with_figure = sum(line.value is not None for line in lines)
    outcomes = sum(line.route == "outcome" for line in lines)
    console.print(
        f"\n{len(lines)} measures, {with_figure} with a figure, {outcomes} outcomes judged by others; "
        "`kpi measures --missing` says why the rest have none."
    )


def _evidence(connection: duckdb.DuckDBPyConnection) -> Evidence:
    """The lines below each outcome: what is observed of it, and what that says."""
    found: Evidence = {}
    for measure, name, part, value, target, verdict, source, period_end, before in connection.execute(
        EVIDENCE
    ).fetchall():
        said = f"  {name}{f': {part}' if part else ''}" + (f" [dim](a year before {cell(before)})[/]" if before else "")
        told = (cell(value) or "none", cell(target), VERDICT[verdict], SOURCE.get(source, ""), cell(period_end), "")
        found.setdefault(measure, []).append(("", said, *told))
    return found


def _table(lines: Iterable[Line], evidence: Evidence, title: str, with_heads: bool) -> Table:
    """The measures of one outcome of a plan; only the first of a plan has headings."""
    table = Table(
        title=title, title_justify="left", title_style="italic", show_header=with_heads, box=None, pad_edge=False,
        width=WIDTH, padding=(0, 1, 0, 0),
    )  # fmt: skip
    table.add_column("measure", width=7)
    table.add_column("what", ratio=1)
    table.add_column("value", width=8, justify="right")
    table.add_column("target", width=7, justify="right")
    for head, width in (("status", 15), ("from", 6), ("to", 10), ("age", 9)):
        table.add_column(head, width=width)
    for line in lines:
        value = "" if line.route == "outcome" else cell(line.value) or "none"
        table.add_row(
            line.measure, "\n".join(line.said()), value, cell(line.target), line.status,
            SOURCE.get(line.source or "", ""), cell(line.period_end), age(line.period_end, line.today),
        )  # fmt: skip
        for row in evidence.get(line.measure, []):
            table.add_row(*row)
    return table


def age(day: date | None, today: date) -> str:
    """How long ago a day was, in words: days up to six weeks, then months, then years."""
    if day is None:
        return ""
    days = max((today - day).days, 0)
    if days <= 42:
        return "1 day" if days == 1 else f"{days} days"
    months = round(days / 30.44)
    if months == 1:
        return "1 month"
    return f"{months} months" if months < 24 else f"{round(days / 365.25)} years"
