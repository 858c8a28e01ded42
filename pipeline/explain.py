"""Explain one published number down to the cases behind it.

Everything comes from the release itself and from the restricted cases kept beside it; the cases always add up to the
published number, because both come from the same measure rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline import releases, restricted
from pipeline.home import Home
from pipeline.releases import Release


class ExplainError(LookupError):
    """There is nothing to explain under that name; the message says what there is."""


@dataclass(frozen=True)
class Question:
    """Which number: the whole by default, or one ``category`` of a ``breakdown``."""

    indicator: str
    council: str
    period_end: str
    period_type: str = "month"
    breakdown: str = "all"
    category: str = "all"

    @property
    def period(self) -> str:
        """The period id."""
        return f"{self.period_type}:{self.period_end}"


@dataclass(frozen=True)
class Explanation:
    """The answer. ``observation``, ``indicator``, ``definition`` are rows; the frames are counts, save ``cases``.

    ``cases`` has one row per subject (and day, for events): token, numerator, denominator. Restricted.
    """

    question: Question
    observation: dict[str, Any]
    indicator: dict[str, Any]
    definition: dict[str, Any]
    council: str
    excluded: pd.DataFrame
    confidence: dict[str, Any]
    quality: pd.DataFrame
    revisions: pd.DataFrame
    cases: pd.DataFrame

    @property
    def total(self) -> tuple[float, float]:
        """Numerator and denominator that the cases add up to; of a maximum or median the case, or the middle two."""
        numerators = self.cases["numerator"]
        taken = {"maximum": numerators.max, "median": numerators.median}.get(self.indicator["kind"])
        return float(taken() if taken and len(numerators) else numerators.sum()), float(self.cases["denominator"].sum())

    def reliability(self) -> str:
        """How far the value can be relied on, e.g. ``moderate: 171 could be 170 to 175``; blank where not said."""
        told = self.confidence
        if not told or told["confidence"] == "withheld":
            return str(told.get("withheld_reason", ""))
        doubt = f"{told['touched_cases']:,} of {told['cases']:,} cases in doubt, {told['added_cases']:,} may be missing"
        if told["lowest_value"] is None:
            return f"{told['confidence']}: {doubt}"
        span = f"{_number(told['lowest_value'])} to {_number(told['highest_value'])}"
        return f"{told['confidence']}: {_number(told['value'])} could be {span} ({doubt})"

    def formula(self) -> str:
        """The calculation with the actual numbers, e.g. ``1,000 x 171 / 22,796 = 7.5013 -> 7.5``."""
        row = self.observation
        if row["value"] is None:
            return f"No value: {row['status_reason'] or row['status']}"
        if row["numerator"] is None:
            return f"{_number(row['value'])} {self.indicator['unit']}, as returned"
        if row["denominator"] is None:
            return f"{_number(row['numerator'])} {self.indicator['unit']}"
        factor = {"rate": row["rate_per"], "percentage": 100}.get(self.indicator["kind"])
        times = f"{_number(factor)} × " if factor else ""
        return (
            f"{times}{_number(row['numerator'])} ÷ {_number(row['denominator'])} = {row['value_unrounded']:.4f}, "
            f"rounded half up to {_number(row['value'])}"
        )


def explain(home: Home, question: Question) -> Explanation:
    """Everything there is to say about one number of the current release.

    Raises ExplainError when there is no release, when the release makes no such observation, or when its cases are
    no longer kept.
    """
    release = releases.current(home)
    if release is None:
        raise ExplainError("There is no release yet: run `kpi refresh` first.")
    with duckdb.connect() as connection:
        connection.execute(f"attach {restricted.quoted(release.database)} as kpi (read_only)")
        connection.execute("use kpi")
        observation = _observation(connection, question)
        return Explanation(
            question=question,
            observation=observation,
            indicator=_one(connection, "dim_indicator where indicator_id = $indicator", question),
            definition=_one(connection, DEFINITION, question),
            council=_one(connection, "dim_council where council_id = $council", question)["name"],
            excluded=_frame(connection, EXCLUDED, question, observation, _file(home, release, "measure_excluded")),
            confidence=_confidence(connection, question),
            quality=_frame(connection, QUALITY, question, observation),
            revisions=_frame(connection, REVISIONS, question, observation),
            cases=_cases(connection, question, observation, _file(home, release, "measure_movement")),
        )  # fmt: skip


DEFINITION = """dim_indicator_definition
    where indicator_id = $indicator
        and nation = (select nation from dim_council where council_id = $council)
        and cast($period_end as date) between coalesce(valid_from, '1900-01-01') and coalesce(valid_to, '9999-12-31')"""

EXCLUDED = """
    select reason, count(distinct subject_key) as cases from read_parquet($file)
    where council_id = $council and indicator_id = $indicator and case shape
        when 'state' then from_date <= $last_day and (to_date is null or to_date > $last_day)
        else event_date between $first_day and $last_day end
    group by reason order by reason"""

QUALITY = """
    select rule_id, extract, severity, sum(findings)::integer as findings from fct_data_quality
    where council_id = $council
        and extract in (select unnest(string_split(extracts, ';')) from dim_indicator where indicator_id = $indicator)
    group by all order by findings desc, rule_id"""

CONFIDENCE = """fct_indicator_confidence
    where council_id = $council and indicator_id = $indicator and period_id = $period_id"""

REVISIONS = """
    select previous_as_at_date, as_at_date, previous_value, value, reason, explanation from fct_indicator_revision
    where council_id = $council and indicator_id = $indicator and period_id = $period_id order by as_at_date"""

_COUNTED = """
    select subject_key, child_key, worker_key{day}, sum(direction * numerator) as numerator,
        coalesce(sum(direction * denominator), 0) as denominator
    from read_parquet($file)
    where council_id = $council and indicator_id = $indicator and {bears}
        and ($breakdown = 'all' or $category = array_to_string(
            list_transform(string_split($breakdown, '+'), lambda part: case part
                when 'age_band' then age_band when 'locality' then locality when 'team' then team when 'sex' then sex
                when 'ethnic_group' then ethnic_group when 'disability' then disability
                when 'asylum_seeking' then asylum_seeking when 'band' then band end), ', '))
    group by all having sum(direction) > 0 order by all"""

CASES = {
    "state": _COUNTED.format(day="", bears="day <= $last_day"),
    "event": _COUNTED.format(day=", day", bears="day between $first_day and $last_day"),
    "window": _COUNTED.format(day="", bears="period_id = $period_id"),
}
"""The cases of each shape: entries less leavings up to the last day counted, as the engine counts them."""


def _cases(connection: duckdb.DuckDBPyConnection, question: Question, row: dict[str, Any], file: Path) -> pd.DataFrame:
    """The cases that were counted; none of a figure that was returned, whatever the extracts hold."""
    found = _frame(connection, CASES[_shape(connection, question)], question, row, file)
    return found if row["source"] == "case" else found.head(0)


def _observation(connection: duckdb.DuckDBPyConnection, question: Question) -> dict[str, Any]:
    found = _row(
        connection,
        """select * from fct_indicator_observation where council_id = ? and indicator_id = ? and period_id = ?
           and breakdown = ? and category = ?""",
        [question.council, question.indicator, question.period, question.breakdown, question.category],
    )
    if not found:
        raise ExplainError(_what_there_is(connection, question))
    return found


def _what_there_is(connection: duckdb.DuckDBPyConnection, question: Question) -> str:
    """Why there is no such observation, with the nearest things there are."""
    known = connection.execute("select indicator_id from dim_indicator order by all").fetchall()
    if (question.indicator,) not in known:
        return f"No indicator “{question.indicator}”. There are: {', '.join(name for (name,) in known)}."
    councils = connection.execute(
        "select council_id, name from dim_council where is_delivering order by all"
    ).fetchall()
    if question.council not in [council for council, _ in councils]:
        return f"No figures for council “{question.council}”. There are: {', '.join(f'{c} {n}' for c, n in councils)}."
    periods = connection.execute(
        """select distinct period_type, max(period_end) over (partition by period_type) from fct_indicator_observation
           where council_id = ? and indicator_id = ? order by all""",
        [question.council, question.indicator],
    ).fetchall()
    newest = ", ".join(f"{kind} {day}" for kind, day in periods)
    parts = connection.execute(
        """select breakdown || '=' || category from fct_indicator_observation
           where council_id = ? and indicator_id = ? and period_id = ? and breakdown <> 'all' order by all""",
        [question.council, question.indicator, question.period],
    ).fetchall()
    asked = question.period if question.breakdown == "all" else f"{question.breakdown}={question.category}"
    listed = f" Breakdowns: {', '.join(part for (part,) in parts)}." if parts else ""
    return f"No observation for {asked}. Newest periods: {newest}.{listed}"


def _confidence(connection: duckdb.DuckDBPyConnection, question: Question) -> dict[str, Any]:
    """How far the value can be relied on: said of the whole in the latest period only."""
    is_told = connection.execute("from duckdb_tables() where table_name = 'fct_indicator_confidence'").fetchall()
    return _one(connection, CONFIDENCE, question) if is_told and question.breakdown == "all" else {}


def _one(connection: duckdb.DuckDBPyConnection, where: str, question: Question) -> dict[str, Any]:
    parameters = {"indicator": question.indicator, "council": question.council, "period_end": question.period_end,
                  "period_id": question.period}  # fmt: skip
    used = {name: value for name, value in parameters.items() if f"${name}" in where}
    return _row(connection, f"select * from {where}", used)


def _row(connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[str] | dict[str, str]) -> dict[str, Any]:
    """The first row by column name, empty values as None; nothing where there is no row."""
    cursor = connection.execute(sql, parameters)
    row = cursor.fetchone()
    return dict(zip([column[0] for column in cursor.description or ()], row, strict=True)) if row else {}


def _frame(
    connection: duckdb.DuckDBPyConnection, sql: str, question: Question, row: dict[str, Any], file: Path | None = None
) -> pd.DataFrame:
    parameters = {
        "indicator": question.indicator, "council": question.council, "period_id": question.period,
        "breakdown": question.breakdown, "category": question.category, "first_day": row["period_start"],
        "last_day": min(row["period_end"], row["as_at_date"]), "file": str(file),
    }  # fmt: skip
    return connection.execute(sql, {name: value for name, value in parameters.items() if f"${name}" in sql}).df()


def _shape(connection: duckdb.DuckDBPyConnection, question: Question) -> str:
    return str(_one(connection, "dim_indicator where indicator_id = $indicator", question)["shape"])


def _file(home: Home, release: Release, table: str) -> Path:
    file = restricted.case_file(home, release.id, table)
    if not file.exists():
        raise ExplainError(
            f"The cases behind release {release.id} are not kept in the restricted folder: run `kpi refresh` once."
        )
    return file


def _number(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".")
