"""The targets of each synthetic council, from ``calibration.yml`` and ``practice.yml`` and never written elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_name("calibration.yml")
PRACTICE = Path(__file__).parent / "offices" / "practice.yml"


class Target(BaseModel):
    """A part of a council's targets; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Flow(Target):
    """``stock``: cases open at the end of a day; ``starts``: cases starting in each year from a day on."""

    stock: dict[date, int]
    starts: dict[date, int]


class Care(Flow):
    """Looked after. ``placements`` at the as-at day by group; ``unplaced`` looked-after children lack a placement."""

    placements: dict[str, int]
    short_breaks: int
    asylum_seeking: int
    unplaced: int = 0


class Lengths(Target):
    """Registrations of two years or more: ``open`` at the end of a day, ``ended`` in each year from a day on."""

    open: dict[date, int]
    ended: dict[date, int]


class Registration(Flow):
    """Child protection. ``concerns`` at the as-at day by group; ``unborn`` children are on the register that day.

    ``unallocated`` registered children have no worker that day, which a check must find; ``repeated`` registrations
    of each year, and the share of other years, are of children who had been registered before.
    """

    concerns: dict[str, int]
    unborn: int
    unallocated: int
    repeated_share: float = 0.14
    repeated: dict[date, int] = Field(default={})
    two_years: Lengths | None = None


class Throughcare(Target):
    """Support after care; ``asylum_seeking`` young people receive aftercare at the as-at day."""

    continuing_care: Flow | None = None
    aftercare: Flow
    asylum_seeking: int


class Year(Target):
    """A year at the front door; ``repeated`` is the share of referrals within 12 months of another."""

    referrals: int
    repeated: float
    contacts: int


class Caseload(Target):
    """``children`` with a social worker, over ``workers`` who each hold at least one, on ``day`` or the as-at day."""

    day: date | None = None
    workers: int
    children: int
    held_by_managers: int
    waiting: int
    newly_qualified: int


class Teams(Target):
    """Team names by service, as the case system words them; practice teams follow the order of the localities."""

    front_door: list[str]
    practice: list[str]
    care: list[str]
    throughcare: list[str]


class Council(Target):
    """One council: where its deliveries go, how they look and what they must come to."""

    council: str
    name: str
    folder: str
    nation: str
    system: str
    layout: str
    history_from: date
    as_at: date
    localities: list[str]
    teams: Teams
    care: Care
    registrations: Registration
    throughcare: Throughcare
    referrals: dict[date, Year]
    caseload: Caseload
    scale: float = 1.0

    @property
    def counted_on(self) -> date:
        """The day on which the caseloads were counted."""
        return self.caseload.day or self.as_at


class Round(Target):
    """Audits in each month (of ``months``, if given) from ``since`` to ``until``, and how many reach what is asked."""

    since: date
    until: date
    each_month: int
    themes: dict[str, float]
    grades: dict[str, float]
    standards: dict[str, float] = Field(default={})
    months: tuple[int, ...] = tuple(range(1, 13))


class Survey(Target):
    """A survey in these months of every year: people who answer, and the share that is positive by question."""

    survey: str
    months: tuple[int, ...]
    responses: int
    positive: dict[str, float]


class Practice(Target):
    """One council's trackers as of ``day``; ``complaints`` in the twelve months from each day on."""

    day: date
    scale: str
    rounds: tuple[Round, ...]
    complaints: dict[date, int]
    surveys: tuple[Survey, ...]
    slips: int = 0


def councils(scale: float = 1.0) -> list[Council]:
    """Every council's targets, with all counts multiplied by ``scale`` (at least 1 where the target is not 0)."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [Council.model_validate(_scaled(entry, scale) | {"scale": scale}) for entry in entries]


def practice_of(council_id: str) -> Practice:
    """The targets of one council's trackers, at scale 1."""
    return Practice.model_validate(yaml.safe_load(PRACTICE.read_text(encoding="utf-8"))[council_id])


def targets_of(part: str, council: Council) -> Any:
    """What ``<part>.yml`` says of a council, at the council's scale; raises KeyError where it says nothing."""
    file = next(Path(__file__).parent.glob(f"*/{part}.yml"))
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    return _scaled(entries[council.council], council.scale)


def _scaled(value: Any, scale: float) -> Any:
    if isinstance(value, dict):
        return {key: _scaled(item, scale) for key, item in value.items()}
    if isinstance(value, list):
        return [_scaled(item, scale) for item in value]
    if isinstance(value, int) and value:
        return max(1, round(value * scale))
    return value
