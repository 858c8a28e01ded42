"""When: the job that is one refresh, every night and whenever something new has arrived.

Belongs here: jobs, schedules, sensors. Not: what a refresh does.
"""

import json
import os
from typing import Any

import dagster as dg

from pipeline.home import Home
from pipeline.refresh import drop_state, is_running

NIGHTLY = os.environ.get("KPI_SCHEDULE", "30 2 * * *")
"""Cron, Europe/London. Not between 01:00 and 02:00: that hour is missing or doubled when the clocks change."""

MAXIMUM_SECONDS = 3600
"""A refresh of a large council takes minutes; one that takes an hour hangs."""

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    tags={"dagster/max_runtime": str(MAXIMUM_SECONDS)},
    description="Land, check, build, check, publish: everything from the drop folder to a new release.",
)


@dg.schedule(
    cron_schedule=NIGHTLY,
    execution_timezone="Europe/London",
    job=refresh,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def nightly() -> dg.RunRequest | dg.SkipReason:
    """Refresh every night, also when nothing new came: a quiet night has a release too."""
    if is_running(Home.from_environment()):
        return dg.SkipReason("A refresh is running already.")
    return dg.RunRequest()


@dg.sensor(job=refresh, minimum_interval_seconds=60, default_status=dg.DefaultSensorStatus.RUNNING)
def new_deliveries(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Refresh when the drop folder has changed and then stayed as it is for two looks, a minute apart."""
    seen: dict[str, Any] = json.loads(context.cursor or "{}")
    state = drop_state(Home.from_environment())
    context.update_cursor(json.dumps({"state": state, "used": seen.get("used", state)}))
    if state == seen.get("used", state):
        return dg.SkipReason("Nothing new since the last look.")
    if state != seen.get("state"):
        return dg.SkipReason("A delivery is arriving; waiting until it is at rest.")
    if is_running(Home.from_environment()):
        return dg.SkipReason("A refresh is running already; trying again in a minute.")
    return dg.SensorResult([dg.RunRequest(run_key=state)], cursor=json.dumps({"state": state, "used": state}))
