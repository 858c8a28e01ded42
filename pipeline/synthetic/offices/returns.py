"""The figures that owners send in: one filled-in form per council, as the plans print them."""

from __future__ import annotations

import csv
from pathlib import Path

import yaml

HEADINGS = ["council", "measure", "period_end", "period_type", "numerator", "denominator", "value", "submitted_on"]


def write(council_id: str, folder: Path) -> int:
    """Write ``measure_returns.csv`` of a council below ``folder``; returns its rows, 0 where its plan has none."""
    known = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    form = known.get(council_id)
    if form is None:
        return 0
    with (folder / "measure_returns.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADINGS, restval="", lineterminator="\r\n")
        writer.writeheader()
        for measure, figure in form["figures"].items():
            about = {"measure": measure, "period_type": "month", "submitted_on": form["submitted_on"]}
            writer.writerow({**about, **figure})
    return len(form["figures"])
