"""The scratch schema of a connection: tables of the user's own, in a DuckDB that is shut in as the cages are.

It is in memory and goes with the connection, or in the file that ScratchLocation names.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import duckdb

from jsdodbc.errors import Error
from jsdodbc.execute.cage import Cage, connected
from jsdodbc.execute.types import sql_type
from jsdodbc.model import types
from jsdodbc.model.catalog import SCRATCH
from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.types import SqlType
from jsdodbc.model.write import DELETE, INSERT, UPDATE, Put, Write

_NOTHING_READ = Listing("", "whole")
_LENGTH = re.compile(r"\(length\((.+?)\) <= (\d+)\)")  # as sql.changes.bounded writes it
_BYTES = re.compile(r"\(octet_length\((.+?)\) <= (\d+)\)")
_COLUMNS = (
    "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() "
    "WHERE NOT internal ORDER BY table_oid, column_index"
)
_CONSTRAINTS = "SELECT table_name, constraint_type, constraint_column_names, expression FROM duckdb_constraints()"


class ScratchCage(Cage):
    """A connection of its own to the scratch schema; closed after use."""

    pooled = False


class Scratch:
    """`version` grows with every table that comes or goes. Safe from any thread."""

    def __init__(self, location: str = "") -> None:
        self._location = location
        self._lock = threading.Lock()
        self._database: Any = None
        self._tables: tuple[int, Mapping[str, Table]] = (-1, {})
        self.version = 0

    def cage(self) -> Cage:
        return ScratchCage(self._opened().cursor())

    def has(self, name: str) -> bool:
        return name.lower() in self.tables()

    def tables(self) -> Mapping[str, Table]:
        """The tables as the model has tables, by name in lower case."""
        if self._database is None and not self._location:
            return {}
        version, known = self._tables
        if version != self.version:
            version = self.version
            with self._opened().cursor() as cursor:
                known = _described(cursor.execute(_COLUMNS).fetchall(), cursor.execute(_CONSTRAINTS).fetchall())
            self._tables = (version, known)
        return known

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


def _described(rows: list[tuple[Any, ...]], constraints: list[tuple[Any, ...]]) -> dict[str, Table]:
    keys = {table: set(names) for table, kind, names, _ in constraints if kind == "PRIMARY KEY"}
    checks = {(table, names[0]): text for table, kind, names, text in constraints if kind == "CHECK" and names}
    found: dict[str, list[Column]] = {}
    for table, name, kind, nullable in rows:
        key = name in keys.get(table, ())
        column = Column(name, _bounded(kind, checks.get((table, name), "")), "", nullable=nullable and not key, key=key)
        found.setdefault(table, []).append(column)
    return {name.lower(): _table(name, tuple(columns)) for name, columns in found.items()}


def _table(name: str, columns: tuple[Column, ...]) -> Table:
    puts = tuple(Put(column.name, ()) for column in columns)
    writes = tuple(Write(verb, "", "", puts) for verb in (INSERT, UPDATE, DELETE))
    return Table(name, SCRATCH, "", columns, _NOTHING_READ, writes=writes)


def _bounded(kind: str, check: str) -> SqlType:
    """The type of a column; of the length that a check holds it to."""
    if kind == "VARCHAR" and (match := _LENGTH.fullmatch(check)):
        return types.varchar(int(match[2]))
    if kind == "BLOB" and (match := _BYTES.fullmatch(check)):
        return replace(types.VARBINARY, column_size=int(match[2]))
    return sql_type(kind)[0]
