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
from pipeline.ledger import Ledger

COUNCILS = """
    with loads as (
        select council_id,
               sum(delivered) filter (is_current) as delivered,
               sum(quarantined) filter (is_current) as quarantined,
               count(*) filter (status = 'refused') as refused
        from raw.load group by all
    )
    select source.council_id, source.name, coalesce(source.as_at_date, source.office_as_at_date),
           coalesce(loads.delivered, 0), coalesce(loads.quarantined, 0), coalesce(loads.refused, 0)
    from raw.source left join loads using (council_id) order by source.name
"""
FINDINGS_BY_COUNCIL = "select council_id, count(*) from quality.finding group by all"
REFUSED = "select distinct message from raw.load where status = 'refused' and message is not null order by all"
SHOWN = 6
"""Messages on the one screen; the rest stand in the log and in Dagster."""
FIGURES = """
    select count(distinct indicator_id), count(*), count(distinct period_id) from marts.fct_indicator_observation
"""
WITHHELD = """
    select source.name, withheld_reason, count(*) from quality.withheld_indicator join raw.source using (council_id)
    group by all order by all
"""
FINDINGS = "select severity, count(*) from quality.finding group by all order by all"


def render(home: Home, seconds: Mapping[str, float]) -> RenderableType:
    """The summary of the build in ``home``: councils, refusals, figures, gates, times."""
    with duckdb.connect(str(home.build), read_only=True) as connection:
        parts = [_councils(connection), _refused(home, connection), _figures(connection)]
    return Group(*parts, _gates(home), _times(seconds))


def _councils(connection: duckdb.DuckDBPyConnection) -> RenderableType:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("Council", "As at"):
        table.add_column(heading, no_wrap=True)
    for heading in ("Rows in", "Quarantined", "Findings", "Refused"):
        table.add_column(heading, justify="right")
    findings = dict(connection.execute(FINDINGS_BY_COUNCIL).fetchall()) if _has_findings(connection) else {}
    for council, name, as_at, delivered, quarantined, refused in connection.execute(COUNCILS).fetchall():
        day = f"{as_at.day} {as_at:%b %Y}" if as_at else "never"
        numbers = (delivered, quarantined, findings.get(council, 0), refused)
        table.add_row(name, day, *(f"{number:,}" for number in numbers), style="yellow" if refused else "")
    return table


def _refused(home: Home, connection: duckdb.DuckDBPyConnection) -> RenderableType:
    """What was refused whole, and why; the last good delivery stays in use for it."""
    with Ledger.open(home) as ledger:
        at_landing = [str(message) for message in ledger.messages() if message.refuses]
    at_gate_1 = [message for (message,) in connection.execute(REFUSED).fetchall()]
    said = list(dict.fromkeys([*at_landing, *at_gate_1]))
    lines = [f"Refused, the last good one stays in use: {message}" for message in said[:SHOWN]]
    if len(said) > SHOWN:
        lines.append(f"... and {len(said) - SHOWN} more")
    return Text("\n" + "\n".join(lines) if lines else "", style="yellow")


def _has_findings(connection: duckdb.DuckDBPyConnection) -> bool:
    return _exists(connection, "quality", "finding")


def _exists(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    sql = "select 1 from information_schema.tables where table_schema = ? and table_name = ?"
    return bool(connection.execute(sql, [schema, table]).fetchall())


def _figures(connection: duckdb.DuckDBPyConnection) -> RenderableType:
    """Indicators and findings; says nothing of what a failed build did not make."""
    lines = []
    if _exists(connection, "marts", "fct_indicator_observation"):
        indicators, figures, periods = connection.execute(FIGURES).fetchone() or (0, 0, 0)
        lines.append(f"Indicators   {indicators} over {periods:,} periods: {figures:,} figures")
    if _has_findings(connection):
        counts = ", ".join(f"{n:,} {severity}" for severity, n in connection.execute(FINDINGS).fetchall())
        lines.append(f"Findings     {counts or 'none'}")
    if _exists(connection, "quality", "withheld_indicator"):
        withheld = connection.execute(WITHHELD).fetchall()
        lines += [f"[red]Withheld[/]     {name}, {number} indicators: {reason}" for name, reason, number in withheld]
    return Text.from_markup("\n".join(lines))


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
    return Text(f"Time         {sum(seconds.values()):.0f} s: {', '.join(parts)}\n")


def release_lines(home: Home) -> RenderableType:
    """Where the current release is, and how to open it."""
    release = releases.current(home)
    if release is None:
        return Text("Release      none yet")
    link = home.published / "current"
    where = link / "kpi.duckdb" if link.exists() else release.database
    files = "".join(f"\n  {where.parent / name}" for name in ("report.html", where.name, "parquet"))
    return Text(f"Release      {release.id}{files}")
