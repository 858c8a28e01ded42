"""What a reader of the public edition must know of it: what is suppressed, what is left out, and why."""

from __future__ import annotations

import pandas as pd

from pipeline.home import SEEDS
from pipeline.public.control import Public, rules

GRAIN = "One row per note on the public edition, in the order in which to read them."
COLUMNS = {"position": ("integer", "Order in which to read the notes"), "note": ("varchar", "The note")}


def of(made: Public) -> pd.DataFrame:
    """The notes on an edition."""
    tables = pd.read_csv(SEEDS / "public_table.csv", keep_default_na=False)
    out = tables[tables["treatment"] == "left_out"]
    notes = [
        f"Counts of 1 to {rules().threshold} people are suppressed (symbol c), and so are as many others as it takes "
        "that none can be had by subtraction. A rate, mean, interval, chart or judgement falls with its count.",
        "Symbols: c suppressed; z not applicable; x not available; k more than zero, rounds to zero. "
        "0 was counted: there was none.",
        f"{made.counts['small']:,} figures are suppressed because few people are counted, "
        f"{made.counts['secondary'] + made.counts['earlier']:,} more to protect them, now or in an earlier release.",
        "Figures of the whole are by month, quarter and year; those of categories by quarter and year. Not published: "
        "weeks, rolling years, teams, and crosses of two breakdowns.",
        *(f"Left out, {reason}: {', '.join(names)}." for reason, names in made.left_out.items() if names),
        *(f"Table left out: {name}. {why}." for name, why in zip(out["table_name"], out["why"], strict=True)),
    ]
    return pd.DataFrame({"position": pd.Series(range(1, len(notes) + 1), dtype="int32"), "note": notes})


def columns(table: str) -> pd.DataFrame:
    """The rows of the data dictionary that describe the table of notes."""
    return pd.DataFrame(
        {
            "table_name": table,
            "table_description": GRAIN,
            "position": pd.Series(range(1, len(COLUMNS) + 1), dtype="int32"),
            "column_name": list(COLUMNS),
            "data_type": [kind for kind, _ in COLUMNS.values()],
            "is_key": [name == "position" for name in COLUMNS],
            "unit": ["order" if kind == "integer" else None for kind, _ in COLUMNS.values()],
            "description": [words for _, words in COLUMNS.values()],
        }
    )
