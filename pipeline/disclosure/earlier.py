"""What an earlier release of the same table showed, and what it held back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.disclosure.rules import KEY, checked
from pipeline.disclosure.system import Flags

CONFIDENTIAL = "c"


def already_public(rows: pd.DataFrame, previous: pd.DataFrame | None) -> Flags:
    """Return the rows whose count the earlier release showed as it still is: suppressing them hides nothing."""
    beside = _beside(rows, previous)
    shown = (beside["symbol"] != CONFIDENTIAL) & beside["earlier"].notna()
    counted = rows["numerator"].where(rows["kind"] != "maximum", rows["denominator"])
    same = beside["earlier"].to_numpy(dtype="float64") == counted.to_numpy(dtype="float64")
    public: Flags = shown.to_numpy(dtype="bool") & same
    return public


def already_suppressed(rows: pd.DataFrame, previous: pd.DataFrame | None) -> Flags:
    """Return the rows that the earlier release suppressed: showing them now would solve that release."""
    return (_beside(rows, previous)["symbol"] == CONFIDENTIAL).to_numpy(dtype="bool")


def vanished(rows: pd.DataFrame, previous: pd.DataFrame | None, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that only the earlier release has and that it showed: an attacker still holds them.

    Left out are indicators no longer described, and categories whose whole is nowhere to be seen.
    """
    if previous is None:
        return rows.iloc[:0]
    shown = (previous["symbol"] != CONFIDENTIAL) & previous["indicator_id"].isin(indicators["indicator_id"])
    gone = checked(previous[shown], indicators).merge(rows[KEY], on=KEY, how="left", indicator="where")
    gone = gone[gone["where"] == "left_only"].drop(columns="where")
    together = pd.concat([rows, gone])
    same = KEY[:3]
    whole = together.loc[(together["breakdown"] == "all") & together["numerator"].notna(), same].drop_duplicates()
    return gone.merge(whole, on=same).reindex(columns=rows.columns)


def _beside(rows: pd.DataFrame, previous: pd.DataFrame | None) -> pd.DataFrame:
    """Return symbol and count of the earlier release beside every row, missing where it had none."""
    if previous is None:
        return pd.DataFrame({"symbol": None, "earlier": np.nan}, index=rows.index)
    counts = previous[[*KEY, "symbol", "numerator", "denominator"]]
    beside = rows[[*KEY, "kind"]].merge(counts, on=KEY, how="left")
    amount = beside["numerator"].where(beside["kind"] != "maximum", beside["denominator"])
    return beside.assign(earlier=amount.astype("float64"))
