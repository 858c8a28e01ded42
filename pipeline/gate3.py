"""Gate 3: the marts keep their contract, are complete, and agree with themselves and with what was delivered."""

from __future__ import annotations

import duckdb

from pipeline import gates, marts, releases
from pipeline.contracts import EXTRACTS
from pipeline.gates import Check
from pipeline.home import Home

CHANGED_SHARE = 0.05
"""More changed figures than this in periods already published is more than late recording explains."""

OBSERVATION = "council_id, indicator_id, period_id, breakdown, category"

RECONCILIATIONS = {
    "not_empty": """
        select count(*) as compared, (count(*) = 0)::integer as empty from marts.fct_indicator_observation
    """,
    "complete": f"""
        with made as (select {OBSERVATION}, count(*) as times from marts.fct_indicator_observation group by all)
        select count(*) as expected,
               count(*) filter (made.council_id is null) as missing,
               count(*) filter (due.council_id is null) as unexpected,
               count(*) filter (made.times > 1) as repeated
        from measures.indicator_index as due full join made using ({OBSERVATION})
    """,
    "breakdowns_sum_to_whole": """
        with parts as (
            select council_id, indicator_id, period_id, breakdown,
                   sum(part.numerator) filter (breakdown <> 'all') as parts,
                   any_value(whole.numerator) as whole
            from marts.fct_indicator_observation as part
            join (select council_id, indicator_id, period_id, numerator from marts.fct_indicator_observation
                  where breakdown = 'all' and source = 'case' and status in ('ok', 'provisional', 'stale')) as whole
              using (council_id, indicator_id, period_id)
            join marts.dim_indicator as indicator using (indicator_id)
            where part.breakdown <> 'all' and indicator.kind = 'count'
            group by all
        )
        select count(*) as compared, count(*) filter (parts is distinct from whole) as differing from parts
    """,
    "looked_after_types_sum_to_total": """
        with types as (
            select council_id, period_id, least(period_end, as_at_date) as day,
                   sum(numerator) filter (indicator_id = 'lac_total') as total,
                   sum(numerator) filter (indicator_id in ('lac_at_home', 'lac_away')) as placed
            from marts.fct_indicator_observation
            where indicator_id in ('lac_total', 'lac_at_home', 'lac_away') and breakdown = 'all'
              and source = 'case' and status in ('ok', 'provisional', 'stale')
            group by all
            having placed is not null
        ),
        without_placement as (
            select council_id, period_id, count(*) as children
            from types join intermediate.int_care_spell as care using (council_id)
            where care.from_date <= day and (care.to_date is null or care.to_date > day) and not exists (
                select 1 from intermediate.int_placed_spell as placed
                where placed.council_id = care.council_id and placed.child_key = care.child_key
                  and placed.from_date <= day and (placed.to_date is null or placed.to_date > day))
            group by all
        )
        select count(*) as compared,
               count(*) filter (total is distinct from placed + coalesce(children, 0)) as differing
        from types left join without_placement using (council_id, period_id)
    """,
    "accepted_rows_in_warehouse": f"""
        with loaded as ({" union all ".join(
            f"select council_id, '{name}' as extract, count(*) as held from raw.{name} group by all"
            for name in EXTRACTS)})
        select coalesce(sum(accepted), 0)::bigint as accepted,
               coalesce(sum(held), 0)::bigint as held,
               count(*) filter (accepted is distinct from coalesce(held, 0)) as differing
        from (select * from raw.load where is_current) full join loaded using (council_id, extract)
    """,
}  # fmt: skip
"""Name -> one SELECT of counts over the build; every count not named in EVIDENCE must be zero."""

EVIDENCE = frozenset({"expected", "compared", "accepted", "held"})
"""Counts that say how much was looked at."""

CHANGE = f"""
    select count(*) as compared,
           count(*) filter (now.council_id is null) as gone,
           count(*) filter (now.council_id is not null and now.value is distinct from before.value) as changed
    from last.main.fct_indicator_observation as before
    left join marts.fct_indicator_observation as now using ({OBSERVATION})
    where before.status = 'ok'
"""


def check(home: Home) -> list[Check]:
    """Judge the marts in ``home.build`` and keep the verdict with them; returns the checks."""
    last = releases.current(home)
    with duckdb.connect(str(home.build), read_only=True) as connection:
        checks = [_contract(connection, table) for table in marts.CONTRACTS]
        checks += [_reconcile(connection, name) for name in RECONCILIATIONS]
        checks.append(_change(connection, last))
    gates.record(home, checks)
    return checks


def names() -> list[str]:
    """The names of all checks that ``check`` makes."""
    return [*(f"contract_{table}" for table in marts.CONTRACTS), *RECONCILIATIONS, "change_since_last_release"]


def _contract(connection: duckdb.DuckDBPyConnection, table: str) -> Check:
    schema = marts.CONTRACTS[table]
    frame = connection.execute(f"select {', '.join(schema.columns)} from marts.{table}").df()
    return gates.contract_check(3, f"contract_{table}", schema, frame)


def _reconcile(connection: duckdb.DuckDBPyConnection, name: str) -> Check:
    counts = gates.counts(connection, RECONCILIATIONS[name])
    faults = sum(n for part, n in counts.items() if part not in EVIDENCE)
    return Check(3, name, faults == 0, counts)


def _comparable(last: releases.Release) -> bool:
    """Whether the last release, perhaps made by an older version of this project, has the columns to compare."""
    columns = last.manifest["tables"].get("fct_indicator_observation", {}).get("columns", [])
    return {*OBSERVATION.split(", "), "value", "status"} <= {name for name, _ in columns}


def _change(connection: duckdb.DuckDBPyConnection, last: releases.Release | None) -> Check:
    """Settled figures that differ from the last release: a warning, since corrections do arrive late."""
    name = "change_since_last_release"
    if last is None or not _comparable(last):
        return Check(3, name, True, {"compared": 0}, severity="warning")
    connection.execute(f"attach '{last.database}' as last (read_only)")
    counts = gates.counts(connection, CHANGE)
    much = counts["gone"] + counts["changed"] > CHANGED_SHARE * counts["compared"]
    return Check(3, name, not much, counts, severity="warning")
