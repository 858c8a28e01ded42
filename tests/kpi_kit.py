"""The type of the ``kpi`` fixture, for tests to name."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

Kpi = Callable[..., "subprocess.CompletedProcess[str]"]
"""The ``kpi`` command: takes its arguments, returns how it ended and what it printed."""

TABLES_ONLY = "from pipeline import formats\nformats.write = lambda *_: None\n"
"""Run before a refresh of which a test reads the tables alone: its other formats take half a minute."""
