"""The fostering team's tracker: households from enquiry over assessment to the end of approval, from ``carers.yml``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Flow
from pipeline.synthetic.draw import OPEN, YEAR, Ints, codes, day, working_days
from pipeline.synthetic.offices.office import Office, numbered
from pipeline.synthetic.spells import flow

_SOURCES = {"word_of_mouth": 34, "website": 27, "event": 9, "social_media": 18, "agency_transfer": 5}
_OVERDUE = 0.06
"""Of the approved households, how many have had no review for more than a year."""


def households(office: Office, targets: dict[str, Any]) -> pd.DataFrame:
    """The carer_household extract in canonical columns."""
    kinds = [kind for kind in ("foster", "kinship", "host") if kind in targets]
    approved = pd.concat([_approved(office, kind, targets[kind]) for kind in kinds])
    parts = [approved, _lapsed(office, targets["enquiries"]), _assessed(office, np.ones(targets["assessed"]))]
    if "fee_increase" in targets:
        parts.append(_fee_increase(office, targets["fee_increase"]))
    every = pd.concat(parts).sort_values("enquiry_date", kind="stable").reset_index(drop=True)
    every = _reviewed(office, _slipped(every))
    return every.assign(household_id=numbered("H", len(every)))


def _household(office: Office, size: int, plan: dict[str, Any]) -> dict[str, Any]:
    """What households are made of: who told them of fostering, the carers and the places."""
    rng = office.rng
    carers = 1 + rng.choice(2, size, p=plan["carers"])
    return {
        "recruitment_source": codes(rng, _SOURCES, size), "carers": carers,
        "places": 1 + rng.choice(3, size, p=plan["places"]),
    }  # fmt: skip


def _approved(office: Office, kind: str, plan: dict[str, Any]) -> pd.DataFrame:
    """Households that were approved: their number follows the council's path."""
    begun, ended = flow(office.rng, Flow.model_validate(plan["approved"]), office.window,
                        mean_days=5 * YEAR, longest=int(14 * YEAR), ageing=0.2)  # fmt: skip
    touches = ended >= office.window.first
    return pd.DataFrame({
        "carer_type": kind, **_course(office, begun[touches]), "ended_date": ended[touches],
        **_household(office, int(touches.sum()), plan),
    })  # fmt: skip


def _course(office: Office, approved: Ints) -> dict[str, Ints]:
    """The days from the enquiry over the start of the assessment to the approval."""
    started = approved - office.rng.integers(110, 215, len(approved))
    return {
        "enquiry_date": started - office.rng.integers(14, 90, len(approved)), "assessment_started_date": started,
        "approved_date": approved,
    }  # fmt: skip


def _lapsed(office: Office, a_year: int) -> pd.DataFrame:
    """Enquiries that came to nothing: most at once, some after an assessment had begun."""
    rng, last = office.rng, office.window.last
    size = max(1, round(a_year * (last - office.window.first) / YEAR))
    asked = working_days(rng, office.window.first, last, size)
    assessed = rng.random(size) < 0.2
    ended = np.where(assessed, asked + rng.integers(90, 200, size), asked + rng.integers(5, 60, size))
    begun = np.where(assessed & (asked + 60 <= last), asked + 60, OPEN)
    shut = np.where(assessed, ended > last - 1, False)
    plan = {"carers": [0.4, 0.6], "places": [0.6, 0.3, 0.1]}
    return pd.DataFrame({
        "carer_type": "foster", "enquiry_date": asked, "assessment_started_date": begun, "approved_date": OPEN,
        "ended_date": np.where(ended <= last, ended, OPEN), **_household(office, size, plan),
    })[~shut]  # fmt: skip


def _assessed(office: Office, carers: Any) -> pd.DataFrame:
    """Foster households in assessment on the day of the tracker, with so many carers each."""
    rng, size = office.rng, len(carers)
    started = office.window.last - rng.integers(10, 170, size)
    plan = {"carers": [0.4, 0.6], "places": [0.6, 0.3, 0.1]}
    about = _household(office, size, plan) | {"carers": np.asarray(carers).astype(np.int64)}
    return pd.DataFrame({
        "carer_type": "foster", "enquiry_date": started - rng.integers(14, 60, size),
        "assessment_started_date": started, "approved_date": OPEN, "ended_date": OPEN, **about,
    })  # fmt: skip


def _fee_increase(office: Office, plan: dict[str, Any]) -> pd.DataFrame:
    """Those whom the fee increase brought: approved since the day it names, or in assessment on the last."""
    carers = np.asarray(plan["approved"]).astype(np.int64)
    days = working_days(office.rng, day(plan["since"]) + 30, office.window.last - 20, len(carers))
    own = {"carers": [0.4, 0.6], "places": [0.4, 0.4, 0.2]}
    about = _household(office, len(carers), own) | {"carers": carers}
    approved = pd.DataFrame({"carer_type": "foster", **_course(office, days), "ended_date": OPEN, **about})
    both = pd.concat([approved, _assessed(office, plan["assessed"])])
    return both.assign(recruitment_source="fee_increase")


def _slipped(every: pd.DataFrame) -> pd.DataFrame:
    """One approved household for which nobody has entered the places: a check must find it."""
    standing = every[
        (every["approved_date"] < OPEN) & (every["ended_date"] == OPEN) & (every["carer_type"] == "kinship")
    ]
    every.loc[standing.index[-1:], "places"] = 0
    return every


def _reviewed(office: Office, every: pd.DataFrame) -> pd.DataFrame:
    """The latest review of every approval: within a year of its end or of the tracker, for a few longer ago."""
    rng, size = office.rng, len(every)
    until = np.minimum(every["ended_date"].to_numpy(), office.window.last)
    back = np.where(rng.random(size) < _OVERDUE, rng.integers(380, 520, size), rng.integers(5, 340, size))
    reviewed = until - back
    due = (every["approved_date"] < OPEN) & (reviewed >= every["approved_date"] + 90)
    return every.assign(reviewed_date=np.where(due, reviewed, OPEN))
