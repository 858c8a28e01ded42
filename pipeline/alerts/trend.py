"""Data quality as a series of its own: what each rule found, day by day."""

from __future__ import annotations

import pandas as pd

from pipeline.alerts import store
from pipeline.home import Home

COLUMNS = ["incident_id", "rule_id", "council_id", "team", "day", "state", "count", "records"]


def history(home: Home) -> pd.DataFrame:
    """Counts for control charts of quality itself, with the rate per 100 records checked where that is known.

    One row per incident and as-at day: the columns of COLUMNS and rate_per_100.
    """
    with store.opened(home) as db:
        rows = db.execute(
            "select incident_id, rule_id, council_id, team, day, history.state, history.count, history.records"
            " from history join incident using (incident_id) order by incident_id, day"
        ).fetchall()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=COLUMNS)
    frame["rate_per_100"] = 100 * frame["count"] / frame["records"].astype("Float64")
    return frame
