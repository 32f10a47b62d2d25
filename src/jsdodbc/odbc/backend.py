"""What the seam asks of the rest of the engine, and the real thing behind it.

Tests put another `Backend` in its place. Everything heavy (DuckDB, pyarrow, sqlglot) is imported inside functions: a
connect must not wait for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, Notice

if TYPE_CHECKING:
    from jsdodbc.model.table import Table

HEAVY = ("pyarrow", "duckdb", "sqlglot", "jsdodbc.execute.connection", "jsdodbc.odbc.batches")


class Result(Protocol):
    """One result of an execution; no columns: no rows, only a count (-1: not known)."""

    @property
    def columns(self) -> Sequence[Any]: ...
    @property
    def row_count(self) -> int: ...
    @property
    def waits(self) -> bool: ...  # whether asking for the next batch may take long
    @property
    def notices(self) -> Sequence[Notice]: ...
    def batches(self) -> Iterator[Any]: ...
    def close(self) -> None: ...


class Execution(Protocol):
    @property
    def results(self) -> Iterable[Result]: ...
    @property
    def refused(self) -> Mapping[int, Error]: ...  # parameter sets that were not run, by number from 1


class PreparedStatement(Protocol):
    @property
    def sql(self) -> str: ...
    @property
    def parameters(self) -> Sequence[Any]: ...
    @property
    def columns(self) -> Sequence[Any] | None: ...


class Executor(Protocol):
    """`execute.connection.Connection`: prepares and runs statements of one ODBC connection.

    `read_only_asked`: SQL_ATTR_ACCESS_MODE says that nothing is to be changed.
    """

    read_only_asked: bool

    def prepare(self, sql: str) -> Any: ...
    def native_sql(self, sql: str) -> str: ...
    def scratch_tables(self) -> tuple[Table, ...]: ...
    def execute(
        self,
        prepared: Any,
        parameter_sets: Sequence[Sequence[Any]],
        *,
        cancellation: Cancellation,
        max_rows: int = 0,
        max_length: int = 0,
    ) -> Any: ...
    def close(self) -> None: ...


class Backend(Protocol):
    def warm_up(self) -> None:
        """Import what the first statement needs; called once, in a thread of its own."""

    def parse(self, text: str) -> list[tuple[str, str]]:
        """Keys and values of a connection string."""

    def build(self, pairs: Iterable[tuple[str, str]]) -> str:
        """The completed connection string, of what the caller gave only."""

    def browse(self, pairs: Sequence[tuple[str, str]]) -> str:
        """What a connection still lacks, as SQLBrowseConnect asks for it; "" for nothing."""

    def resolve(self, pairs: Sequence[tuple[str, str]]) -> tuple[Any, list[Notice]]:
        """Settings of a connection, and warnings about what was not understood."""

    def sign_in(self, settings: Any, cancellation: Cancellation) -> Any:
        """A `site.session.Session`."""

    def catalog(self, session: Any) -> Any:
        """A `model.catalog.Catalog`, for the catalog functions."""

    def executor(self, session: Any) -> Executor: ...


class JiraBackend:
    """The engine's own."""

    def warm_up(self) -> None:
        for name in HEAVY:
            with suppress(ImportError):  # the first statement imports it again and tells what is wrong
                __import__(name)

    def parse(self, text: str) -> list[tuple[str, str]]:
        from jsdodbc import connection_string

        return connection_string.parse(text)

    def build(self, pairs: Iterable[tuple[str, str]]) -> str:
        from jsdodbc import settings

        return settings.completed(pairs)

    def browse(self, pairs: Sequence[tuple[str, str]]) -> str:
        from jsdodbc import settings

        return settings.browse(pairs)

    def resolve(self, pairs: Sequence[tuple[str, str]]) -> tuple[Any, list[Notice]]:
        from jsdodbc import settings

        return settings.resolve(list(pairs))

    def sign_in(self, settings: Any, cancellation: Cancellation) -> Any:
        from jsdodbc.site.session import Session

        return Session.open(settings, cancellation)

    def catalog(self, session: Any) -> Any:
        from jsdodbc.model.catalog import Catalog

        return Catalog(session)

    def executor(self, session: Any) -> Executor:
        from jsdodbc.execute.connection import Connection
        from jsdodbc.odbc.sql_info import sql_info

        # Deep expressions are parsed and planned recursively.
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 5000))
        return Connection(session, sql_info=sql_info)
