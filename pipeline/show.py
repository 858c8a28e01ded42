"""``kpi show``: one indicator of one council drawn in the terminal, with its control limits and target."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any

import duckdb
import typer

from pipeline import releases
from pipeline.display import console
from pipeline.figures import HomeOption, cell, chosen_home, fail

HEIGHT = 15
"""Lines of the drawing; a terminal shows 24."""
PRETTY = {"value": "●", "lower": "┄", "upper": "┄", "mean": "─", "target": "═"}
PLAIN = {"value": "*", "lower": ".", "upper": ".", "mean": "-", "target": "="}
SAID = {"value": "value", "upper": "control limits", "mean": "mean", "target": "target"}

SERIES = """
    with targets as (
        select * from fct_target
        where target is not null
        qualify row_number() over (
            partition by council_id, indicator_id, period_id, breakdown, category order by target_date, measure_id
        ) = 1
    )
    select o.period_end, o.value, s.mean, s.lower_limit, s.upper_limit, t.target, s.sentence
    from fct_indicator_observation as o
    left join fct_spc as s
        on o.council_id = s.council_id and o.indicator_id = s.indicator_id and o.period_id = s.period_id
        and o.breakdown = 'all'
    left join targets as t
        on o.council_id = t.council_id and o.indicator_id = t.indicator_id and o.period_id = t.period_id
        and o.breakdown = t.breakdown and o.category = t.category
    where o.council_id = $council and o.indicator_id = $indicator and o.period_type = $period_type
        and o.breakdown = $breakdown and o.category = $category
    order by o.period_end"""
"""One row per period, with what the chart draws."""


@dataclass(frozen=True)
class Point:
    """One period: its last day, and the numbers that are drawn where there are any."""

    day: Any
    drawn: dict[str, float]
    sentence: str | None


def mount(cli: typer.Typer) -> None:
    """Add ``kpi show`` to the ``kpi`` command."""
    cli.command("show")(show_command)


def show_command(
    indicator: Annotated[str, typer.Argument(help="Indicator of the registry, such as lac_rate.")],
    council: Annotated[str, typer.Option(help="GSS code, such as S12000010, or the council's name.")],
    period_type: Annotated[str, typer.Option(help="month, quarter, financial_year or week.")] = "month",
    breakdown: Annotated[str, typer.Option(help="One part instead of the whole, such as sex=F.")] = "",
    last: Annotated[int, typer.Option(help="How many periods, the newest.", min=2)] = 60,
    plain: Annotated[bool, typer.Option("--plain", help="Plain letters, for terminals without line drawing.")] = False,
    home: HomeOption = None,
) -> None:
    """Draw an indicator over time: values, control limits, mean and target."""
    release = releases.current(chosen_home(home))
    if release is None:
        fail("There is no release yet: run `kpi refresh` first.")
    part, _, category = breakdown.partition("=")
    asked = {"period_type": period_type, "breakdown": part or "all", "category": category or "all"}
    with duckdb.connect(str(release.database), read_only=True) as connection:
        code, name = _council(connection, council)
        title, unit = _indicator(connection, indicator)
        points = _points(connection, {**asked, "council": code, "indicator": indicator})
    if not points:
        fail(f"{name} has no figure of {indicator} by {period_type}{f' for {breakdown}' if breakdown else ''}.")
    marks = PLAIN if plain or not _can_draw() else PRETTY
    console.print(f"{title}, {name}{f', {breakdown}' if breakdown else ''} ({unit})\n", markup=False)
    console.print("\n".join(draw(points[-last:], marks)), markup=False, soft_wrap=True)
    console.print(_told(points[-1]), markup=False)


def draw(points: list[Point], marks: dict[str, str]) -> list[str]:
    """The lines of the chart, the scale at the left, the first and last day below; values cover lines."""
    numbers = [number for point in points for number in point.drawn.values()]
    low, high = min(numbers), max(numbers)
    step = (high - low) / (HEIGHT - 1) or 1.0
    canvas = [[" "] * len(points) for _ in range(HEIGHT)]
    for what in ("lower", "upper", "mean", "target", "value"):
        for at, point in enumerate(points):
            if what in point.drawn:
                canvas[round((point.drawn[what] - low) / step)][at] = marks[what]
    scale = [cell(round(low + step * line, 2)) for line in range(HEIGHT)]
    width = max(map(len, scale))
    lines = [f"{scale[line]:>{width}} |{''.join(canvas[line])}" for line in reversed(range(HEIGHT))]
    axis = f"{points[0].day}".ljust(max(len(points) - 10, 11)) + f"{points[-1].day}"
    used = {what for point in points for what in point.drawn}
    legend = "   ".join(f"{marks[what]} {words}" for what, words in SAID.items() if what in used)
    return [*lines, f"{'':>{width}}  {axis}", "", legend]


def _points(connection: duckdb.DuckDBPyConnection, asked: dict[str, str]) -> list[Point]:
    """The periods from the first with a value on."""
    found: list[Point] = []
    for day, value, mean, lower, upper, target, sentence in connection.execute(SERIES, asked).fetchall():
        numbers = {"value": value, "mean": mean, "lower": lower, "upper": upper, "target": target}
        drawn = {what: float(number) for what, number in numbers.items() if number is not None}
        if found or value is not None:
            found.append(Point(day, drawn, sentence))
    return found


def _council(connection: duckdb.DuckDBPyConnection, asked: str) -> tuple[str, str]:
    rows = connection.execute("select council_id, name from dim_council where is_delivering order by name").fetchall()
    named = [(code, name) for code, name in rows if asked.casefold() in (code.casefold(), name.casefold())]
    if not named:
        fail(f"No council “{asked}” is delivering; there are {', '.join(f'{name} ({code})' for code, name in rows)}.")
    return named[0]


def _indicator(connection: duckdb.DuckDBPyConnection, asked: str) -> tuple[str, str]:
    rows = connection.execute("select indicator_id, name, unit from dim_indicator").fetchall()
    known = {code: (name, unit) for code, name, unit in rows}
    if asked not in known:
        near = ", ".join(get_close_matches(asked, known, 3, 0.4))
        fail(f"There is no indicator “{asked}”. {f'Near it: {near}. ' if near else ''}`kpi indicators` lists all.")
    return known[asked]


def _told(point: Point) -> str:
    newest = f"{point.day}: {cell(point.drawn['value'])}" if "value" in point.drawn else f"{point.day}: no figure"
    target = f"; target {cell(point.drawn['target'])}" if "target" in point.drawn else ""
    return f"\n{newest}{target}. {point.sentence or ''}".rstrip()


def _can_draw() -> bool:
    """Whether what is written here can hold the signs of the drawing."""
    try:
        "".join(PRETTY.values()).encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
