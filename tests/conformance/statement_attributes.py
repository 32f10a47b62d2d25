"""Every attribute of a statement (ODBC reference, SQLSetStmtAttr)."""

from __future__ import annotations

from tests.conformance.declaration import CORE, LEVEL_1, LEVEL_2, OPTIONAL, Attribute, Setting, Unused

_TO_STATIC = "a cursor that sees changes becomes a static one, with a warning"
_READ_ONLY = "rows are changed by SQL statements: another value becomes read-only, with a warning"

ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("SQL_ATTR_APP_PARAM_DESC", 10011, CORE, None, kind="handle"),
    Attribute("SQL_ATTR_APP_ROW_DESC", 10010, CORE, None, kind="handle"),
    Attribute(
        *("SQL_ATTR_ASYNC_ENABLE", 4, LEVEL_2, "SQL_ASYNC_ENABLE_OFF"),
        (Setting("SQL_ASYNC_ENABLE_ON"), Setting("SQL_ASYNC_ENABLE_OFF"), Setting(2, "HY024")),
    ),
    Attribute(
        *("SQL_ATTR_ASYNC_STMT_EVENT", 29, OPTIONAL, None, (Setting(1, "HYC00"),)),
        state="HY092",
        kind="pointer",
        manager="an event of Windows, which unixODBC does not know",
    ),
    Attribute(
        *("SQL_ATTR_CONCURRENCY", 7, LEVEL_2, "SQL_CONCUR_READ_ONLY"),
        (
            Setting("SQL_CONCUR_READ_ONLY"),
            Setting("SQL_CONCUR_LOCK", "01S02", "SQL_CONCUR_READ_ONLY"),
            Setting("SQL_CONCUR_ROWVER", "01S02", "SQL_CONCUR_READ_ONLY"),
            Setting("SQL_CONCUR_VALUES", "01S02", "SQL_CONCUR_READ_ONLY"),
            Setting(99, "HY024"),
        ),
        remark=_READ_ONLY,
    ),
    Attribute(
        *("SQL_ATTR_CURSOR_SCROLLABLE", -1, LEVEL_1, "SQL_NONSCROLLABLE"),
        (Setting("SQL_SCROLLABLE"), Setting("SQL_NONSCROLLABLE"), Setting(99, "HY024")),
    ),
    Attribute(
        *("SQL_ATTR_CURSOR_SENSITIVITY", -2, LEVEL_2, "SQL_UNSPECIFIED"),
        (
            Setting("SQL_UNSPECIFIED"),
            Setting("SQL_INSENSITIVE"),
            Setting("SQL_SENSITIVE", "01S02", "SQL_UNSPECIFIED"),
            Setting(99, "HY024"),
        ),
    ),
    Attribute(
        *("SQL_ATTR_CURSOR_TYPE", 6, LEVEL_1, "SQL_CURSOR_FORWARD_ONLY"),
        (
            Setting("SQL_CURSOR_FORWARD_ONLY"),
            Setting("SQL_CURSOR_STATIC"),
            Setting("SQL_CURSOR_KEYSET_DRIVEN", "01S02", "SQL_CURSOR_STATIC"),
            Setting("SQL_CURSOR_DYNAMIC", "01S02", "SQL_CURSOR_STATIC"),
            Setting(99, "HY024"),
        ),
        remark=_TO_STATIC,
    ),
    Attribute(
        *("SQL_ATTR_ENABLE_AUTO_IPD", 15, LEVEL_2, "SQL_FALSE"),
        (Setting("SQL_TRUE"), Setting("SQL_FALSE"), Setting(99, "HY024")),
    ),
    Attribute("SQL_ATTR_FETCH_BOOKMARK_PTR", 16, LEVEL_2, 0, kind="pointer"),
    Attribute("SQL_ATTR_IMP_PARAM_DESC", 10013, CORE, None, (Setting(1, "HY017"),), kind="handle"),
    Attribute("SQL_ATTR_IMP_ROW_DESC", 10012, CORE, None, (Setting(1, "HY017"),), kind="handle"),
    Attribute(
        *("SQL_ATTR_KEYSET_SIZE", 8, LEVEL_2, 0, (Setting(100, "01S02", 0),)),
        remark="there are no keyset-driven cursors",
    ),
    Attribute("SQL_ATTR_MAX_LENGTH", 3, LEVEL_1, 0, (Setting(100),)),
    Attribute("SQL_ATTR_MAX_ROWS", 1, LEVEL_1, 0, (Setting(100),)),
    Attribute(
        *("SQL_ATTR_METADATA_ID", 10014, CORE, "SQL_FALSE"),
        (Setting("SQL_TRUE"), Setting("SQL_FALSE"), Setting(99, "HY024")),
    ),
    Attribute(
        *("SQL_ATTR_NOSCAN", 2, CORE, "SQL_NOSCAN_OFF"),
        (Setting("SQL_NOSCAN_ON"), Setting("SQL_NOSCAN_OFF"), Setting(99, "HY024")),
    ),
    Attribute("SQL_ATTR_PARAM_BIND_OFFSET_PTR", 17, CORE, 0, kind="pointer"),
    Attribute("SQL_ATTR_PARAM_BIND_TYPE", 18, CORE, "SQL_PARAM_BIND_BY_COLUMN", (Setting(64),)),
    Attribute("SQL_ATTR_PARAM_OPERATION_PTR", 19, CORE, 0, kind="pointer"),
    Attribute("SQL_ATTR_PARAM_STATUS_PTR", 20, CORE, 0, kind="pointer"),
    Attribute("SQL_ATTR_PARAMS_PROCESSED_PTR", 21, CORE, 0, kind="pointer"),
    Attribute("SQL_ATTR_PARAMSET_SIZE", 22, CORE, 1, (Setting(100), Setting(0, "HY024"))),
    Attribute("SQL_ATTR_QUERY_TIMEOUT", 0, LEVEL_2, 0, (Setting(30),)),
    Attribute(
        *("SQL_ATTR_RETRIEVE_DATA", 11, LEVEL_1, "SQL_RD_ON"),
        (Setting("SQL_RD_OFF"), Setting("SQL_RD_ON"), Setting(99, "HY024")),
    ),
    Attribute("SQL_ATTR_ROW_ARRAY_SIZE", 27, CORE, 1, (Setting(100), Setting(0, "HY024"))),
    Attribute("SQL_ATTR_ROW_BIND_OFFSET_PTR", 23, CORE, 0, kind="pointer"),
    Attribute("SQL_ATTR_ROW_BIND_TYPE", 5, CORE, "SQL_BIND_BY_COLUMN", (Setting(64),)),
    Attribute(
        *("SQL_ATTR_ROW_NUMBER", 14, LEVEL_1, None, (Setting(1, "HY092"),)),
        state="24000",
        manager="unixODBC refuses to set it",
        remark="without a row there is no number",
    ),
    Attribute("SQL_ATTR_ROW_OPERATION_PTR", 24, LEVEL_1, 0, kind="pointer"),
    Attribute("SQL_ATTR_ROW_STATUS_PTR", 25, CORE, 0, kind="pointer"),
    Attribute("SQL_ATTR_ROWS_FETCHED_PTR", 26, CORE, 0, kind="pointer"),
    Attribute(
        *("SQL_ATTR_SIMULATE_CURSOR", 10, LEVEL_2, "SQL_SC_NON_UNIQUE"),
        (Setting("SQL_SC_NON_UNIQUE"), Setting("SQL_SC_UNIQUE", "01S02", "SQL_SC_NON_UNIQUE"), Setting(99, "HY024")),
        remark="there are no positioned updates",
    ),
    Attribute(
        *("SQL_ATTR_USE_BOOKMARKS", 12, LEVEL_2, "SQL_UB_OFF"),
        (Setting("SQL_UB_VARIABLE"), Setting("SQL_UB_OFF"), Setting(99, "HY024")),
    ),
    Attribute(
        *("SQL_ROWSET_SIZE", 9, OPTIONAL, 1, (Setting(100), Setting(0, "HY024"))),
        remark="for SQLExtendedFetch of ODBC 2",
    ),
)

_ACCESS = "a value of SQL_DESC_UPDATABLE"
UNUSED: tuple[Unused, ...] = (
    Unused("SQL_ATTR_READONLY", _ACCESS),
    Unused("SQL_ATTR_WRITE", _ACCESS),
    Unused("SQL_ATTR_READWRITE_UNKNOWN", _ACCESS),
)
