"""What earlier releases said: figures, loads, findings and cases behind them, and the frozen editions.

``recall`` puts them into the build before dbt runs, so that SQL can compare; ``remember`` appends after a release.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline import releases, restricted
from pipeline.home import Home
from pipeline.releases import Release

LOG = {
    "council_id": "varchar", "indicator_id": "varchar", "period_type": "varchar", "period_id": "varchar",
    "period_end": "date", "numerator": "double", "denominator": "double", "value": "double", "as_at_date": "date",
    "previous_numerator": "double", "previous_denominator": "double", "previous_value": "double",
    "previous_as_at_date": "date", "cases_added": "integer", "cases_removed": "integer", "cases_changed": "integer",
}  # fmt: skip
"""Columns of the log, as ``measures.observation_news`` makes them."""

MOVEMENT = {
    "council_id": "varchar", "indicator_id": "varchar", "subject_key": "varchar", "shape": "varchar",
    "period_id": "varchar", "day": "date", "direction": "integer", "numerator": "double", "denominator": "double",
}  # fmt: skip
"""Columns of the last release's cases that the comparison with this one needs."""

FROZEN = {
    "edition": "varchar", "frozen_as_at_date": "date", "council_id": "varchar", "indicator_id": "varchar",
    "period_type": "varchar", "period_id": "varchar", "period_end": "date", "breakdown": "varchar",
    "category": "varchar", "numerator": "double", "denominator": "double", "value": "double", "status": "varchar",
}  # fmt: skip
"""Columns of a frozen edition."""

LOADS = {
    "council_id": "varchar", "extract": "varchar", "extract_date": "date", "load_id": "varchar", "accepted": "bigint",
    "quarantined": "bigint",
}  # fmt: skip
"""Columns of the loads a release was made of: what the next is held against to see that nothing went missing."""

QUALITY = {
    "council_id": "varchar", "rule_id": "varchar", "extract": "varchar", "team": "varchar", "as_at_date": "date",
    "findings": "integer", "records": "integer",
}  # fmt: skip
"""Columns of what each rule found, from which quality gets a series of its own."""

FINDING = {
    "council_id": "varchar", "rule_id": "varchar", "extract": "varchar", "record_token": "varchar",
    "child_key": "varchar", "team": "varchar", "first_seen_date": "date",
}  # fmt: skip
"""Columns of the last release's findings: since when, and what has been put right."""

TABLES = {
    "observation_log": LOG | {"release_number": "integer"}, "previous_movement": MOVEMENT, "frozen_observation": FROZEN,
    "load_log": LOADS | {"release_number": "integer"}, "quality_log": QUALITY | {"release_number": "integer"},
    "previous_finding": FINDING,
}  # fmt: skip
"""The tables of schema ``raw`` that ``recall`` fills, by name, with the SQL types of their columns."""


class EditionError(ValueError):
    """An edition cannot be frozen; the message says why and what to do."""


def recall(home: Home) -> dict[str, int]:
    """Fill the tables of ``TABLES``, which the build holds empty; returns their rows."""
    logged = sorted(_folder(home, "log").glob("*.parquet"))
    files = {
        "observation_log": logged,
        "previous_movement": [restricted.case_file(home, log.stem, "measure_movement") for log in logged[-1:]],
        "frozen_observation": sorted(_folder(home, "editions").glob("*.parquet")),
        "load_log": sorted(_folder(home, "loads").glob("*.parquet")),
        "quality_log": sorted(_folder(home, "quality").glob("*.parquet")),
        "previous_finding": [restricted.case_file(home, log.stem, "finding") for log in logged[-1:]],
    }
    with duckdb.connect(str(home.build)) as connection:
        return {table: _load(connection, table, files[table]) for table in TABLES}


def remember(home: Home, release: Release) -> dict[str, int]:
    """Append what is new or moved in ``release`` to the log, and keep the cases behind it; returns counts.

    Cases of releases that are no longer on the shelf are removed. Safe to repeat, and to be killed in: the log file
    comes last, and a release without one is compared again by the next.
    """
    with duckdb.connect(str(home.build), read_only=True) as connection:
        connection.execute("set enable_progress_bar = false")  # it would stand among the summary
        cases = restricted.keep_cases(home, release.id, connection)
        for kind, columns, relation in (
            ("loads", LOADS, "raw.load where is_current"),
            ("quality", QUALITY, "quality.finding_count"),
        ):
            kept = connection.execute(f"select {', '.join(columns)} from {relation} order by all")
            _write_once(_folder(home, kind) / f"{release.id}.parquet", kept)
        log = _folder(home, "log") / f"{release.id}.parquet"
        moved = connection.execute(f"select {', '.join(LOG)} from measures.observation_news order by all")
        _write_once(log, moved)
    restricted.drop_cases(home, {kept.id for kept in releases.every(home)})
    return {"figures_new_or_moved": _rows(log), "case_rows_kept": cases}


def freeze(home: Home, edition: str, period: str) -> int:
    """Keep the current release's observations of a period under a name that never changes; returns their number.

    ``period`` is a period id (``month:2024-03-31``) or a day, which means every period that ends on it. Raises
    EditionError when the name is taken, when nothing is published yet, or when the period holds no observation.
    """
    release = releases.current(home)
    if release is None:
        raise EditionError("There is no release to freeze yet: run `kpi refresh` first.")
    file = _folder(home, "editions") / f"{_slug(edition)}.parquet"
    if file.exists():
        raise EditionError(f"The edition “{edition}” exists already and never changes: choose another name.")
    with duckdb.connect(str(release.database), read_only=True) as connection:
        found = connection.execute(
            f"""
            select $edition as edition, as_at_date as frozen_as_at_date, {", ".join(list(FROZEN)[2:])}
            from fct_indicator_observation
            where period_id = $period or period_end = try_cast($period as date)
            order by all
            """,
            {"edition": edition, "period": period},
        ).to_arrow_table()
    if not found.num_rows:
        raise EditionError(
            f"No observation for the period “{period}”: give a day such as 2024-03-31, or a period such as "
            "month:2024-03-31 or financial_year:2024-03-31."
        )
    with duckdb.connect() as writer:
        writer.register("found", found)
        _write_once(file, writer.execute("select * from found"))
    return int(found.num_rows)


def editions(home: Home) -> list[tuple[str, date, int]]:
    """The frozen editions: name, latest as-at day in it, observations."""
    files = sorted(_folder(home, "editions").glob("*.parquet"))
    if not files:
        return []
    with duckdb.connect() as connection:
        return connection.execute(
            "select edition, max(frozen_as_at_date), count(*) from read_parquet(?) group by edition order by edition",
            [[str(file) for file in files]],
        ).fetchall()


def _folder(home: Home, name: str) -> Path:
    folder = home.history / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _load(connection: duckdb.DuckDBPyConnection, table: str, files: list[Path]) -> int:
    """Put the rows of files into ``raw.<table>``, numbered in the order of the files where it has a number."""
    connection.execute(f"delete from raw.{table}")
    wanted = [name for name in TABLES[table] if name != "release_number"]
    existing = [str(file) for file in files if file.exists() and {*wanted} <= {*pq.read_schema(file).names}]
    if not existing:
        return 0
    columns = ", ".join(wanted)
    number = ", list_position($files, filename)" if "release_number" in TABLES[table] else ""
    inserted = connection.execute(
        f"insert into raw.{table} select {columns}{number} from read_parquet($files, filename = true)",
        {"files": existing},
    ).fetchone()
    return int(inserted[0]) if inserted else 0


def _write_once(file: Path, rows: duckdb.DuckDBPyConnection) -> None:
    """Write the rows of an executed query as Parquet, whole or not at all; only the owner may read it."""
    half = file.with_suffix(".new")
    half.unlink(missing_ok=True)
    pq.write_table(rows.to_arrow_table(), half, compression="zstd")
    half.chmod(0o400)
    half.replace(file)


def _rows(file: Path) -> int:
    return int(pq.read_metadata(file).num_rows)


def _slug(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    if not slug:
        raise EditionError("An edition needs a name with letters or digits, such as “Committee 2024 Q1”.")
    return slug
