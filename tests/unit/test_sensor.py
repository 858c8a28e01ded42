"""The sensor sees a delivery, waits until it is at rest, and asks for one refresh."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from assets.schedules import new_deliveries
from pipeline.home import Home
from pipeline.refresh import only_one


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    monkeypatch.setenv("KPI_RAW", str(folder))
    monkeypatch.setenv("KPI_HOME", str(tmp_path / "home"))
    return folder


class Looks:
    """Evaluates the sensor again and again, carrying its cursor as the daemon does."""

    def __init__(self) -> None:
        self.cursor: str | None = None

    def look(self) -> int:
        """The number of refreshes asked for at this look."""
        with dg.DagsterInstance.ephemeral() as instance:
            context = dg.build_sensor_context(instance=instance, cursor=self.cursor)
            answer = new_deliveries(context)
            self.cursor = context.cursor
        if isinstance(answer, dg.SensorResult):
            self.cursor = answer.cursor
            return len(answer.run_requests or [])
        return 0


def test_nothing_is_asked_for_while_nothing_changes(drop):
    looks = Looks()
    assert [looks.look() for _ in range(3)] == [0, 0, 0]


def test_a_delivery_is_used_at_the_second_look_and_once(drop):
    looks = Looks()
    looks.look()
    (drop / "person.csv").write_text("child_id\n")
    assert [looks.look() for _ in range(4)] == [0, 1, 0, 0]


def test_a_delivery_that_still_grows_waits(drop):
    looks = Looks()
    looks.look()
    (drop / "person.csv").write_text("child_id\n")
    looks.look()
    (drop / "person.csv").write_text("child_id\n1\n")
    assert [looks.look() for _ in range(2)] == [0, 1]


def test_a_delivery_waits_for_a_running_refresh_and_is_not_forgotten(drop):
    looks = Looks()
    looks.look()
    (drop / "person.csv").write_text("child_id\n")
    looks.look()
    with held_elsewhere():
        assert looks.look() == 0
    assert looks.look() == 1


def held_elsewhere():
    """The refresh lock, held as another process would hold it."""
    from unittest.mock import patch

    return patch("assets.schedules.is_running", return_value=True)


def test_lock_may_be_entered_again_by_the_process_that_holds_it(drop):
    home = Home.from_environment()
    with only_one(home), only_one(home):
        pass
