"""The restricted folder: identity map and quarantined rows, readable by the owner only, never part of a release."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from pipeline.home import Home


def path(home: Home, kind: str, extract: str) -> Path:
    """Where the ``kind`` (identity, quarantine) of file of one extract is."""
    return home.restricted / kind / f"{extract}.parquet"


def write(home: Home, kind: str, extract: str, frames: list[pd.DataFrame]) -> None:
    """Replace the file of one kind and extract by ``frames``, whole or not at all; without rows there is none."""
    final = path(home, kind, extract)
    final.parent.mkdir(mode=0o700, exist_ok=True)
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        final.unlink(missing_ok=True)
        return
    half = final.with_suffix(".new")
    half.unlink(missing_ok=True)
    with open(half, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        pd.concat(filled, ignore_index=True).to_parquet(file, index=False)
    half.replace(final)
