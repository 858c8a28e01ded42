"""Code lists and aliases: what a council writes -> the code it means."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from pipeline.home import SEEDS


def folded(text: str) -> str:
    """A value as it is compared: single spaces, case ignored."""
    return " ".join(text.split()).casefold()


@cache
def _seed(path: Path, changed_ns: int) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def seed(name: str) -> pd.DataFrame:
    """A seed as text, empty cells as empty text; read anew only when the file changed."""
    path = SEEDS / f"{name}.csv"
    return _seed(path, path.stat().st_mtime_ns)


def meanings(code_list: str, council_id: str, nation: str) -> dict[str, str]:
    """Folded text -> code for one list, council and nation.

    The council's own aliases come before shared aliases, those before codes, those before labels. An alias for a code
    that the nation's list does not have is left out, and so is a label that two codes share.
    """
    codes = seed("code_list")
    codes = codes.loc[(codes["code_list"] == code_list) & codes["nation"].isin(["", nation])]
    labels = codes.loc[~codes["label"].map(folded).duplicated(keep=False)]
    aliases = seed("code_alias")
    aliases = aliases.loc[(aliases["code_list"] == code_list) & aliases["code"].isin(codes["code"])]
    weakest_first = (
        (labels["label"], labels["code"]),
        (codes["code"], codes["code"]),
        *((part["alias"], part["code"]) for part in (aliases.loc[aliases["council_id"] == owner]
                                                     for owner in ("", council_id))),
    )  # fmt: skip
    return {folded(text): code for texts, meant in weakest_first for text, code in zip(texts, meant, strict=True)}
