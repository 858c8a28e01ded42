"""Families, schooling and carers: the trackers of providers, of the virtual school and of the fostering team."""

from __future__ import annotations

from pipeline.synthetic.calibration import targets_of
from pipeline.synthetic.offices import carers, schooling, support
from pipeline.synthetic.offices.office import Office
from pipeline.synthetic.parts import Tables


def trackers(office: Office) -> Tables:
    """Every tracker of the three offices in canonical columns."""
    of_providers = support.trackers(office, targets_of("support", office.council))
    of_school = schooling.trackers(office, targets_of("schooling", office.council), of_providers["family_support"])
    of_carers = {"carer_household": carers.households(office, targets_of("carers", office.council))}
    return of_providers | of_school | of_carers
