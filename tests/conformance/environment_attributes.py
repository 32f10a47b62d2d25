"""Every attribute of an environment (ODBC reference, SQLSetEnvAttr)."""

from __future__ import annotations

from tests.conformance.declaration import CORE, OPTIONAL, Attribute, Setting, Unused

_MANAGED = "the driver manager keeps it and tells the driver on connecting"

ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute(
        *("SQL_ATTR_ODBC_VERSION", 200, CORE, "SQL_OV_ODBC3"),
        (Setting("SQL_OV_ODBC2"), Setting("SQL_OV_ODBC3"), Setting("SQL_OV_ODBC3_80"), Setting(4, "HY024")),
        manager=_MANAGED,
    ),
    Attribute(
        *("SQL_ATTR_CONNECTION_POOLING", 201, OPTIONAL, "SQL_CP_OFF"),
        (Setting("SQL_CP_ONE_PER_DRIVER"), Setting("SQL_CP_ONE_PER_HENV"), Setting(9, "HY024")),
        manager=_MANAGED,
        remark="the driver manager pools",
    ),
    Attribute(
        *("SQL_ATTR_CP_MATCH", 202, OPTIONAL, "SQL_CP_STRICT_MATCH"),
        (Setting("SQL_CP_RELAXED_MATCH"), Setting(9, "HY024")),
        manager=_MANAGED,
        remark="the driver manager pools",
    ),
    Attribute(
        *("SQL_ATTR_OUTPUT_NTS", 10001, OPTIONAL, "SQL_TRUE"),
        (Setting("SQL_TRUE"), Setting("SQL_FALSE", "HYC00")),
        manager=_MANAGED,
        remark="text always ends with a terminator",
    ),
)

_UNIXODBC = "unixODBC's own: asked of the driver manager, never of a driver"
UNUSED: tuple[Unused, ...] = (
    Unused("SQL_ATTR_UNIXODBC_SYSPATH", _UNIXODBC),
    Unused("SQL_ATTR_UNIXODBC_VERSION", _UNIXODBC),
    Unused("SQL_ATTR_UNIXODBC_ENVATTR", _UNIXODBC),
)
