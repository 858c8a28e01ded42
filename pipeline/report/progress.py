"""Improvement plans over time: each action with the statuses it had, and how many stood where at each month's end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from pipeline.alerts.words import count, day
from pipeline.report import words
from pipeline.report.data import Row
from pipeline.report.svg import Scale, chart, joined, pct, tag

STEP, LETTERS = 31, 60
"""Pixels from one action to the next, and letters that fit above the narrowest bar."""

COLUMNS, HEAD, FOOT = 150, 6, 22
STATUSES = ("complete", "green", "in_progress", "amber", "at_risk", "red", "not_started", "grey", "not_known")
"""From done to not begun: the order of a stack from the ground up, over both scales."""

SCALES = {"rag": "Red, amber, green", "progress": "Progress"}


@dataclass(frozen=True)
class Action:
    """One action of a plan with its spells in order of time, and the day to which its tracker runs."""

    spells: list[Row]
    until: date

    @property
    def newest(self) -> Row:
        """The spell in which it stands now."""
        return self.spells[-1]

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed and it is not done."""
        return self.newest["overdue_from_date"] is not None and self.newest["overdue_from_date"] <= self.until

    @property
    def standing(self) -> str:
        """Where it stands in words: ``Amber, overdue``."""
        return words.spoken(self.newest["status"]) + (", overdue" if self.is_overdue else "")


def actions(rows: Iterable[Row], until: date) -> list[Action]:
    """The actions of one plan: those overdue first, then by the day on which they are due."""
    found = [Action(list(spells), until) for _, spells in groupby(rows, key=lambda row: int(row["action_number"]))]
    return sorted(found, key=lambda a: (not a.is_overdue, a.newest["due_date"] or date.max, a.newest["action_number"]))


def sentence(found: list[Action]) -> str:
    """The plan in a sentence: ``33 actions: 12 complete, 9 amber …; 4 are overdue.``"""
    standing = [action.newest["status"] for action in found]
    parts = [f"{standing.count(name)} {words.spoken(name).lower()}" for name in STATUSES if name in standing]
    late = sum(action.is_overdue for action in found)
    return (
        f"{count(len(found), 'action')}: {', '.join(parts)}; {late or 'none'} {'is' if late == 1 else 'are'} overdue."
    )


def timeline(identity: str, title: str, found: list[Action]) -> Markup:
    """One bar per action, cut where its status changed, with the day it is due and the day the tracker was sent."""
    dues = [action.newest["due_date"] for action in found if action.newest["due_date"]]
    first = min(action.spells[0]["from_date"] for action in found)
    last = max([*dues, found[0].until])
    across = Scale(first.toordinal(), last.toordinal() + 1, 0, 99)
    height = STEP * len(found) + 24
    now = pct(across(found[0].until.toordinal()))
    return chart(
        identity,
        title,
        sentence(found),
        height,
        tag("line", class_="today", x1=now, x2=now, y1=14, y2=height - 4),
        _ends(first, last),
        joined(_action(action, 18 + STEP * place, across) for place, action in enumerate(found)),
        class_="chart plan",
    )


def _ends(first: date, last: date) -> Markup:
    left, right = tag("text", day(first), y=11), tag("text", day(last), x="100%", y=11, text_anchor="end")
    return tag("g", left, right, class_="tick")


def _action(action: Action, top: int, across: Scale) -> Markup:
    title, standing = str(action.newest["title"]), action.standing
    room = LETTERS - len(standing)
    label = title if len(title) <= room else title[: max(room - 1, 8)].rstrip() + "…"
    written = tag("text", label, y=top + 12) + tag("text", standing, x="100%", y=top + 12, class_="shown")
    bars = joined(_spell(spell, action.until, top + 17, across) for spell in action.spells)
    due = action.newest["due_date"]
    mark = tag("use", tag("title", f"Due {day(due)}"), href="#due", x=pct(across(due.toordinal())), y=top + 21.5)
    return written + bars + (mark if due else Markup(""))


def _spell(spell: Row, until: date, y: int, across: Scale) -> Markup:
    left = across(spell["from_date"].toordinal())
    right = across((spell["to_date"] or max(until, spell["from_date"])).toordinal() + 1)
    tip = tag("title", f"{words.spoken(spell['status'])} from {day(spell['from_date'])}")
    return tag(
        "rect", tip, x=pct(left), width=pct(max(right - left, 0.4)), y=y, height=9, class_=f"st {spell['status']}"
    )


def flow(identity: str, title: str, rows: list[Row]) -> Markup:
    """How many actions stood under each status at each month's end, as stacked columns; one scale only."""
    months = [(end, list(found)) for end, found in groupby(rows, key=lambda row: row["period_end"])]
    most = max(sum(row["actions"] for row in found) for _, found in months) or 1
    down = Scale(0, most, COLUMNS, HEAD)
    wide = 100 / len(months)
    columns = joined(_column(found, place * wide, wide, down) for place, (_, found) in enumerate(months))
    labels = joined(
        tag("text", f"{end:%b %y}", x=pct((place + 0.5) * wide), y=COLUMNS + 16, text_anchor="middle")
        for place, (end, _) in enumerate(months)
        if place % (len(months) // 8 + 1) == 0
    )
    return chart(
        identity, title, moved(rows), COLUMNS + FOOT, columns, tag("g", labels, class_="tick"), class_="chart plan"
    )


def _column(found: list[Row], left: float, wide: float, down: Scale) -> Markup:
    drawn, below = Markup(""), 0
    for row in sorted((row for row in found if row["actions"]), key=lambda row: STATUSES.index(row["status"])):
        top, bottom = down(below + row["actions"]), down(below)
        tip = tag("title", f"{words.spoken(row['status'])}: {row['actions']}")
        drawn += tag("rect", tip, x=pct(left + 0.1 * wide), width=pct(0.8 * wide), y=top, height=bottom - top,
                     class_=f"st {row['status']}")  # fmt: skip
        if bottom - top > 13:
            drawn += tag("text", row["actions"], x=pct(left + 0.5 * wide), y=(top + bottom) / 2 + 4, class_="inside")
        below += row["actions"]
    return drawn


def moved(rows: list[Row]) -> str:
    """What moved in the newest month: ``In January 2024: 2 promoted, none demoted, 1 completed, 4 overdue.``"""
    newest = [row for row in rows if row["period_end"] == rows[-1]["period_end"]]
    counts = {name: sum(row[name] for row in newest) for name in ("promoted", "demoted", "completed", "overdue")}
    told = ", ".join(f"{number or 'none'} {name}" for name, number in counts.items())
    return f"In {words.month(rows[-1]['period_end'])}: {told}."
