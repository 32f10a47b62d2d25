"""What SQLGetInfo says of the SQL there is: clauses, functions, conversions. A bit is set only for what runs."""

from __future__ import annotations

from jsdodbc.odbc.info_bits import bits
from jsdodbc.odbc.info_declaration import TEXT, U16, U32, Declaration

_OUTER_JOINS = bits("outer join", "*")

_LANGUAGE: tuple[Declaration, ...] = (
    (22, "CONCAT_NULL_BEHAVIOR", U16, 0),
    (27, "EXPRESSIONS_IN_ORDERBY", TEXT, "Y"),
    (38, "OUTER_JOINS", TEXT, "F"),
    (74, "CORRELATION_NAME", U16, 2),
    (75, "NON_NULLABLE_COLUMNS", U16, 0),
    (85, "NULL_COLLATION", U16, 4),
    (87, "COLUMN_ALIAS", TEXT, "Y"),
    (88, "GROUP_BY", U16, 2),
    (90, "ORDER_BY_COLUMNS_IN_SELECT", TEXT, "N"),
    (95, "SUBQUERIES", U32, bits("subquery", "*")),
    (96, "UNION", U32, bits("union", "*")),
    (109, "TIMEDATE_ADD_INTERVALS", U32, bits("interval", "*")),
    (110, "TIMEDATE_DIFF_INTERVALS", U32, bits("interval", "*")),
    (113, "LIKE_ESCAPE_CLAUSE", TEXT, "Y"),
    (115, "OJ_CAPABILITIES", U32, _OUTER_JOINS),
    (119, "DATETIME_LITERALS", U32, bits("literal", "DATE TIME TIMESTAMP YEAR MONTH DAY HOUR MINUTE SECOND")),
    (
        160,
        "SQL92_PREDICATES",
        U32,
        bits("predicate", "EXISTS ISNOTNULL ISNULL LIKE IN BETWEEN COMPARISON QUANTIFIED_COMPARISON"),
    ),
    (
        161,
        "SQL92_RELATIONAL_JOIN_OPERATORS",
        U32,
        bits("join", "CROSS EXCEPT FULL_OUTER INNER INTERSECT LEFT_OUTER NATURAL RIGHT_OUTER"),
    ),
    (163, "SQL92_ROW_VALUE_CONSTRUCTOR", U32, bits("row value", "VALUE_EXPRESSION NULL")),
    (165, "SQL92_VALUE_EXPRESSIONS", U32, bits("value expression", "*")),
    (169, "AGGREGATE_FUNCTIONS", U32, bits("aggregate", "*")),
    (65003, "OJ_CAPABILITIES", U32, _OUTER_JOINS),
)

_FUNCTIONS: tuple[Declaration, ...] = (
    (48, "CONVERT_FUNCTIONS", U32, bits("convert", "*")),
    (49, "NUMERIC_FUNCTIONS", U32, bits("numeric", "*")),
    (50, "STRING_FUNCTIONS", U32, bits("string", "*")),
    (51, "SYSTEM_FUNCTIONS", U32, bits("system", "*")),
    (52, "TIMEDATE_FUNCTIONS", U32, bits("time", "*")),
    (155, "SQL92_DATETIME_FUNCTIONS", U32, bits("datetime function", "*")),
    (159, "SQL92_NUMERIC_VALUE_FUNCTIONS", U32, bits("value function", "*")),
    (
        164,
        "SQL92_STRING_FUNCTIONS",
        U32,
        bits("string function", "LOWER UPPER SUBSTRING TRIM_BOTH TRIM_LEADING TRIM_TRAILING"),
    ),
)

# Of the scratch schema; INSERT of values also where the site's tables take it.
_TABLE = "CREATE_TABLE COLUMN_CONSTRAINT COLUMN_DEFAULT TABLE_CONSTRAINT CONSTRAINT_NAME_DEFINITION"
_DEFINITIONS: tuple[Declaration, ...] = (
    (132, "CREATE_TABLE", U32, bits("create table", _TABLE)),
    (141, "DROP_TABLE", U32, bits("drop table", "DROP_TABLE RESTRICT CASCADE")),
    (149, "INFO_SCHEMA_VIEWS", U32, bits("view", "COLUMNS KEY_COLUMN_USAGE SCHEMATA TABLE_CONSTRAINTS TABLES")),
    (172, "INSERT_STATEMENT", U32, bits("insert", "*")),
)

# All other definitions and rights are the service's own business.
_NO_DEFINITIONS: tuple[Declaration, ...] = tuple(
    (code, name, U32, 0)
    for code, name in (
        (86, "ALTER_TABLE"),
        (117, "ALTER_DOMAIN"),
        (127, "CREATE_ASSERTION"),
        (128, "CREATE_CHARACTER_SET"),
        (129, "CREATE_COLLATION"),
        (130, "CREATE_DOMAIN"),
        (131, "CREATE_SCHEMA"),
        (133, "CREATE_TRANSLATION"),
        (134, "CREATE_VIEW"),
        (136, "DROP_ASSERTION"),
        (137, "DROP_CHARACTER_SET"),
        (138, "DROP_COLLATION"),
        (139, "DROP_DOMAIN"),
        (140, "DROP_SCHEMA"),
        (142, "DROP_TRANSLATION"),
        (143, "DROP_VIEW"),
        (148, "INDEX_KEYWORDS"),
        (156, "SQL92_FOREIGN_KEY_DELETE_RULE"),
        (157, "SQL92_FOREIGN_KEY_UPDATE_RULE"),
        (158, "SQL92_GRANT"),
        (162, "SQL92_REVOKE"),
        (170, "DDL_INDEX"),
    )
)

_CHARACTER = "CHAR VARCHAR LONGVARCHAR WCHAR WVARCHAR WLONGVARCHAR"
_NUMBERS = "BIT TINYINT SMALLINT INTEGER BIGINT REAL FLOAT DOUBLE DECIMAL NUMERIC"
_BINARY = "BINARY VARBINARY LONGVARBINARY"
_TIMES = "DATE TIME TIMESTAMP"
_FROMTEXT = bits("type", f"{_CHARACTER} {_NUMBERS} {_BINARY} {_TIMES} GUID")
_FROM_NUMBER = bits("type", f"{_CHARACTER} {_NUMBERS}")
_FROM_BINARY = bits("type", f"{_CHARACTER} {_BINARY}")

# From each type to which types CONVERT and CAST go.
_CONVERSIONS: tuple[Declaration, ...] = tuple(
    (code, f"CONVERT_{name}", U32, targets)
    for code, name, targets in (
        (53, "BIGINT", _FROM_NUMBER),
        (54, "BINARY", _FROM_BINARY),
        (55, "BIT", _FROM_NUMBER),
        (56, "CHAR", _FROMTEXT),
        (57, "DATE", bits("type", f"{_CHARACTER} DATE TIMESTAMP")),
        (58, "DECIMAL", _FROM_NUMBER),
        (59, "DOUBLE", _FROM_NUMBER),
        (60, "FLOAT", _FROM_NUMBER),
        (61, "INTEGER", _FROM_NUMBER),
        (62, "LONGVARCHAR", _FROMTEXT),
        (63, "NUMERIC", _FROM_NUMBER),
        (64, "REAL", _FROM_NUMBER),
        (65, "SMALLINT", _FROM_NUMBER),
        (66, "TIME", bits("type", f"{_CHARACTER} TIME")),
        (67, "TIMESTAMP", bits("type", f"{_CHARACTER} {_TIMES}")),
        (68, "TINYINT", _FROM_NUMBER),
        (69, "VARBINARY", _FROM_BINARY),
        (70, "VARCHAR", _FROMTEXT),
        (71, "LONGVARBINARY", _FROM_BINARY),
        (122, "WCHAR", _FROMTEXT),
        (123, "INTERVAL_DAY_TIME", 0),
        (124, "INTERVAL_YEAR_MONTH", 0),
        (125, "WLONGVARCHAR", _FROMTEXT),
        (126, "WVARCHAR", _FROMTEXT),
        (173, "GUID", bits("type", _CHARACTER)),
    )
)

DECLARATIONS: tuple[Declaration, ...] = (*_LANGUAGE, *_FUNCTIONS, *_DEFINITIONS, *_NO_DEFINITIONS, *_CONVERSIONS)
