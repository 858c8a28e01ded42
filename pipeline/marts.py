"""The contracts of what is published: the columns that a reader of a release may rely on."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

COUNCIL = r"^[ENSW]\d{8}$"
WITH_VALUE = ("ok", "provisional", "stale")
WITHOUT_VALUE = ("not_applicable", "not_available", "insufficient_history", "withheld")
PERIOD_TYPES = ("week", "month", "quarter", "financial_year", "year_to_july", "rolling_12_months")


def _key(pattern: str = r"\S") -> pa.Column:
    return pa.Column("str", pa.Check.str_matches(pattern, name="form"))


def _one_of(*values: str) -> pa.Column:
    return pa.Column("str", pa.Check.isin(values, name="known"))


def _number() -> pa.Column:
    return pa.Column("float64", pa.Check.ge(0, name="not_negative"), nullable=True, coerce=True)


def _value_if_status_says_so(frame: pd.DataFrame) -> pd.Series[bool]:
    """A figure that counts has a value; one that does not apply has none: zero is a value, empty is not."""
    return frame["value"].notna() == frame["status"].isin(WITH_VALUE)


def _counted_values_not_negative(frame: pd.DataFrame) -> pd.Series[bool]:
    """What is counted from cases is never below zero; a figure that was returned, such as a balance, may be."""
    return frame["value"].isna() | frame["source"].ne("case") | frame["value"].ge(0)


def _no_reason_missing(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["status"].eq("ok") | frame["status_reason"].notna()


CONTRACTS: dict[str, pa.DataFrameSchema] = {
    "fct_indicator_observation": pa.DataFrameSchema(
        {
            "council_id": _key(COUNCIL),
            "indicator_id": _key(),
            "period_type": _one_of(*PERIOD_TYPES),
            "period_id": _key(r"^\w+:\d{4}-\d\d-\d\d$"),
            "breakdown": _key(),
            "category": _key(),
            "numerator": _number(),
            "denominator": _number(),
            "value": pa.Column("float64", nullable=True, coerce=True),
            "status": _one_of(*WITH_VALUE, *WITHOUT_VALUE),
            "status_reason": pa.Column("str", nullable=True),
            "source": _one_of("case", "return"),
        },
        checks=[
            pa.Check(_value_if_status_says_so, name="value_if_status_says_so", ignore_na=False),
            pa.Check(_no_reason_missing, name="reason_if_not_ok", ignore_na=False),
            pa.Check(_counted_values_not_negative, name="counted_values_not_negative", ignore_na=False),
        ],
    ),
    "dim_council": pa.DataFrameSchema({"council_id": _key(COUNCIL), "name": _key()}, unique=["council_id"]),
    "dim_indicator": pa.DataFrameSchema(
        {"indicator_id": _key(r"^[a-z0-9_]+$"), "name": _key(), "kind": _key(), "unit": _key()}
    ),
    "dim_breakdown": pa.DataFrameSchema(
        {"council_id": _key(COUNCIL), "breakdown": _key(), "category": _key(), "label": _key()},
        unique=["council_id", "breakdown", "category"],
    ),
    "fct_data_quality": pa.DataFrameSchema(
        {
            "council_id": _key(COUNCIL),
            "rule_id": _key(),
            "severity": _one_of("blocker", "serious", "advisory"),
            "owner_role": _key(),
            "findings": pa.Column("int64", pa.Check.ge(1, name="counted")),
        }
    ),
    "data_dictionary": pa.DataFrameSchema(
        {"table_name": _key(), "column_name": _key(), "description": _key()}, unique=["table_name", "column_name"]
    ),
    "dim_period": pa.DataFrameSchema(
        {"period_id": _key(), "period_type": _one_of(*PERIOD_TYPES)}, unique=["period_id"]
    ),
}
"""Mart -> its contract. Columns beyond it may come and go; these may not."""
