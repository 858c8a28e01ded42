"""Incidents: from the day they open until a newer delivery shows that they are gone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from alert_kit import at, desk, seen
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from pipeline.alerts import engine, incidents, store, trend
from pipeline.alerts.collect import failed
from pipeline.alerts.observation import Event

DAY = date(2024, 4, 2)
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def quiet_desk(tmp_path):
    return desk(tmp_path, None)


def kinds(changes):
    return [(change.kind, change.incident.team, change.incident.count) for change in changes]


def only(at_desk):
    with store.opened(at_desk.home) as db:
        (incident,) = incidents.select(db)
    return incident


def every(at_desk):
    with store.opened(at_desk.home) as db:
        return incidents.select(db)


def test_a_first_finding_opens_an_incident(quiet_desk):
    changes = engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    assert kinds(changes) == [("new", "north", 3)]


def test_the_same_release_taken_twice_changes_nothing(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    assert engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 9)), at(NEXT)) == []
    assert only(quiet_desk).count == 3


def test_the_same_count_on_the_next_day_is_ongoing_and_no_news(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    assert engine.observe(quiet_desk, seen(NEXT, ("no_worker", "north", 3)), at(NEXT)) == []
    assert (only(quiet_desk).state, only(quiet_desk).age_days) == ("ongoing", 1)


def test_a_second_release_of_the_same_day_leaves_an_incident_open(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3), release="again"), at(DAY, 12))
    assert only(quiet_desk).state == "open"


def test_more_findings_are_worse(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    assert kinds(engine.observe(quiet_desk, seen(NEXT, ("no_worker", "north", 4)), at(NEXT))) == [("worse", "north", 4)]


def test_fewer_findings_are_no_immediate_news_but_are_remembered(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    assert engine.observe(quiet_desk, seen(NEXT, ("no_worker", "north", 1)), at(NEXT)) == []
    assert (only(quiet_desk).count, only(quiet_desk).previous) == (1, 3)


def test_no_finding_in_a_newer_delivery_resolves(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    assert kinds(engine.observe(quiet_desk, seen(NEXT), at(NEXT))) == [("resolved", "north", 0)]


def test_a_corrected_delivery_of_the_same_day_resolves(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    corrected = seen(DAY, release="corrected")
    corrected.loads["load_id"] = "corrected"
    assert kinds(engine.observe(quiet_desk, corrected, at(DAY, 12))) == [("resolved", "north", 0)]


@pytest.mark.parametrize(
    "loads",
    [
        {"looked_after": NEXT},
        {"looked_after": NEXT, "registration": DAY},
        {"looked_after": NEXT, "registration": DAY - timedelta(days=1)},
        {},
    ],
    ids=["extract missing", "extract late", "older load in use", "council missing"],
)
def test_a_source_that_did_not_deliver_does_not_look_resolved(quiet_desk, loads):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    assert engine.observe(quiet_desk, seen(NEXT, loads=loads), at(NEXT)) == []
    assert only(quiet_desk).count == 3


def test_a_late_source_does_not_look_better_either(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    late = seen(NEXT, ("no_worker", "north", 1), loads={"looked_after": NEXT})
    engine.observe(quiet_desk, late, at(NEXT))
    assert only(quiet_desk).count == 3


def test_a_release_of_an_earlier_day_changes_nothing(quiet_desk):
    engine.observe(quiet_desk, seen(NEXT, ("no_worker", "north", 3)), at(NEXT))
    assert engine.observe(quiet_desk, seen(DAY, ("no_worker", "west", 7)), at(NEXT, 12)) == []


def test_a_problem_that_comes_back_is_a_new_incident_that_knows_its_past(quiet_desk):
    for offset, count in enumerate((3, 0, 2)):
        day = DAY + timedelta(days=offset)
        engine.observe(quiet_desk, seen(day, ("no_worker", "north", count)), at(day))
    first, second = every(quiet_desk)
    assert (first.state, second.state, second.came_back_from) == ("resolved", "open", NEXT)


def test_getting_worse_takes_the_acknowledgement_away(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    with store.opened(quiet_desk.home) as db:
        incidents.acknowledge(db, 1, "Jo", at(DAY))
    engine.observe(quiet_desk, seen(NEXT, ("no_worker", "north", 4)), at(NEXT))
    assert only(quiet_desk).acknowledged_by is None


def test_an_incident_that_is_not_open_cannot_be_acknowledged(quiet_desk):
    with store.opened(quiet_desk.home) as db, pytest.raises(incidents.NoSuchIncidentError, match="kpi incidents"):
        incidents.acknowledge(db, 7, "Jo", at(DAY))


def test_findings_of_a_team_that_no_seed_lists_are_one_incident_without_the_name(quiet_desk):
    counts = (("no_worker", "Jane Doe", 1), ("no_worker", "Ann Other", 1))
    engine.observe(quiet_desk, seen(DAY, *counts), at(DAY))
    assert (only(quiet_desk).team, only(quiet_desk).count) == ("unlisted", 2)


def test_findings_before_the_first_good_load_open_an_incident(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", None, 1), loads={}), at(DAY))
    assert only(quiet_desk).opened_on == DAY


def test_a_failed_run_resolves_nothing(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3), events=(Event("source_late"),)), at(DAY))
    assert kinds(engine.observe(quiet_desk, failed("run-2", "gate_2"), at(NEXT))) == [("new", "", 1)]


def test_the_next_release_resolves_a_failed_run(quiet_desk):
    engine.observe(quiet_desk, failed("run-1", "gate_2"), at(DAY))
    assert kinds(engine.observe(quiet_desk, seen(NEXT), at(NEXT))) == [("resolved", "", 0)]


def test_an_event_cannot_carry_words_of_an_error():
    with pytest.raises(ValueError, match="run_failed"):
        Event("run_failed", subjects=("Child P123 has no date of birth",))


def test_the_age_of_a_late_source_grows_though_its_data_does_not(quiet_desk):
    late = (Event("source_late", "S12000010", subjects=("registration",)),)
    for offset in range(3):
        day = DAY + timedelta(days=offset)
        engine.observe(quiet_desk, seen(DAY, release=f"r{offset}", events=late), at(day))
    assert only(quiet_desk).age_days == 2


def test_history_has_one_row_per_incident_and_day(quiet_desk):
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 3)), at(DAY))
    engine.observe(quiet_desk, seen(DAY, ("no_worker", "north", 5), release="again"), at(DAY, 12))
    engine.observe(quiet_desk, seen(NEXT), at(NEXT))
    frame = trend.history(quiet_desk.home)
    assert list(zip(frame["day"], frame["count"], strict=True)) == [("2024-04-02", 5), ("2024-04-03", 0)]


@limits(max_examples=10, deadline=None)
@given(nights=st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=12))
def test_every_incident_is_announced_once_and_resolved_at_most_once(tmp_path_factory, nights):
    quiet_desk = desk(tmp_path_factory.mktemp("world"), None)
    announced = []
    last_good = DAY
    for offset, (count, is_late) in enumerate(nights):
        day = DAY + timedelta(days=offset)
        last_good = last_good if is_late else day
        night = seen(last_good, ("no_worker", "north", count), release=f"r{offset}")
        announced += [(c.kind, c.incident.incident_id) for c in engine.observe(quiet_desk, night, at(day))]
        assert engine.observe(quiet_desk, night, at(day)) == []
    new, resolved = ([i for kind, i in announced if kind == wanted] for wanted in ("new", "resolved"))
    assert len(new) == len(set(new))
    assert len(resolved) == len(set(resolved)) and set(resolved) <= set(new)
