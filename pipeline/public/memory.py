"""What has ever been public: of every figure the newest that some release showed or suppressed.

A figure that was suppressed once stays suppressed, and what was shown once an attacker still has: so disclosure control
is given all of it. It lies in ``data/history/public`` and holds nothing that was not published.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline import releases
from pipeline.copies import text
from pipeline.home import Home

FIGURES = "figures.parquet"
COLUMNS = """council_id, indicator_id, period_id, breakdown, category, cast(period_start as timestamp) as period_start,
    cast(period_end as timestamp) as period_end, numerator, denominator, value, symbol"""


def recall(home: Home) -> Path:
    """Bring the memory up to date with the releases on the shelf; returns its file.

    Called before every release is built, so that also a release whose publisher was killed right after is remembered.
    """
    folder = home.history / "public"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / FIGURES
    known = _newest(file)
    for release in releases.every(home):
        figures = release.folder / "public" / "parquet" / "fct_indicator_observation.parquet"
        if release.id > known and figures.exists():
            _add(file, figures, release.id)
    return file


def _newest(file: Path) -> str:
    """The newest release that is remembered."""
    if not file.exists():
        return ""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")  # it would stand among the summary
        found = connection.execute("select max(release) from read_parquet(?)", [str(file)]).fetchone()
    return str(found[0]) if found and found[0] else ""


def _add(file: Path, figures: Path, release: str) -> None:
    """Take over the figures of a release: they replace what was known of the same figures; whole or not at all."""
    half = file.with_suffix(".new")
    half.unlink(missing_ok=True)
    key = "council_id, indicator_id, period_id, breakdown, category"
    newest = f"select {COLUMNS}, {text(release)} as release from {text(figures)}"
    older = f"union all by name select * from {text(file)} anti join newest using ({key})" if file.exists() else ""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")  # it would stand among the summary
        connection.execute(
            f"copy (with newest as ({newest}) select * from newest {older} order by all) to {text(half)}"
            " (format parquet, compression zstd)"
        )
    half.chmod(0o400)
    half.replace(file)
