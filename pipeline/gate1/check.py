"""Check: typed rows against their contract, the as-at date and each other. Returns findings, never exceptions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pandera.pandas as pa

from pipeline.contracts.extract import Extract

FINDING = ["at", "column", "rule"]


def contract(extract: Extract, typed: pd.DataFrame) -> pd.DataFrame:
    """Findings of the pandera contract: missing_value, out_of_range, row_check."""
    try:
        extract.schema().validate(typed, lazy=True, inplace=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases[["schema_context", "column", "check", "index"]]
    else:
        return pd.DataFrame(columns=FINDING)
    is_row = cases["schema_context"] == "DataFrameSchema"
    rule = cases["check"].map({"not_nullable": "missing_value"}).fillna("out_of_range").mask(is_row, "row_check")
    about = {check.error: _about(extract, check) for check in extract.checks}
    column = cases["check"].map(about).where(is_row, cases["column"])
    return pd.DataFrame({"at": cases["index"], "column": column, "rule": rule}).drop_duplicates()


def _about(extract: Extract, check: pa.Check) -> str:
    """The column that a row check is about: the one its name begins with."""
    return max((name for name in extract.columns if str(check.name).startswith(name)), key=len)


def future(extract: Extract, typed: pd.DataFrame, as_at: date) -> pd.DataFrame:
    """Findings of dates after the as-at date, in every column that does not look ahead by its nature."""
    end = pd.Timestamp(as_at) + pd.Timedelta(days=1)
    found = [pd.DataFrame(columns=FINDING)]
    for name in extract.of_kind("date", "timestamp"):
        if not extract.metadata(name).get("may_be_future"):
            found.append(pd.DataFrame({"at": typed.index[typed[name] >= end], "column": name, "rule": "future_date"}))
    return pd.concat(found, ignore_index=True)


def duplicates(
    extract: Extract, typed: pd.DataFrame, is_good: pd.Series[bool], order: pd.DataFrame, sent: pd.Series[Any]
) -> pd.DataFrame:
    """Findings of good rows with the key of another: all but the one that counts.

    A row ``sent`` on a later day counts rather than an earlier one (sent_again). Of equal rows of one day one counts
    (duplicate_row); of different ones that with the latest recorded_date, then the greatest content (superseded_row).
    ``order`` (file, sheet, row) only chooses between rows that are equal in everything.
    """
    key = list(extract.key)
    keys = typed.loc[is_good, key]
    same = typed.loc[keys.index[keys.duplicated(keep=False)]]
    if same.empty:
        return pd.DataFrame(columns=FINDING)
    content = same.astype("str").fillna("").agg("\x1f".join, axis="columns")
    recorded = same.get("recorded_date", pd.Series(pd.NaT, index=same.index))
    ranked = pd.concat([same[key], sent.loc[same.index].rename("_sent"), recorded.rename("_recorded"),
                        content.rename("_content"), order.loc[same.index]], axis="columns")  # fmt: skip
    ranked = ranked.sort_values(["_sent", "_recorded", "_content", *order], na_position="first", kind="stable",
                                ascending=[True, True, True, *[False] * order.shape[1]])  # fmt: skip
    is_loser = ranked.duplicated(key, keep="last")
    is_copy = ranked.duplicated([*key, "_content"], keep="last")
    is_earlier = ranked["_sent"] < ranked.groupby(key, dropna=False)["_sent"].transform("max")
    rule = pd.Series("superseded_row", index=ranked.index).mask(is_copy, "duplicate_row").mask(is_earlier, "sent_again")
    losers = ranked.index[is_loser]
    return pd.DataFrame({"at": losers, "column": key[0], "rule": rule.loc[losers]})
