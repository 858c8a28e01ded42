"""All or nothing: one transaction on a database that knows `begin`, `commit` and `rollback`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol


class Sql(Protocol):
    """A connection to SQLite or DuckDB that starts no transaction by itself."""

    def execute(self, query: str, /) -> Any:
        """Run one statement."""


@contextmanager
def transaction(connection: Sql, begin: str = "begin") -> Iterator[None]:
    """All statements inside happen, or none; SQLite's ``begin immediate`` waits for other writers at once."""
    connection.execute(begin)
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")
