"""The front door for Dagster: what there is to run, and how one refresh runs in this process.

The only file of ``pipeline/`` that imports Dagster. What the assets are is in ``assets/``, one file per stage.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import dagster as dg

from pipeline import dbt
from pipeline.home import PROJECT, Home
from pipeline.refresh import only_one

os.environ.update(dbt.environment(Home.from_environment().prepare()))

defs = dg.load_from_defs_folder(path_within_project=PROJECT / "assets")

INSTANCE = """\
# Written by kpi. Everything stays in this folder; nothing is sent anywhere.
telemetry: {enabled: false}
nux: {enabled: false}
run_monitoring: {enabled: true}
concurrency: {runs: {max_concurrent_runs: 1}}
compute_logs: {module: dagster._core.storage.noop_compute_log_manager, class: NoOpComputeLogManager}
"""
"""Settings of Dagster's own storage: one run at a time, and no copy of what steps print."""

BEFORE_DBT_ERRORS = "Errors parsed from dbt logs:"
"""What follows in a message is dbt's own account; what comes before is how it was called."""

UNFINISHED = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


@dataclass(frozen=True)
class Outcome:
    """How a refresh ended: the step that failed, if any, and what it said."""

    run_id: str
    failed_step: str | None = None
    message: str | None = None

    @property
    def succeeded(self) -> bool:
        """Whether a new release is out."""
        return self.failed_step is None


@contextmanager
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """Dagster's storage in this home; runs that a crash left behind are marked as failed first.

    Raises RefreshBusyError while another process is refreshing: only under the lock is a started run surely dead.
    """
    settings = home.dagster / "dagster.yaml"
    settings.write_text(INSTANCE, encoding="utf-8")
    with only_one(home), dg.DagsterInstance.from_config(str(home.dagster)) as storage:
        for run in storage.get_runs(dg.RunsFilter(statuses=UNFINISHED)):
            storage.report_run_failed(
                run, "The process of this run ended without saying so; the next refresh recovers."
            )
        yield storage


def refresh(home: Home, until: str | None = None, log_level: str = "CRITICAL") -> Outcome:
    """Run the job ``refresh`` in this process, recorded in this home's Dagster; returns how it ended.

    Raises RefreshBusyError while another process is refreshing.
    """
    with instance(home) as storage:
        result = defs.resolve_job_def("refresh").execute_in_process(
            instance=storage,
            run_config={
                "ops": {"deliveries": {"config": {"until": until}}},
                "loggers": {"console": {"config": {"log_level": log_level}}},
            },
            raise_on_error=False,
        )
    for event in result.get_step_failure_events():
        return Outcome(result.run_id, event.step_key, _innermost(event))
    return Outcome(result.run_id)


def _innermost(event: dg.DagsterEvent) -> str:
    """What the code that failed said, without the wrapping of the orchestrator."""
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    said = error.message.strip() if error is not None else "unknown"
    return said.partition(BEFORE_DBT_ERRORS)[2].strip() or said
