"""What a person sees while a refresh runs: the stages, how far each is, how long it took."""

from __future__ import annotations

import io
import sys
import time
from dataclasses import dataclass, field

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table

if isinstance(sys.stdout, io.TextIOWrapper):
    sys.stdout.reconfigure(errors="replace")  # a terminal without a letter shows a question mark, not a traceback
console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
"""Where the ``kpi`` command writes: as wide as the terminal; 160 in a pipe or a log, where no line should be broken."""

STAGES = {
    "prepare": "Read the project",
    "land": "Land what arrived",
    "gate 1": "Gate 1: every row",
    "warehouse": "Build the warehouse",
    "gate 2": "Gate 2: the cases",
    "gate 3": "Gate 3: the figures",
    "release": "Publish",
    "history": "Remember",
    "alert": "Alert",
    "worklists": "Write the worklists",
}
"""The stages of a refresh, in order, as people read them. Reports of any other name are details of the one running."""


@dataclass
class Stopwatch:
    """A progress sink that remembers how long each stage took, in seconds."""

    seconds: dict[str, float] = field(default_factory=dict)
    running: str | None = None
    detail: str = ""
    _since: float = 0.0

    def __call__(self, stage: str, detail: str = "") -> None:
        """Take a report: a new stage ends the one before it."""
        if stage in STAGES and stage != self.running:
            self.stop()
            self.running, self._since = stage, time.monotonic()
        self.detail = detail if stage in STAGES else f"{stage} {detail}"

    def stop(self) -> None:
        """End the stage that is running, if any."""
        if self.running is not None:
            self.seconds[self.running] = self.elapsed(self.running)
        self.running = None

    def elapsed(self, stage: str) -> float:
        """Seconds spent in ``stage`` so far."""
        now = time.monotonic() - self._since if stage == self.running else 0.0
        return self.seconds.get(stage, 0.0) + now


class Display:
    """Shows a stopwatch on a terminal while it runs; on anything else prints each stage once, when it begins.

    It goes on writing to where standard output was when it was made: what libraries print is sent elsewhere meanwhile.
    """

    def __init__(self) -> None:
        self.stopwatch = Stopwatch()
        self._console = Console(file=sys.stdout, highlight=False)
        self._spinner = Spinner("dots")
        self._live = Live(self, console=self._console, refresh_per_second=8, transient=True)

    def __call__(self, stage: str, detail: str = "") -> None:
        """Take a report of progress."""
        begins = stage in STAGES and stage != self.stopwatch.running
        self.stopwatch(stage, detail)
        if begins and not self._console.is_terminal:
            self._console.print(f"{STAGES[stage]} ...")

    def __enter__(self) -> Display:
        """Start showing."""
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the clock and take the progress away; the summary follows."""
        self.stopwatch.stop()
        self._live.stop()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The stages as one small table: done, running, still to come."""
        table = Table.grid(padding=(0, 2))
        for stage, words in STAGES.items():
            seconds = self.stopwatch.elapsed(stage)
            if stage == self.stopwatch.running:
                table.add_row(self._spinner, f"[bold]{words}", f"{seconds:.0f} s", f"[dim]{self.stopwatch.detail[:60]}")
            elif stage in self.stopwatch.seconds:
                table.add_row("[green]✓", words, f"{seconds:.0f} s", "")
            else:
                table.add_row(" ", f"[dim]{words}", "", "")
        yield table
