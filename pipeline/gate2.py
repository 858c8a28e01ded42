"""Gate 2: the staged cases keep their contract, and whatever is wrong with them has a rule and an owner."""

from __future__ import annotations

import duckdb
import pandas as pd
import pandera.pandas as pa

from pipeline import gates
from pipeline.contracts import EXTRACTS
from pipeline.contracts.extract import Extract
from pipeline.gates import Check
from pipeline.home import Home

TOKEN = r"^[0-9a-f]{4}-[0-9a-f]{32}$"
"""The form of a keyed token: anything else in a key column would be an identifier that got through."""

FINDINGS = """
    select count(*) as findings,
           count(*) filter (severity = 'blocker') as blocker,
           count(*) filter (severity = 'serious') as serious,
           count(*) filter (severity = 'advisory') as advisory,
           count(*) filter (owner_role is null) as without_owner
    from quality.finding left join (select rule_id, owner_role from seeds.quality_rule) using (rule_id)
"""


def check(home: Home) -> list[Check]:
    """Judge the staged cases in ``home.build`` and keep the verdict with them; returns the checks."""
    with duckdb.connect(str(home.build), read_only=True) as connection:
        checks = [_staged(connection, extract) for extract in EXTRACTS.values()]
        checks += [_none_lost(connection, name) for name in EXTRACTS]
        checks.append(_findings(connection))
    gates.record(home, checks)
    return checks


def names() -> list[str]:
    """The names of all checks that ``check`` makes."""
    return [*(f"staged_{name}" for name in EXTRACTS), *(f"rows_{name}" for name in EXTRACTS), "findings_have_owner"]


def contract(extract: Extract) -> pa.DataFrameSchema:
    """What a staged extract must be: one row per council and key, tokens in every key column, spells that end late."""
    tokens = extract.token_columns()
    columns = {
        token: pa.Column("str", pa.Check.str_matches(TOKEN, name="token"), nullable=extract.columns[name].nullable)
        for name, token in tokens.items()
    }
    columns["council_id"] = pa.Column("str")
    spell = pa.Check(_ends_after_it_starts, name="ends_after_it_starts", ignore_na=False)
    identity = [tokens[name] for name in extract.key if name in tokens]
    unique = ["council_id", *identity] if len(identity) == len(extract.key) else None
    return pa.DataFrameSchema(columns, checks=[spell], unique=unique)


def _ends_after_it_starts(frame: pd.DataFrame) -> pd.Series[bool]:
    if not {"from_date", "to_date"} <= set(frame.columns):
        return pd.Series(True, index=frame.index)
    return frame["to_date"].isna() | (frame["from_date"] <= frame["to_date"])


def _staged(connection: duckdb.DuckDBPyConnection, extract: Extract) -> Check:
    frame = connection.execute(f"select * from staging.stg_{extract.name}").df()
    return gates.contract_check(2, f"staged_{extract.name}", contract(extract), frame)


def _none_lost(connection: duckdb.DuckDBPyConnection, name: str) -> Check:
    """Staging renames and joins code lists; it neither drops nor multiplies a case."""
    sql = f"select (select count(*) from raw.{name}) as accepted, (select count(*) from staging.stg_{name}) as staged"
    counts = gates.counts(connection, sql)
    return Check(2, f"rows_{name}", counts["accepted"] == counts["staged"], counts)


def _findings(connection: duckdb.DuckDBPyConnection) -> Check:
    counts = gates.counts(connection, FINDINGS)
    return Check(2, "findings_have_owner", counts["without_owner"] == 0, counts)
