"""One screen that says how a refresh went: what came in, what was held back, what is out and where."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline import gates, releases
from pipeline.display import STAGES
from pipeline.home import Home

COUNCILS = """
    with loads as (
        select council_id,
               sum(delivered) filter (is_current) as delivered,
               sum(quarantined) filter (is_current) as quarantined,
               count(*) filter (status = 'refused') as refused
        from raw.load group by all
    )
    select source.name, source.as_at_date, source.system,
           coalesce(loads.delivered, 0), coalesce(loads.quarantined, 0), coalesce(loads.refused, 0)
    from raw.source left join loads using (council_id) order by source.name
"""
REFUSED = "select name, extract, message from raw.load join raw.source using (council_id) where status = 'refused'"
FIGURES = """
    select count(distinct indicator_id), count(*), count(distinct period_id) from marts.fct_indicator_observation
"""
FINDINGS = "select severity, count(*) from quality.finding group by all order by all"


def render(home: Home, seconds: Mapping[str, float]) -> RenderableType:
    """The summary of the build in ``home``: councils, gates, figures, times."""
    with duckdb.connect(str(home.build), read_only=True) as connection:
        parts = [_councils(connection), *_refused(connection), _figures(connection)]
    return Group(*parts, _gates(home), _times(seconds))


def _councils(connection: duckdb.DuckDBPyConnection) -> RenderableType:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("Council", "As at", "System"):
        table.add_column(heading)
    for heading in ("Rows in", "Quarantined", "Refused loads"):
        table.add_column(heading, justify="right")
    for name, as_at, system, delivered, quarantined, refused in connection.execute(COUNCILS).fetchall():
        table.add_row(name, f"{as_at:%-d %b %Y}" if as_at else "never", system, f"{delivered:,}", f"{quarantined:,}",
                      f"[yellow]{refused}" if refused else "0")  # fmt: skip
    return table


def _refused(connection: duckdb.DuckDBPyConnection) -> list[RenderableType]:
    return [
        Text(f"Refused, the last good one stays: {name}, {extract}: {message}", style="yellow")
        for name, extract, message in connection.execute(REFUSED).fetchall()[:5]
    ]


def _exists(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    sql = "select 1 from information_schema.tables where table_schema = ? and table_name = ?"
    return bool(connection.execute(sql, [schema, table]).fetchall())


def _figures(connection: duckdb.DuckDBPyConnection) -> RenderableType:
    """Indicators and findings; says nothing of what a failed build did not make."""
    lines = []
    if _exists(connection, "marts", "fct_indicator_observation"):
        indicators, figures, periods = connection.execute(FIGURES).fetchone() or (0, 0, 0)
        lines.append(f"Indicators   {indicators} over {periods:,} periods: {figures:,} figures")
    if _exists(connection, "quality", "finding"):
        counts = ", ".join(f"{n:,} {severity}" for severity, n in connection.execute(FINDINGS).fetchall())
        lines.append(f"Findings     {counts or 'none'}")
    return Text("\n" + "\n".join(lines))


def _gates(home: Home) -> RenderableType:
    """One line per gate, and one per check that failed."""
    checks = [gates.Check(**each) for each in gates.recorded(home)]
    lines = []
    for gate in sorted({check.gate for check in checks}):
        judged = [check for check in checks if check.gate == gate]
        failed = [check for check in judged if not check.passed]
        lines.append(f"Gate {gate}       {len(judged) - len(failed)} of {len(judged)} checks passed")
        lines += [_failure(check) for check in failed]
    return Text.from_markup("\n".join(lines))


def _failure(check: gates.Check) -> str:
    style, word = ("red", "failed ") if check.withholds else ("yellow", "warning")
    counts = ", ".join(f"{name} {n:,}" for name, n in check.counts.items())
    return f"  [{style}]{word}[/] {check.name}: {counts}"


def _times(seconds: Mapping[str, float]) -> RenderableType:
    parts = [f"{stage} {seconds[stage]:.0f} s" for stage in STAGES if stage in seconds]
    return Text(f"Time         {sum(seconds.values()):.0f} s ({', '.join(parts)})")


def release_lines(home: Home) -> RenderableType:
    """Where the current release is, and how to open it."""
    release = releases.current(home)
    if release is None:
        return Text("Release      none yet")
    link = home.published / "current"
    where = link / "kpi.duckdb" if link.exists() else release.database
    return Text(f"Release      {release.id}\n  {where}\n  {where.parent / 'parquet'}")
