"""Work spread over the cores of this machine, by processes that are kept for as long as this one lives."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

AHEAD = 2
"""Items per process that are worked on before they are asked for: results wait in memory."""


def spread(function: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """What ``function`` makes of each item, in their order; both must be such that another process can import them.

    On one core the work is done here. An exception of ``function`` is raised where its result would have come.
    """
    if _cores() == 1:
        yield from map(function, items)
        return
    pool = _pool()
    waiting: deque[Future[Made]] = deque()
    for item in items:
        waiting.append(pool.submit(function, item))
        if len(waiting) > AHEAD * _cores():
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _pool() -> ProcessPoolExecutor:
    # Never a plain fork: a copy of a process with threads and open DuckDB files may hang.
    start = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(start)
    return ProcessPoolExecutor(_cores(), mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """End this process when the one that started it was killed; a pool alone would wait for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
