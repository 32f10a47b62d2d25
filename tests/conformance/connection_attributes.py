"""Every attribute of a connection (ODBC reference, SQLSetConnectAttr); asked of one that is connected."""

from __future__ import annotations

from tests.conformance.declaration import CORE, LEVEL_1, LEVEL_2, OPTIONAL, Attribute, Setting, Unused

_ONLY_READ = (Setting(1, "HY092"),)
_STAYS = (
    "there are no transactions: the connection stays in autocommit mode and says so, because applications as common as "
    "pyodbc ask for the other mode on every connect and give up when it is refused (HYC00)"
)
_BEFORE = "set before connecting"
_TRACES = "the driver manager traces"
_NO_TRANSLATION = "text is UTF-8 or UTF-16 throughout: nothing is translated by a library"

ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute(
        *("SQL_ATTR_ACCESS_MODE", 101, CORE, "SQL_MODE_READ_WRITE"),
        (Setting("SQL_MODE_READ_ONLY"), Setting("SQL_MODE_READ_WRITE"), Setting(7, "HY024")),
    ),
    Attribute("SQL_ATTR_ANSI_APP", 115, OPTIONAL, None, manager="what the driver manager says of the application"),
    Attribute(
        *("SQL_ATTR_ASYNC_DBC_FUNCTIONS_ENABLE", 117, OPTIONAL, 0),
        (Setting(1), Setting(0), Setting(2, "HY024")),
        manager="unixODBC has no asynchronous connecting",
    ),
    Attribute(
        *("SQL_ATTR_ASYNC_ENABLE", 4, LEVEL_1, "SQL_ASYNC_ENABLE_OFF"),
        (Setting("SQL_ASYNC_ENABLE_ON"), Setting("SQL_ASYNC_ENABLE_OFF"), Setting(2, "HY024")),
        manager="unixODBC keeps it for the statements",
    ),
    Attribute("SQL_ATTR_AUTO_IPD", 10001, LEVEL_2, "SQL_TRUE", _ONLY_READ),
    Attribute(
        *("SQL_ATTR_AUTOCOMMIT", 102, LEVEL_1, "SQL_AUTOCOMMIT_ON"),
        (
            Setting("SQL_AUTOCOMMIT_ON"),
            Setting("SQL_AUTOCOMMIT_OFF", "01S02", "SQL_AUTOCOMMIT_ON"),
            Setting(7, "HY024"),
        ),
        remark=_STAYS,
    ),
    Attribute("SQL_ATTR_CONNECTION_DEAD", 1209, LEVEL_1, "SQL_CD_FALSE", _ONLY_READ),
    Attribute("SQL_ATTR_CONNECTION_TIMEOUT", 113, LEVEL_2, 0, (Setting(30),)),
    Attribute(
        *("SQL_ATTR_CURRENT_CATALOG", 109, LEVEL_2, None, (Setting("no such catalog", "3D000"),)),
        kind="text",
    ),
    Attribute("SQL_ATTR_LOGIN_TIMEOUT", 103, LEVEL_2, 0, (Setting(30, "HY011"),), remark=_BEFORE),
    Attribute(
        *("SQL_ATTR_METADATA_ID", 10014, CORE, "SQL_FALSE"),
        (Setting("SQL_TRUE"), Setting("SQL_FALSE"), Setting(7, "HY024")),
    ),
    Attribute(
        *("SQL_ATTR_ODBC_CURSORS", 110, CORE, "SQL_CUR_USE_DRIVER"),
        manager="the driver manager loads its cursor library, or doesn't",
    ),
    Attribute("SQL_ATTR_PACKET_SIZE", 112, LEVEL_2, 0, (Setting(8192, "HY011"),), remark=_BEFORE),
    Attribute("SQL_ATTR_QUIET_MODE", 111, CORE, 0, kind="pointer", remark="no window is ever opened"),
    Attribute(
        *("SQL_ATTR_RESET_CONNECTION", 116, OPTIONAL, None, (Setting("SQL_RESET_CONNECTION_YES", "HY092"),)),
        state="HY092",
        manager="the driver manager sets it when it takes a connection out of a pool that drivers know of",
    ),
    Attribute("SQL_ATTR_TRACE", 104, CORE, "SQL_OPT_TRACE_OFF", manager=_TRACES),
    Attribute("SQL_ATTR_TRACEFILE", 105, CORE, None, state="HY092", kind="text", manager=_TRACES),
    Attribute(
        *("SQL_ATTR_TRANSLATE_LIB", 106, CORE, None, (Setting("/no/library", "HYC00"),)),
        state="HYC00",
        kind="text",
        manager=_NO_TRANSLATION,
    ),
    Attribute(
        *("SQL_ATTR_TRANSLATE_OPTION", 107, CORE, 0, (Setting(1, "HYC00"),)),
        remark=_NO_TRANSLATION,
    ),
    Attribute(
        *("SQL_ATTR_TXN_ISOLATION", 108, LEVEL_1, 0, (Setting("SQL_TXN_SERIALIZABLE", "HYC00"), Setting(7, "HY024"))),
        remark="there are no transactions",
    ),
)

_DISTRIBUTED = "distributed transactions, which COM+ and X/Open monitors make: HY092"
UNUSED: tuple[Unused, ...] = (
    Unused("SQL_ATTR_DISCONNECT_BEHAVIOR", "of Windows' driver manager and its pools"),
    Unused("SQL_ATTR_DRIVER_THREADING", "unixODBC's own"),
    Unused("SQL_ATTR_ENLIST_IN_DTC", _DISTRIBUTED),
    Unused("SQL_ATTR_ENLIST_IN_XA", _DISTRIBUTED),
)
