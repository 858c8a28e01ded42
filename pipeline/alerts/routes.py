"""Who hears of what: the routes of alert_route.csv, most specific first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.alerts.catalogue import Catalogue, Key, rows
from pipeline.home import SEEDS

FIELDS = ("team", "owner_role", "service", "council_id")
"""What a route may ask for, the most specific first; blank means any."""


class RouteError(ValueError):
    """alert_route.csv leaves open where an alert goes."""


@dataclass(frozen=True)
class Route:
    """One row: conditions in the order of FIELDS, and the channels that hear of what fits them."""

    conditions: tuple[str, ...]
    channels: tuple[str, ...]

    @property
    def rank(self) -> tuple[bool, ...]:
        """Higher is more specific: a named team outweighs everything else, then role, service, council."""
        return tuple(bool(condition) for condition in self.conditions)

    def fits(self, values: tuple[str, ...]) -> bool:
        """Whether every condition that is filled in holds, whatever the letters' case."""
        return all(c in ("", v) for c, v in zip(self.conditions, values, strict=True))


def read(seeds: Path = SEEDS) -> list[Route]:
    """The routes, most specific first. Raises RouteError for two that clash or when none fits everything."""
    path = seeds / "alert_route.csv"
    routes = [
        Route(
            tuple(row[field].strip().casefold() for field in FIELDS),
            tuple(part.strip() for part in row["channel"].split(";") if part.strip()),
        )
        for row in rows(path)
    ]
    conditions = [route.conditions for route in routes]
    if ("",) * len(FIELDS) not in conditions:
        raise RouteError(f"{path.name} has no row for everything else: add one with only the channel filled in.")
    for number, route in enumerate(routes, start=2):
        if conditions.count(route.conditions) > 1 or not route.channels:
            raise RouteError(
                f"{path.name}, row {number}: give these conditions one row, with its channels separated by ';'."
            )
    return sorted(routes, key=lambda route: route.rank, reverse=True)


def channels_of(routes: list[Route], catalogue: Catalogue, key: Key) -> tuple[str, ...]:
    """The channels that hear of an incident: those of the most specific route that fits."""
    role = catalogue.rule(key.rule_id).owner_role
    values = (key.team, role, catalogue.service(key), key.council_id)
    folded = tuple(value.casefold() for value in values)
    return next(route.channels for route in routes if route.fits(folded))
