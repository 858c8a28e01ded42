"""The synthetic deliveries as files: the same seed writes the same bytes, some rows dirty, news from night to night."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from pipeline.home import PROJECT, SEEDS
from pipeline.synthetic import Summary, generate, nights, tables
from pipeline.synthetic.calibration import councils, targets_of
from pipeline.synthetic.council import Tables, window_of
from pipeline.synthetic.offices.establishment import HOUSES

DISTINCTIVE = re.compile(r"(?<![\d.])(?:2[_,]?407|3[_,]?122|3[_,]?819|1[_,]?740|0\.233|0\.288|0\.319)(?!\d)")
"""Published figures too odd to stand anywhere by chance."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Summary]]:
    folder = tmp_path_factory.mktemp("small")
    return folder, generate(folder, scale=0.1, seed=5)


@pytest.fixture(scope="module")
def two_nights() -> tuple[Tables, Tables, int]:
    council = next(c for c in councils() if c.name == "East Lothian")
    last = tables(council, 2024)
    window = window_of(council)
    return nights.before(np.random.default_rng(1), last, window), last, window.last


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_the_same_seed_writes_the_same_bytes(small: tuple[Path, list[Summary]], tmp_path: Path) -> None:
    generate(tmp_path, scale=0.1, seed=5)
    assert contents(tmp_path) == contents(small[0])


def test_another_seed_writes_other_rows() -> None:
    council = next(each for each in councils(0.1) if each.name == "East Lothian")
    one, other = tables(council, 5), tables(council, 6)
    assert one.keys() == other.keys() and not any(one[name].equals(other[name]) for name in one)


def test_every_council_delivers_two_nights(small: tuple[Path, list[Summary]]) -> None:
    nights_of = {folder.name: sum(path.is_dir() for path in folder.iterdir()) for folder in small[0].iterdir()}
    assert nights_of == {"east_lothian": 2, "midlothian": 2, "edinburgh": 2, "blackpool": 2}


def test_edinburgh_delivers_windows_1252(small: tuple[Path, list[Summary]]) -> None:
    first_line = (small[0] / "edinburgh/2024-01-23/swift_person.csv").read_bytes().splitlines()[0]
    assert "Children\N{RIGHT SINGLE QUOTATION MARK}s" in first_line.decode("cp1252")


def test_a_mosaic_export_has_a_title_above_and_a_count_below(small: tuple[Path, list[Summary]]) -> None:
    lines = (small[0] / "blackpool/2023-03-31/CSC-03 looked_after.csv").read_text("utf-8").splitlines()
    assert (lines[1], lines[-1]) == ("Data as at: 31/03/2023", f"Rows returned,{len(lines) - 6}")


def test_a_canonical_row_says_the_day_it_is_from(small: tuple[Path, list[Summary]]) -> None:
    rows = pd.read_csv(small[0] / "midlothian/2024-03-30/person.csv", dtype="str")
    assert set(rows["extract_date"]) == {"2024-03-30"}


def test_workers_are_written_by_number_alone(small: tuple[Path, list[Summary]]) -> None:
    rows = pd.read_csv(small[0] / "east_lothian/2023-12-31/CSC-08 worker.csv", skiprows=4, dtype="str")
    assert rows["Worker"].iloc[:-1].str.fullmatch(r"Worker \(W\d+\)").all()


@pytest.mark.parametrize("council", councils(), ids=lambda council: council.name)
def test_one_to_two_percent_of_rows_are_dirty(council) -> None:  # type: ignore[no-untyped-def]
    dirt = pd.concat([frame["_dirt"] != "" for frame in tables(council, 2024).values()])
    assert 0.01 <= dirt.mean() <= 0.02


def test_scale_multiplies_what_is_open(tmp_path: Path) -> None:
    council = next(c for c in councils(scale=2) if c.name == "East Lothian")
    registered = tables(council, 3)["registration"]
    now = registered[(registered["deregistered_date"] > 50_000) & (registered["_dirt"] == "")]
    assert len(now) == 2 * 24


@pytest.mark.parametrize("extract", ["looked_after", "placement", "registration", "referral"])
def test_some_events_of_earlier_days_reach_the_last_night_only(
    two_nights: tuple[Tables, Tables, int], extract: str
) -> None:
    earlier, last, _ = two_nights
    key = f"{'care_period' if extract == 'looked_after' else extract}_id"
    assert set(last[extract][key]) - set(earlier[extract][key])


def test_a_wrong_registration_is_gone_the_next_night(two_nights: tuple[Tables, Tables, int]) -> None:
    earlier, last, _ = two_nights
    assert len(set(earlier["registration"]["child_id"]) - set(last["registration"]["child_id"])) == 1


@pytest.mark.parametrize(("extract", "key", "column"), [
    ("person", "child_id", "date_of_birth"), ("placement", "placement_id", "ended_date"),
])  # fmt: skip
def test_some_dates_are_corrected_the_next_night(
    two_nights: tuple[Tables, Tables, int], extract: str, key: str, column: str
) -> None:
    earlier, last, as_at = two_nights
    both = earlier[extract].merge(last[extract], on=key, suffixes=("", "_then"))
    both = both[(both["_dirt"] == "") & (both["_dirt_then"] == "") & (both[column] < as_at)]
    assert (both[column] != both[f"{column}_then"]).any()


def test_no_published_figure_stands_outside_the_calibration() -> None:
    files = [p for folder in ("pipeline", "assets", "dbt_project/models", "dbt_project/macros")
             for p in (PROJECT / folder).rglob("*") if p.suffix in {".py", ".sql", ".yml"}]  # fmt: skip
    assert [p.name for p in files if DISTINCTIVE.search(p.read_text("utf-8"))] == ["calibration.yml"]


def test_every_team_in_the_deliveries_is_in_the_team_seed() -> None:
    seed = pd.read_csv(SEEDS / "team.csv")
    for council in councils():
        named = {team for teams in council.teams.model_dump().values() for team in teams} | {HOUSES}
        named |= {pod["team"] for pod in [targets_of("front_door", council).get("pod")] if pod}
        assert named == set(seed.loc[seed["council_id"] == council.council, "team"])


@pytest.mark.slow
def test_the_shipped_deliveries_are_what_the_generator_writes(tmp_path: Path) -> None:
    generate(tmp_path)
    assert contents(tmp_path) == contents(PROJECT / "data" / "raw")


def test_the_shipped_deliveries_stay_under_40_megabytes() -> None:
    assert sum(map(len, contents(PROJECT / "data" / "raw").values())) < 40_000_000


def test_a_source_file_says_whose_deliveries_these_are(small: tuple[Path, list[Summary]]) -> None:
    about = yaml.safe_load((small[0] / "edinburgh/source.yml").read_text("utf-8"))
    assert (about["council"], about["layout"], str(about["history_from"])) == ("S12000036", "swift", "2018-05-01")
