"""The scratch schema of a connection: tables of the user's own, in a DuckDB that is shut in as the cages are.

It is in memory and goes with the connection, or in the file that ScratchLocation names.
"""

from __future__ import annotations

import threading
from typing import Any

import duckdb

from jsdodbc.errors import Error
from jsdodbc.execute.cage import Cage, connected

SCHEMA = "Scratch"


class ScratchCage(Cage):
    """A connection of its own to the scratch schema; closed after use."""

    pooled = False


class Scratch:
    """`version` grows with every table that comes or goes. Safe from any thread."""

    def __init__(self, location: str = "") -> None:
        self._location = location
        self._lock = threading.Lock()
        self._database: Any = None
        self.version = 0

    def cage(self) -> Cage:
        return ScratchCage(self._opened().cursor())

    def has(self, name: str) -> bool:
        return name.lower() in self.names()

    def names(self) -> frozenset[str]:
        """Names of the tables, in lower case."""
        if self._database is None and not self._location:
            return frozenset()
        with self._opened().cursor() as cursor:
            rows = cursor.execute("SELECT lower(table_name) FROM duckdb_tables() WHERE NOT internal").fetchall()
        return frozenset(row[0] for row in rows)

    def changed(self) -> None:
        with self._lock:
            self.version += 1

    def close(self) -> None:
        with self._lock:
            database, self._database = self._database, None
        if database is not None:
            database.close()

    def _opened(self) -> Any:
        with self._lock:
            if self._database is None:
                try:
                    self._database = connected(self._location or ":memory:")
                except duckdb.Error as error:
                    text = f"The file {self._location} that ScratchLocation names cannot be opened: {error}"
                    raise Error("HY000", text) from error
            return self._database
