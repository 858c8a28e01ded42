"""Write deliveries as each case system sets them out: headings from the layout, words from the alias list."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from pipeline.contracts import EXTRACTS
from pipeline.synthetic import wording
from pipeline.synthetic.calibration import Council
from pipeline.synthetic.draw import Ints
from pipeline.synthetic.parts import Tables

LAYOUTS = Path(__file__).parents[1] / "layouts"


@cache
def _yaml(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def write(council: Council, tables: Tables, as_at: int, folder: Path, numbers: Ints) -> int:
    """Write one night's files below ``folder``; ``numbers`` are the case system's numbers of children.

    Returns how many rows were written over all files.
    """
    style = wording.styles()[council.layout]
    layout = _yaml(LAYOUTS / f"{council.layout}.yml")
    day = str(np.datetime64(as_at, "D"))
    for number, name in enumerate(layout["extracts"], start=1):
        if name not in tables:  # not every extract is sent every night
            continue
        frame = tables[name].sort_values([*EXTRACTS[name].key, "_dirt"], kind="stable")
        text = wording.text(council, name, frame, layout, style, numbers)
        if "column" in layout["as_at"]:
            text[layout["as_at"]["column"]] = day
        names = {"extract": name, "number": number, "day": day, "rows": len(text),
                 "as_at": wording.days(np.array([as_at]), layout["dates"][0])[0]}  # fmt: skip
        _write_file(folder / style["file"].format(**names), text, style, names)
    return sum(len(frame) for frame in tables.values())


def source(council: Council, folder: Path) -> None:
    """Write ``source.yml``: whose deliveries these are and how to read them."""
    about = {"council": council.council, "name": council.name, "nation": council.nation, "system": council.system,
             "layout": council.layout, "cadence": "nightly", "owner": "Performance and business intelligence",
             "history_from": council.history_from}  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.yml").write_text(yaml.safe_dump(about, sort_keys=False), encoding="utf-8", newline="\n")


def _write_file(path: Path, text: pd.DataFrame, style: dict[str, Any], names: dict[str, Any]) -> None:
    body = io.StringIO()
    text.to_csv(body, sep=style["delimiter"], index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
    title = [line.format(**names) + "\n" for line in style["title"]]
    footer = [line.format(**names) + "\n" for line in style["footer"]]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join([*title, body.getvalue(), *footer]), encoding=style["encoding"], newline="\r\n")
