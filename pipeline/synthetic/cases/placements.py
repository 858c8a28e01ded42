"""The placement extract: stays with their codes, providers, settings, distances and ways of admission."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Council
from pipeline.synthetic.cases import stays as stay
from pipeline.synthetic.cases import steering
from pipeline.synthetic.cases.placement_targets import Placements, Supported, placements_of
from pipeline.synthetic.draw import OPEN, YEAR, Flags, Floats, Ints, Texts, Window, codes_by, vocabulary
from pipeline.synthetic.people import People

GROWN = int(8 * YEAR)
"""The age from which a child is admitted to a children's home."""

UNKNOWN_HOME = 999.9
"""What the case system writes as miles where the home is not known."""

_POOL = {"own": 6, "external": 40, "secure": 4, "other_residential": 12, "independent": 25, "foster": 400,
         "adoption": 200, "temporary": 60}  # fmt: skip
"""Settings of each kind at scale 1; relatives are a setting of their own, and home is none."""

_INSPECTED = ("own", "external", "secure", "other_residential", "independent")


def build(
    rng: np.random.Generator, council: Council, people: People, window: Window, periods: pd.DataFrame,
    support: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """All placements of one council: calibrated by group at the as-at day, and where the council published more."""
    plan = placements_of(council)
    stays = stay.cared(rng, council, periods, window.last, plan.moves)
    if plan.earlier:
        steering.earlier_groups(rng, stays, plan.earlier)
    helped = stay.after_care(rng, people, stays, support, plan)
    stays = pd.concat([stays, helped], ignore_index=True)
    stays["kind"] = stay.kinds(rng, stays, plan)
    if plan.earlier:
        steering.earlier_homes(rng, stays, plan.earlier, plan.external)
    stays["near"] = stay.areas(rng, stays, plan)
    stays["admission"] = _admissions(rng, stays, plan)
    seeking = people.asylum_seeking[stays["child_id"].to_numpy()]
    if plan.returned:
        steering.returns(rng, stays, plan.returned)
    if plan.admitted:
        grown = stays["begin"].to_numpy() - people.born[stays["child_id"].to_numpy()] >= GROWN
        steering.admissions(rng, stays, plan.admitted, seeking, grown)
    if plan.emergency_year:
        steering.emergencies(rng, stays, plan.emergency_year)
    stays = stay.broken(rng, stays, plan.temporary, window.last)
    return _described(rng, council, stays, plan.supported, people)


def _admissions(rng: np.random.Generator, stays: pd.DataFrame, plan: Placements) -> Texts:
    """How the child came: more emergencies where care begins; not recorded in a few stays."""
    first = ~stay.follows(stays)
    emergency = rng.random(len(stays)) < np.where(first, plan.emergency, 0.18)
    planned = (stays["group"] == "at_home").to_numpy() | (~stays["cared"]).to_numpy()
    admission = np.where(emergency & ~planned, "emergency", "planned").astype(object)
    admission[stays["cared"].to_numpy() & (rng.random(len(stays)) < 0.02)] = None
    return admission


def _described(
    rng: np.random.Generator, council: Council, stays: pd.DataFrame, plan: Supported, people: People
) -> pd.DataFrame:
    words, kind = vocabulary()[council.nation], stays["kind"].to_numpy(dtype=object)
    types = codes_by(rng, words["placement_type"], kind)
    named = np.isin(types, list(words["provider_type"]))
    setting = _settings(rng, council, stays, types, plan)
    inspected = np.isin(kind, _INSPECTED)
    registered = np.where(rng.random(len(stays)) < 0.985, "Y", "N").astype(object)
    registered[~inspected] = None
    frame = pd.DataFrame(
        {
            "child_id": stays["child_id"].to_numpy(),
            "started_date": stays["begin"].to_numpy(),
            "ended_date": stays["end"].to_numpy(),
            "placement_type": types,
            "provider_type": codes_by(rng, words["provider_type"], np.where(named, types, kind)),
            "in_council_area": np.where(stays["near"], "Y", "N").astype(object),
            "setting_id": setting,
            "setting_registered": registered,
            "admission_type": stays["admission"].to_numpy(dtype=object),
            "distance_miles": _miles(rng, stays, people.asylum_seeking[stays["child_id"].to_numpy()]),
        }
    )
    again = stays["resumed"].to_numpy()
    same = ["placement_type", "provider_type", "setting_registered", "distance_miles"]
    frame.loc[again, same] = frame.shift(2).loc[again, same]
    return frame


def _settings(rng: np.random.Generator, council: Council, stays: pd.DataFrame, types: Texts, plan: Supported) -> Ints:
    """A number for every household or home; 0 at home. A stay that is resumed, or adopted by its carers, keeps it."""
    kind = stays["kind"].to_numpy(dtype=object)
    setting = np.zeros(len(stays), dtype=np.int64)
    for number, (name, size) in enumerate(_POOL.items(), start=1):
        drawn = 10_000 * number + rng.integers(max(2, round(size * council.scale)), size=len(stays))
        setting = np.where(kind == name, drawn, setting)
    setting = np.where(kind == "kinship", 200_000 + stays["child_id"].to_numpy(), setting)
    housed = np.flatnonzero(~stays["cared"].to_numpy() & (kind == "independent"))
    setting[housed] = 190_000 + np.arange(len(housed)) % max(plan.settings, 1)
    following = stay.follows(stays)
    back = np.flatnonzero(following & (setting == stay.previous(setting, following)) & (kind != "kinship"))
    setting[back] += 5_000
    same = np.flatnonzero(following & np.isin(types, ["A3", "A5"]))
    setting[same] = setting[same - 1]
    again = np.flatnonzero(stays["resumed"].to_numpy())
    setting[again] = setting[again - 2]
    return setting


def _miles(rng: np.random.Generator, stays: pd.DataFrame, seeking: Flags) -> Floats:
    """Miles from home: few inside the area, many outside; not known for most who came to the country alone."""
    size = len(stays)
    miles = np.where(stays["near"], rng.gamma(2, 1.5, size), 4 + rng.gamma(1.4, 19, size))
    miles = np.where(stays["group"] == "at_home", 0.0, np.round(np.minimum(miles, 400), 1))
    unknown = rng.random(size) < np.where(seeking, 0.85, 0.008)
    miles = np.where(unknown, UNKNOWN_HOME, miles)
    return np.where((rng.random(size) < 0.02) & (stays["end"] < OPEN), np.nan, miles)
