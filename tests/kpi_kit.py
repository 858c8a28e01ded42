"""The type of the ``kpi`` fixture, for tests to name."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

Kpi = Callable[..., "subprocess.CompletedProcess[str]"]
"""The ``kpi`` command: takes its arguments, returns how it ended and what it printed."""
