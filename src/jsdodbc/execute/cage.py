"""DuckDB shut in: no file, network, extension, setting or Python variable. The second wall behind sql/guard.py.

A cage is an in-memory database of its own: a registered source belongs to one connection,
an interrupt to one statement. Making one takes about 20 ms, so a few are kept warm.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from jsdodbc.sql.macros import MACROS

_ROWS = 16_384
_IDLE = 8
_CONFIG = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
}
# Settings that only a connection has, or that need it: set before the configuration is locked.
_SETTINGS = (
    # Rows flow as they come: a result is not gathered before its first row is given.
    "SET streaming_buffer_size = '1B'",
    "SET TimeZone = 'UTC'",
    "SET Calendar = 'gregorian'",
    "SET integer_division = true",
    "SET default_null_order = 'nulls_last'",
)
_LOCK = "SET lock_configuration = true"


@cache
def _spill_folder() -> str:
    """A folder that only this account can read, for sorts that outgrow the memory; it goes with the process."""
    folder = tempfile.mkdtemp(prefix="jsdodbc-")  # mode 0700
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _memory_limit() -> str:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 4 << 30
    return f"{max(256, total // 4 >> 20)}MiB"


def connected(location: str) -> duckdb.DuckDBPyConnection:
    """A shut-in DuckDB with our functions, in memory or in a file."""
    # Two threads at least: one that reads a page while another gives rows.
    threads = max(2, min(4, os.cpu_count() or 2))
    config: dict[str, Any] = {
        **_CONFIG,
        "temp_directory": tempfile.mkdtemp(dir=_spill_folder()),
        "memory_limit": _memory_limit(),
        "threads": threads,
    }
    connection = duckdb.connect(location, config=config)
    for macro in MACROS:
        connection.execute(macro)
    return connection


@dataclass(frozen=True, slots=True)
class Bound:
    """Names and DuckDB types of the result columns, types of the parameters by number.

    `open`: the columns are not known before the parameters have values: `SELECT ? + 1`.
    """

    names: list[str]
    types: list[str]
    parameters: dict[int, str]
    open: bool


class Cage:
    """One shut-in DuckDB, for one statement at a time."""

    pooled = True

    def __init__(self, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        self.connection = connected(":memory:") if connection is None else connection
        self._names: list[str] = []
        for setting in (*_SETTINGS, *((_LOCK,) if connection is None else ())):
            self.connection.execute(setting)

    def register(self, name: str, source: Any) -> None:
        """Let statements of this cage read `source` by that name."""
        self.connection._register_arrow_source(name, source)
        self._names.append(name)

    def bind(self, sql: str, values: Mapping[str, object] | None = None) -> Bound:
        """What a statement gives and takes. Runs nothing."""
        given = dict(values) if values else None
        names, types, parameters, _, deferred = self.connection._bind(sql, values=given)  # type: ignore[call-overload]
        wanted = {int(number): str(kind) for number, kind in parameters}
        return Bound(list(names), [str(one) for one in types], wanted, bool(deferred) or "UNKNOWN" in map(str, types))

    def stream(self, sql: str, values: Mapping[str, object] | None, rows: int = _ROWS) -> tuple[Any, Any]:
        """The running result and a reader of it: batches of `rows` rows that are computed while they are read."""
        result = self.connection._submit(sql, dict(values) if values else None, "stream", rows)
        return result, result.arrow_reader()

    def rows(self, sql: str, values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a small result."""
        return self.connection._submit(sql, dict(values) if values else None).fetchall()

    def clear(self) -> None:
        """Forget the sources."""
        names, self._names = self._names, []
        for name in names:
            self.connection.unregister(name)

    def close(self) -> None:
        with contextlib.suppress(duckdb.Error):
            self.clear()
        self.connection.close()


class Pool:
    """Warm cages. Safe from any thread."""

    def __init__(self) -> None:
        self._idle: deque[Cage] = deque()
        self._lock = threading.Lock()

    def take(self) -> Cage:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return Cage()

    def give_back(self, cage: Cage, *, sound: bool) -> None:
        """Take a cage in again; one that was interrupted or failed is not used again."""
        if sound and cage.pooled:
            cage.clear()
            with self._lock:
                if len(self._idle) < _IDLE:
                    self._idle.append(cage)
                    return
        cage.close()


POOL = Pool()
