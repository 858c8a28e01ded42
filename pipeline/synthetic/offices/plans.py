"""Trackers of improvement plans as an office keeps them: every action with each status that was reported.

Nothing is drawn at random: the actions and their statuses stand in ``plans.yml``, as the plans themselves have them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field

from pipeline.contracts import EXTRACTS
from pipeline.synthetic.calibration import Target

FILE = Path(__file__).with_name("plans.yml")
NOT_YET = "-"
"""The word for an action that is not on the tracker yet."""

HELD = "held"
"""The status of a meeting that took place."""

Row = dict[str, object]


class Rhythm(Target):
    """Meetings or reports, ``every`` so many units from ``since`` to ``until``; ``missed``: those that fell out."""

    unit: Literal["week", "month", "quarter"]
    every: int = 1
    since: date
    until: date
    missed: tuple[int, ...] = ()

    def days(self) -> list[date]:
        """The days on which it took place."""
        found: list[date] = []
        for number in range((self.until - self.since).days):
            months = self.since.month - 1 + number * self.every * (3 if self.unit == "quarter" else 1)
            day = (
                self.since + timedelta(weeks=number * self.every)
                if self.unit == "week"
                else self.since.replace(year=self.since.year + months // 12, month=months % 12 + 1)
            )
            if day > self.until:
                break
            if number + 1 not in self.missed:
                found.append(day)
        return found


class Action(Target):
    """One action: ``status`` as each report of the plan gave it, or ``days`` its own days; empty: no status given.

    ``held`` instead: something that takes place again and again, of which each time is a row.
    """

    title: str
    measure: str = ""
    owner: str = ""
    scale: str = ""
    due: date | None = None
    held: Rhythm | None = None
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
        reports |= dict.fromkeys(action.held.days(), HELD) if action.held else {}
        for day, status in sorted(reports.items()):
            yield {
                "action_id": f"{plan.prefix}-{number:02d}", "framework": plan.framework, "measure": action.measure,
                "title": action.title, "owner_role": action.owner or plan.owner, "due_date": action.due or "",
                "status_date": day, "status_scale": action.scale or plan.scale, "status": status or "",
            }  # fmt: skip
