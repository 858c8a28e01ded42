"""Trackers of improvement plans as an office keeps them: every action with each status that was reported.

Nothing is drawn at random: the actions and their statuses stand in ``plans.yml``, as the plans themselves have them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml
from pydantic import Field

from pipeline.contracts import EXTRACTS
from pipeline.synthetic.calibration import Target

FILE = Path(__file__).with_name("plans.yml")
NOT_YET = "-"
"""The word for an action that is not on the tracker yet."""

Row = dict[str, object]


class Action(Target):
    """One action: ``status`` as each report of the plan gave it, or ``days`` its own days; empty: no status given."""

    title: str
    measure: str = ""
    owner: str = ""
    scale: str = ""
    due: date
    status: tuple[str | None, ...] = ()
    days: dict[date, str] = Field(default_factory=dict)


class Plan(Target):
    """One plan: its actions are numbered after ``prefix``; ``owner`` and ``scale`` hold where an action has none."""

    framework: str
    prefix: str
    scale: str
    owner: str
    reported: tuple[date, ...]
    actions: tuple[Action, ...]


class Tracker(Target):
    """The tracker of one council, in its folder of deliveries."""

    folder: str
    plans: tuple[Plan, ...]


def write(folder: Path) -> None:
    """Write ``improvement_actions.csv`` into a council's folder of deliveries, if it keeps a tracker."""
    entries = [Tracker.model_validate(entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))]
    rows = [row for entry in entries if entry.folder == folder.name for plan in entry.plans for row in _rows(plan)]
    if rows:
        text = io.StringIO()
        writer = csv.DictWriter(text, list(EXTRACTS["improvement_action"].columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (folder / "improvement_actions.csv").write_text(text.getvalue(), encoding="utf-8", newline="\r\n")


def _rows(plan: Plan) -> Iterator[Row]:
    for number, action in enumerate(plan.actions, start=1):
        reports = {day: word for day, word in zip(plan.reported, action.status, strict=bool(action.status))
                   if word != NOT_YET} | action.days  # fmt: skip
        for day, status in sorted(reports.items()):
            yield {
                "action_id": f"{plan.prefix}-{number:02d}", "framework": plan.framework, "measure": action.measure,
                "title": action.title, "owner_role": action.owner or plan.owner, "due_date": action.due,
                "status_date": day, "status_scale": action.scale or plan.scale, "status": status or "",
            }  # fmt: skip
