"""What of the figures the public edition holds at all, and in which form disclosure control can take it."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from pipeline.home import SEEDS

WHOLE = ("month", "quarter", "financial_year", "year_to_july")
"""Periods of figures of the whole. Weeks and rolling years overlap months: they would cost more than they tell."""
PARTS = ("quarter", "financial_year", "year_to_july")
"""Periods of categories: by the month three counts of four would be suppressed."""
BREAKDOWNS = ("age_band", "sex", "ethnic_group", "disability", "asylum_seeking", "locality", "band")
"""Single breakdowns only. A team is its staff, and a cross of two breakdowns is where children stand alone."""
ORDERED = ("maximum", "median")
"""Kinds whose numerator is the value of one case: nothing that counts people."""

FIGURES = f"""
    select * from fct_indicator_observation
    where (breakdown = 'all' and period_type in {WHOLE}) or (breakdown in {BREAKDOWNS} and period_type in {PARTS})
    order by council_id, indicator_id, period_id, breakdown, category
"""


@dataclass(frozen=True)
class Scope:
    """The figures to protect, those that need none, and which were left out for which reason."""

    figures: pd.DataFrame
    exempt: pd.DataFrame
    left_out: dict[str, list[str]]


def of(connection: duckdb.DuckDBPyConnection) -> Scope:
    """Divide the figures of the release that ``connection`` has open."""
    rows = connection.execute(FIGURES).df()
    for column in ("period_start", "period_end", "as_at_date"):
        rows[column] = pd.to_datetime(rows[column])
    rows = rows.merge(connection.execute("select indicator_id, kind from dim_indicator").df(), on="indicator_id")
    # A returned count often comes as the value alone.
    bare = rows["kind"].eq("count") & rows["numerator"].isna()
    rows["numerator"] = rows["numerator"].mask(bare, rows["value"])
    exempt = rows["indicator_id"].isin(exempt_indicators()) | _elsewhere(connection, rows)
    unreviewed = ~exempt & ~rows["indicator_id"].isin(reviewed_indicators())
    told = _named(rows, unreviewed)
    rows, exempt = rows[~unreviewed].reset_index(drop=True), exempt[~unreviewed].reset_index(drop=True)
    unknown = ~exempt & rows["value"].notna() & rows["numerator"].isna()
    broken = ~exempt & rows["indicator_id"].isin(rows.loc[~exempt & _is_no_count(rows), "indicator_id"])
    alone = ~exempt & ~unknown & ~broken & _without_whole(rows)
    kept = rows.drop(columns="kind")
    left_out = {
        "not yet reviewed for what its counts tell of others": told,
        "returned without the counts behind them": _named(rows, unknown),
        "rest on parts of people, which cannot be counted": _named(rows, broken),
        "categories of a whole that is not known": _named(rows, alone),
    }
    return Scope(kept[~exempt & ~unknown & ~broken & ~alone].reset_index(drop=True), kept[exempt], left_out)


def reviewed_indicators() -> set[str]:
    """The indicators of which somebody has checked which other counts theirs tell of; no other is made public."""
    return set(pd.read_csv(SEEDS / "public_indicator.csv")["indicator_id"])


def exempt_indicators() -> set[str]:
    """The indicators that count no people: actions, meetings, pounds."""
    return set(pd.read_csv(SEEDS / "public_exempt.csv")["indicator_id"])


def _elsewhere(connection: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> pd.Series:
    """Figures of nations, regions and councils that deliver nothing here: their own publishers released them."""
    delivering = connection.execute("select council_id from dim_council where is_delivering").df()["council_id"]
    return ~rows["council_id"].isin(delivering)


def _is_no_count(rows: pd.DataFrame) -> pd.Series:
    """Whether what should count people is negative, fractional, or more than it is a part of."""
    counted = rows["numerator"].where(~rows["kind"].isin(ORDERED))
    base = rows["denominator"].where(rows["kind"] != "rate")
    part = rows["kind"].isin(["percentage", "distribution"])
    return (counted % 1 > 0) | (counted < 0) | (base % 1 > 0) | (base < 0) | (part & (counted > base))


def _without_whole(rows: pd.DataFrame) -> pd.Series:
    """Categories that are known although their whole is not: two breakdowns would give each other away."""
    same = ["council_id", "indicator_id", "period_id"]
    whole = rows[rows["breakdown"] == "all"][[*same, "numerator", "denominator"]]
    beside = rows[[*same, "breakdown", "numerator", "denominator"]].merge(
        whole, on=same, how="left", suffixes=("", "_whole")
    )
    lost = [beside[name].notna() & beside[f"{name}_whole"].isna() for name in ("numerator", "denominator")]
    return (beside["breakdown"].ne("all") & (lost[0] | lost[1])).set_axis(rows.index)


def _named(rows: pd.DataFrame, chosen: pd.Series) -> list[str]:
    return sorted(set(rows.loc[chosen, "indicator_id"]))
