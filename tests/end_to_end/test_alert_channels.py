"""Delivery by real servers on loopback: taken, down, slow, refusing, and asking for patience."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, timedelta

import pytest
from alert_kit import Receiver, at, desk, http_receiver, seen, settings
from mail_kit import Mailbox, certificate, free_port, mail_server

from pipeline.alerts import engine, outbox, store
from pipeline.alerts.outbox import Tally

DAY = date(2024, 4, 2)
MORNING = at(DAY, 5)
"""Six in London, before the digest's seven, with quiet hours switched off: only the news is due."""
NEVER_QUIET = {"from": "07:00", "to": "07:00"}
CARD = {
    "card": {"kind": "teams", "url_env": "KPI_TEST_TEAMS", "backup": "performance", "timeout_seconds": 0.3},
    "performance": {"kind": "email", "to": ["performance@council.example"]},
}
HOOK = {"hook": {"kind": "apprise", "url_env": "KPI_TEST_HOOK"}}


def news(tmp_path, *counts, **changes):
    """A desk with one new incident for the team's channel in its outbox."""
    at_desk = desk(tmp_path, settings(**({"quiet_hours": NEVER_QUIET} | changes)))
    engine.observe(at_desk, seen(DAY, *(counts or (("no_worker", "north", 3),))), MORNING)
    return at_desk


def mail_settings(port, **more):
    mail = {"host": "127.0.0.1", "port": port, "security": "none", "from": "kpi@council.example", "timeout_seconds": 1}
    return mail | more


def attempts(at_desk):
    with store.opened(at_desk.home) as db:
        return [row[0] for row in db.execute("select outcome from delivery order by message_id, attempt")]


def test_a_relay_without_a_login_takes_the_mail(tmp_path):
    box = Mailbox()
    with mail_server(box) as port:
        assert engine.send(news(tmp_path, mail=mail_settings(port)), MORNING) == Tally(sent=1)
    assert box.recipients == ["north@council.example"]


def test_a_mail_has_text_and_page_and_a_name_of_its_own(tmp_path):
    box = Mailbox()
    with mail_server(box) as port:
        engine.send(news(tmp_path, mail=mail_settings(port)), MORNING)
    (mail,) = box.mails
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Message-ID"].endswith("@council.example>")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_starttls_with_a_login_takes_the_mail(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_TEST_USER", "kpi")
    monkeypatch.setenv("KPI_TEST_PASSWORD", "secret")
    context, trusted = certificate(tmp_path)
    box = Mailbox()
    with mail_server(box, context, ("kpi", "secret")) as port:
        mail = mail_settings(port, security="starttls", user_env="KPI_TEST_USER", password_env="KPI_TEST_PASSWORD")
        assert engine.send(news(tmp_path, mail=mail | {"ca_file": str(trusted)}), MORNING) == Tally(sent=1)


def test_tls_from_the_first_byte_takes_the_mail(tmp_path):
    context, trusted = certificate(tmp_path)
    with mail_server(Mailbox(), context, at_once=True) as port:
        at_desk = news(tmp_path, mail=mail_settings(port, security="tls", ca_file=str(trusted)))
        assert engine.send(at_desk, MORNING) == Tally(sent=1)


def test_a_wrong_password_is_said_without_the_password(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_TEST_USER", "kpi")
    monkeypatch.setenv("KPI_TEST_PASSWORD", "mistaken")
    context, trusted = certificate(tmp_path)
    with mail_server(Mailbox(), context, ("kpi", "secret")) as port:
        mail = mail_settings(port, security="starttls", user_env="KPI_TEST_USER", password_env="KPI_TEST_PASSWORD")
        at_desk = news(tmp_path, mail=mail | {"ca_file": str(trusted)})
        engine.send(at_desk, MORNING)
    assert attempts(at_desk) == ["the mail server refused the login (535)"]


def test_a_certificate_that_nobody_vouches_for_gets_no_mail(tmp_path):
    context, _ = certificate(tmp_path)
    box = Mailbox()
    with mail_server(box, context) as port:
        engine.send(news(tmp_path, mail=mail_settings(port, security="starttls")), MORNING)
    assert box.mails == []


def test_a_server_without_starttls_gets_no_mail_when_it_was_asked_for(tmp_path):
    box = Mailbox()
    with mail_server(box) as port:
        assert engine.send(news(tmp_path, mail=mail_settings(port, security="starttls")), MORNING) == Tally(failed=1)
    assert box.mails == []


def test_a_password_that_is_not_in_the_environment_is_asked_for_by_name(tmp_path, monkeypatch):
    monkeypatch.delenv("KPI_TEST_USER", raising=False)
    mail = mail_settings(25, security="starttls", user_env="KPI_TEST_USER", password_env="KPI_TEST_PASSWORD")
    at_desk = news(tmp_path, mail=mail)
    engine.send(at_desk, MORNING)
    assert attempts(at_desk) == ["The environment variable KPI_TEST_USER, which alerts.toml names, is not set."]


def test_a_server_that_is_down_is_tried_once_a_run(tmp_path):
    counts = (("no_worker", "north", 3), ("no_worker", "west", 1), ("late_entry", None, 1))
    at_desk = news(tmp_path, *counts, mail=mail_settings(free_port()))
    assert engine.send(at_desk, MORNING) == Tally(failed=1, left=2)


def test_a_failed_message_waits_longer_each_time(tmp_path):
    at_desk = news(tmp_path, mail=mail_settings(free_port()))
    moments = [MORNING + timedelta(minutes=m) for m in (0, 4, 5, 10, 15)]
    tries = [engine.send(at_desk, moment).failed for moment in moments]
    assert tries == [1, 0, 1, 0, 1]


def test_a_slow_server_counts_as_down_and_the_repeat_can_be_recognised(tmp_path):
    box = Mailbox(delay=0.6)
    with mail_server(box) as port:
        at_desk = news(tmp_path, mail=mail_settings(port, timeout_seconds=0.2))
        assert engine.send(at_desk, MORNING).failed == 1
        box.delay = 0
        quick = desk(tmp_path, settings(mail=mail_settings(port), quiet_hours=NEVER_QUIET))
        engine.send(quick, MORNING + timedelta(minutes=5))
    assert len({mail["Message-ID"] for mail in box.mails}) == 1


def test_one_mailbox_that_refuses_does_not_hold_up_the_others(tmp_path):
    box = Mailbox(refuse_recipient="north@council.example")
    with mail_server(box) as port:
        at_desk = news(tmp_path, ("no_worker", "north", 3), ("no_worker", "west", 1), mail=mail_settings(port))
        assert engine.send(at_desk, MORNING) == Tally(sent=1, failed=1)
    assert attempts(at_desk) == ["the mail server refused the recipient (550)", "accepted by the mail server"]


def test_a_refused_message_is_tried_again(tmp_path):
    box = Mailbox(refuse_data="451 not now")
    with mail_server(box) as port:
        at_desk = news(tmp_path, mail=mail_settings(port))
        engine.send(at_desk, MORNING)
        box.refuse_data = ""
        assert engine.send(at_desk, MORNING + timedelta(minutes=5)).sent == 1


def test_a_message_is_on_disk_as_begun_before_the_server_sees_it(tmp_path):
    at_desk = news(tmp_path)
    states = []

    def wire(_, message):
        with sqlite3.connect(at_desk.home.root / "alerts" / "alerts.sqlite") as other:
            states.append(other.execute("select status from message").fetchone()[0])
        return outbox.Outcome(True, "taken")

    engine.send(at_desk, MORNING, wire)
    assert states == ["sending"]


def test_a_process_killed_while_sending_leaves_the_message_to_the_next(tmp_path):
    at_desk = news(tmp_path)

    def killed(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.send(at_desk, MORNING, killed)
    assert engine.send(at_desk, MORNING, lambda *_: outbox.Outcome(True, "taken")).sent == 1


def test_two_senders_at_once_do_not_send_twice(tmp_path):
    at_desk = news(tmp_path)
    with outbox.sole_sender(at_desk.home), pytest.raises(outbox.SenderBusyError):
        engine.send(at_desk, MORNING)


def test_what_cannot_be_delivered_for_two_weeks_is_given_up(tmp_path):
    at_desk = news(tmp_path, mail=mail_settings(free_port()))
    engine.send(at_desk, MORNING + timedelta(days=15))
    with store.opened(at_desk.home) as db:
        assert db.execute("select status from message where kind = 'new'").fetchone()[0] == "given_up"


def teams_news(tmp_path, monkeypatch, url, port):
    monkeypatch.setenv("KPI_TEST_TEAMS", url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    routes = "council_id,service,team,owner_role,channel\n,,,,card\n"
    at_desk = desk(
        tmp_path,
        settings(channels=CARD, mail=mail_settings(port), quiet_hours=NEVER_QUIET, digest_at="23:00"),
        alert_route=routes,
    )
    engine.observe(at_desk, seen(DAY, ("no_worker", "north", 3)), MORNING)
    return at_desk


def test_teams_gets_a_card_and_the_backup_the_same_by_mail(tmp_path, monkeypatch):
    box, receiver = Mailbox(), Receiver(status=202)
    with mail_server(box) as port, http_receiver(receiver) as url:
        engine.send(teams_news(tmp_path, monkeypatch, url, port), MORNING)
    (sent,) = receiver.cards()
    assert sent["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert sent["attachments"][0]["content"]["body"][0]["text"] == box.mails[0]["Subject"]


@pytest.mark.parametrize(
    ("receiver", "words"),
    [
        (Receiver(status=500), "Teams refused (500)"),
        (Receiver(status=302, headers={"Location": "/elsewhere"}), "Teams refused (302)"),
        (Receiver(delay=0.8), "no answer from Teams (TimeoutError)"),
    ],
    ids=["refusing", "redirecting", "slow"],
)
def test_a_card_that_teams_does_not_take_waits_while_the_mail_goes_out(tmp_path, monkeypatch, receiver, words):
    box = Mailbox()
    with mail_server(box) as port, http_receiver(receiver) as url:
        at_desk = teams_news(tmp_path, monkeypatch, url, port)
        assert engine.send(at_desk, MORNING) == Tally(sent=1, failed=1)
    assert words in attempts(at_desk)


def test_a_receiver_that_is_down_is_a_failure(tmp_path, monkeypatch):
    with mail_server(Mailbox()) as port:
        at_desk = teams_news(tmp_path, monkeypatch, f"http://127.0.0.1:{free_port()}/", port)
        assert engine.send(at_desk, MORNING) == Tally(sent=1, failed=1)


def test_retry_after_is_obeyed(tmp_path, monkeypatch):
    receiver = Receiver(status=429, headers={"Retry-After": "3600"})
    with mail_server(Mailbox()) as port, http_receiver(receiver) as url:
        at_desk = teams_news(tmp_path, monkeypatch, url, port)
        engine.send(at_desk, MORNING)
        receiver.status = 202
        sent = [engine.send(at_desk, MORNING + timedelta(minutes=minutes)).sent for minutes in (59, 60)]
    assert sent == [0, 1]


def test_an_address_that_is_not_encrypted_is_refused_without_repeating_it(tmp_path, monkeypatch):
    with mail_server(Mailbox()) as port:
        at_desk = teams_news(tmp_path, monkeypatch, "http://hooks.example/secret-token", port)
        engine.send(at_desk, MORNING)
    assert "The address in KPI_TEST_TEAMS does not begin with https://." in attempts(at_desk)


def test_apprise_delivers_to_a_webhook(tmp_path, monkeypatch):
    receiver = Receiver(status=200)
    with http_receiver(receiver) as url:
        monkeypatch.setenv("KPI_TEST_HOOK", url.replace("http", "json"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        at_desk = news(tmp_path, default_channel="hook", channels=HOOK, mail=None)
        assert engine.send(at_desk, MORNING) == Tally(sent=1)
    assert json.loads(receiver.bodies[0])["title"].startswith("Safeguarding North: 3 children")


def test_a_webhook_that_refuses_is_a_failure(tmp_path, monkeypatch):
    with http_receiver(Receiver(status=500)) as url:
        monkeypatch.setenv("KPI_TEST_HOOK", url.replace("http", "json"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        at_desk = news(tmp_path, default_channel="hook", channels=HOOK, mail=None)
        assert engine.send(at_desk, MORNING) == Tally(failed=1)
