"""The virtual school's trackers: education plans, attendance, exclusions and results, from ``schooling.yml``."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.draw import OPEN, Flags, Floats, Ints, Texts, day, exactly, month_of, working_days
from pipeline.synthetic.offices.known import in_care, of_age, open_on, years
from pipeline.synthetic.offices.office import Office, bounds, numbered
from pipeline.synthetic.parts import Tables

_SCHOOL = (5, 16)
"""Ages at which a child goes to school: from and below."""


def trackers(office: Office, targets: dict[str, Any], support: pd.DataFrame) -> Tables:
    """The four extracts in canonical columns; ``support`` is the tracker of family support."""
    plans = [_plans(office, targets["plans"], due) for due in _terms(office, targets["plans"])]
    return {
        "education_plan": pd.concat(plans).assign(
            education_plan_id=lambda frame: numbered("EP", len(frame)),
        ),
        "attendance": _attendance(office, targets["attendance"], support),
        "exclusion": _exclusions(office, targets),
        "attainment": pd.concat([_results(office, asked, on) for asked in targets["results"] for on in asked["days"]]),
    }


def _terms(office: Office, targets: dict[str, Any]) -> list[int]:
    """The days around which plans are due, from the first that the tracker holds to the last before it is sent."""
    years_of_plans = range(targets["since"].year, office.targets.day.year + 1)
    days = [day(date.fromisoformat(f"{year}-{term}")) for year in years_of_plans for term in sorted(targets["terms"])]
    return [each for each in days if day(targets["since"]) + 20 <= each <= office.window.last]


def _plans(office: Office, targets: dict[str, Any], due: int) -> pd.DataFrame:
    """The plans of one term: one for every looked-after child of school age, or of as many as the plan says."""
    rng, last = office.rng, office.window.last
    care = in_care(office)
    care = care[(care["started_date"] <= due - 14) & (due < care["ceased_date"])].drop_duplicates("child_id")
    at = np.full(len(care), due)
    at_school = of_age(office, care["child_id"], at, *_SCHOOL)
    number, share = {day(on): asked for on, asked in targets["exactly"].items()}.get(due, (0, 0.0))
    order = rng.permutation(len(care))
    order = order[np.argsort(~at_school[order], kind="stable")]
    if number:
        order = order[of_age(office, care["child_id"], at, 3, 18)[order]]
    asked = care.iloc[order[: number or int(at_school.sum())]]
    share = share or [value for since, value in targets["completed"].items() if day(since) <= due][-1]
    due_on = due - rng.integers(0, 14, len(asked))
    in_time = rng.random(len(asked)) < 0.85
    done = due_on + np.where(in_time, -rng.integers(0, 30, len(asked)), rng.integers(1, 25, len(asked)))
    completed = exactly(rng, round(share * len(asked)), len(asked))
    return pd.DataFrame({
        "child_id": asked["child_id"].to_numpy(), "due_date": due_on, "team": asked["team"].to_numpy(),
        "completed_date": np.where(completed, np.minimum(done, last), OPEN),
    }).sort_values("due_date", kind="stable")  # fmt: skip


def _attendance(office: Office, targets: dict[str, Any], support: pd.DataFrame) -> pd.DataFrame:
    """Every month at school of the children in a state on its last day of which the year has a share attended."""
    months = pd.period_range(targets["since"], str(np.datetime64(office.window.last, "D")), freq="M")
    ends = np.array([bounds(month)[1] for month in months])
    ends = ends[ends <= office.window.last]
    possible = np.array(targets["sessions"]).astype(np.int64)[month_of(ends)]
    states = {
        "looked_after": _in_state(in_care(office), "started_date", "ceased_date", ends),
        "child_protection": _in_state(office.cases["registration"], "registered_date", "deregistered_date", ends),
        "child_in_need": _in_state(office.cases["child_in_need"], "started_date", "ended_date", ends),
        "early_help": _in_state(office.cases["early_help"], "started_date", "ended_date", ends),
        "supported": _in_state(support, "started_date", "ended_date", ends),
    }
    found = pd.concat([rows.assign(state=state) for state, rows in states.items()])
    found = found.drop_duplicates(["child_id", "month_end"])
    found = found[of_age(office, found["child_id"], found["month_end"].to_numpy(), *_SCHOOL)]
    found["sessions_possible"] = found["month_end"].map(dict(zip(ends, possible, strict=True)))
    found = found[found["sessions_possible"] > 0].sort_values(["child_id", "month_end"], kind="stable")
    found = found.assign(rate=_attended(office, found, targets["attended"])).dropna(subset="rate")
    attended = office.rng.binomial(found["sessions_possible"].to_numpy(), found["rate"].to_numpy())
    return found.assign(sessions_attended=attended)


def _in_state(spells: pd.DataFrame, start: str, end: str, days: Ints) -> pd.DataFrame:
    """One row per child and day on which one of its spells is open."""
    started, ended = spells[start].to_numpy()[:, None], spells[end].to_numpy()[:, None]
    child, at = np.nonzero((started <= days) & (days < ended))
    return pd.DataFrame({"child_id": spells["child_id"].to_numpy()[child], "month_end": days[at]})


def _attended(office: Office, found: pd.DataFrame, shares: dict[Any, dict[str, float]]) -> Floats:
    """The share of sessions that each child attends: most nearly all, some few; on average what the year asks.

    None where the year asks for no share of the child's state: its months are not in the tracker.
    """
    children, index = np.unique(found["child_id"], return_inverse=True)
    rng, size = office.rng, len(children)
    kind = rng.random(size)
    absent = np.select(
        [kind < 0.8, kind < 0.96], [rng.beta(1.3, 24, size), rng.beta(3, 12, size)], rng.beta(4, 3, size)
    )
    absent /= absent.mean()
    rate = np.empty(len(found))
    for (since, until), share in zip(years(shares, office.window.last), shares.values(), strict=True):
        within = found["month_end"].between(since, until).to_numpy()
        asked = found["state"][within].map(share).to_numpy()
        rate[within] = 1 - np.minimum(absent[index][within] * (1 - asked), 1)
    return rate


def _exclusions(office: Office, targets: dict[str, Any]) -> pd.DataFrame:
    """Exclusions of children looked after or on the register, on school days."""
    rng = office.rng
    counts = targets["exclusions"]
    days = np.sort(np.concatenate([
        working_days(rng, *year, count)
        for year, count in zip(years(counts, office.window.last), counts.values(), strict=True)
    ]))  # fmt: skip
    closed = np.array(targets["attendance"]["sessions"]) == 0
    days = days[~closed[month_of(days)] & ((days + 3) % 7 < 5)]
    care = in_care(office)[["child_id", "started_date", "ceased_date"]].to_numpy()
    registered = office.cases["registration"][["child_id", "registered_date", "deregistered_date"]].to_numpy()
    spells = np.concatenate([care, registered]).astype(np.int64)
    grown = of_age(office, pd.Series(spells[:, 0]), spells[:, 1], 8, 14)
    chosen = open_on(rng, spells[grown, 1], spells[grown, 2], days)
    found = pd.DataFrame({"child_id": spells[grown, 0][chosen], "started_date": days})[chosen >= 0]
    found = found[of_age(office, found["child_id"], found["started_date"].to_numpy(), *_SCHOOL)]
    for_good: Flags = exactly(rng, round(targets["for_good"] * len(found)), len(found))
    return found.assign(
        exclusion_type=np.where(for_good, "permanent", "suspension"), exclusion_id=numbered("EX", len(found))
    )


def _results(office: Office, asked: dict[str, Any], on: Any) -> pd.DataFrame:
    """One result for each child of that age who was looked after on the day, or in the half year before."""
    rng, at = office.rng, day(on)
    care = in_care(office)
    care = care[(care["started_date"] < at) & (care["ceased_date"] >= at - 180)].drop_duplicates("child_id")
    child = care["child_id"][of_age(office, care["child_id"], np.full(len(care), at), *asked["ages"])]
    met: Texts = np.full(len(child), "", dtype=object)
    score: Texts = np.full(len(child), "", dtype=object)
    if "share" in asked:
        met = np.where(exactly(rng, round(asked["share"] * len(child)), len(child)), "Y", "N").astype(object)
    else:
        drawn = np.clip(rng.normal(asked["mean"], 13, len(child)), 0, 80)
        score = np.char.mod("%.1f", drawn * asked["mean"] / max(drawn.mean(), 1)).astype(object)
    return pd.DataFrame({
        "child_id": child.to_numpy(), "stage": asked["stage"], "subject": asked["subject"], "result_date": at,
        "met_standard": met, "score": score,
    })  # fmt: skip
