"""Who hears of what, and when it is quiet."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from alert_kit import EAST_LOTHIAN, ROUTES, desk, settings

from pipeline.alerts import routes
from pipeline.alerts import settings as toml
from pipeline.alerts.catalogue import Key
from pipeline.alerts.engine import after_quiet
from pipeline.alerts.settings import PLACEHOLDERS, QuietHours, Recipient
from pipeline.home import PROJECT, SEEDS, Home

SPECIFIC = """\
council_id,service,team,owner_role,channel
,,,,everything
S12000010,,,,council
,practice,,,service
,,,Team manager,role
,,north,,team
"""


def channels(tmp_path, key, table=SPECIFIC):
    at = desk(tmp_path, None, alert_route=table)
    return routes.channels_of(at.routes, at.catalogue, key)


@pytest.mark.parametrize(
    ("key", "channel"),
    [
        (Key("no_worker", EAST_LOTHIAN, "north"), "team"),
        (Key("no_worker", EAST_LOTHIAN, "west"), "role"),
        (Key("late_entry", EAST_LOTHIAN, "west"), "service"),
        (Key("late_entry", EAST_LOTHIAN, ""), "council"),
        (Key("late_entry", "S12000019", ""), "everything"),
    ],
)
def test_the_most_specific_route_wins(tmp_path, key, channel):
    assert channels(tmp_path, key) == (channel,)


def test_a_route_may_name_several_channels(tmp_path):
    assert channels(tmp_path, Key("no_worker", "", ""), ROUTES.replace(",,,,performance", ",,,,a; b")) == ("a", "b")


def test_a_table_with_nothing_for_everything_else_is_refused(tmp_path):
    with pytest.raises(routes.RouteError, match="everything else"):
        desk(tmp_path, None, alert_route="council_id,service,team,owner_role,channel\n,,north,,north\n")


def test_two_rows_with_the_same_conditions_are_refused(tmp_path):
    with pytest.raises(routes.RouteError, match="row 2"):
        desk(tmp_path, None, alert_route=ROUTES + ",,,,other\n")


def test_the_shipped_routes_are_complete():
    assert routes.read(SEEDS)


def test_the_documented_example_is_valid(tmp_path):
    home = Home(raw=tmp_path, root=tmp_path)
    example = PROJECT / "pipeline" / "alerts" / "alerts.example.toml"
    toml.path(home).write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    chosen = toml.read(home)
    assert chosen is not None
    assert chosen.worklist.format(**PLACEHOLDERS) == "https://council.example/worklists/S12000010/north.xlsx"


def test_a_channel_that_is_not_set_up_falls_to_the_default():
    assert settings().recipients("nowhere") == (Recipient("email", "performance@council.example"),)


def test_a_teams_channel_is_always_backed_up_by_mail():
    channels = {
        "card": {"kind": "teams", "url_env": "KPI_T", "backup": "performance"},
        "performance": {"kind": "email", "to": ["p@council.example"]},
    }
    assert settings(channels=channels).recipients("card") == (("teams", "card"), ("email", "p@council.example"))


def test_a_mailbox_in_two_channels_is_one_recipient(tmp_path):
    both = {name: {"kind": "email", "to": ["Same@council.example"]} for name in ("performance", "north")}
    at = desk(tmp_path, settings(channels=both), alert_route=ROUTES.replace(",,,,performance", ",,,,performance;north"))
    assert at.audience(Key("late_entry", "", "")) == {Recipient("email", "same@council.example")}


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (
            "[channels.performance]\nkind = 'teams'\nurl_env = 'X'\nbackup = 'nobody'",
            "backup must name an email channel",
        ),
        ("[channels.performance]\nkind = 'email'\nto = ['a@b.example\\nBcc: c@d.example']", "is not a mail address"),
        ("[channels.other]\nkind = 'apprise'\nurl_env = 'X'", "is not among the channels"),
        ("[channels.performance]\nkind = 'email'\nto = ['a@b.example']", r"needs the table \[mail\]"),
        ("worklist = '{child}'\n[channels.performance]\nkind = 'apprise'\nurl_env = 'X'", "worklist may contain"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_what_to_correct(tmp_path, part, message):
    home = Home(raw=tmp_path, root=tmp_path)
    toml.path(home).write_text(f"default_channel = 'performance'\n{part}\n", encoding="utf-8")
    with pytest.raises(toml.SettingsError, match=message):
        toml.read(home)


def test_a_login_over_an_open_line_is_refused():
    mail = {"host": "h", "security": "none", "from": "a@b.example", "user_env": "U", "password_env": "P"}
    with pytest.raises(ValueError, match="cross the network bare"):
        settings(mail=mail)


NIGHT = QuietHours.model_validate({"from": "20:00", "to": "07:00"})


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ("2024-01-15T12:00", "2024-01-15T12:00"),
        ("2024-01-15T20:00", "2024-01-16T07:00"),
        ("2024-01-15T02:00", "2024-01-15T07:00"),
        ("2024-01-15T07:00", "2024-01-15T07:00"),
        ("2024-07-15T02:00", "2024-07-15T06:00"),
        ("2024-07-15T19:30", "2024-07-16T06:00"),
        ("2024-03-30T23:00", "2024-03-31T06:00"),
        ("2024-03-31T00:30", "2024-03-31T06:00"),
        ("2024-10-26T23:00", "2024-10-27T07:00"),
        ("2024-10-27T01:30", "2024-10-27T07:00"),
    ],
    ids=["day", "evening", "night", "seven sharp", "summer night", "summer evening",
         "before spring forward", "in the spring night", "before autumn back", "in the doubled hour"],
)  # fmt: skip
def test_quiet_hours_end_at_seven_in_london_whatever_the_clock_does(now, sent):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert after_quiet(NIGHT, moment).astimezone(UTC).isoformat()[:16] == sent


def test_quiet_hours_that_begin_when_they_end_are_never_quiet():
    never = QuietHours(start=time(7), end=time(7))
    now = datetime(2024, 1, 15, 7, tzinfo=UTC)
    assert after_quiet(never, now) == now
