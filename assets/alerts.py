"""Alert: what the build found becomes incidents, and those who can act are told; a run that fails is told too.

Belongs here: the asset that follows a release, its check, and the sensor that follows a failure. Not: who hears what,
see ``pipeline/alerts``.
"""

import dagster as dg

from assets.schedules import refresh
from pipeline import gates, progress, releases, worklists
from pipeline.alerts import nightly
from pipeline.home import Home


@dg.asset(
    deps=["release"],
    group_name="alerts",
    kinds={"python"},
    check_specs=[dg.AssetCheckSpec("everything_due_was_sent", asset="alerts")],
)
def alerts(home: dg.ResourceParam[Home]) -> dg.MaterializeResult:
    """Incidents brought up to date and messages sent; without alerts.toml nothing is sent."""
    progress.report("alert")
    release = releases.current(home)
    if release is None:
        raise LookupError("There is no release to alert about; the step before this one publishes it.")
    said = nightly.after_release(home, release.id)
    waiting = sum(int(said.get(name, 0)) for name in ("failed", "left"))
    check = dg.AssetCheckResult(
        check_name="everything_due_was_sent",
        passed="complaint" not in said and waiting == 0,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"waiting": waiting},
    )
    return dg.MaterializeResult(metadata=said, check_results=[check])


@dg.asset(name="worklists", deps=["release"], group_name="alerts", kinds={"excel"})
def team_worklists(home: dg.ResourceParam[Home]) -> dg.MaterializeResult:
    """One restricted workbook per team: the records to correct, and those corrected since the last release."""
    progress.report("worklists")
    return dg.MaterializeResult(metadata=worklists.write(home))


@dg.run_failure_sensor(
    monitored_jobs=[refresh], default_status=dg.DefaultSensorStatus.RUNNING, minimum_interval_seconds=60
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    """Tell the analysts of a refresh that failed, a crashed or hanging one too, which no step can report."""
    steps = [event.step_key for event in context.get_step_failure_events() if event.step_key]
    here = Home.from_environment()
    nightly.after_failure(
        here,
        context.dagster_run.run_id,
        steps[0] if steps else "run",
        is_withheld=here.build.exists() and bool(gates.withheld(here)),
    )
