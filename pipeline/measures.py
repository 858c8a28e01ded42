"""The plan as a person knows it: every measure with its newest figure, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Any

import duckdb
import typer

from pipeline import releases
from pipeline.display import console
from pipeline.figures import HomeOption, cell, chosen_home, fail, print_table

HEADS = ["measure", "what", "value", "target", "judged", "plan", "from", "period", "days old"]
JUDGED = {"met": "met", "close": "close", "not_met": "not met"}

QUERY = """
    select council.name, framework.name, measure.measure_id, measure.name, fact.value, fact.target, fact.target_status,
        fact.baseline, fact.source, fact.period_end,
        greatest(date_diff('day', fact.period_end, coalesce(council.as_at_date, fact.as_at_date)), 0), fact.reason
    from fct_measure as fact
    join dim_measure as measure using (measure_id)
    join dim_framework as framework on measure.framework_id = framework.framework_id
    join dim_council as council on measure.council_id = council.council_id
    where ($council = '' or measure.council_id = $council) and ($missing = false or fact.value is null)
    order by council.name, framework.period_from desc, framework.framework_id, measure.measure_id"""


def mount(cli: typer.Typer) -> None:
    """Add ``kpi measures`` to the ``kpi`` command."""
    cli.command("measures")(measures_command)


def measures_command(
    council: Annotated[str, typer.Option(help="GSS code of one council, such as S12000010.")] = "",
    missing: Annotated[bool, typer.Option("--missing", help="Only measures without a figure, and why.")] = False,
    home: HomeOption = None,
) -> None:
    """Every measure of the councils' plans: newest figure, target, source and age, or why there is none."""
    release = releases.current(chosen_home(home))
    if release is None:
        fail("There is no release yet: run `kpi refresh` first.")
    with duckdb.connect(str(release.database), read_only=True) as connection:
        rows = connection.execute(QUERY, {"council": council, "missing": missing}).fetchall()
    if not rows:
        fail(f"No plan of council “{council}” is in the catalogue." if council else "The catalogue holds no plan.")
    for (owner, plan), lines in groupby(rows, key=lambda row: (row[0], row[1])):
        found = list(lines)
        print_table(f"{owner}: {plan}", HEADS, list(_lines(found)))
    with_figure = sum(row[4] is not None for row in rows)
    console.print(
        f"\n{len(rows)} measures, {with_figure} with a figure; `kpi measures --missing` says why others have none."
    )


def _lines(rows: list[tuple[Any, ...]]) -> Iterator[list[str]]:
    for _, _, measure, name, value, target, judged, baseline, source, period_end, age, reason in rows:
        if value is None:
            yield [measure, name, "none", cell(target), "", cell(baseline), f"[dim]{reason}[/]", "", ""]
        else:
            told = [cell(value), cell(target), JUDGED.get(judged, ""), cell(baseline)]
            yield [measure, name, *told, source, cell(period_end), cell(age)]
