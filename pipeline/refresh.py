"""One refresh at a time, whoever starts it, and what has arrived since the last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from pipeline.home import Home


class RefreshBusyError(RuntimeError):
    """Another refresh of the same home is running."""


@contextmanager
def only_one(home: Home) -> Iterator[None]:
    """Hold the refresh lock of ``home``; the operating system frees it when this process ends, however it ends.

    May be entered again inside itself by the same process. Raises RefreshBusyError when another process holds it.
    """
    home.prepare()
    try:
        with FileLock(home.lock, timeout=0, is_singleton=True, thread_local=False):
            yield
    except Timeout:
        raise RefreshBusyError(
            f"Another refresh is running for {home.root}. Nothing was changed. Wait until it has finished, "
            "or give this one a folder of its own with --home."
        ) from None


def is_running(home: Home) -> bool:
    """Whether some process is refreshing ``home`` at this moment."""
    try:
        with only_one(home):
            return False
    except RefreshBusyError:
        return True


def drop_state(home: Home) -> str:
    """A hash over name, size and time of every file in the drop folder: it changes when a delivery does."""
    digest = hashlib.sha256()
    for path in sorted(home.raw.rglob("*")):
        status = path.stat()
        digest.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
