"""Alert: what the build found becomes incidents, and those who can act are told.

Belongs here: the asset that follows a release. Not: who hears what, see ``pipeline/alerts``.
"""

import dagster as dg

from pipeline import progress, releases
from pipeline.alerts import nightly
from pipeline.home import Home


@dg.asset(deps=["release"], group_name="alerts", kinds={"python"})
def alerts(home: dg.ResourceParam[Home]) -> dg.MaterializeResult:
    """Incidents brought up to date and messages sent; without alerts.toml nothing is sent."""
    progress.report("alert")
    release = releases.current(home)
    if release is None:
        raise LookupError("There is no release to alert about; the step before this one publishes it.")
    return dg.MaterializeResult(metadata=nightly.after_release(home, release.id))
