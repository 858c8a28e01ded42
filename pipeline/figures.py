"""``kpi explain``, ``kpi revisions``, ``kpi freeze`` and ``kpi editions``: questions about published figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import duckdb
import typer
from rich.table import Table

from pipeline import history, registry_page, releases, restricted
from pipeline.display import console
from pipeline.history import EditionError
from pipeline.home import Home

if TYPE_CHECKING:
    from pipeline.explain import Explanation


HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder of the installation.", envvar="KPI_HOME", file_okay=False)
]
CouncilOption = Annotated[str, typer.Option("--council", help="GSS code, such as S12000010.")]

WIDEST = 40
"""Revisions shown on one screen unless more are asked for."""


def mount(cli: typer.Typer) -> None:
    """Add the commands of this file to the ``kpi`` command."""
    cli.command("explain")(explain_command)
    cli.command("revisions")(revisions_command)
    cli.command("freeze")(freeze_command)
    cli.command("editions")(editions_command)
    cli.command("indicators")(indicators_command)


def explain_command(
    indicator: Annotated[str, typer.Argument(help="Indicator of the registry, such as lac_rate.")],
    council: CouncilOption,
    period_end: Annotated[str, typer.Option(help="Last day of the period, such as 2023-12-31.")],
    period_type: Annotated[
        str, typer.Option(help="week, month, quarter, financial_year, year_to_july or rolling_12_months.")
    ] = "month",
    breakdown: Annotated[str, typer.Option(help="One part instead of the whole, such as sex=F or age_band=0-4.")] = "",
    cases: Annotated[
        bool, typer.Option("--cases", help="List the cases by token. Restricted; access is noted.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Explain a published number: definition, calculation, population, exclusions, data quality, cases."""
    from pipeline.explain import ExplainError, Question, explain  # pandas: half a second that --help need not wait

    here = chosen_home(home)
    part, _, category = breakdown.partition("=")
    question = Question(indicator, council, period_end, period_type, part or "all", category or "all")
    try:
        answer = explain(here, question)
    except ExplainError as error:
        fail(str(error))
    _print_explanation(answer)
    if cases:
        restricted.note_access(here, f"explain {indicator} {council} {question.period} {breakdown or 'all'}")
        print_table(
            "Cases, by token (restricted; this look has been noted)",
            [str(column) for column in answer.cases.columns],
            answer.cases.astype("object").where(answer.cases.notna(), "").astype("str").to_numpy().tolist(),
        )


def revisions_command(
    council: Annotated[str, typer.Option(help="Only one council, by GSS code.")] = "",
    indicator: Annotated[str, typer.Option(help="Only one indicator.")] = "",
    limit: Annotated[int, typer.Option(help="How many to show, the newest first.")] = WIDEST,
    home: HomeOption = None,
) -> None:
    """Which published figures have moved since they were published, by how much and why."""
    release = releases.current(chosen_home(home))
    if release is None:
        fail("There is no release yet: run `kpi refresh` first.")
    with duckdb.connect(str(release.database), read_only=True) as connection:
        found = connection.execute(
            """select council_id, indicator_id, period_id, previous_value, value, previous_as_at_date, as_at_date,
                      reason, explanation
               from fct_indicator_revision
               where ($council = '' or council_id = $council) and ($indicator = '' or indicator_id = $indicator)
               order by as_at_date desc, abs(difference) desc, council_id, indicator_id, period_id""",
            {"council": council, "indicator": indicator},
        ).fetchall()
    if not found:
        console.print("No published figure has moved.")
        return
    heads = ["council", "indicator", "period", "was", "is", "known", "moved", "reason", "cases"]
    print_table(f"{len(found)} published figures moved", heads, [[cell(v) for v in row] for row in found[:limit]])
    if len(found) > limit:
        console.print(f"... and {len(found) - limit} more: give --council, --indicator or --limit.")


def freeze_command(
    period: Annotated[str, typer.Option(help="A day (every period that ends on it), or a period id.")],
    name: Annotated[str, typer.Option(help="Name of the edition, such as “Committee 2024 Q1”.")],
    home: HomeOption = None,
) -> None:
    """Keep the figures of a period, as published now, under a name that never changes."""
    try:
        kept = history.freeze(chosen_home(home), name, period)
    except EditionError as error:
        fail(str(error))
    console.print(f"Frozen: {kept:,} observations as “{name}”. The next release shows them beside the current figures.")


def editions_command(home: HomeOption = None) -> None:
    """List the frozen editions."""
    found = history.editions(chosen_home(home))
    if not found:
        console.print("Nothing is frozen yet: `kpi freeze --period 2024-03-31 --name “Committee 2024 Q1”`.")
        return
    rows = [[name, f"{as_at}", f"{kept:,}"] for name, as_at, kept in found]
    print_table("Frozen editions", ["edition", "as at", "observations"], rows)


def indicators_command(
    page: Annotated[bool, typer.Option("--page", help="Write docs/indicators.md anew.")] = False,
) -> None:
    """List the indicators of the registry."""
    if page:
        registry_page.PAGE.write_text(registry_page.render(), encoding="utf-8")
        console.print(f"Written: {registry_page.PAGE}", soft_wrap=True)
        return
    rows = [[row["indicator_id"], row["name"], row["unit"]] for row in registry_page.registry()]
    print_table(f"{len(rows)} indicators", ["indicator", "name", "unit"], rows)


def _print_explanation(answer: Explanation) -> None:
    row, numerator = answer.observation, answer.total[0]
    part = "" if answer.question.breakdown == "all" else f", {answer.question.breakdown} {answer.question.category}"
    lines = [
        f"[bold]{answer.indicator['name']}[/], {answer.council}, {answer.question.period}{part}",
        f"[bold]{cell(row['value'])}[/]  {row['status']}"
        + (f" ({row['status_reason']})" if cell(row["status_reason"]) else "")
        + f", as at {row['as_at_date']:%d %B %Y}",
        "",
        f"Calculation  {answer.formula()}",
        f"Counted      {answer.indicator['numerator']}",
        f"Divided by   {cell(answer.indicator['denominator']) or 'nothing: a count'}",
        f"Left out     {cell(answer.indicator['exclusions']) or 'nothing'}",
        f"Source       {answer.definition['source']} [{answer.definition['evidence']}]",
    ]
    if cell(row["population_band"]):
        stand_in = ", standing in for another year" if row["population_is_substituted"] else ""
        lines.append(f"Population   ages {row['population_band']}, mid-{row['population_year']}{stand_in}")
    if cell(answer.definition["caveat"]):
        lines.append(f"Caveat       {answer.definition['caveat']}")
    if answer.reliability():
        lines.append(f"Confidence   {answer.reliability()}")
    counted = f"{len(answer.cases):,} rows adding up to {cell(numerator)}; list them with --cases"
    lines.append(f"Cases        {counted if row['source'] == 'case' else 'none: the figure was returned'}")
    console.print("\n".join(lines))
    for title, frame in {
        "Left out of this number": answer.excluded,
        "Data quality findings in its extracts": answer.quality,
        "This number has moved": answer.revisions,
    }.items():
        if len(frame):
            print_table(title, list(frame.columns), [[cell(v) for v in line] for line in frame.to_numpy().tolist()])


def print_table(title: str, heads: list[str], rows: list[list[str]]) -> None:
    """Print rows of text under a title."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for head in heads:
        table.add_column(head.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print()
    console.print(table)


def cell(value: object) -> str:
    """A value of the release as text: at most four decimals, nothing where there is nothing."""
    if value is None or value != value:
        return ""
    return f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def chosen_home(home: Path | None) -> Home:
    """The installation that ``--home`` names, or else the environment's."""
    default = Home.from_environment()
    return Home(default.raw, home.resolve()).prepare() if home else default.prepare()


def fail(message: str) -> NoReturn:
    """Say what is wrong and leave with exit status 1."""
    console.print(message, style="red", markup=False)
    raise typer.Exit(1)
