"""How long a refresh of the shipped deliveries takes, stage by stage, and against a bare ``dbt build``.

    uv run python benchmarks/refresh.py [REPEATS]

Each repeat is a refresh as a user runs it, in a new process, followed by a bare ``dbt build`` of the same project over
the same raw tables. The first refresh in a new home, which also parses the dbt project, is shown apart.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline import dbt
from pipeline.display import STAGES
from pipeline.home import DBT_PROJECT, PROJECT, Home

CHILD = """
import json, resource, sys
from pipeline import cli, display
from pipeline.display import Stopwatch
clocks = []
def remember(self, _init=Stopwatch.__init__, *args, **kwargs):
    _init(self, *args, **kwargs)
    clocks.append(self)
Stopwatch.__init__ = remember
try:
    cli.app(["refresh", "--home", sys.argv[1]])
except SystemExit as end:
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"status": end.code or 0, "seconds": clocks[0].seconds, "peak_kilobytes": peaks}))
"""


@dataclass(frozen=True)
class Refresh:
    """One measured refresh: seconds in all and by stage, and the larger peak of this process and its children."""

    seconds: float
    stages: dict[str, float]
    peak_megabytes: tuple[float, float]


def refresh(home: Home) -> Refresh:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(home.root)], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    seconds = time.monotonic() - started
    told = json.loads(done.stdout.splitlines()[-1])
    if told["status"] != 0:
        raise SystemExit(done.stdout)
    own, child = (kilobytes / 1024 for kilobytes in told["peak_kilobytes"])
    return Refresh(seconds, told["seconds"], (own, child))


def bare_dbt_build(home: Home) -> float:
    started = time.monotonic()
    subprocess.run(
        [dbt.executable(), "--quiet", "build"],
        cwd=DBT_PROJECT, env={**os.environ, **dbt.environment(home)}, check=True,
    )  # fmt: skip
    return time.monotonic() - started


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        home = Home(raw=PROJECT / "data" / "raw", root=Path(folder))
        first = refresh(home)
        rounds = [(refresh(home), bare_dbt_build(home)) for _ in range(repeats)]
    show(first, rounds)


def show(first: Refresh, rounds: list[tuple[Refresh, float]]) -> None:
    table = Table(title=f"Refresh of the shipped deliveries, seconds ({os.cpu_count()} cores)")
    table.add_column("Stage")
    for heading in ("first", *(str(n) for n in range(1, len(rounds) + 1))):
        table.add_column(heading, justify="right")
    for stage, words in STAGES.items():
        table.add_row(words, *(f"{each.stages.get(stage, 0):.1f}" for each in (first, *(r for r, _ in rounds))))
    table.add_section()
    table.add_row("Whole command", f"{first.seconds:.1f}", *(f"{r.seconds:.1f}" for r, _ in rounds))
    table.add_row("Bare dbt build", "", *(f"{bare:.1f}" for _, bare in rounds))
    table.add_row("Ratio", "", *(f"{r.seconds / bare:.2f}" for r, bare in rounds))
    peaks = (first, *(r for r, _ in rounds))
    table.add_row("Peak MB, refresh / dbt", *(f"{p.peak_megabytes[0]:.0f} / {p.peak_megabytes[1]:.0f}" for p in peaks))
    Console().print(table)


if __name__ == "__main__":
    main()
