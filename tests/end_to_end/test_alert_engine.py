"""A month as the alert engine sees it: counts go up and down, mail fails, and nothing is lost or said twice."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta
from itertools import groupby

import pytest
from alert_kit import EAST_LOTHIAN, at, desk, seen, settings
from mail_kit import Mailbox, free_port, mail_server, mornings

from pipeline.alerts import engine
from pipeline.alerts.observation import Event

FIRST = date(2024, 3, 15)
NIGHTS = 30
"""15 March to 13 April 2024: the clocks go forward on the 31st, the seventeenth night."""
WORKERS = {1: 2, 2: 2, 3: 3, 4: 3, 5: 1, 6: 0, 20: 1, 21: 1, 22: 0}
"""Children without a worker in team north, by night: opens, gets worse, better, is fixed, comes back, is fixed."""
STATUS = {10: 1, 11: 1, 12: 0}
"""A blocker in team west, opened on the first night without mail."""
MAIL_DOWN = {10, 11}
LATE = {14, 15, 16}
"""Nights on which the registration extract did not come, while team north's late entries stay as they were."""
ENTRIES = {13: 4} | dict.fromkeys(range(14, 19), 4) | {19: 0}


def night(number: int):
    """What the release of one night observed; on late nights what lies on registrations seems to be gone."""
    day = FIRST + timedelta(days=number - 1)
    is_late = number in LATE
    loads = {"looked_after": day, "registration": FIRST + timedelta(days=12) if is_late else day}
    counts = [("no_worker", "north", WORKERS.get(number, 0)), ("no_status", "west", STATUS.get(number, 0))]
    counts.append(("late_entry", "north", 0 if is_late else ENTRIES.get(number, 0)))
    events = (Event("source_late", EAST_LOTHIAN, subjects=("registration",)),) if is_late else ()
    return seen(day, *counts, loads=loads, events=events)


@pytest.fixture(scope="module")
def month(tmp_path_factory) -> Mailbox:
    """Every mail of the month: refreshes at two in the night, sending then, at half past seven and at noon."""
    folder, box, port = tmp_path_factory.mktemp("month"), Mailbox(), free_port()
    at_desk = desk(folder, settings(port))
    for is_down, numbers in groupby(range(1, NIGHTS + 1), key=MAIL_DOWN.__contains__):
        with nullcontext() if is_down else mail_server(box, port=port):
            for number in numbers:
                _live(at_desk, number, FIRST + timedelta(days=number))
    return box


def _live(at_desk, number, day):
    """One night and its morning, with the refresh applied twice as after a crash."""
    for hour, minute in ((2, 0), (7, 30), (12, 0)):
        now = at(day, hour, minute)
        if hour == 2:
            engine.observe(at_desk, night(number), now)
            engine.observe(at_desk, night(number), now)
        engine.send(at_desk, now)


def test_the_north_hears_of_each_turn_once(month):
    child = "child on the register without an allocated worker"
    children = "children on the register without an allocated worker"
    assert month.alerts("north") == [
        f"Safeguarding North: 2 {children}, 2 new",
        f"Safeguarding North: 3 {children}, 1 new",
        f"Safeguarding North: no {children}, resolved, was 1",
        "Safeguarding North: Entered late, 4 found, 4 new",
        "Safeguarding North: Entered late, resolved, was 4",
        f"Safeguarding North: 1 {child}, 1 new, back since 3 April 2024",
        f"Safeguarding North: no {children}, resolved, was 1",
    ]


def test_what_happened_while_the_mail_server_was_down_arrives_once_when_it_is_back(month):
    assert month.alerts("west") == [
        "Safeguarding West: Looked after with no legal status, 1 found, 1 new",
        "Safeguarding West: Looked after with no legal status, resolved, was 1",
    ]


def test_the_analysts_hear_of_the_late_source_and_of_its_arrival(month):
    assert month.alerts("performance") == [
        "East Lothian: 1 extract is late, 1 new",
        "East Lothian: no extracts are late, resolved, was 1",
    ]


@pytest.mark.parametrize("owner", ["performance", "north", "west"])
def test_every_owner_has_one_digest_for_every_day(month, owner):
    assert month.digest_days(owner) == mornings(FIRST, NIGHTS)


def test_no_message_arrives_twice(month):
    assert month.most_copies() == 1


def test_nobody_else_hears_of_anything(month):
    assert set(month.recipients) == {f"{owner}@council.example" for owner in ("performance", "north", "west")}


def test_a_day_without_anything_wrong_is_reported_as_such(month):
    digests = month.subjects("west@council.example")
    assert "Data quality on 20 March 2024: all is well, nothing open" in digests


def test_a_problem_that_stays_is_in_the_digest_only(month):
    body = month.digest("north", "17 March")
    assert "Unchanged" in body and "for 1 day" in body


def test_a_blocker_does_not_wait_for_the_morning(tmp_path):
    box = Mailbox()
    with mail_server(box) as port:
        at_desk = desk(tmp_path, settings(port))
        engine.observe(at_desk, seen(FIRST, ("no_status", "west", 1), ("no_worker", "north", 1)), at(FIRST, 2))
        engine.send(at_desk, at(FIRST, 2))
    assert box.recipients == ["west@council.example"]
