"""How rows add up within a period: breakdowns of one total, nested areas, indicators that are parts of another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.disclosure.rules import DisclosureError

ADDRESS = ["council_id", "indicator_id", "breakdown", "category", "quantity"]
"""What a relation may name. What it leaves blank must be the same in the total and its parts, as the period must."""

NONE = pd.DataFrame({"equation": [], "cell": [], "sign": []}, dtype="int64")


def breakdown_members(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the members of total = its categories, for every breakdown of every row whose breakdown is ``all``.

    Raises DisclosureError where categories have no total: two breakdowns of a total that is not
    there give each other away.
    """
    same = ["council_id", "indicator_id", "period_id", "quantity"]
    whole = cells[cells["breakdown"] == "all"][[*same, "cell"]].rename(columns={"cell": "total"})
    parts = cells[cells["breakdown"] != "all"].merge(whole, on=same, how="left")
    if parts["total"].isna().any():
        named = sorted(set(parts.loc[parts["total"].isna(), "indicator_id"]))
        raise DisclosureError(f"categories of {named} have no row for the whole; add the rows with breakdown 'all'")
    equation = parts.groupby([*same, "breakdown"], sort=False).ngroup()
    part = pd.DataFrame({"equation": equation, "cell": parts["cell"], "sign": -1})
    total = pd.DataFrame({"equation": equation, "cell": parts["total"].astype("int64"), "sign": 1})
    return pd.concat([part, total.drop_duplicates("equation")], ignore_index=True)


def relation_members(cells: pd.DataFrame, relations: pd.DataFrame) -> pd.DataFrame:
    """Return the members of every relation of ``relations``, over every period, area and category that it fits.

    One row of ``relations`` per member: relation, role (total or part) and any of ``ADDRESS``.
    """
    found, first = [NONE], 0
    for name, entries in relations.groupby("relation", sort=True):
        members = _one_relation(cells, str(name), entries)
        found.append(members.assign(equation=members["equation"] + first))
        first += int(members["equation"].max()) + 1 if len(members) else 0
    return pd.concat(found, ignore_index=True)


def _one_relation(cells: pd.DataFrame, name: str, entries: pd.DataFrame) -> pd.DataFrame:
    """Return the members of one relation; raise DisclosureError where it is not a total and parts alike."""
    given = [column for column in ADDRESS if column in entries and entries[column].notna().any()]
    roles = list(entries["role"])
    if (
        roles.count("total") != 1
        or set(roles) != {"total", "part"}
        or not given
        or entries[given].isna().any(axis=None)
    ):
        raise DisclosureError(f"relation {name} needs one total, its parts, and the same columns filled in all of them")
    free = [column for column in [*ADDRESS, "period_id"] if column not in given]
    found = cells.merge(entries[[*given, "role"]], on=given)
    found["sign"] = np.where(found["role"] == "total", 1, -1)
    found["equation"] = found.groupby(free, sort=False).ngroup()
    complete = found.groupby("equation")["sign"].transform("nunique") == 2
    return found.loc[complete, ["equation", "cell", "sign"]].reset_index(drop=True)
