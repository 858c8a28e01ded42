"""How long the engine takes from measure rows to marts, model by model, at three sizes.

    uv run python benchmarks/engine.py [--core] [ROWS ...]        by default 1250000 2500000 5000000

Synthetic measure rows (seeded) of 200 councils over 120 months go where the engine reads them, into
``measures.measure_row`` of a new build; then dbt runs the project's own models from there on, one at a time, with two
threads and DuckDB's memory limited to 4 GB.

Included: every indicator of the registry that is counted from cases (with --core, those about children and caseloads:
no plans, no audits), in equal shares; every breakdown and period type that its registry row lists (weeks, months,
quarters, financial years, rolling twelve months); every model downstream of the measure rows: counts, observations with
intervals, control charts, comparators, targets, changes on a year, revisions, measures of plans. Not included: reading
extracts, making measure rows from them, data tests, gates and release. How many observations there are depends on
councils, months, indicators and categories, hardly on rows: that part of the time does not grow with them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from pipeline import dbt, history, warehouse
from pipeline.contracts import EXTRACTS
from pipeline.home import DBT_PROJECT, SEEDS, Home

SIZES = (1_250_000, 2_500_000, 5_000_000)
COUNCILS = 200
HISTORY_FROM, AS_AT = np.datetime64("2014-04-01"), np.datetime64("2024-03-31")
MEAN_SPELL_DAYS = 300
LEFT_OUT = ["plan", "quality"] if "--core" in sys.argv else []
ENGINE = ["run", "--select", "dim_period", "int_indicator_period", "measure_row+", "--exclude", "measure_row"]

PROFILE = """
kpi:
  target: build
  outputs:
    build:
      type: duckdb
      path: "{{ env_var('KPI_BUILD') }}"
      threads: 1
      config_options: {preserve_insertion_order: 'false'}
      settings: {threads: 2, memory_limit: '4GB'}
"""

MEASURE_ROWS = """
    insert into measures.measure_row by name
    select
        councils.council_id, indicators.indicator_id, indicators.shape,
        'subject' || row_number as subject_key, 'child' || row_number as child_key, null as worker_key,
        'Locality ' || council || '-' || locality as locality, 'Team ' || council || '-' || team as team,
        ['F', 'M', 'U'][sex] as sex,
        ['white', 'mixed', 'asian', 'black', 'other', 'not_known'][ethnic_group] as ethnic_group,
        ['Y', 'N', 'U', 'not_known'][disability] as disability, ['Y', 'N', 'U'][asylum_seeking] as asylum_seeking,
        date_of_birth,
        case when indicators.breakdowns = 'band' then bands[1 + held % len(bands)] else 'not_applicable' end as band,
        case indicators.kind when 'mean' then held when 'maximum' then held when 'percentage' then held % 2 else 1 end
            as numerator,
        case when indicators.kind in ('mean', 'percentage') then 1 end as denominator,
        case when indicators.shape = 'event' then day end as event_date,
        case when indicators.shape = 'state' then day end as from_date,
        case when indicators.shape = 'state' and day + days <= $as_at then day + days end as to_date
    from (select * replace (cast(day as date) as day, cast(date_of_birth as date) as date_of_birth,
          cast(days as integer) as days) from drawn) as drawn
    join (select *, row_number() over (order by council_id) - 1 as council from raw.source) as councils using (council)
    join (select *, row_number() over (order by indicator_id) - 1 as indicator from seeds.indicator
          where shape <> 'window' and extracts is not null and not list_contains($left_out, subject)
         ) as indicators using (indicator)
    cross join (select list(band order by position) as bands from seeds.value_band
                where indicator_id = 'caseload_distribution')
    order by indicator, row_number
"""


@dataclass(frozen=True)
class Run:
    """One measured run of the engine: rows in and out, seconds by model, of processor time, and peak memory."""

    rows: int
    observations: int
    seconds: dict[str, float]
    processor_seconds: float
    peak_megabytes: float

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def draw(rows: int) -> pd.DataFrame:
    """Numbers from which ``MEASURE_ROWS`` makes measure rows: large and small councils, exponential spells."""
    random = np.random.default_rng(20240331)
    registry = pd.read_csv(SEEDS / "indicator.csv")
    counted = registry["extracts"].notna() & (registry["shape"] != "window") & ~registry["subject"].isin(LEFT_OUT)
    indicators = int(counted.sum())
    sizes = random.lognormal(sigma=0.6, size=COUNCILS)
    day = HISTORY_FROM - 365 + random.integers(0, (AS_AT - HISTORY_FROM).astype(int) + 365, rows)
    return pd.DataFrame(
        {
            "row_number": np.arange(rows),
            "council": random.choice(COUNCILS, rows, p=sizes / sizes.sum()),
            "indicator": random.integers(0, indicators, rows),
            "day": day,
            "days": 1 + random.exponential(MEAN_SPELL_DAYS, rows).astype(int),
            "date_of_birth": day - random.integers(0, 18 * 365, rows),
            "held": random.integers(1, 30, rows),
            **{name: random.integers(1, choices + 1, rows) for name, choices in CHOICES.items()},
        }
    )


CHOICES = {"locality": 6, "team": 6, "sex": 3, "ethnic_group": 6, "disability": 4, "asylum_seeking": 3}
"""How many categories each breakdown has in a council, as in the shipped deliveries; age bands follow from births."""


def prepare(home: Home) -> None:
    """A build with 200 councils that delivered everything, the seeds, and every model over no rows at all."""
    for folder in (home.warehouse, home.landed, home.restricted):
        folder.mkdir(parents=True)
    warehouse.start(home)
    history.recall(home)
    known = pd.read_csv(SEEDS / "council.csv")[["council_id", "name", "nation"]]
    made_up = [{"council_id": f"E99{n:06}", "name": f"Council {n}", "nation": "england"} for n in range(COUNCILS)]
    councils = pd.concat([known, pd.DataFrame(made_up)]).head(COUNCILS)
    extracts = [(name, extract.source) for name, extract in EXTRACTS.items()]
    loads = councils[["council_id"]].merge(pd.DataFrame(extracts, columns=["extract", "source"]), how="cross")
    with warehouse.open_build(home) as build:
        build.append("source", councils.assign(history_from=HISTORY_FROM, as_at_date=AS_AT))
        build.append("load", loads.assign(extract_date=AS_AT, is_current=True))
    run_dbt(home, "seed")
    run_dbt(home, "run")


def run_dbt(home: Home, *command: str) -> tuple[float, float]:
    """Run dbt on a home in a process of its own; returns its processor seconds and peak memory in megabytes."""
    (home.root / "profiles.yml").write_text(PROFILE)
    environment = {**os.environ, **dbt.environment(home), "DBT_PROFILES_DIR": str(home.root)}
    process = subprocess.Popen([dbt.executable(), "--quiet", *command], cwd=DBT_PROJECT, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"dbt {command[0]} failed: its words are above.")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def fill(home: Home, rows: int) -> None:
    """Put synthetic measure rows into the build."""
    with duckdb.connect(str(home.build)) as connection:
        connection.register("drawn", draw(rows))
        connection.execute(MEASURE_ROWS, {"as_at": AS_AT.astype(object), "left_out": LEFT_OUT})


def measure(prepared: Home, rows: int) -> Run:
    """Fill a copy of the prepared build and run the engine over it."""
    with tempfile.TemporaryDirectory(dir=prepared.root) as folder:
        home = Home(raw=prepared.raw, root=Path(folder) / "home")
        shutil.copytree(prepared.warehouse, home.warehouse)
        shutil.copytree(prepared.dbt_target, home.dbt_target)
        fill(home, rows)
        processor_seconds, peak = run_dbt(home, *ENGINE)
        results = json.loads((home.dbt_target / "run_results.json").read_text())["results"]
        seconds = {each["unique_id"].split(".")[-1]: each["execution_time"] for each in results}
        with duckdb.connect(str(home.build), read_only=True) as build:
            counted = build.execute("select count(*) from marts.fct_indicator_observation").fetchone() or (0,)
        return Run(rows, counted[0], seconds, processor_seconds, peak)


def show(runs: list[Run]) -> None:
    """Print the runs beside each other; models that take less than a second everywhere are summed."""
    table = Table(title=f"Engine: {COUNCILS} councils, 120 months, all breakdowns and period types of the registry")
    table.add_column("Seconds")
    for run in runs:
        table.add_column(f"{run.rows:,} rows", justify="right")
    slow = [model for model in runs[-1].seconds if max(run.seconds[model] for run in runs) >= 1]
    for model in slow:
        table.add_row(model, *(f"{run.seconds[model]:.1f}" for run in runs))
    table.add_row("all other models", *(f"{run.total - sum(run.seconds[m] for m in slow):.1f}" for run in runs))
    table.add_section()
    table.add_row("Total", *(f"{run.total:.1f}" for run in runs))
    table.add_row("Processor seconds, dbt included", *(f"{run.processor_seconds:.1f}" for run in runs))
    table.add_row("Peak memory, MB, dbt included", *(f"{run.peak_megabytes:,.0f}" for run in runs))
    table.add_row("Observations", *(f"{run.observations:,}" for run in runs))
    table.add_row("Growth of time / growth of rows", "", *(f"{growth(a, b):.2f}" for a, b in pairwise(runs)))
    Console().print(table)


def growth(smaller: Run, larger: Run) -> float:
    """How many times the time grew for each time that the rows grew; 1 is linear, below it is less."""
    return (larger.total / smaller.total) / (larger.rows / smaller.rows)


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:] if size != "--core"] or SIZES
    with tempfile.TemporaryDirectory() as folder:
        prepared = Home(raw=Path(folder), root=Path(folder) / "prepared")
        prepare(prepared)
        show([measure(prepared, rows) for rows in sizes])


if __name__ == "__main__":
    main()
