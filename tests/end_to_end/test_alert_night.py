"""Two nights of one council, refreshed as a user does: what its people are told, and what is never told.

On the second night more than half the referrals are missing, and every field of every file holds, in some row, a value
that is found nowhere else.
"""

from __future__ import annotations

import csv
import io
import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from alert_kit import Receiver, http_receiver
from kpi_kit import TABLES_ONLY, Kpi
from mail_kit import Mailbox, mail_server

from pipeline import releases
from pipeline.home import Home
from pipeline.synthetic import generate

pytestmark = pytest.mark.slow

COUNCIL, FIRST = "S12000010", "2023-12-30"
TOML = """
default_channel = "performance"
worklist = "https://council.example/worklists/{{council}}/{{team}}.xlsx"
bundle_above = 500
[quiet_hours]
from = "00:00"
to = "00:00"
[channels.performance]
kind = "email"
to = ["performance@council.example"]
[channels.children_and_families]
kind = "teams"
url_env = "TEST_TEAMS"
backup = "performance"
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
from = "kpi@council.example"
"""


@dataclass(frozen=True)
class Nights:
    """What two refreshes said, what was planted, and every byte that left."""

    home: Home
    second: str
    planted: list[str]
    sent: bytes
    subjects: list[str]


def without_footer(file: Path) -> list[str]:
    """The lines of an export but for the last that says how many rows there should be."""
    return [line for line in file.read_text(encoding="utf-8-sig").splitlines() if not line.startswith("Rows returned")]


def plant(file: Path, numbers: Iterator[int]) -> list[str]:
    """Add a row for each column of a CSV, a tell-tale value in it; returns the values."""
    lines = without_footer(file)
    at = next(number for number, line in enumerate(lines) if line.count(",") >= 3)
    heading, sample = csv.reader(lines[at : at + 2])
    values, rows = [], io.StringIO()
    for column, name in enumerate(heading):
        if name == "extract_date" and "complaint" not in file.name:
            continue  # a tracker with one wrong day is refused whole: complaints show that, the others their rows
        values.append(f"TELLTALE{next(numbers):04}Zsofia")
        row = [f"TT{next(numbers):04}", *sample[1:]]
        row[column] = values[-1]
        csv.writer(rows, lineterminator="\n").writerow(row)
    lines[at + 1 : at + 1] = rows.getvalue().splitlines()
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return values


def lose_referrals(folder: Path) -> None:
    """Leave two of five rows of the last night's referrals."""
    file = next(folder.glob("*referral*"))
    lines = without_footer(file)
    kept = [line for number, line in enumerate(lines) if number < 8 or number % 5 < 2]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory, kpi: Kpi) -> Nights:
    folder = tmp_path_factory.mktemp("nights")
    generate(folder / "all", 0.3, 7)
    shutil.move(folder / "all" / "east_lothian", folder / "raw" / "east_lothian")
    council, home = folder / "raw" / "east_lothian", Home(folder / "raw", folder / "home")
    first = kpi("refresh", "--raw", home.raw, "--home", home.root, "--until", FIRST, before=TABLES_ONLY)
    assert first.returncode == 0, first.stdout + first.stderr
    lose_referrals(council / "2023-12-31")
    numbers = itertools.count()
    files = sorted([*council.glob("*.csv"), *council.glob("2023-12-31/*.csv")])
    planted = [value for file in files for value in plant(file, numbers)]
    box, receiver = Mailbox(), Receiver()
    with mail_server(box) as port, http_receiver(receiver) as url:
        (home.root / "alerts.toml").write_text(TOML.format(port=port), encoding="utf-8")
        setting = f"import os; os.environ['TEST_TEAMS'] = '{url}'; os.environ['no_proxy'] = '127.0.0.1'"
        second = kpi("refresh", "--raw", home.raw, "--home", home.root, before=TABLES_ONLY + setting)
        assert second.returncode == 0, second.stdout + second.stderr
        kpi("alerts", "send", "--home", home.root, before=setting)
    parts = [part.get_payload(decode=True) or b"" for mail in box.mails for part in mail.walk()]
    headers = [str(value).encode() for mail in box.mails for value in mail.values()]
    sent = b"\n".join([*box.raw, *parts, *headers, *receiver.bodies])
    return Nights(home, second.stdout, planted, sent, [str(mail["Subject"]) for mail in box.mails])


def observations(nights: Nights, indicator: str) -> set[tuple[str, bool]]:
    """Status of every figure of an indicator counted from cases, and whether it has a value."""
    release = releases.current(nights.home)
    assert release is not None
    with duckdb.connect(str(release.database), read_only=True) as connection:
        return {*connection.execute(
            "select status, value is not null from fct_indicator_observation"
            " where indicator_id = ? and source = 'case'", [indicator]
        ).fetchall()}  # fmt: skip


def test_indicators_of_the_short_extract_are_withheld_and_no_value_is_shown(nights):
    assert observations(nights, "referrals") == {("withheld", False)}


def test_the_release_and_its_other_indicators_stand(nights):
    assert ("ok", True) in observations(nights, "lac_total")


def test_the_summary_says_what_is_withheld_and_why(nights):
    said = " ".join(nights.second.split())
    assert "Withheld East Lothian" in said and "Extract lost more than half its rows (referral)" in said


def test_the_analysts_are_told_at_once(nights):
    told = [subject for subject in nights.subjects if subject.startswith("East Lothian: 1 extract that lost more than")]
    assert len(told) >= 1 and any("indicators are withheld" in subject for subject in nights.subjects)


def test_explain_says_withheld(nights, kpi):
    said = kpi("explain", "referrals", "--council", COUNCIL, "--period-end", "2023-11-30", "--home", nights.home.root)
    assert "withheld" in said.stdout and "lost more than half" in " ".join(said.stdout.split())


def test_confidence_is_published_as_withheld(nights):
    release = releases.current(nights.home)
    assert release is not None
    with duckdb.connect(str(release.database), read_only=True) as connection:
        labels = connection.execute(
            "select distinct confidence from fct_indicator_confidence where indicator_id = 'referrals'"
        ).fetchall()
    assert labels == [("withheld",)]


def test_what_was_wrong_on_the_first_night_is_known_since_then(nights):
    with duckdb.connect(str(nights.home.build), read_only=True) as build:
        days = dict(build.execute(
            "select first_seen_date::varchar, count(*) from quality.finding"
            " where extract = 'placement' and gate = 2 group by all"
        ).fetchall())  # fmt: skip
    assert days[FIRST] > 0


def test_no_planted_value_is_in_any_outgoing_byte(nights):
    assert len(nights.planted) > 80
    assert [value for value in nights.planted if value[:12].encode() in nights.sent] == []


def test_the_planted_values_are_found_where_they_belong(nights):
    # what was planted did arrive: the quarantine, which is restricted, holds it
    files = [str(file) for file in (nights.home.restricted / "quarantine").glob("*.parquet")]
    rows = duckdb.execute("select raw_row from read_parquet($files, union_by_name = true)", {"files": files}).fetchall()
    held = "\n".join(str(row) for row in rows)
    assert sum(value in held for value in nights.planted) > 40


def test_all_channels_were_used(nights):
    assert b"Message-ID" in nights.sent and b"AdaptiveCard" in nights.sent
