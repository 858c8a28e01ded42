"""The text of a delivery: identifiers, dates and codes as one case system words them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from pipeline.contracts import EXTRACTS
from pipeline.home import SEEDS
from pipeline.synthetic.calibration import Council
from pipeline.synthetic.cases.front_door import NEVER
from pipeline.synthetic.dirt import IMPOSSIBLE
from pipeline.synthetic.draw import OPEN, Ints, Texts

_IMPOSSIBLE_FROM = "2021-02-28"
_WORKERS_FROM = 10_000


def text(
    council: Council, name: str, frame: pd.DataFrame, layout: dict[str, Any], style: dict[str, Any], numbers: Ints
) -> pd.DataFrame:
    """The rows of extract ``name`` as text under the layout's headings."""
    cells = {}
    for column, source in layout["extracts"][name]["columns"].items():
        about = EXTRACTS[name].metadata(column)
        heading = source if isinstance(source, str) else source["source"]
        cells[heading] = _cells(council, frame[column].to_numpy(), about, layout, style, numbers)
        spoilt = (frame["_column"] == column).to_numpy()
        values = frame.loc[spoilt, "_value"].to_numpy(dtype=object)
        cells[heading][spoilt] = np.where(values == IMPOSSIBLE, _impossible(layout), values)
    return pd.DataFrame(cells)


def _cells(
    council: Council, values: Any, about: dict[str, Any], layout: dict[str, Any], style: dict[str, Any], numbers: Ints
) -> Texts:
    kind = about["kind"]
    if kind == "identifier":
        return _identifiers(values, about["of"], style["worker"], numbers)
    if kind == "date":
        return days(values, layout["dates"][0])
    if kind == "timestamp":
        return _clock(values, layout["timestamps"][0])
    if kind in ("code", "codes"):
        return _coded(values, council, about["code_list"], style["separator"])
    return np.array(values, dtype=object)


def days(values: Ints, pattern: str) -> Texts:
    """Days as text; empty where open."""
    return _dated(values, OPEN, "D", pattern)


def _clock(values: Ints, pattern: str) -> Texts:
    return _dated(values, NEVER, "m", pattern)


def _dated(values: Ints, never: int, unit: str, pattern: str) -> Texts:
    unique, index = np.unique(values, return_inverse=True)
    known = pd.DatetimeIndex(unique[unique < never].astype(f"datetime64[{unit}]").astype("datetime64[s]"))
    words = np.full(len(unique), "", dtype=object)
    words[unique < never] = known.strftime(pattern).to_numpy(dtype=object)
    return words[index]


def _impossible(layout: dict[str, Any]) -> str:
    """The 30th of February in the layout's dates."""
    return pd.Timestamp(_IMPOSSIBLE_FROM).strftime(layout["dates"][0]).replace("28", "30")


def _identifiers(values: Ints, of: str, worker: str, numbers: Ints) -> Texts:
    if of == "child":
        return children(values, numbers)
    unique, index = np.unique(values, return_inverse=True)
    if of == "worker":
        words = [worker.format(number=_WORKERS_FROM + number) if number else "" for number in unique]
    else:
        words = [str(number) if number else "" for number in unique]
    return np.array(words, dtype=object)[index]


def children(values: Ints, numbers: Ints) -> Texts:
    """The case system's numbers of children; empty where the value is negative."""
    return np.where(values < 0, "", numbers[values].astype(str).astype(object))


def workers(values: Ints, council: Council) -> Texts:
    """The numbers of workers as an office writes them: without what the case system's export puts round them."""
    style = styles()[council.layout]["worker"]
    number = style[style.find("(") + 1 :].removesuffix(")")
    return _identifiers(values, "worker", number, values)


@cache
def styles() -> dict[str, dict[str, Any]]:
    """How each case system words and sets out its exports, by layout."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("styles.yml").read_text("utf-8"))
    return loaded


def _coded(values: Any, council: Council, code_list: str, separator: str) -> Texts:
    """Codes in the council's words; a cell with several codes keeps their order."""
    words = {} if council.layout == "canonical" else _words(council.council, council.nation, code_list)
    series = pd.Series(values, dtype=object).fillna("")
    said = {cell: separator.join(words.get(code, code) for code in cell.split(";")) for cell in series.unique()}
    return series.map(said).to_numpy(dtype=object)


@cache
def _words(council: str, nation: str, code_list: str) -> dict[str, str]:
    """Code -> the council's first alias, or the label where it has none."""
    codes, aliases = _seed("code_list"), _seed("code_alias")
    codes = codes[(codes["code_list"] == code_list) & codes["nation"].isin([nation, ""])]
    own = aliases[(aliases["code_list"] == code_list) & (aliases["council_id"] == council)].drop_duplicates("code")
    return dict(zip(codes["code"], codes["label"], strict=True)) | dict(zip(own["code"], own["alias"], strict=True))


@cache
def _seed(name: str) -> pd.DataFrame:
    return pd.read_csv(SEEDS / f"{name}.csv", dtype="str", keep_default_na=False)
