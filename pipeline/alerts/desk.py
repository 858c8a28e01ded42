"""The alert desk of one installation: its catalogue, its routes, its settings, and so who hears of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.alerts import catalogue as catalogues
from pipeline.alerts import routes, settings
from pipeline.alerts.catalogue import Catalogue, Key
from pipeline.alerts.routes import Route
from pipeline.alerts.settings import Recipient, Settings
from pipeline.alerts.wording import Writer
from pipeline.home import SEEDS, Home


@dataclass(frozen=True)
class Desk:
    """One installation's alerts. Without ``settings`` it keeps state and queues nothing."""

    home: Home
    catalogue: Catalogue
    routes: list[Route]
    settings: Settings | None

    @property
    def writer(self) -> Writer:
        """Writes in the words of this desk's catalogue."""
        return Writer(self.catalogue, self.settings.worklist if self.settings else "")

    def audience(self, key: Key) -> set[Recipient]:
        """Everybody who hears of an incident, each once."""
        return self._reached(routes.channels_of(self.routes, self.catalogue, key))

    def everybody(self) -> list[Recipient]:
        """All recipients of all routes, in a fixed order: each gets a digest every day."""
        return sorted(self._reached(channel for route in self.routes for channel in route.channels))

    def _reached(self, names: Iterable[str]) -> set[Recipient]:
        return {r for name in names for r in self.settings.recipients(name)} if self.settings else set()


def at(home: Home) -> Desk:
    """The desk of ``home``. Raises SettingsError or RouteError, each saying what to correct."""
    return Desk(home, catalogues.read(SEEDS), routes.read(SEEDS), settings.read(home))
