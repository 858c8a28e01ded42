"""What the tests of the practice data share: councils as they are generated, each once, without what gate 1 refuses."""

from __future__ import annotations

from functools import cache

import pandas as pd

from pipeline.synthetic import tables
from pipeline.synthetic.calibration import councils

QUARANTINED = {"duplicate", "impossible_date", "unknown_code", "missing_value", "end_before_start", "future_date",
               "superseded"}  # fmt: skip


@cache
def accepted(council_id: str, seed: int) -> dict[str, pd.DataFrame]:
    """The rows of every extract of a council that are accepted; shared by all tests: never change them."""
    council = next(each for each in councils() if each.council == council_id)
    return {name: rows[~rows["_dirt"].isin(QUARANTINED)] for name, rows in tables(council, seed).items()}
