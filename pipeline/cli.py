"""The ``kpi`` command: refresh, look, and make practice data."""

from __future__ import annotations

import importlib
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline import dbt, extract_page, figures, gates, measures, progress, shelf, show, summary
from pipeline.alerts import commands as alert_commands
from pipeline.display import Display, console
from pipeline.home import PROJECT, Home
from pipeline.refresh import RefreshBusyError, only_one

EPILOGUE = (
    "Start with [bold]kpi refresh[/]: it needs no settings, reads data/raw and publishes to data/published. "
    "Exit status: 0 published, 1 failed, 2 wrong usage, 3 withheld by a gate, 4 another refresh is running."
)
app = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", add_completion=False, pretty_exceptions_enable=False, epilog=EPILOGUE
)

RawOption = Annotated[
    Path | None, typer.Option("--raw", help="Folder with the deliveries.", envvar="KPI_RAW", file_okay=False)
]
HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder for everything that is made.", envvar="KPI_HOME", file_okay=False)
]


class Exit(IntEnum):
    """What the exit status says; 2 (wrong usage) is the command line's own."""

    PUBLISHED = 0
    FAILED = 1
    WITHHELD = 3
    BUSY = 4


@app.callback()
def main() -> None:
    """Children's services KPI warehouse: extracts in, checked indicators out, every night."""


@app.command()
def refresh(
    raw: RawOption = None,
    home: HomeOption = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Leave out extracts made after this day.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the whole log instead of progress.")] = False,
) -> None:
    """Land what arrived, check it, build the warehouse and publish a release.

    The last release stays in place until the new one is complete and verified.
    """
    here = _at(raw, home)
    try:
        with only_one(here), Display() as display, progress.listening(display), _quiet(here, verbose):
            progress.report("prepare")
            _read_project(here)
            outcome = _definitions().refresh(here, f"{until:%Y-%m-%d}" if until else None, _log_level(verbose))
    except RefreshBusyError as error:
        console.print(str(error), style="yellow")
        raise typer.Exit(Exit.BUSY) from None
    except dbt.DbtParseError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(Exit.FAILED) from None
    if not outcome.succeeded:
        _alert(here, outcome)
    console.print(summary.render(here, display.stopwatch.seconds))
    _conclude(here, outcome)


@app.command()
def ui(
    raw: RawOption = None,
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port on this machine; nothing else can reach it.")] = 3000,
) -> None:
    """Open Dagster: the graph of all tables, every run and check. Runs the nightly schedule while open."""
    here = _at(raw, home)
    try:
        with _definitions().instance(here):
            console.print(f"Dagster opens on http://127.0.0.1:{port} (stop with Ctrl+C)")
    except RefreshBusyError:
        console.print(f"A refresh is running; watch it on http://127.0.0.1:{port} (stop with Ctrl+C)")
    command = ["dagster", "dev", "-m", "pipeline.definitions", "-h", "127.0.0.1", "-p", str(port)]
    raise typer.Exit(_run_until_stopped([sys.executable, "-m", *command]))


@app.command()
def synthetic(
    out: Annotated[Path, typer.Option(help="Folder to fill with deliveries.", file_okay=False)],
    scale: Annotated[float, typer.Option(help="1 is the size of the councils shipped.", min=0.01)] = 1.0,
    seed: Annotated[int, typer.Option(help="Same seed, same files.")] = 1,
) -> None:
    """Make practice deliveries of children who do not exist, to try the warehouse on."""
    from pipeline.synthetic import generate

    generate(out, scale, seed)
    console.print(f"Deliveries are in {out}. Try: kpi refresh --raw {out} --home SOME_FOLDER")


figures.mount(app)
measures.mount(app)
extract_page.mount(app)
shelf.mount(app)
show.mount(app)
alert_commands.mount(app)


def _at(raw: Path | None, home: Path | None) -> Home:
    """The folders to use, made, and told to every part that reads them from the environment."""
    for name, folder in (("KPI_RAW", raw), ("KPI_HOME", home)):
        if folder is not None:
            os.environ[name] = str(folder.resolve())
    here = Home.from_environment().prepare()
    os.environ["DAGSTER_HOME"] = str(here.dagster)
    return here


def _run_until_stopped(command: list[str]) -> int:
    """Run a command until it ends; Ctrl+C reaches it too, and it is given the time to stop what it started."""
    with subprocess.Popen(command, cwd=PROJECT) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                console.print("Stopping ...")


def _read_project(home: Home) -> None:
    """Parse the dbt project if it changed and, meanwhile, import the libraries that run it; raises DbtParseError."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        manifest = beside.submit(dbt.prepared_manifest, home)
        importlib.import_module("dagster_dbt")
        manifest.result()


def _definitions() -> Any:
    """Dagster's definitions: imported late, since they take seconds and read the folders when imported."""
    from pipeline import definitions

    return definitions


def _log_level(verbose: bool) -> str:
    return "INFO" if verbose else "CRITICAL"


@contextmanager
def _quiet(home: Home, verbose: bool) -> Iterator[None]:
    """Send what libraries log and print to a file, unless that is what the user wants to see."""
    with (home.root / "refresh.log").open("w", encoding="utf-8") as log:
        target = sys.stderr if verbose else log
        logging.basicConfig(stream=target, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        logging.captureWarnings(True)
        with redirect_stdout(target), redirect_stderr(target):
            yield


def _alert(home: Home, outcome: Any) -> None:
    """Tell the analysts that nothing was published."""
    from pipeline.alerts import nightly

    nightly.after_failure(home, outcome.run_id, outcome.failed_step, is_withheld=bool(gates.withheld(home)))


def _conclude(home: Home, outcome: Any) -> None:
    """Say how it ended and leave with the exit status that says the same."""
    if outcome.succeeded:
        console.print(summary.release_lines(home))
        return
    withheld = gates.withheld(home)
    said = "Withheld: the checks above failed." if withheld else f"Failed at {outcome.failed_step}: {outcome.message}"
    console.print(f"\n{said}", style="red", markup=False)
    console.print(f"The last release stays.  Log: {home.root / 'refresh.log'}")
    console.print(summary.release_lines(home))
    raise typer.Exit(Exit.WITHHELD if withheld else Exit.FAILED)
