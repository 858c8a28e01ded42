"""A month of nights from files to mail: every owner's mailbox holds exactly what it should, nothing missing or twice.

Each night a council delivers its files, gate 1 and every rule judge them, and the alerts tell its people. Errors
appear, get worse, are put right and come back; an export loses half its rows, another does not come; mail is down.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta
from itertools import groupby

import pytest
from alert_kit import CHANNEL, TOML, at
from delivery_kit import Council, council, text
from mail_kit import Mailbox, free_port, mail_server, mornings
from night_kit import Rules, live

from pipeline.alerts import desk, engine
from pipeline.home import Home

pytestmark = pytest.mark.slow

FIRST = date(2024, 3, 15)
NIGHTS = 30
"""15 March to 13 April 2024: the clocks go forward on the 31st, the seventeenth night."""
WITHOUT_WORKER = {1: 2, 2: 2, 3: 3, 4: 3, 5: 1, 6: 0, 20: 1, 21: 1, 22: 0}
"""Children on the register without a worker, by night: opens, gets worse, better, is fixed, comes back, is fixed."""
MAIL_DOWN = {10, 11}
HALF_LOST = {10, 11}
"""Nights on which the export of referrals lost more than half its rows: a blocker, while there is no mail."""
LATE = {14, 15, 16, 17}
"""Nights on which the registrations did not come."""
ENTERED_LATE = range(13, 19)
"""Nights on which four registrations are there that were entered eleven days after they were made."""
OWNERS = ("performance", "child_protection", "children_and_families", "corporate_parenting", "front_door")

SOURCE = """council: S12000010
name: East Lothian
nation: scotland
system: Any
layout: canonical
cadence: nightly
owner: Performance
history_from: 2024-03-01
"""
CHILDREN = [f"C{number}" for number in range(1, 41)]
REGISTERED, LOOKED_AFTER, REFERRED = CHILDREN[:20], CHILDREN[20:], CHILDREN[:24]
BEGAN, ENTERED = "2024-03-01", "2024-03-02"


def team(child: str) -> str:
    return "Team West" if child in REGISTERED else "Team East"


def worker(child: str) -> str:
    number = CHILDREN.index(child)
    return f"W{number // 10}"


def deliveries(night: int) -> dict[str, list[dict[str, str]]]:
    """What the case system exports on a night; without the errors of the script nothing in it breaks a rule."""
    unheld = REGISTERED[: WITHOUT_WORKER.get(night, 0)]
    late = REGISTERED[:4] if night in ENTERED_LATE else []
    return {
        "person": [
            {"child_id": child, "date_of_birth": "2014-05-01", "expected_date_of_birth": "", "sex": "F",
             "ethnic_group": "WSCO", "disability": "N", "asylum_seeking": "N", "locality": "Haddington",
             "date_of_death": ""}
            for child in CHILDREN
        ],
        "referral": [
            {"referral_id": f"F{child}", "child_id": child, "referral_type": "referral",
             "received_at": f"{BEGAN} 10:00", "source": "police", "decision": "assessment",
             "decided_at": f"{BEGAN} 15:00", "signed_off_at": f"{BEGAN} 16:00", "redirected_to": "",
             "closed_date": "", "team": "Duty", "recorded_date": BEGAN}
            for child in (REFERRED[:10] if night in HALF_LOST else REFERRED)
        ],
        "registration": [
            {"registration_id": f"R{child}", "child_id": child, "registration_type": "new", "registered_date": BEGAN,
             "deregistered_date": "", "deregistration_reason": "", "concerns": "neglect", "team": team(child),
             "recorded_date": "2024-03-12" if child in late else ENTERED, "earlier_registrations": "0",
             "last_deregistered_date": ""}
            for child in REGISTERED
        ],
        "looked_after": [
            {"care_period_id": f"P{child}", "child_id": child, "started_date": BEGAN, "ceased_date": "",
             "cease_reason": "", "team": team(child), "recorded_date": ENTERED}
            for child in LOOKED_AFTER
        ],
        "legal_status": [
            {"legal_status_id": f"L{child}", "child_id": child, "legal_status": "s25", "started_date": BEGAN,
             "ended_date": ""}
            for child in LOOKED_AFTER
        ],
        "placement": [
            {"placement_id": f"S{child}", "child_id": child, "started_date": BEGAN, "ended_date": "",
             "placement_type": "foster_council", "provider_type": "council", "in_council_area": "Y", "setting_id": "",
             "setting_registered": "", "admission_type": "planned", "distance_miles": "3", "recorded_date": ENTERED}
            for child in LOOKED_AFTER
        ],
        "conference": [
            {"conference_id": f"G{child}", "child_id": child, "enquiry_id": "", "conference_type": "core_group",
             "held_date": "2024-03-08", "outcome": "", "team": team(child), "recorded_date": "2024-03-08"}
            for child in REGISTERED
        ],
        "review": [
            {"review_id": f"V{child}", "child_id": child, "review_type": "lac_review", "due_date": "2024-03-14",
             "held_date": "2024-03-12", "team": team(child)}
            for child in LOOKED_AFTER
        ],
        "worker": [
            {"worker_id": f"W{number}", "role": "social_worker", "team": "Team West" if number < 2 else "Team East",
             "qualified_date": "2010-09-01", "fte": "1", "started_date": "2015-01-05", "ended_date": ""}
            for number in range(4)
        ],
        "allocation": [
            {"allocation_id": f"A{child}", "child_id": child, "worker_id": worker(child), "allocation_role": "primary",
             "team": team(child), "started_date": BEGAN, "ended_date": "", "recorded_date": ENTERED}
            for child in CHILDREN if child not in unheld
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def month(refreshed: Home, tmp_path_factory: pytest.TempPathFactory) -> Mailbox:
    """Every mail of the month: refreshes at two in the night, sending then, at half past seven and at noon."""
    box, port, rules = Mailbox(), free_port(), Rules(refreshed)
    here = council(tmp_path_factory.mktemp("month"), SOURCE)
    here.home.prepare()
    (here.home.root / "alerts.toml").write_text(
        TOML.format(port=port) + "".join(CHANNEL.format(name=name) for name in OWNERS)
    )
    for is_down, nights in groupby(range(1, NIGHTS + 1), key=MAIL_DOWN.__contains__):
        with nullcontext() if is_down else mail_server(box, port=port):
            for night in nights:
                _live(here, rules, night)
    return box


def _live(here: Council, rules: Rules, night: int) -> None:
    """What a night delivers, its refresh, and the morning after."""
    day = FIRST + timedelta(days=night - 1)
    for name, rows in deliveries(night).items():
        if not (name == "registration" and night in LATE):
            here.deliver(f"{name}.csv", text(rows, day=day.isoformat()))
    morning = day + timedelta(days=1)
    said = live(here, rules, list(deliveries(night)), at(morning, 2))
    assert "complaint" not in said
    for hour, minute in ((7, 30), (12, 0)):
        engine.send(desk.at(here.home), at(morning, hour, minute))


def test_child_protection_hears_of_each_turn_once(month):
    child = "Practice team west (Musselburgh and Tranent): {} on the register without an allocated worker{}"
    assert month.alerts("child_protection") == [
        child.format("2 children", ", 2 new"),
        child.format("3 children", ", 1 new"),
        child.format("no children", ", resolved, was 1"),
        child.format("1 child", ", 1 new, back since 3 April 2024"),
        child.format("no children", ", resolved, was 1"),
    ]


def test_the_practice_service_hears_of_late_entries_once_though_their_extract_stays_away(month):
    team = "Practice team west (Musselburgh and Tranent)"
    assert month.alerts("children_and_families") == [
        f"{team}: 4 records entered more than 5 days after they happened, 4 new",
        f"{team}: no records entered more than 5 days after they happened, resolved, was 4",
    ]


def test_analysts_hear_of_what_was_lost_without_mail_and_of_what_came_late(month):
    assert month.alerts("performance") == [
        "East Lothian: 31 extracts never delivered, 31 new",
        # both nights without mail, then the night on which all is there again; the blocker outlasts its first night
        "East Lothian: 14 indicators are withheld, 14 new",
        "East Lothian: 1 extract of an implausible size, 1 new",
        "East Lothian: 1 extract that lost more than half its rows, 1 new",
        "East Lothian: no indicators are withheld, resolved, was 14",
        "East Lothian: no extracts that lost more than half their rows, resolved, was 1",
        "East Lothian: no extracts of an implausible size, resolved, was 1",
        # behind the others at once, late when it should have come twice
        "East Lothian: 1 extract older than the others, 1 new",
        "East Lothian: 1 extract is late, 1 new",
        "East Lothian: no extracts older than the others, resolved, was 1",
        "East Lothian: no extracts are late, resolved, was 1",
    ]


@pytest.mark.parametrize("owner", OWNERS)
def test_every_owner_has_one_digest_for_every_day(month, owner):
    assert month.digest_days(owner) == mornings(FIRST, NIGHTS)


def test_no_message_arrives_twice(month):
    assert month.most_copies() == 1


def test_nobody_else_hears_of_anything(month):
    assert set(month.recipients) == {f"{owner}@council.example" for owner in OWNERS}


def test_owners_of_sound_records_have_nothing_but_digests_that_say_so(month):
    for owner in ("corporate_parenting", "front_door"):
        assert month.alerts(owner) == []
        assert all(": all is well, nothing open" in each for each in month.subjects(f"{owner}@council.example"))


def test_a_problem_that_stays_is_in_the_digest_only(month):
    body = month.digest("child_protection", "17 March")
    assert "Unchanged" in body and "for 1 day" in body
