"""What families, young people and staff say: complaints about open cases, and surveys in which nobody is named."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Survey
from pipeline.synthetic.draw import OPEN, codes, day, working_days
from pipeline.synthetic.offices.office import Office, bounds, numbered


def complaints(office: Office) -> pd.DataFrame:
    """One row per complaint: answered in weeks, with learning recorded where it was upheld."""
    rng, last = office.rng, office.window.last
    received = np.sort(np.concatenate([
        working_days(rng, day(since), min(last, day(since.replace(year=since.year + 1)) - 1), office.size(count))
        for since, count in office.targets.complaints.items()
    ]))  # fmt: skip
    size = len(received)
    stage, finding = (codes(rng, office.codes[name], size) for name in ("complaint_stage", "complaint_finding"))
    closed = received + np.where(stage == "frontline", rng.integers(2, 15, size), rng.integers(15, 70, size))
    is_closed, learned = closed <= last, np.where(rng.random(size) < 0.7, "Y", "N")
    return pd.DataFrame({
        "complaint_id": numbered("C", size), **office.cases_on(received), "received_date": received, "stage": stage,
        "closed_date": np.where(is_closed, closed, OPEN), "finding": np.where(is_closed, finding, ""),
        "learning_recorded": np.where(is_closed & np.isin(finding, ["upheld", "partly"]), learned, ""),
    })  # fmt: skip


def responses(office: Office) -> pd.DataFrame:
    """One row per response and question, of every survey held within the office's days."""
    first, last = (date.fromordinal(_EPOCH + value) for value in (office.window.first, office.window.last))
    waves = [
        _wave(office, survey, month)
        for survey in office.targets.surveys
        for month in pd.period_range(first, last, freq="M")
        if month.month in survey.months and bounds(month)[1] <= office.window.last
    ]
    answers = pd.concat(waves).sort_values(["answered_date", "survey", "response_id"], kind="stable")
    people = answers.groupby(["survey", "response_id"], sort=False).ngroup()
    return answers.assign(response_id="R" + people.add(1).astype(str))


_EPOCH = date(1970, 1, 1).toordinal()


def _wave(office: Office, survey: Survey, month: pd.Period) -> pd.DataFrame:
    """One round of a survey: about as many people, and about as many positive answers, as its targets say."""
    rng = office.rng
    people = office.size(survey.responses * rng.uniform(0.8, 1.2))
    answered = np.sort(working_days(rng, *bounds(month), people))
    who = [f"{month} {number:04}" for number in range(people)]
    common = rng.standard_normal(people)
    asked = []
    for question, share in survey.positive.items():
        positive = np.where(office.best(common, share + rng.normal(0, 0.04)), "Y", "N")
        asked.append(pd.DataFrame({
            "response_id": who, "survey": survey.survey, "answered_date": answered, "question": question,
            "positive": np.where(rng.random(people) < 0.02, "U", positive),
        }))  # fmt: skip
    return pd.concat(asked)
