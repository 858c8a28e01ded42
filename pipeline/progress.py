"""How far a refresh is: stages report here, whoever shows progress listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Sink = Callable[[str, str], None]
"""Called with a stage and a detail: counts and names of tables or councils, never row values."""


def _nobody(stage: str, detail: str) -> None:
    """The sink while nobody listens."""


_sink: ContextVar[Sink] = ContextVar("progress_sink", default=_nobody)


def report(stage: str, detail: str = "") -> None:
    """Tell whoever listens that ``stage`` is at ``detail``; does nothing when nobody does."""
    _sink.get()(stage, detail)


@contextmanager
def listening(sink: Sink) -> Iterator[None]:
    """Send every report made inside the ``with`` block to ``sink``."""
    token = _sink.set(sink)
    try:
        yield
    finally:
        _sink.reset(token)
