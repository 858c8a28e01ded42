"""What each council's placements must come to: ``placements.yml`` as checked objects."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from pipeline.synthetic.calibration import Council, Target, targets_of


class Earlier(Target):
    """A day before the as-at day: ``at_home`` children, and ``external_more`` than now in others' residential care."""

    day: date
    at_home: int
    external_more: int


class Returned(Target):
    """Children who came back from outside the council's area from a day on."""

    since: date
    children: int


class Supported(Target):
    """Unaccompanied young people in supported housing after care; ``moved`` by plan from care from a day on."""

    settings: int
    people: int
    moved: int = 0
    since: date | None = None


class Admitted(Target):
    """Admissions to the council's own homes from a day on, by how they came."""

    since: date
    age_assessment: int
    emergency: int
    to_family: int
    planned: int
    returned: int


class Emergencies(Target):
    """The share of admissions to care in these days that were emergencies."""

    since: date
    until: date
    share: float


class Placements(Target):
    """One council's placements; ``external`` and ``secure`` children at the as-at day are in residential care.

    ``outside``: share of stays outside the area by kind; ``temporary``: share of long stays broken by a temporary one;
    ``moves``: how much more than elsewhere children move.
    """

    outside: dict[str, float]
    emergency: float
    external: int
    secure: int
    temporary: float = 0.0
    moves: float = 1.0
    supported: Supported = Field(default=Supported(settings=0, people=0))
    earlier: Earlier | None = None
    returned: Returned | None = None
    admitted: Admitted | None = None
    emergency_year: Emergencies | None = None


def placements_of(council: Council) -> Placements:
    """The targets of one council's placements, at the council's scale."""
    return Placements.model_validate(targets_of("placements", council))
