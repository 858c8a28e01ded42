"""What moved between two nights: a made-up council whose every change is known, from delivery to revision.

Night 1 is published and an edition frozen. Night 2 brings a referral of June recorded late, takes one registration
back and moves the end of another; it is killed between publishing and remembering, run again, and run once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from delivery_kit import council, text
from kpi_kit import TABLES_ONLY, Kpi

from pipeline import releases
from pipeline.fingerprints import file_sha256
from pipeline.home import Home
from pipeline.releases import Release

pytestmark = pytest.mark.slow

SOURCE = """council: S12000019
name: Midlothian
nation: scotland
system: Any
layout: canonical
cadence: nightly
owner: Performance
history_from: 2023-01-01
"""
NIGHT_1, NIGHT_2 = "2024-03-30", "2024-03-31"
EDITION = "Committee July 2023"
KILL = "import os\nfrom pipeline import history\nhistory.remember = lambda *_: os._exit(9)"

Rows = list[dict[str, str]]


def persons() -> Rows:
    empty = dict.fromkeys(("expected_date_of_birth", "date_of_death"), "")
    about = {"sex": "F", "ethnic_group": "WSCO", "disability": "N", "asylum_seeking": "N", "locality": "Dalkeith"}
    return [{"child_id": f"child-{c}", "date_of_birth": "2015-05-05", **empty, **about} for c in "ABCD"]


def referral(number: int, child: str, day: str, recorded: str) -> dict[str, str]:
    return {
        "referral_id": f"R{number}", "child_id": f"child-{child}", "referral_type": "referral",
        "received_at": f"{day} 10:00", "source": "education", "decision": "assessment", "decided_at": f"{day} 15:00",
        "closed_date": "", "team": "Duty", "recorded_date": recorded,
    }  # fmt: skip


def registration(number: int, child: str, start: str, end: str) -> dict[str, str]:
    return {
        "registration_id": f"G{number}", "child_id": f"child-{child}", "registration_type": "new",
        "registered_date": start, "deregistered_date": end, "deregistration_reason": "risk_reduced" if end else "",
        "concerns": "neglect", "team": "North", "recorded_date": start,
    }  # fmt: skip


def referrals(night: str) -> Rows:
    known = [("A", "2023-06-10"), ("B", "2023-06-20"), ("C", "2023-11-05")]
    rows = [referral(number, child, day, day) for number, (child, day) in enumerate(known, 1)]
    return rows if night == NIGHT_1 else [*rows, referral(9, "D", "2023-06-25", NIGHT_2)]


def registrations(night: str) -> Rows:
    first = registration(1, "A", "2023-05-01", "")
    if night == NIGHT_1:
        return [first, registration(2, "B", "2023-07-10", ""), registration(3, "C", "2023-08-01", "2023-12-15")]
    return [first, registration(3, "C", "2023-08-01", "2024-01-20")]


# Of the figures by month; B's registration taken back, C's end moved from December to January, D recorded late.
BEFORE_NOW_ADDED_REMOVED = {
    ("referrals", "2023-06-30"): (2, 3, 1, 0),
    # the late one was decided on its day, and no manager signed any of them off
    ("decision_24h_pct", "2023-06-30"): (2, 3, 1, 0),
    ("decisions_signed_off_pct", "2023-06-30"): (0, 0, 1, 0),
    ("cpr_registrations", "2023-07-31"): (1, 0, 0, 1),
    ("cpr_deregistrations", "2023-12-31"): (1, 0, 0, 1),
    ("cpr_deregistrations", "2024-01-31"): (0, 1, 1, 0),
    **{
        (indicator, day): moved
        for indicator in ("cpr_children", "cpr_rate")
        for day, moved in {
            "2023-07-31": (2, 1, 0, 1),
            "2023-08-31": (3, 2, 0, 1),
            "2023-09-30": (3, 2, 0, 1),
            "2023-10-31": (3, 2, 0, 1),
            "2023-11-30": (3, 2, 0, 1),
            # December: B goes and C comes, two children either way, so the figure has not moved
            "2024-01-31": (2, 1, 0, 1),
            "2024-02-29": (2, 1, 0, 1),
        }.items()
    },
}


@dataclass(frozen=True)
class Nights:
    """The home after all nights, the releases in order, and the frozen file's hash after each."""

    home: Home
    first: Release
    killed: Release
    healed: Release
    again: Release
    logged: list[int]
    frozen: set[str]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory, kpi: Kpi) -> Nights:
    drop = council(tmp_path_factory.mktemp("nights"), SOURCE, name="midlothian")
    for night in (NIGHT_1, NIGHT_2):
        for name, rows in {
            "person": persons(),
            "referral": referrals(night),
            "registration": registrations(night),
        }.items():
            drop.deliver(f"{night}/{name}.csv", text(rows, day=night))
    folders = ["--home", drop.home.root]
    made, logged, frozen = [], [], set()
    for arguments, before, status in [(["--until", NIGHT_1], "", 0), ([], KILL, 9), ([], "", 0), ([], "", 0)]:
        outcome = kpi("refresh", "--raw", drop.home.raw, *folders, *arguments, before=TABLES_ONLY + before)
        assert outcome.returncode == status, outcome.stdout + outcome.stderr
        if not made:
            kept = kpi("freeze", "--period", "2023-07-31", "--name", EDITION, *folders)
            assert kept.returncode == 0, kept.stdout
        made.append(releases.current(drop.home))
        logged.append(len(list((drop.home.history / "log").glob("*.parquet"))))
        frozen |= {file_sha256(file) for file in (drop.home.history / "editions").iterdir()}
    return Nights(drop.home, *made, logged, frozen)


def rows(release: Release, sql: str) -> list[tuple]:
    with duckdb.connect(str(release.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def hashes(release: Release) -> dict[str, str]:
    return {name: table["rows_sha256"] for name, table in release.manifest["tables"].items()}


def test_the_first_night_has_no_revision(nights):
    assert rows(nights.first, "select * from fct_indicator_revision") == []


def test_exactly_the_figures_whose_cases_changed_have_moved_with_their_counts(nights):
    found = rows(
        nights.healed,
        """select indicator_id, cast(period_end as varchar), previous_numerator, numerator, cases_added, cases_removed
           from fct_indicator_revision where period_type = 'month'""",
    )
    assert {row[:2]: row[2:] for row in found} == BEFORE_NOW_ADDED_REMOVED


def test_every_move_has_the_records_as_its_reason_and_is_the_first(nights):
    # C came off on 20 January and not on 15 December: 172 days on the register since 1 August, and not 136
    changed = "select distinct reason, revision, cases_changed, {} from fct_indicator_revision where cases_changed {} 0"
    assert rows(nights.healed, changed.format("0", "=")) == [("records", 1, 0, 0)]
    days = "indicator_id, previous_numerator, numerator"
    assert rows(nights.healed, changed.format(days, ">")) == [("records", 1, 1, "cpr_days_on_register_mean", 136, 172)]


def test_a_late_case_moves_its_week_quarter_and_years_too(nights):
    # Sunday 25 June; of the years to the end of a month, those that start when the extract does or later.
    found = rows(
        nights.healed,
        "select period_id from fct_indicator_revision where indicator_id = 'referrals' and cases_added = 1 order by 1",
    )
    assert [period for (period,) in found] == [
        "month:2023-06-30", "quarter:2023-06-30", "rolling_12_months:2023-12-31", "rolling_12_months:2024-01-31",
        "rolling_12_months:2024-02-29", "week:2023-06-25",
    ]  # fmt: skip


def test_a_period_that_was_still_running_is_no_revision(nights):
    running = "select 1 from fct_indicator_revision where period_end > date '2024-03-30'"
    assert rows(nights.healed, running) == []


def test_the_killed_night_left_a_release_and_no_log(nights):
    assert nights.logged == [1, 1, 2, 3] and nights.killed.id != nights.first.id


def test_the_night_after_a_kill_says_the_same(nights):
    assert hashes(nights.healed) == hashes(nights.killed)


def test_an_unchanged_night_adds_nothing_to_the_history(nights):
    newest = sorted((nights.home.history / "log").glob("*.parquet"))[-1]
    assert duckdb.execute("select count(*) from read_parquet(?)", [str(newest)]).fetchone() == (0,)


def test_an_unchanged_night_publishes_the_same_rows(nights):
    assert hashes(nights.again) == hashes(nights.healed)


def test_a_frozen_edition_never_changes(nights):
    assert len(nights.frozen) == 1


def test_the_frozen_figure_stands_beside_the_current_one(nights):
    found = rows(
        nights.healed,
        """select indicator_id, frozen_value, current_value, difference, has_moved from fct_frozen_observation
           where period_type = 'month' and breakdown = 'all' and indicator_id in ('cpr_children', 'referrals')
           order by all""",
    )
    assert found == [("cpr_children", 2, 1, -1, True), ("referrals", 0, 0, 0, False)]


def test_a_name_is_frozen_once(kpi, nights):
    outcome = kpi("freeze", "--period", "2023-07-31", "--name", EDITION.lower(), "--home", nights.home.root)
    assert outcome.returncode == 1 and "exists already" in outcome.stdout


def test_a_period_without_figures_is_not_frozen(kpi, nights):
    outcome = kpi("freeze", "--period", "2031-01-01", "--name", "Later", "--home", nights.home.root)
    assert outcome.returncode == 1 and "No observation for the period" in outcome.stdout


def test_revisions_are_listed_with_their_reason(kpi, nights):
    said = kpi("revisions", "--indicator", "referrals", "--home", nights.home.root).stdout
    assert "6 published figures moved" in said and "1 recorded late" in said


def test_cases_are_kept_only_of_releases_on_the_shelf(nights):
    kept = {folder.name for folder in (nights.home.restricted / "cases").iterdir()}
    assert kept <= {release.id for release in releases.every(nights.home)} and nights.again.id in kept


def test_history_is_for_its_owner_only(nights):
    assert {Path(file).stat().st_mode & 0o077 for file in nights.home.history.rglob("*")} == {0}
