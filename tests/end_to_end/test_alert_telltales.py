"""Tell-tale values in every text of a build that alerts could read, and a search of every byte that leaves."""

from __future__ import annotations

import itertools
from datetime import date

import duckdb
import pytest
from alert_kit import EAST_LOTHIAN, Receiver, at, desk, http_receiver, settings
from mail_kit import Mailbox, mail_server

from pipeline.alerts import collect, engine

DAY = date(2024, 4, 2)
FINDING = ("extract", "record_token", "child_key", "column_name", "source_file", "source_row", "severity", "team")
LOAD = ("extract", "load_id", "message", "source_file")
CHANNELS = {
    "card": {"kind": "teams", "url_env": "KPI_TEST_TEAMS", "backup": "performance"},
    "hook": {"kind": "apprise", "url_env": "KPI_TEST_HOOK"},
    "performance": {"kind": "email", "to": ["performance@council.example"]},
}
ROUTES = "council_id,service,team,owner_role,channel\n,,,,card;hook\n"
RULES = ("no_worker", "no_status", "late_entry")


def planted(home):
    """Fill a build with values found nowhere else; returns them."""
    numbers = itertools.count()
    values = []

    def tell_tale():
        values.append(f"TELLTALE{next(numbers):04}Zsófia")
        return values[-1]

    with duckdb.connect(str(home.build)) as build:
        build.execute("create schema raw; create schema quality")
        columns = ", ".join(f"{name} text" for name in FINDING)
        build.execute(
            "create table quality.finding_count"
            f" (rule_id text, council_id text, {columns}, findings integer, records integer)"
        )
        columns = ", ".join(f"{name} text" for name in LOAD)
        build.execute(
            f"create table raw.load (council_id text, extract_date date, is_current boolean, status text, {columns})"
        )
        for rule in RULES:
            row = [rule, EAST_LOTHIAN, *(tell_tale() for _ in FINDING)]
            build.execute(f"insert into quality.finding_count values ({', '.join('?' * len(row))}, 1, 2)", row)
        row = [EAST_LOTHIAN, DAY, True, "accepted", *(tell_tale() for _ in LOAD)]
        build.execute(f"insert into raw.load values ({', '.join('?' * len(row))})", row)
    return values


@pytest.fixture
def sent(tmp_path, monkeypatch):
    """The planted values, and everything that mail server and receiver took, raw and decoded."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    box, receiver = Mailbox(), Receiver(status=200)
    with mail_server(box) as port, http_receiver(receiver) as url:
        monkeypatch.setenv("KPI_TEST_TEAMS", url)
        monkeypatch.setenv("KPI_TEST_HOOK", url.replace("http", "json"))
        at_desk = desk(
            tmp_path,
            settings(channels=CHANNELS, mail=settings(port).mail, digest_at="09:00"),
            alert_route=ROUTES,
        )
        values = planted(at_desk.home)
        engine.observe(at_desk, collect.from_build(at_desk.home, "r1"), at(DAY, 8))
        engine.send(at_desk, at(DAY, 8, 30))
    parts = [part.get_payload(decode=True) or b"" for mail in box.mails for part in mail.walk()]
    headers = [str(value).encode() for mail in box.mails for value in mail.values()]
    return values, b"\n".join([*box.raw, *parts, *headers, *receiver.bodies])


def test_all_three_channels_and_the_digest_were_used(sent):
    outgoing = sent[1].decode(errors="replace")
    assert all(word in outgoing for word in ("Message-ID", "AdaptiveCard", '"title":', "Data quality on 2 April 2024"))


def test_no_planted_value_is_in_any_outgoing_byte(sent):
    values, outgoing = sent
    assert [value for value in values if value.encode() in outgoing or value[:12].encode() in outgoing] == []


def test_a_value_that_is_sent_would_be_found(sent):
    assert b"Looked after with no legal status" in sent[1]
