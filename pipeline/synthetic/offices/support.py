"""Family support, self-directed support and advocacy: their providers' trackers, from ``support.yml``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.synthetic.calibration import Flow
from pipeline.synthetic.draw import OPEN, YEAR, Ints, codes, working_days
from pipeline.synthetic.offices.known import in_care, matched, of_age, open_on, years
from pipeline.synthetic.offices.office import Office, numbered
from pipeline.synthetic.parts import Tables
from pipeline.synthetic.spells import flow

_LONGEST = 520
_UNSEEN = 0.12
"""Of the families under a one-to-one plan, how many are not asked at its end."""


def trackers(office: Office, targets: dict[str, Any]) -> Tables:
    """The three extracts in canonical columns."""
    services = [_service(office, name, plan) for name, plan in targets["services"].items()]
    links = [_links(office, targets["lifelong_links"])] if "lifelong_links" in targets else []
    found = {
        "family_support": _numbered("FS", pd.concat([*services, *links]), "support_id", "started_date"),
        "advocacy": _numbered("AD", _advocacy(office, targets["advocacy"]), "advocacy_id", "started_date"),
    }
    if "sds" in targets:
        chosen = pd.concat([_options(office, group, plan) for group, plan in targets["sds"].items()])
        found["self_directed_support"] = _numbered("SDS", chosen, "sds_id", "started_date")
    return found


def _numbered(prefix: str, frame: pd.DataFrame, key: str, by: str) -> pd.DataFrame:
    ordered = frame.sort_values([by, "child_id"], kind="stable").reset_index(drop=True)
    return ordered.assign(**{key: numbered(prefix, len(ordered))})


def _service(office: Office, service: str, plan: dict[str, Any]) -> pd.DataFrame:
    """One row per child: brothers and sisters start and end together; no child comes twice."""
    rng = office.rng
    started, ended, sizes = _families(office, plan)
    family = np.repeat(np.arange(len(started)), sizes)
    held = office.held.sort_values("started_date", kind="stable").drop_duplicates("child_id")
    child = held["child_id"].to_numpy()[matched(rng, held["started_date"].to_numpy(), started[family], 0, 900)]
    alone = rng.random(len(started)) < plan["one_to_one"]
    agreed = started + rng.integers(20, 60, len(started))
    planned = plan["kind"] == "group" and rng.random(len(started)) < 0.72
    frame = pd.DataFrame({
        "family_id": [f"{plan['letter']}{number + 1}" for number in family],
        "one_to_one": np.where(alone, "Y", "N")[family], "started_date": started[family],
        "plan_agreed_date": np.where(planned & (agreed <= np.minimum(ended, office.window.last)), agreed, OPEN)[family],
        "ended_date": ended[family], "family_view": _views(office, ended, alone, plan["improved"])[family],
    })  # fmt: skip
    return frame.assign(child_id=child, service=service, team=plan["team"])


def _families(office: Office, plan: dict[str, Any]) -> tuple[Ints, Ints, Ints]:
    """Start, end and children of every family: in each year as many families and children as the plan says."""
    rng, last = office.rng, office.window.last
    started, ended, sizes = (np.empty(0, dtype=np.int64) for _ in range(3))
    for (since, until), (children, families) in zip(years(plan["years"], last), plan["years"].values(), strict=True):
        goes_on = ended >= since
        new = max(1, families - int(goes_on.sum()))
        more = max(0, children - int(sizes[goes_on].sum()) - new)
        begin = working_days(rng, since, until, new)
        length = np.clip(rng.exponential(plan["days"], new), 14, _LONGEST).astype(np.int64)
        started, ended = np.r_[started, begin], np.r_[ended, begin + length]
        sizes = np.r_[sizes, 1 + rng.multinomial(more, np.full(new, 1 / new))]
    return started, np.where(ended <= last, ended, OPEN), sizes


def _views(office: Office, ended: Ints, alone: Any, improved: float) -> Any:
    """What the families with a one-to-one plan say at its end; a few are not asked."""
    rng, size = office.rng, len(ended)
    worse = (1 - improved) / 4
    said = codes(rng, {"improved": improved, "same": 1 - improved - worse, "worse": worse}, size)
    return np.where((ended < OPEN) & alone & (rng.random(size) >= _UNSEEN), said, "")


def _links(office: Office, plan: dict[str, Any]) -> pd.DataFrame:
    """Lifelong Links: looked-after children of eight and over who look for people they have lost."""
    found = _drawn(office, in_care(office), plan["years"], 8)
    length = office.rng.integers(150, 420, len(found))
    ended = found["day"].to_numpy() + length
    return pd.DataFrame({
        "child_id": found["child_id"], "family_id": "", "service": "lifelong_links", "one_to_one": "N",
        "started_date": found["day"], "plan_agreed_date": OPEN, "team": plan["team"], "family_view": "",
        "ended_date": np.where(ended <= office.window.last, ended, OPEN),
    }).drop_duplicates("child_id")  # fmt: skip


def _drawn(office: Office, spells: pd.DataFrame, starts: dict[Any, int], youngest: int) -> pd.DataFrame:
    """Days in each year and for each a child of that age whose spell is open on it: ``child_id``, ``day``."""
    days = np.concatenate([
        working_days(office.rng, *year, count)
        for year, count in zip(years(starts, office.window.last), starts.values(), strict=True)
    ])  # fmt: skip
    ends = "ceased_date" if "ceased_date" in spells else "ended_date"
    position = open_on(office.rng, spells["started_date"].to_numpy(), spells[ends].to_numpy(), days)
    found = pd.DataFrame({"child_id": spells["child_id"].to_numpy()[position], "day": days})[position >= 0]
    grown = of_age(office, found["child_id"], found["day"].to_numpy(), youngest, 18)
    return found[grown].sort_values("day", kind="stable")


def _advocacy(office: Office, starts: dict[Any, int]) -> pd.DataFrame:
    """Looked-after children of five and over, each with one advocate at a time."""
    found = _drawn(office, in_care(office), starts, 5)
    ended = found["day"] + office.rng.integers(30, 260, len(found))
    found = found.assign(ended=ended).sort_values(["child_id", "day"], kind="stable")
    before = found.groupby("child_id")["ended"].shift(fill_value=-1)
    alone = found[found["day"] > before.groupby(found["child_id"]).cummax()]
    return pd.DataFrame({
        "child_id": alone["child_id"], "started_date": alone["day"],
        "ended_date": np.where(alone["ended"] <= office.window.last, alone["ended"], OPEN),
    })  # fmt: skip


def _options(office: Office, group: str, plan: dict[str, Any]) -> pd.DataFrame:
    """Families under option 1, or under the others: some have two children with support."""
    rng, shares = office.rng, {"option_1": {"1": 1.0}, "others": {"2": 0.3, "3": 0.56, "4": 0.14}}[group]
    started, ended = flow(rng, Flow.model_validate(plan), office.window, mean_days=500, longest=1400, ageing=0.3)
    touches = ended >= office.window.first
    started, ended = started[touches], ended[touches]
    family = np.repeat(np.arange(len(started)), 1 + (rng.random(len(started)) < 0.22))
    option = codes(rng, shares, len(started))
    people = office.cases["person"]
    people = people[(people["date_of_birth"] < OPEN) & (people["child_id"] % 2 == (group == "others"))]
    years_old = int(YEAR)
    child = matched(rng, people["date_of_birth"].to_numpy(), started[family], 2 * years_old, 13 * years_old)
    return pd.DataFrame({
        "child_id": people["child_id"].to_numpy()[child],
        "family_id": [f"{group[0].upper()}{number + 1}" for number in family],
        "option": option[family], "started_date": started[family], "ended_date": ended[family],
    })  # fmt: skip
