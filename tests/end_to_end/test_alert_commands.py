"""The commands, and the dead-man check, as a scheduler calls them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
import typer
from alert_kit import CHANNEL, EAST_LOTHIAN, TOML
from mail_kit import Mailbox, free_port, mail_server
from typer.testing import CliRunner

from pipeline.alerts import collect, commands, desk, engine, heartbeat, store
from pipeline.home import Home

NOW = datetime.now(UTC)
app = typer.Typer()
commands.mount(app)


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(raw=tmp_path / "raw", root=tmp_path / "home").prepare()


def run(home, *words, code=0):
    result = CliRunner().invoke(app, [*words, "--home", str(home.root)], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def set_up(home, port):
    (home.root / "alerts.toml").write_text(
        TOML.format(port=port) + CHANNEL.format(name="performance"), encoding="utf-8"
    )


def build(home, findings):
    """A build file with as much of a refresh's tables as alerts read."""
    with duckdb.connect(str(home.build)) as connection:
        connection.execute("create schema raw; create schema quality")
        connection.execute(
            "create table raw.load as select * from (values"
            " (?, 'registration', date '2024-04-02', 'a', true, 'accepted'),"
            " (?, 'registration', date '2024-04-03', 'b', false, 'refused'))"
            " as t(council_id, extract, extract_date, load_id, is_current, status)",
            [EAST_LOTHIAN, EAST_LOTHIAN],
        )
        connection.execute(
            "create table quality.finding_count"
            " (rule_id text, council_id text, team text, findings integer, records integer)"
        )
        connection.executemany("insert into quality.finding_count values (?, ?, ?, 1, 10)", findings)


def observed(home):
    """Three late registrations of no known team and two of a listed one, taken in."""
    findings = [("entered_late", EAST_LOTHIAN, "not_known")] * 3 + [("entered_late", EAST_LOTHIAN, "Duty")] * 2
    build(home, findings)
    return engine.observe(desk.at(home), collect.from_build(home, "r1"), NOW)


def released(home, age):
    """A finished release of that age, as latest.json and its folder say it."""
    name = f"{NOW - age:%Y%m%dT%H%M%SZ}"
    (home.published / name).mkdir()
    (home.published / name / "manifest.json").write_text("{}", encoding="utf-8")
    (home.published / "latest.json").write_text(json.dumps({"release": name}), encoding="utf-8")


def test_the_build_is_read_as_counts_by_team(home):
    assert [(c.incident.team, c.incident.count) for c in observed(home)] == [("", 3), ("Duty", 2)]


def test_the_business_day_is_that_of_the_loads_in_use(home):
    assert {change.incident.opened_on for change in observed(home)} == {date(2024, 4, 2)}


def test_incidents_lists_what_is_open(home):
    observed(home)
    assert "records entered more than 5 days" in run(home, "incidents")


def test_preview_without_settings_says_what_to_do(home):
    assert "alerts.example.toml" in run(home, "alerts", "preview")


def test_preview_shows_what_waits_and_the_digest_and_sends_nothing(home):
    box = Mailbox()
    with mail_server(box) as port:
        set_up(home, port)
        observed(home)
        shown = run(home, "alerts", "preview")
    assert "Waiting for performance@council.example: East Lothian" in shown
    assert "Digest for email performance@council.example" in shown
    assert box.mails == []


def test_send_says_by_its_exit_status_that_something_waits(home):
    set_up(home, free_port())
    settings_file = home.root / "alerts.toml"
    always = '[quiet_hours]\nfrom = "00:00"\nto = "00:00"\n'
    settings_file.write_text(settings_file.read_text(encoding="utf-8") + always, encoding="utf-8")
    observed(home)
    run(home, "alerts", "send", code=1)


def test_a_mistake_in_the_settings_is_one_line_and_exit_status_two(home):
    (home.root / "alerts.toml").write_text("default_channel = 'x'\nchannels = {}\n", encoding="utf-8")
    assert "default_channel 'x' is not among the channels" in run(home, "alerts", "send", code=2)


def test_test_reaches_every_recipient_and_leaves_the_outbox_alone(home):
    box = Mailbox()
    with mail_server(box) as port:
        set_up(home, port)
        observed(home)
        run(home, "alerts", "test")
    assert [mail["Subject"] for mail in box.mails] == ["Test of the data quality alerts: nothing needs doing"]


def test_ack_is_shown_with_the_incident(home):
    observed(home)
    run(home, "alerts", "ack", "1", "--by", "Jo Smith")
    assert "acknowledged by Jo Smith" in run(home, "incidents")


def test_mute_ends_within_ninety_days(home):
    observed(home)
    run(home, "alerts", "mute", "1", "--until", f"{NOW + timedelta(days=120):%Y-%m-%d}", code=2)


def test_an_incident_that_does_not_exist_is_said(home):
    assert "kpi incidents lists them" in run(home, "alerts", "ack", "99", "--by", "Jo", code=2)


def test_heartbeat_is_well_after_a_release(home):
    released(home, timedelta(hours=6))
    assert run(home, "heartbeat") == "All is well."


def test_heartbeat_reports_a_missing_release(home):
    assert "There is no release yet" in run(home, "heartbeat", code=1)


def test_heartbeat_reports_an_old_release(home):
    released(home, timedelta(hours=48))
    assert "The last release is 48 hours old" in run(home, "heartbeat", code=1)


def test_heartbeat_reports_that_digests_do_not_arrive(home):
    released(home, timedelta(hours=6))
    set_up(home, free_port())
    assert "No digest was ever delivered" in run(home, "heartbeat", code=1)


def test_heartbeat_reports_messages_that_do_not_arrive(home):
    released(home, timedelta(hours=6))
    set_up(home, free_port())
    build(home, [("entered_late", EAST_LOTHIAN, None)])
    engine.observe(desk.at(home), collect.from_build(home, "r1"), NOW - timedelta(days=4))
    assert "1 message could not be delivered: see kpi alerts log." in heartbeat.faults(home, NOW)


def test_the_log_says_what_became_of_each_attempt(home):
    with mail_server(Mailbox()) as port:
        set_up(home, port)
        observed(home)
        engine.send(desk.at(home), NOW + timedelta(days=1))
    assert "accepted by the mail server" in run(home, "alerts", "log")


def test_state_is_for_the_owner_only(home):
    assert store.folder(home).stat().st_mode & 0o077 == 0
