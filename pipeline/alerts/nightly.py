"""What a refresh does about alerts once its release is out: take the findings in, send what is due."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.alerts import collect, desk, engine
from pipeline.alerts.outbox import SenderBusyError
from pipeline.alerts.routes import RouteError
from pipeline.alerts.settings import SettingsError
from pipeline.home import Home


def after_release(home: Home, release_id: str) -> dict[str, int | str]:
    """Observe the build behind a release and send what is due; returns counts.

    A mistake in alerts.toml or the routes must not cost the release: it is returned as ``complaint``.
    """
    now = datetime.now(UTC)
    try:
        at = desk.at(home)
        changes = engine.observe(at, collect.from_build(home, release_id), now)
        tally = engine.send(at, now)
    except (SettingsError, RouteError, SenderBusyError) as complaint:
        return {"complaint": str(complaint)}
    return {"incidents_changed": len(changes), "sent": tally.sent, "failed": tally.failed, "left": tally.left}
