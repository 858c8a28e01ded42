"""What alerts know by heart: rules, councils, teams and indicators, all from seed files."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.alerts.words import clean
from pipeline.home import SEEDS

EVENT_RULES = Path(__file__).with_name("event_rule.csv")
"""Rules for what happens to a run rather than to a record; the columns of quality_rule.csv."""
RETURNED = "measure_return"
"""The extract that brings the figures of indicators that rest on no other."""
ALL = "all"
"""Instead of extracts: the rule looks at every delivery, and endangers what rests on the one it found wanting."""
UNLISTED = "unlisted"
"""The team of findings whose team is not in team.csv: what a delivery wrote there is not repeated to anyone."""
RULE_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
COUNCIL_ID = re.compile(r"[A-Z]\d{8}")


class Key(NamedTuple):
    """What an incident is about. ``council_id`` is blank for the whole run, ``team`` for the whole council."""

    rule_id: str
    council_id: str
    team: str


@dataclass(frozen=True)
class Rule:
    """One row of a rule catalogue, as far as messages need it."""

    rule_id: str
    title: str
    severity: str
    owner_role: str
    why: str
    what_to_do: str
    extracts: tuple[str, ...]
    indicators: tuple[str, ...]
    counted_one: str
    counted_many: str
    is_event: bool
    looks_at_all: bool
    """Whether it judges deliveries of any extract; then ``extracts`` is empty."""
    doubts_value: bool = True

    @property
    def is_blocker(self) -> bool:
        """Whether its messages go out at any hour."""
        return self.severity == "blocker"


@dataclass(frozen=True)
class Team:
    """A team as team.csv lists it."""

    name: str
    service: str


@dataclass(frozen=True)
class Catalogue:
    """Rules by id, council names, teams by council and code, and indicator names."""

    rules: dict[str, Rule]
    councils: dict[str, str]
    teams: dict[tuple[str, str], Team]
    indicators: dict[str, str]

    def rule(self, rule_id: str) -> Rule:
        """The rule, or one of its own name when no catalogue has it: better an unexplained message than none.

        Raises ValueError when the id is not a plain name, since only row values look otherwise.
        """
        if not RULE_ID.fullmatch(rule_id):
            raise ValueError("A finding has a rule_id that is not a name in lower case with underscores.")
        return self.rules.get(rule_id) or _unlisted_rule(rule_id)

    def key(self, rule_id: str, council_id: str, team: str) -> Key:
        """The key of an incident, holding only what seed files vouch for; other teams become ``unlisted``."""
        if council_id and not COUNCIL_ID.fullmatch(council_id):
            raise ValueError("A finding has a council_id that is not a GSS code such as S12000010.")
        known = team if not team or (council_id, team) in self.teams else UNLISTED
        return Key(self.rule(rule_id).rule_id, council_id, known)

    def service(self, key: Key) -> str:
        """The service its team belongs to, blank when unknown."""
        team = self.teams.get((key.council_id, key.team))
        return team.service if team else ""

    def council(self, council_id: str) -> str:
        """The council's name, its code when no seed names it, ``All councils`` for a blank."""
        return self.councils.get(council_id, council_id) or "All councils"

    def place(self, key: Key) -> str:
        """The team's name, or the council's when the finding belongs to no team."""
        if key.team == UNLISTED:
            return f"{self.council(key.council_id)}, team not listed"
        team = self.teams.get((key.council_id, key.team))
        return team.name if team else self.council(key.council_id)

    def indicator(self, indicator_id: str) -> str:
        """The indicator's name, or its id when it is not in the registry."""
        return self.indicators.get(indicator_id, clean(indicator_id, 60))


def read(seeds: Path = SEEDS) -> Catalogue:
    """The catalogue from the seed files in ``seeds``; a seed that is not there yet counts as empty."""
    details = {row["rule_id"]: row for row in rows(seeds / "quality_rule_detail.csv")}
    resting = _resting(rows(seeds / "indicator.csv"))
    rules = [
        _rule(_reach(row | details.get(row["rule_id"], {}), resting), is_event=False)
        for row in rows(seeds / "quality_rule.csv")
    ]
    rules += [_rule(row, is_event=True) for row in rows(EVENT_RULES)]
    return Catalogue(
        rules={rule.rule_id: rule for rule in rules},
        councils={row["council_id"]: clean(row["name"], 80) for row in rows(seeds / "council.csv")},
        teams={
            (row["council_id"], row["team"]): Team(clean(row["team_name"], 80) or "Team", row.get("service", ""))
            for row in rows(seeds / "team.csv")
        },
        indicators={row["indicator_id"]: clean(row["name"], 120) for row in rows(seeds / "indicator.csv")},
    )


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as dictionaries of text; none when there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _resting(indicators: list[dict[str, str]]) -> dict[str, list[str]]:
    """Extract -> the indicators that rest on it; those that rest on none are returned."""
    by_extract: dict[str, list[str]] = defaultdict(list)
    for row in indicators:
        for extract in _parts(row.get("extracts", "")) or (RETURNED,):
            by_extract[extract].append(row["indicator_id"])
    return by_extract


def _reach(row: dict[str, str], resting: dict[str, list[str]]) -> dict[str, str]:
    """A rule with the indicators it endangers: those it names, or all that rest on its extracts."""
    extracts = resting if row.get("extracts") == ALL else _parts(row.get("extracts", ""))
    found = dict.fromkeys(name for extract in extracts for name in resting.get(extract, ()))
    return row | {"indicators": row.get("indicators") or ";".join(found)}


def _rule(row: dict[str, str], *, is_event: bool) -> Rule:
    looks_at_all = row.get("extracts") == ALL
    texts = {name: clean(row.get(name, ""), 600) for name in ("title", "why", "what_to_do", "owner_role")}
    return Rule(
        rule_id=row["rule_id"],
        severity=row["severity"],
        extracts=() if looks_at_all else _parts(row.get("extracts", "")),
        looks_at_all=looks_at_all,
        indicators=_parts(row.get("indicators", "")),
        counted_one=clean(row.get("counted_one", "")),
        counted_many=clean(row.get("counted_many", "")),
        is_event=is_event,
        doubts_value=row.get("doubts_value") != "false",
        **texts,
    )


def _unlisted_rule(rule_id: str) -> Rule:
    advice = "Add the rule to data/seeds/quality_rule.csv, with its owner and what to do."
    row = {"rule_id": rule_id, "title": rule_id.replace("_", " "), "severity": "serious", "what_to_do": advice}
    return _rule(row, is_event=False)


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())
