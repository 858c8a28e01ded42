"""Missing: a few older children go missing again and again, most not at all; a few episodes were never closed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.cases.front_door import DAY, NEVER
from pipeline.synthetic.cases.journey import cared, some
from pipeline.synthetic.draw import YEAR, codes
from pipeline.synthetic.parts import Case, Tables

SPELLS = {"missing": ("day", None)}

_TEENAGE = int(11.5 * YEAR)


def build(rng: np.random.Generator, case: Case) -> Tables:
    """The missing extract in canonical columns, clock times in minutes, with ``day``, the day of each start."""
    plan, rows = targets_of("missing", case.council), cared(case)
    first = np.maximum(np.maximum(rows["started"], case.window.first), rows["born"] + _TEENAGE)
    rows = rows.assign(first=first)[rows["ended"] - first > 7]
    rows = rows[some(rng, len(rows), plan["children"])]
    years = (rows["ended"] - rows["first"]).to_numpy() / YEAR
    often = rng.poisson(rng.gamma(0.6, plan["each_year"] / 0.6, len(rows)) * years)
    rows = rows.iloc[np.repeat(np.arange(len(rows)), often)]
    started = rows["first"].to_numpy() + (rng.random(len(rows)) * (rows["ended"] - rows["first"])).astype(int)
    began = started * DAY + np.where(some(rng, len(rows), 0.7), rng.integers(1080, 1440, len(rows)), 600)
    ended = began + np.ceil(rng.lognormal(6.2, 1.1, len(rows))).astype(np.int64)
    still = (ended >= (case.window.last + 1) * DAY) | some(rng, len(rows), plan["never_closed"])
    return {"missing": pd.DataFrame({
        "child_id": rows["child_id"].to_numpy(), "day": started, "started_at": began,
        "missing_type": codes(rng, {"missing": 82, "away": 18}, len(rows)),
        "ended_at": np.where(still, NEVER, ended), "team": rows["team"].to_numpy(dtype=object),
    })}  # fmt: skip
