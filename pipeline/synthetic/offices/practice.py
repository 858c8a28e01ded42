"""Practice quality: the trackers of a quality assurance office, calibrated to ``practice.yml``.

Audits of cases that were open that day, the actions they asked for, complaints and surveys.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Round
from pipeline.synthetic.draw import OPEN, codes, working_days
from pipeline.synthetic.offices import voices
from pipeline.synthetic.offices.office import Office, bounds, numbered
from pipeline.synthetic.parts import Tables

NO_CHILD = -1
"""The child of an audit that looked at complaints, not at a file: written as an empty cell."""


def trackers(office: Office) -> Tables:
    """Audits, their actions, complaints and survey responses in canonical columns."""
    audits = pd.concat([_round(office, each) for each in office.targets.rounds])
    audits = audits.sort_values("audited_date", kind="stable").reset_index(drop=True)
    cases = office.cases_on(audits["audited_date"].to_numpy())
    audits = _of_orders(office, audits.assign(audit_id=numbered("QA", len(audits)), **cases))
    audits["child_id"] = audits["child_id"].mask(audits["theme"] == "complaints", NO_CHILD)
    return {
        "case_audit": _slipped(office, _graded(audits)),
        "audit_action": _actions(office, audits),
        "complaint": voices.complaints(office),
        "survey_response": voices.responses(office),
    }


def _of_orders(office: Office, audits: pd.DataFrame) -> pd.DataFrame:
    """The audits, those of supervision orders about children under one that day, if there are any."""
    legal = office.cases["legal_status"]
    orders = legal[legal["legal_status"].isin(list(office.codes["legal_status"].get("at_home_after", {})))]
    start, end = orders["started_date"].to_numpy(), orders["ended_date"].to_numpy()
    child = audits["child_id"].to_numpy(copy=True)
    for place in np.flatnonzero(audits["theme"] == "supervision_orders"):
        under = np.flatnonzero(
            (start <= audits["audited_date"].iloc[place]) & (end > audits["audited_date"].iloc[place])
        )
        if len(under):
            child[place] = orders["child_id"].iloc[office.rng.choice(under)]
    return audits.assign(child_id=child)


def _round(office: Office, asked: Round) -> pd.DataFrame:
    """One row per audit of a round: day, theme and, by part of practice, ``<scale>:<part>`` its grade."""
    months = [month for month in pd.period_range(asked.since, asked.until, freq="M") if month.month in asked.months]
    each = office.size(asked.each_month)
    audited = np.concatenate([working_days(office.rng, *bounds(month), each) for month in months])
    found = {"audited_date": audited, "theme": codes(office.rng, asked.themes, len(audited))}
    common = office.rng.standard_normal(len(audited))
    for scale, shares in ((office.targets.scale, asked.grades), ("standard", asked.standards)):
        for part, share in shares.items():
            well, badly = (codes(office.rng, grades, len(audited)) for grades in office.codes["audit_grade"][scale])
            found[f"{scale}:{part}"] = np.where(office.best(common, share), well, badly)
    return pd.DataFrame(found)


def _graded(audits: pd.DataFrame) -> pd.DataFrame:
    """One row per audit and part of practice."""
    about = ["audit_id", "child_id", "audited_date", "theme", "team"]
    parts = [column for column in audits if ":" in str(column)]
    graded = audits.melt(about, parts, "part", "grade").dropna(subset="grade")
    graded[["scale", "domain"]] = graded.pop("part").str.split(":", expand=True)
    return graded.sort_values(["audited_date", "audit_id"], kind="stable").reset_index(drop=True)


def _slipped(office: Office, graded: pd.DataFrame) -> pd.DataFrame:
    """A few standards graded on the scale of the parts."""
    standards = np.flatnonzero(graded["scale"] == "standard")
    slips = office.rng.permutation(standards)[: office.targets.slips]
    graded.loc[slips, "grade"] = min(office.codes["audit_grade"][office.targets.scale][0])
    return graded


def _actions(office: Office, audits: pd.DataFrame) -> pd.DataFrame:
    """What every second audit asked for: mostly done within two months, and not all by the last day."""
    rng, last = office.rng, office.window.last
    asked = audits[rng.random(len(audits)) < 0.5]
    raised = np.minimum(asked["audited_date"].to_numpy() + rng.integers(0, 8, len(asked)), last)
    done = raised + np.ceil(rng.exponential(40, len(asked))).astype(np.int64)
    return pd.DataFrame({
        "audit_action_id": numbered("QAA", len(asked)), "audit_id": asked["audit_id"].to_numpy(),
        "raised_date": raised, "due_date": raised + rng.choice([28, 56, 84], len(asked)),
        "completed_date": np.where(done <= last, done, OPEN), "team": asked["team"].to_numpy(),
    })  # fmt: skip
