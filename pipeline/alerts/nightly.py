"""What a refresh does about alerts once it is over: take in what it found or that it failed, send what is due."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.alerts import collect, desk, engine, events
from pipeline.alerts.observation import Observation
from pipeline.alerts.outbox import SenderBusyError
from pipeline.alerts.routes import RouteError
from pipeline.alerts.settings import SettingsError
from pipeline.home import Home


def after_release(home: Home, release_id: str, now: datetime | None = None) -> dict[str, int | str]:
    """Observe the build behind a release and send what is due ``now`` (by default this moment); returns counts.

    A mistake in alerts.toml or the routes must not cost the release: it is returned as ``complaint``.
    """
    now = now or datetime.now(UTC)
    seen = collect.from_build(home, release_id, events.of_release(home, now), events.withheld(home))
    return _taken_in(home, seen, now)


def after_failure(home: Home, run_id: str, step: str, *, is_withheld: bool = False) -> dict[str, int | str]:
    """Tell the analysts that a run published nothing; the same run is told once, whoever calls."""
    return _taken_in(home, collect.failed(run_id, step, is_withheld=is_withheld), datetime.now(UTC))


def _taken_in(home: Home, seen: Observation, now: datetime) -> dict[str, int | str]:
    try:
        at = desk.at(home)
        changes = engine.observe(at, seen, now)
        tally = engine.send(at, now)
    except (SettingsError, RouteError, SenderBusyError) as complaint:
        return {"complaint": str(complaint)}
    return {"incidents_changed": len(changes), "sent": tally.sent, "failed": tally.failed, "left": tally.left}
