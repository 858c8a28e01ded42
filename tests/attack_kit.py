"""An attacker on the public edition, whose equations come from what figures mean and not from the code under test."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import lil_array

KEY = ["council_id", "indicator_id", "period_id", "breakdown", "category"]
KNOWN_SUMS = [
    ("lac_total", ["lac_at_home", "lac_away"]),
    ("lac_away", ["lac_foster", "lac_kinship", "lac_residential"]),
    ("lac_total", ["lac_rate"]),
    ("cpr_children", ["cpr_rate"]),
    ("cpr_registrations", ["cpr_registration_rate"]),
    ("lac_started", ["lac_started_rate"]),
    ("lac_foster", ["lac_foster_pct"]),
    ("referrals", ["referral_rate"]),
]
"""Total and parts, of numerators, as the definitions have them."""


class Attack:
    """Numerators and complements as unknowns, and everything that an outsider can write down between them."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows.reset_index(drop=True)
        self.truth = self.rows["numerator_true"].to_numpy(dtype=float)
        self.rest = (self.rows["denominator_true"] - self.rows["numerator_true"]).to_numpy(dtype=float)
        self.hidden = self.rows["symbol"].eq("c").to_numpy(dtype=bool)
        self.equations: list[dict[int, int]] = []
        self._breakdowns()
        self._periods()
        self._definitions()

    def _add(self, total: int, parts: list[int]) -> None:
        """An equation, if it is true of the figures: where children count twice there is none."""
        if parts and self.truth[total] == self.truth[parts].sum():
            self.equations.append({total: 1, **dict.fromkeys(parts, -1)})

    def _breakdowns(self) -> None:
        whole = self.rows[self.rows["breakdown"] == "all"].reset_index().set_index(KEY[:3])["index"]
        for (*address, breakdown), parts in self.rows.groupby([*KEY[:3], "breakdown"]):
            if breakdown != "all" and tuple(address) in whole.index:
                self._add(int(whole[tuple(address)]), parts.index.tolist())

    def _periods(self) -> None:
        """Events of shorter periods make up the longer one; a state on one day is one state."""
        for _, series in self.rows.groupby(["indicator_id", "breakdown", "category"]):
            if series["shape"].iloc[0] == "state":
                for _, same in series.groupby("period_end"):
                    for one, other in pairwise(same.index):
                        self._add(one, [other])
            if series["shape"].iloc[0] == "event":
                for at, row in series.iterrows():
                    inside = series[
                        (series["period_start"] >= row["period_start"]) & (series["period_end"] <= row["period_end"])
                    ]
                    for kind, parts in inside.groupby("period_type"):
                        if kind != row["period_type"]:
                            self._add(int(at), parts.index.tolist())

    def _definitions(self) -> None:
        address = ["period_id", "breakdown", "category"]
        place = self.rows.reset_index().set_index(["indicator_id", *address])["index"]
        for total, parts in KNOWN_SUMS:
            for here in self.rows.loc[self.rows["indicator_id"] == total, address].itertuples(index=False):
                found = [place.get((part, *here)) for part in parts]
                if all(at is not None for at in found):
                    self._add(int(place[(total, *here)]), [int(at) for at in found])

    def bounds(self, target: int) -> tuple[float, float]:
        """The least and the greatest whole number that the numerator of a row can be."""
        system = lil_array((len(self.equations), len(self.rows)))
        for line, members in enumerate(self.equations):
            for at, sign in members.items():
                system[line, at] = sign
        floor = np.where(self.hidden, np.minimum(self.truth, 1), self.truth)
        limits = np.column_stack([floor, np.where(self.hidden, 1e5, self.truth)])
        found = []
        for direction in (1, -1):
            objective = np.zeros(len(self.rows))
            objective[target] = direction
            solved = linprog(objective, A_eq=system.tocsr(), b_eq=np.zeros(len(self.equations)), bounds=limits)
            assert solved.status == 0, solved.message
            found.append(direction * solved.fun)
        return np.ceil(found[0] - 1e-6), np.floor(found[1] + 1e-6)
