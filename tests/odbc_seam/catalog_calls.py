"""What the tests of catalog functions share: the functions by name, and asking them as the library does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from jsdodbc.errors import Error
from jsdodbc.model.catalog import Catalog
from jsdodbc.odbc import catalog, wire
from jsdodbc.settings import Settings
from jsdodbc.site.deployment import Deployment

TABLES, COLUMNS, PRIMARY, FOREIGN, STATISTICS, SPECIAL, PROCEDURES, PROCEDURE_COLUMNS, TYPES, RIGHTS, COLUMN_RIGHTS = (
    range(1, 12)
)
NAMES = {
    TABLES: ("TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS "),
    COLUMNS: (
        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH "
        "DECIMAL_DIGITS NUM_PREC_RADIX NULLABLE REMARKS COLUMN_DEF SQL_DATA_TYPE SQL_DATETIME_SUB "
        "CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE "
    ),
    PRIMARY: ("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ PK_NAME "),
    FOREIGN: (
        "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME "
        "FKCOLUMN_NAME KEY_SEQ UPDATE_RULE DELETE_RULE FK_NAME PK_NAME DEFERRABILITY "
    ),
    STATISTICS: (
        "TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE INDEX_QUALIFIER INDEX_NAME TYPE ORDINAL_POSITION "
        "COLUMN_NAME ASC_OR_DESC CARDINALITY PAGES FILTER_CONDITION "
    ),
    SPECIAL: ("SCOPE COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH DECIMAL_DIGITS PSEUDO_COLUMN "),
    PROCEDURES: (
        "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME NUM_INPUT_PARAMS NUM_OUTPUT_PARAMS NUM_RESULT_SETS "
        "REMARKS PROCEDURE_TYPE "
    ),
    PROCEDURE_COLUMNS: (
        "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE DATA_TYPE TYPE_NAME COLUMN_SIZE "
        "BUFFER_LENGTH DECIMAL_DIGITS NUM_PREC_RADIX NULLABLE REMARKS COLUMN_DEF SQL_DATA_TYPE "
        "SQL_DATETIME_SUB CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE "
    ),
    TYPES: (
        "TYPE_NAME DATA_TYPE COLUMN_SIZE LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE CASE_SENSITIVE "
        "SEARCHABLE UNSIGNED_ATTRIBUTE FIXED_PREC_SCALE AUTO_UNIQUE_VALUE LOCAL_TYPE_NAME MINIMUM_SCALE "
        "MAXIMUM_SCALE SQL_DATA_TYPE SQL_DATETIME_SUB NUM_PREC_RADIX INTERVAL_PRECISION "
    ),
    RIGHTS: ("TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE "),
    COLUMN_RIGHTS: ("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE "),
}
ARGUMENTS: dict[int, tuple[list[str | None], list[int]]] = {
    TABLES: ([None] * 4, []),
    COLUMNS: ([None] * 4, []),
    PRIMARY: ([None, None, "Requests"], []),
    FOREIGN: ([None, None, "Requests", None, None, None], []),
    STATISTICS: ([None, None, "Requests"], [1, 0]),
    SPECIAL: ([None, None, "Requests"], [1, 0, 1]),
    PROCEDURES: ([None] * 3, []),
    PROCEDURE_COLUMNS: ([None] * 4, []),
    TYPES: ([], [0]),
    RIGHTS: ([None] * 3, []),
    COLUMN_RIGHTS: ([None, None, "Requests", None], []),
}
SETTINGS = Settings("https://site.example", user="ann")


class Site(SimpleNamespace):
    """A site that tells nothing: without service desks there are no views of queues."""

    __hash__ = object.__hash__
    api = "/rest/api/2"

    def request(self, *_: object, **__: object) -> bytes:
        raise Error("HY000", "There is no site.")

    def note(self, text: str) -> None:
        assert "There is no site." in text


SITE: Any = Site(settings=SETTINGS, deployment=Deployment.CLOUD)


def ask(
    function: int,
    *texts: str | None,
    integers: tuple[int, ...] = (),
    version: int = 3,
    identifier: int = 0,
    model: Any = None,
) -> list[dict[str, Any]]:
    """The rows by column names; `model`: another than the driver's own."""
    message = wire.CatalogCall(1, function, list(texts), list(integers), identifier, wire.Options())
    result = catalog.CatalogFunctions(model or Catalog(SITE), "ann", version).result(message)
    names = [column.name for column in result.columns]
    rows = [dict(zip(names, row, strict=True)) for batch in result.batches() for row in batch]
    assert len(rows) == result.row_count
    for column in result.columns:
        if not column.nullable:
            assert all(row[column.name] is not None for row in rows), column.name
    return rows


def refusal(function: int, *texts: str | None, **how: Any) -> str:
    """The SQLSTATE that a call is refused with, "" when it is not."""
    try:
        ask(function, *texts, **how)
    except Error as error:
        return error.sqlstate
    return ""
