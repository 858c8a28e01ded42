"""What Dagster is given: every stage, linked, checked, at the right time, one run at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from graphlib import TopologicalSorter
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from filelock import FileLock

from pipeline import gate3
from pipeline.contracts import EXTRACTS
from pipeline.dbt import prepared_manifest
from pipeline.home import PROJECT, Home


@pytest.fixture(scope="module")
def home(shared: Path) -> str:
    """A home of which the dbt project is parsed once, for all workers."""
    folder = shared / "definitions"
    with FileLock(f"{folder}.lock"):
        prepared_manifest(Home(raw=folder / "raw", root=folder).prepare())
    return str(folder)


@pytest.fixture(scope="module")
def defs(home: str) -> dg.Definitions:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPI_HOME", home)
        from pipeline import definitions
    return definitions.defs


@pytest.fixture(scope="module")
def graph(defs: dg.Definitions) -> dg.AssetGraph:
    return defs.resolve_asset_graph()


def key(*path: str) -> dg.AssetKey:
    return dg.AssetKey(list(path))


def groups(graph) -> set[str]:
    return {graph.get(each).group_name for each in graph.get_all_asset_keys()}


def test_every_stage_is_a_group_of_assets(graph):
    expected = {"landing", "extracts", "seeds", "staging", "intermediate", "quality", "measures", "observation"}
    assert expected | {"marts", "gates", "release"} <= groups(graph)


def test_no_group_waits_for_one_that_waits_for_it(graph):
    # Dagster's picture of the groups is read from left to right only if they make no loop.
    group = {each: graph.get(each).group_name for each in graph.get_all_asset_keys()}
    waits = {(group[each], group[parent]) for each in group for parent in graph.get(each).parent_keys}
    assert list(TopologicalSorter(_by_first(pair for pair in waits if pair[0] != pair[1])).static_order())


def _by_first(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        found[first].add(second)
    return found


@pytest.mark.parametrize("name", EXTRACTS)
def test_dbt_reads_the_very_asset_that_gate_1_makes(graph, name):
    children = graph.get(key("raw", name)).child_keys
    assert any(graph.get(child).group_name == "staging" for child in children)


def test_no_asset_is_read_that_nothing_makes(graph):
    assert [each for each in graph.get_all_asset_keys() if not graph.get(each).is_materializable] == []


def test_release_waits_for_both_gates(graph):
    assert {key("gate_2"), key("gate_3")} <= graph.get(key("release")).parent_keys


def test_every_check_of_gate_3_is_an_asset_check(graph):
    checks = {check.name for check in graph.asset_check_keys if check.asset_key == key("gate_3")}
    assert checks == set(gate3.names())


def test_every_mart_is_judged_before_the_release(graph):
    marts = {each for each in graph.get_all_asset_keys() if each.path[0] == "marts"}
    assert marts <= graph.get(key("gate_3")).parent_keys


def next_nights(defs: dg.Definitions, after: datetime, count: int) -> list[datetime]:
    schedule = defs.resolve_schedule_def("nightly")
    ticks = dg._utils.schedules.cron_string_iterator(
        after.timestamp(), schedule.cron_schedule, schedule.execution_timezone
    )
    return [next(ticks) for _ in range(count)]


# In 2024 British clocks went forward on 31 March and back on 27 October, both at 01:00 UTC.
@pytest.mark.parametrize("day", [(2024, 3, 29), (2024, 10, 25)])
def test_schedule_runs_once_a_night_at_half_past_two_when_the_clocks_change(defs, day):
    nights = next_nights(defs, datetime(*day, 12, tzinfo=ZoneInfo("Europe/London")), 4)
    assert [(night.hour, night.minute) for night in nights] == [(2, 30)] * 4
    assert len({night.date() for night in nights}) == 4


def test_schedule_can_be_moved_by_the_environment(home: str, defs: dg.Definitions):
    program = "from pipeline.definitions import defs; print(defs.resolve_schedule_def('nightly').cron_schedule)"
    environment = {**os.environ, "KPI_HOME": home, "KPI_SCHEDULE": "15 4 * * *"}
    printed = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == "15 4 * * *"


def test_a_run_that_hangs_is_ended(defs):
    assert defs.resolve_job_def("refresh").tags["dagster/max_runtime"] == "3600"
