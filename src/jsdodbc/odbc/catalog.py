"""The catalog functions (docs/wire-protocol.md, CATALOG): from the model to result sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from jsdodbc.errors import Error
from jsdodbc.odbc import catalog_keys, catalog_results, catalog_tables, type_info, wire
from jsdodbc.odbc.catalog_results import CatalogResult
from jsdodbc.odbc.rows import Row

if TYPE_CHECKING:
    from jsdodbc.model.catalog import Catalog


class Call:
    """One call: its arguments and what they are asked of."""

    def __init__(self, catalog: Catalog, message: wire.CatalogCall, connection: Any) -> None:
        self.catalog = catalog
        self.texts: Sequence[str | None] = message.texts
        self.integers = message.integers
        self.identifier = bool(message.metadata_id)
        self.version = int(connection.odbc_version)
        self.user = str(connection.settings.user)


Function = tuple[str, int, int, Callable[[Call], Iterable[Row]]]  # result columns, number of texts, of integers, rows

_FUNCTIONS: dict[int, Function] = {
    1: (catalog_results.TABLES, 4, 0, lambda call: catalog_tables.tables(call.catalog, call.texts, call.identifier)),
    2: (
        *(catalog_results.COLUMNS, 4, 0),
        lambda call: catalog_tables.columns(call.catalog, call.texts, call.identifier, call.version),
    ),
    3: (
        *(catalog_results.PRIMARY_KEYS, 3, 0),
        lambda call: catalog_keys.primary_keys(call.catalog, call.texts, call.identifier),
    ),
    4: (
        *(catalog_results.FOREIGN_KEYS, 6, 0),
        lambda call: catalog_keys.foreign_keys(call.catalog, call.texts, call.identifier),
    ),
    5: (
        *(catalog_results.STATISTICS, 3, 2),
        lambda call: catalog_keys.statistics(call.catalog, call.texts, call.identifier),
    ),
    6: (
        *(catalog_results.SPECIAL_COLUMNS, 3, 3),
        lambda call: catalog_tables.special_columns(
            call.catalog, call.texts, call.integers, call.identifier, call.version
        ),
    ),
    # There are no procedures yet.
    7: (catalog_results.PROCEDURES, 3, 0, lambda call: ()),
    8: (catalog_results.PROCEDURE_COLUMNS, 4, 0, lambda call: ()),
    9: (catalog_results.TYPE_INFO, 0, 1, lambda call: type_info.rows(call.integers[0], call.version)),
    10: (
        *(catalog_results.TABLE_PRIVILEGES, 3, 0),
        lambda call: catalog_tables.table_privileges(call.catalog, call.texts, call.identifier, call.user),
    ),
    11: (
        *(catalog_results.COLUMN_PRIVILEGES, 4, 0),
        lambda call: catalog_tables.column_privileges(call.catalog, call.texts, call.identifier, call.user),
    ),
}


def result(catalog: Catalog, message: wire.CatalogCall, connection: Any) -> CatalogResult:
    """The result set of one call. Error HY009 for a name that is missing, HY000 for a call the engine does not know."""
    known = _FUNCTIONS.get(message.function)
    if known is None:
        raise Error("HYC00", f"There is no catalog function {message.function}.")
    declaration, texts, integers, rows = known
    if len(message.texts) != texts or len(message.integers) != integers:
        raise Error("HY000", f"Catalog function {message.function} takes {texts} texts and {integers} integers.")
    return CatalogResult(declaration, rows(Call(catalog, message, connection)), message.options.max_rows)
