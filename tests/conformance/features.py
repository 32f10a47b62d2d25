"""The features that the interface conformance levels demand (ODBC reference, "Interface Conformance Levels").

The level that SQLGetInfo claims is the highest whose features, and those of the levels below it, are all supported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.conformance import connection_attributes, statement_attributes
from tests.conformance.declaration import CORE, LEVEL_1, LEVEL_2, Attribute, Level
from tests.conformance.functions import FUNCTIONS


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature by the reference's number.

    `functions`: which the driver, or the driver manager, must have. `settings`: attribute and value that must be taken
    as they are. `missing`: what the driver lacks beyond that, blank for nothing.
    """

    number: int
    level: Level
    meaning: str
    functions: str = ""
    settings: tuple[tuple[str, str | int], ...] = ()
    missing: str = ""


FEATURES: tuple[Feature, ...] = (
    Feature(1, CORE, "handles of all kinds", "SQLAllocHandle SQLFreeHandle"),
    Feature(2, CORE, "all forms of SQLFreeStmt", "SQLFreeStmt"),
    Feature(3, CORE, "bound columns", "SQLBindCol"),
    Feature(
        *(4, CORE, "input parameters, in arrays too", "SQLBindParameter SQLNumParams"),
        settings=(("SQL_ATTR_PARAMSET_SIZE", 100),),
    ),
    Feature(5, CORE, "binding with an offset", "SQLBindParameter SQLBindCol"),
    Feature(6, CORE, "data at execution", "SQLParamData SQLPutData"),
    Feature(7, CORE, "cursors and their names", "SQLCloseCursor SQLGetCursorName SQLSetCursorName"),
    Feature(
        *(8, CORE, "descriptions of results"),
        "SQLColAttribute SQLDescribeCol SQLNumResultCols SQLRowCount",
    ),
    Feature(9, CORE, "the catalogue", "SQLColumns SQLGetTypeInfo SQLStatistics SQLTables"),
    Feature(10, CORE, "connections", "SQLConnect SQLDataSources SQLDisconnect SQLDriverConnect SQLDrivers"),
    Feature(11, CORE, "prepared and direct execution", "SQLExecDirect SQLExecute SQLPrepare"),
    Feature(
        *(12, CORE, "rows and blocks of rows forwards", "SQLFetch SQLFetchScroll"),
        settings=(("SQL_ATTR_ROW_ARRAY_SIZE", 100),),
    ),
    Feature(13, CORE, "unbound columns in parts", "SQLGetData"),
    Feature(
        *(14, CORE, "attributes"),
        "SQLGetConnectAttr SQLGetEnvAttr SQLGetStmtAttr SQLSetConnectAttr SQLSetEnvAttr SQLSetStmtAttr",
    ),
    Feature(
        *(15, CORE, "fields of descriptors"),
        "SQLCopyDesc SQLGetDescField SQLGetDescRec SQLSetDescField SQLSetDescRec",
    ),
    Feature(16, CORE, "diagnostics", "SQLGetDiagField SQLGetDiagRec"),
    Feature(17, CORE, "what the driver can do", "SQLGetFunctions SQLGetInfo SQLNativeSql"),
    Feature(18, CORE, "the end of a transaction", "SQLEndTran", (("SQL_ATTR_AUTOCOMMIT", "SQL_AUTOCOMMIT_ON"),)),
    Feature(19, CORE, "cancelling", "SQLCancel"),
    Feature(20, CORE, "columns that identify a row", "SQLSpecialColumns"),
    Feature(101, LEVEL_1, "names of two parts"),
    Feature(
        *(102, LEVEL_1, "asynchronous execution of a connection's statements"),
        settings=(("SQL_ATTR_ASYNC_ENABLE", "SQL_ASYNC_ENABLE_ON"),),
    ),
    Feature(
        *(103, LEVEL_1, "scrolling", "SQLFetchScroll"),
        settings=(("SQL_ATTR_CURSOR_SCROLLABLE", "SQL_SCROLLABLE"),),
    ),
    Feature(104, LEVEL_1, "primary keys", "SQLPrimaryKeys"),
    Feature(105, LEVEL_1, "stored procedures", "SQLProcedureColumns SQLProcedures"),
    Feature(106, LEVEL_1, "browsing to a connection", "SQLBrowseConnect"),
    Feature(107, LEVEL_1, "SQLSetPos to position and refresh", "SQLSetPos"),
    Feature(108, LEVEL_1, "several results", "SQLMoreResults"),
    Feature(
        *(109, LEVEL_1, "transactions of several statements, rolled back too", "SQLEndTran"),
        settings=(("SQL_ATTR_AUTOCOMMIT", "SQL_AUTOCOMMIT_OFF"),),
        missing="a service desk has no transactions",
    ),
    Feature(201, LEVEL_2, "names of three parts"),
    Feature(202, LEVEL_2, "descriptions of parameters", "SQLDescribeParam"),
    Feature(203, LEVEL_2, "output parameters of procedures", missing="procedures answer with a result"),
    Feature(
        *(204, LEVEL_2, "bookmarks, and changes by bookmark", "SQLBulkOperations"),
        settings=(("SQL_ATTR_USE_BOOKMARKS", "SQL_UB_VARIABLE"),),
        missing="rows are fetched by bookmark, not changed",
    ),
    Feature(
        *(205, LEVEL_2, "rights and foreign keys"),
        "SQLColumnPrivileges SQLForeignKeys SQLTablePrivileges",
    ),
    Feature(206, LEVEL_2, "changes by SQLBulkOperations and SQLSetPos", missing="rows are changed by SQL statements"),
    Feature(
        *(207, LEVEL_2, "asynchronous execution of single statements"),
        settings=(("SQL_ATTR_ASYNC_ENABLE", "SQL_ASYNC_ENABLE_ON"),),
    ),
    Feature(208, LEVEL_2, "columns that change with the row", "SQLSpecialColumns"),
    Feature(
        *(209, LEVEL_2, "a concurrency other than read-only"),
        missing="rows are changed by SQL statements",
    ),
    Feature(
        *(210, LEVEL_2, "timeouts of connecting and of statements"),
        settings=(("SQL_ATTR_QUERY_TIMEOUT", 30),),
    ),
    Feature(211, LEVEL_2, "levels of isolation", missing="a service desk has no transactions"),
)

LEVELS: tuple[Level, ...] = (CORE, LEVEL_1, LEVEL_2)
_ATTRIBUTES: Sequence[Attribute] = (*connection_attributes.ATTRIBUTES, *statement_attributes.ATTRIBUTES)


def lacks(feature: Feature) -> str:
    """Why a feature is not supported, by the rows of the other tables; blank when it is."""
    for name in feature.functions.split():
        found = [each for each in FUNCTIONS if each.name == name]
        if not found or any(each.state for each in found):
            return f"{name} is refused"
    for name, value in feature.settings:
        for attribute in (each for each in _ATTRIBUTES if each.name == name):
            if all(each.value != value or each.state for each in attribute.settings):
                return feature.missing or f"{name} can't be {value}"
    return feature.missing


def proved_level() -> Level:
    """The highest level whose features are all supported."""
    proved = [level for level in LEVELS if not any(lacks(each) for each in FEATURES if each.level == level)]
    reached: Level = "optional"
    for level in LEVELS:
        if level not in proved:
            break
        reached = level
    return reached
