"""What stands in the worklists: findings with the numbers that the source system knows them by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from pipeline import restricted
from pipeline.alerts import catalogue
from pipeline.alerts.catalogue import UNLISTED, Catalogue
from pipeline.alerts.wording import in_address
from pipeline.contracts import EXTRACTS
from pipeline.home import Home

SCREENS = Path(__file__).with_name("screen.csv")
"""Where each system shows each extract, in the words on its screens."""
NO_TEAM = "all"
"""The worklist of what belongs to no team, as alerts link it."""

FOUND = """
    select finding.council_id, source.name as council, finding.team, finding.rule_id, finding.extract,
        source.system, source.layout, finding.record_token, finding.child_key, finding.source_file,
        finding.source_row, finding.first_seen_date, finding.last_seen_date
    from build.quality.finding as finding join build.raw.source as source using (council_id)
    join build.seeds.quality_rule using (rule_id)
"""
DONE = """
    select old.council_id, source.name as council, old.team, old.rule_id, old.extract, source.system, source.layout,
        old.record_token, old.child_key, null as source_file, null as source_row, old.first_seen_date,
        load.extract_date as last_seen_date
    from build.raw.previous_finding as old join build.raw.source as source using (council_id)
    join build.seeds.quality_rule using (rule_id)
    join build.raw.load as load on load.council_id = old.council_id and load.extract = old.extract and load.is_current
    where old.record_token is not null and not exists (
        select 1 from build.quality.finding as new
        where new.council_id = old.council_id and new.rule_id = old.rule_id and new.extract = old.extract
            and new.record_token = old.record_token)
    -- what was looked at again from the same load has not been corrected
    and load.load_id is distinct from (
        select max_by(load_id, release_number) from build.raw.load_log as log
        where log.council_id = old.council_id and log.extract = old.extract)
"""
NAMED = """
    with found as ({found}),
    ids as (
        select distinct on (council_id, token) council_id, token, source_id
        from read_parquet($identities) order by council_id, token, kind
    ),
    keys as ({keys})
    select found.* exclude (record_token, child_key),
        coalesce(records.source_id, owners.source_id) as record_id, children.source_id as child_id
    from found
    left join keys using (council_id, extract, record_token)
    left join ids as records on records.council_id = found.council_id and records.token = found.record_token
    left join ids as owners on owners.council_id = found.council_id and owners.token = keys.key_token
    left join ids as children on children.council_id = found.council_id and children.token = found.child_key
"""


@dataclass(frozen=True)
class Worklist:
    """The records of one team: what to correct, what was corrected since the last release, and the rules in words."""

    council_id: str
    council: str
    team: str
    file: str
    to_correct: pd.DataFrame
    done: pd.DataFrame
    rules: pd.DataFrame


def worklists(home: Home) -> list[Worklist]:
    """The worklists of the build, by council and team; none for a team with nothing to correct and nothing done.

    None either where nobody delivers records: figures that are only returned have no numbers to look up.
    """
    if not _identities(home):
        return []
    known = catalogue.read()
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")  # it would stand among the summary
        connection.execute(f"attach {restricted.quoted(home.build)} as build (read_only)")
        found, done = (_named(connection, home, sql, known) for sql in (FOUND, DONE))
    groups = sorted({*_groups(found), *_groups(done)})
    return [_worklist(known, group, found, done) for group in groups]


def _identities(home: Home) -> list[str]:
    """The files that say who is behind a token."""
    return [str(file) for file in sorted((home.restricted / "identity").glob("*.parquet"))]


def _groups(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [tuple(row) for row in rows[["council_id", "council", "file"]].drop_duplicates().itertuples(index=False)]


def _named(connection: duckdb.DuckDBPyConnection, home: Home, sql: str, known: Catalogue) -> pd.DataFrame:
    """The rows of ``sql`` with source ids instead of tokens, the file each goes to and where to correct it."""
    rows = connection.execute(NAMED.format(found=sql, keys=_keys()), {"identities": _identities(home)}).df()
    rows["file"] = [_file(known, council, team) for council, team in zip(rows["council_id"], rows["team"], strict=True)]
    screens = pd.read_csv(SCREENS, dtype="str")
    rows = rows.merge(screens, on=["layout", "extract"], how="left")
    fallback = rows["system"] + ": " + rows["extract"].str.replace("_", " ")
    return rows.assign(screen=rows["screen"].fillna(fallback))


def _keys() -> str:
    """Records whose key has several columns are known by the first of them, such as the number of a worker."""
    parts = [
        f"select council_id, '{name}' as extract, record_token, {extract.token_columns()[extract.key[0]]} as key_token"
        f" from build.raw.{name}"
        for name, extract in EXTRACTS.items()
        if len(extract.key) > 1 and extract.key[0] in extract.token_columns()
    ]
    return " union all ".join(parts)


def _file(known: Catalogue, council_id: str, team: str) -> str:
    """The name that alerts link: the team's code, ``all`` for no team, ``unlisted`` for one that no seed knows."""
    if team == "not_known":
        return NO_TEAM
    return in_address(team) if (council_id, team) in known.teams else UNLISTED


def _worklist(known: Catalogue, group: tuple[str, str, str], found: pd.DataFrame, done: pd.DataFrame) -> Worklist:
    council_id, council, file = group
    theirs, ended = (
        rows[(rows["council_id"] == council_id) & (rows["file"] == file)].sort_values(
            ["first_seen_date", "rule_id", "record_id"], kind="stable"
        )
        for rows in (found, done)
    )
    names = {in_address(code): team.name for (place, code), team in known.teams.items() if place == council_id}
    team = names.get(file, "No team" if file == NO_TEAM else "Teams that are not listed")
    return Worklist(council_id, council, team, file, _table(known, theirs), _table(known, ended), _rules(known, theirs))


def _table(known: Catalogue, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in the words of the rule catalogue, most serious first, then the oldest."""
    rules = [known.rule(rule) for rule in rows["rule_id"]]
    days = (pd.to_datetime(rows["last_seen_date"]) - pd.to_datetime(rows["first_seen_date"])).dt.days
    table = pd.DataFrame({
        "Severity": [rule.severity for rule in rules],
        "What is wrong": [rule.title for rule in rules],
        "Record number": rows["record_id"].array,
        "Child number": rows["child_id"].array,
        "Where to correct it": rows["screen"].array,
        "File": rows["source_file"].array,
        "Row": rows["source_row"].array,
        "First seen": [f"{day:%Y-%m-%d}" if pd.notna(day) else "" for day in rows["first_seen_date"]],
        "Days open": days.array,
    })  # fmt: skip
    order = pd.Categorical(table["Severity"], ["blocker", "serious", "advisory"], ordered=True)
    return table.assign(order=order).sort_values("order", kind="stable").drop(columns="order").reset_index(drop=True)


def _rules(known: Catalogue, rows: pd.DataFrame) -> pd.DataFrame:
    counts = rows["rule_id"].value_counts()
    rules = sorted((known.rule(str(name)) for name in counts.index), key=lambda rule: rule.title)
    return pd.DataFrame({
        "What is wrong": [rule.title for rule in rules],
        "Records": [int(counts[rule.rule_id]) for rule in rules],
        "What to do": [rule.what_to_do for rule in rules],
        "Why it matters": [rule.why for rule in rules],
        "Who answers for it": [rule.owner_role for rule in rules],
    })  # fmt: skip
