"""The catalog functions (docs/wire-protocol.md, CATALOG): from the model to result sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from jsdodbc.errors import Error
from jsdodbc.model.catalog import SCRATCH, Catalog, Together
from jsdodbc.model.shown import shown
from jsdodbc.odbc import (
    catalog_keys,
    catalog_privileges,
    catalog_procedures,
    catalog_results,
    catalog_tables,
    type_info,
    wire,
)
from jsdodbc.odbc.catalog_results import CatalogResult
from jsdodbc.odbc.rows import Row, Rows

if TYPE_CHECKING:
    from jsdodbc.model.table import Table

_KEPT = 16  # results a connection


class Call(NamedTuple):
    """A call's arguments. `identifier`: SQL_ATTR_METADATA_ID is set."""

    function: int
    texts: tuple[str | None, ...]
    integers: tuple[int, ...]
    identifier: bool


class Function(NamedTuple):
    """`columns`: as catalog_results declares them; `texts`, `integers`: how many arguments it takes."""

    columns: str
    texts: int
    integers: int
    rows: Callable[[CatalogFunctions, Call], Iterable[Row]]


class CatalogFunctions:
    """Of one connection; safe from any thread.

    What a connection sees of the model doesn't change while it lasts, so results are made once, and the last few kept
    as they are sent.
    """

    def __init__(self, catalog: Catalog, user: str, odbc_version: int, settings: Any = None) -> None:
        self._model = catalog
        self.catalog: Catalog | Together = catalog
        self.user = user
        self.odbc_version = odbc_version
        self.read_only = bool(getattr(settings, "read_only", True))
        self.seen = shown(settings)
        self.column_rows = catalog_tables.ColumnRows(catalog.name if catalog else "", odbc_version, self.seen)
        self._chunks = lru_cache(maxsize=_KEPT)(self._made)

    def result(self, message: wire.CatalogCall, local: tuple[Table, ...] = ()) -> CatalogResult:
        """The result set of one call. `local`: the tables of the scratch schema.

        Errors of the reference (HY004, HY009, HY090, HY097 …); HYC00 for a function that is unknown, HY000 for a call
        of the wrong shape.
        """
        function = FUNCTIONS.get(message.function)
        if function is None:
            raise Error("HYC00", f"There is no catalog function {message.function}.")
        if (len(message.texts), len(message.integers)) != (function.texts, function.integers):
            count = f"{function.texts} texts and {function.integers} integers"
            raise Error("HY000", f"Catalog function {message.function} takes {count}.")
        call = Call(message.function, tuple(message.texts), tuple(message.integers), bool(message.metadata_id))
        columns = catalog_results.columns(function.columns, self.odbc_version)
        chunks = self._with(local)._made(call) if local else self._chunks(call)
        return CatalogResult(columns, chunks, message.options.max_rows)

    def _made(self, call: Call) -> Sequence[Rows]:
        return catalog_results.chunks(FUNCTIONS[call.function].rows(self, call))

    def _with(self, local: tuple[Table, ...]) -> CatalogFunctions:
        its = copy(self)
        its.catalog = Together(self._model, SCRATCH, lambda: local)
        its.column_rows = catalog_tables.ColumnRows(its.catalog.name, self.odbc_version, self.seen)
        return its


FUNCTIONS: dict[int, Function] = {
    1: Function(
        *(catalog_results.TABLES, 4, 0),
        lambda its, call: catalog_tables.tables(its.catalog, call.texts, call.identifier, its.odbc_version),
    ),
    2: Function(
        *(catalog_results.COLUMNS, 4, 0),
        lambda its, call: catalog_tables.columns(its.catalog, call.texts, call.identifier, its.column_rows),
    ),
    3: Function(
        *(catalog_results.PRIMARY_KEYS, 3, 0),
        lambda its, call: catalog_keys.primary_keys(its.catalog, call.texts, call.identifier),
    ),
    4: Function(
        *(catalog_results.FOREIGN_KEYS, 6, 0),
        lambda its, call: catalog_keys.foreign_keys(its.catalog, call.texts, call.identifier),
    ),
    5: Function(
        *(catalog_results.STATISTICS, 3, 2),
        lambda its, call: catalog_keys.statistics(its.catalog, call.texts, call.integers, call.identifier),
    ),
    6: Function(
        *(catalog_results.SPECIAL_COLUMNS, 3, 3),
        lambda its, call: catalog_keys.special_columns(
            its.catalog, call.texts, call.integers, call.identifier, its.odbc_version, its.seen
        ),
    ),
    7: Function(
        catalog_results.PROCEDURES, 3, 0, lambda its, call: catalog_procedures.procedures(call.texts, call.identifier)
    ),
    8: Function(
        *(catalog_results.PROCEDURE_COLUMNS, 4, 0),
        lambda its, call: catalog_procedures.columns(call.texts, call.identifier, its.odbc_version, its.seen),
    ),
    9: Function(catalog_results.TYPE_INFO, 0, 1, lambda its, call: type_info.rows(call.integers[0], its.odbc_version)),
    10: Function(
        *(catalog_results.TABLE_PRIVILEGES, 3, 0),
        lambda its, call: catalog_privileges.of_tables(
            its.catalog, call.texts, call.identifier, its.user, its.read_only
        ),
    ),
    11: Function(
        *(catalog_results.COLUMN_PRIVILEGES, 4, 0),
        lambda its, call: catalog_privileges.of_columns(
            its.catalog, call.texts, call.identifier, its.user, its.read_only
        ),
    ),
}
