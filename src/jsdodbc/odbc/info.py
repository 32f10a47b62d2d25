"""Everything SQLGetInfo answers, as declarations (ODBC 3.8 reference, SQLGetInfo; codes of sql.h and sqlext.h).

What only the driver manager or the library knows (handles, SQL_ODBC_VER, SQL_DM_VER) is not here.
"""

from __future__ import annotations

from jsdodbc import __version__
from jsdodbc.odbc import info_language
from jsdodbc.odbc.info_bits import bits
from jsdodbc.odbc.info_declaration import TEXT as _TEXT
from jsdodbc.odbc.info_declaration import U16 as _U16
from jsdodbc.odbc.info_declaration import U32 as _U32
from jsdodbc.odbc.info_declaration import Connection, Declaration
from jsdodbc.odbc.info_limits import LONGEST_NAMES
from jsdodbc.odbc.wire import Info

_FORWARD_1 = bits("cursor", "NEXT LOCK_NO_CHANGE POSITION REFRESH")
_STATIC_1 = _FORWARD_1 | bits("cursor", "ABSOLUTE RELATIVE BOOKMARK BULK_FETCH_BY_BOOKMARK")
_READ_ONLY_2 = bits("concurrency", "READ_ONLY MAX_ROWS_SELECT MAX_ROWS_CATALOG")


def _version(text: str) -> str:
    """##.##.#### as ODBC wants versions."""
    numbers = [int("".join(filter(str.isdigit, part)) or 0) for part in text.split(".")[:3]]
    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    return f"{major:02d}.{minor:02d}.{patch:04d}"


_WHO: tuple[Declaration, ...] = (
    (2, "DATA_SOURCE_NAME", _TEXT, lambda connection: str(getattr(connection.settings, "dsn", ""))),
    (6, "DRIVER_NAME", _TEXT, "libjsdodbc.so"),
    (7, "DRIVER_VER", _TEXT, _version(__version__)),
    (13, "SERVER_NAME", _TEXT, lambda connection: connection.catalog_name),
    (16, "DATABASE_NAME", _TEXT, lambda connection: connection.catalog_name),
    (17, "DBMS_NAME", _TEXT, "Jira"),
    (18, "DBMS_VER", _TEXT, lambda connection: _version(str(connection.session.site.version))),
    (47, "USER_NAME", _TEXT, lambda connection: str(connection.settings.user)),
    (77, "DRIVER_ODBC_VER", _TEXT, "03.80"),
)

_CONFORMANCE: tuple[Declaration, ...] = (
    (9, "ODBC_API_CONFORMANCE", _U16, 1),
    (12, "ODBC_SAG_CLI_CONFORMANCE", _U16, 1),
    (15, "ODBC_SQL_CONFORMANCE", _U16, 0),
    (118, "SQL_CONFORMANCE", _U32, 1),
    (152, "ODBC_INTERFACE_CONFORMANCE", _U32, 1),
    (166, "STANDARD_CLI_CONFORMANCE", _U32, 0x3),
    (10000, "XOPEN_CLI_YEAR", _TEXT, "1995"),
)

_KEYWORDS = (
    "ANTI,ASOF,EXPLAIN,FORCE,GLOB,IF,ILIKE,INSTALL,LATERAL,LIMIT,MAP,NOTNULL,OFFSET,PIVOT,POSITIONAL,QUALIFY,RETURNING,"
    "SAMPLE,SEMI,SUMMARIZE,TABLESAMPLE,TOP,UNPIVOT"
)

_NAMES: tuple[Declaration, ...] = (
    (14, "SEARCH_PATTERN_ESCAPE", _TEXT, "\\"),
    (28, "IDENTIFIER_CASE", _U16, 4),
    (29, "IDENTIFIER_QUOTE_CHAR", _TEXT, '"'),
    (39, "SCHEMA_TERM", _TEXT, "schema"),
    (40, "PROCEDURE_TERM", _TEXT, "procedure"),
    (41, "CATALOG_NAME_SEPARATOR", _TEXT, "."),
    (42, "CATALOG_TERM", _TEXT, "catalog"),
    (45, "TABLE_TERM", _TEXT, "table"),
    (89, "KEYWORDS", _TEXT, _KEYWORDS),
    (91, "SCHEMA_USAGE", _U32, 0x1),
    (92, "CATALOG_USAGE", _U32, 0x1),
    (93, "QUOTED_IDENTIFIER_CASE", _U16, 4),
    (94, "SPECIAL_CHARACTERS", _TEXT, ""),
    (114, "CATALOG_LOCATION", _U16, 1),
    (10003, "CATALOG_NAME", _TEXT, "Y"),
    (10004, "COLLATION_SEQ", _TEXT, ""),
)

_LIMITS: tuple[Declaration, ...] = (
    (0, "MAX_DRIVER_CONNECTIONS", _U16, 0),
    (1, "MAX_CONCURRENT_ACTIVITIES", _U16, 0),
    (30, "MAX_COLUMN_NAME_LEN", _U16, LONGEST_NAMES["column"]),
    (31, "MAX_CURSOR_NAME_LEN", _U16, LONGEST_NAMES["cursor"]),
    (32, "MAX_SCHEMA_NAME_LEN", _U16, LONGEST_NAMES["schema"]),
    (33, "MAX_PROCEDURE_NAME_LEN", _U16, LONGEST_NAMES["procedure"]),
    (34, "MAX_CATALOG_NAME_LEN", _U16, LONGEST_NAMES["catalog"]),
    (35, "MAX_TABLE_NAME_LEN", _U16, LONGEST_NAMES["table"]),
    (97, "MAX_COLUMNS_IN_GROUP_BY", _U16, 0),
    (98, "MAX_COLUMNS_IN_INDEX", _U16, 0),
    (99, "MAX_COLUMNS_IN_ORDER_BY", _U16, 0),
    (100, "MAX_COLUMNS_IN_SELECT", _U16, 0),
    (101, "MAX_COLUMNS_IN_TABLE", _U16, 0),
    (102, "MAX_INDEX_SIZE", _U32, 0),
    (103, "MAX_ROW_SIZE_INCLUDES_LONG", _TEXT, "Y"),
    (104, "MAX_ROW_SIZE", _U32, 0),
    (105, "MAX_STATEMENT_LEN", _U32, 0),
    (106, "MAX_TABLES_IN_SELECT", _U16, 0),
    (107, "MAX_USER_NAME_LEN", _U16, LONGEST_NAMES["user"]),
    (108, "MAX_CHAR_LITERAL_LEN", _U32, 0),
    (112, "MAX_BINARY_LITERAL_LEN", _U32, 0),
    (116, "ACTIVE_ENVIRONMENTS", _U16, 0),
    (10005, "MAX_IDENTIFIER_LEN", _U16, max(LONGEST_NAMES.values())),
)

_CURSORS: tuple[Declaration, ...] = (
    (8, "FETCH_DIRECTION", _U32, bits("fetch", "NEXT FIRST LAST PRIOR ABSOLUTE RELATIVE BOOKMARK")),
    (11, "ROW_UPDATES", _TEXT, "N"),
    (23, "CURSOR_COMMIT_BEHAVIOR", _U16, 2),
    (24, "CURSOR_ROLLBACK_BEHAVIOR", _U16, 2),
    (36, "MULT_RESULT_SETS", _TEXT, "Y"),
    (43, "SCROLL_CONCURRENCY", _U32, 0x1),
    (44, "SCROLL_OPTIONS", _U32, bits("scroll", "FORWARD_ONLY STATIC")),
    (78, "LOCK_TYPES", _U32, 0x1),
    (79, "POS_OPERATIONS", _U32, bits("position", "POSITION REFRESH")),
    (80, "POSITIONED_STATEMENTS", _U32, 0),
    (81, "GETDATA_EXTENSIONS", _U32, 0xF),
    (82, "BOOKMARK_PERSISTENCE", _U32, bits("bookmark", "TRANSACTION UPDATE SCROLL")),
    (83, "STATIC_SENSITIVITY", _U32, 0),
    (111, "NEED_LONG_DATA_LEN", _TEXT, "N"),
    (120, "BATCH_ROW_COUNT", _U32, 0),
    (121, "BATCH_SUPPORT", _U32, 0),
    (144, "DYNAMIC_CURSOR_ATTRIBUTES1", _U32, 0),
    (145, "DYNAMIC_CURSOR_ATTRIBUTES2", _U32, 0),
    (146, "FORWARD_ONLY_CURSOR_ATTRIBUTES1", _U32, _FORWARD_1),
    (147, "FORWARD_ONLY_CURSOR_ATTRIBUTES2", _U32, _READ_ONLY_2),
    (150, "KEYSET_CURSOR_ATTRIBUTES1", _U32, 0),
    (151, "KEYSET_CURSOR_ATTRIBUTES2", _U32, 0),
    (153, "PARAM_ARRAY_ROW_COUNTS", _U32, 2),  # NO_BATCH: one count for all
    (154, "PARAM_ARRAY_SELECTS", _U32, 1),
    (167, "STATIC_CURSOR_ATTRIBUTES1", _U32, _STATIC_1),
    (168, "STATIC_CURSOR_ATTRIBUTES2", _U32, _READ_ONLY_2),
    (10001, "CURSOR_SENSITIVITY", _U32, 0),
    (10002, "DESCRIBE_PARAMETER", _TEXT, "Y"),
)

_RIGHTS: tuple[Declaration, ...] = (
    # A listed table may still be closed to the account, for example what only agents see.
    (19, "ACCESSIBLE_TABLES", _TEXT, "N"),
    (20, "ACCESSIBLE_PROCEDURES", _TEXT, "Y"),
    (21, "PROCEDURES", _TEXT, "Y"),
    (25, "DATA_SOURCE_READ_ONLY", _TEXT, lambda connection: "Y" if connection.read_only else "N"),
    (26, "DEFAULT_TXN_ISOLATION", _U32, 0),
    (37, "MULTIPLE_ACTIVE_TXN", _TEXT, "N"),
    (46, "TXN_CAPABLE", _U16, 0),
    (72, "TXN_ISOLATION_OPTION", _U32, 0),
    (73, "INTEGRITY", _TEXT, "N"),
    (84, "FILE_USAGE", _U16, 0),
    (10021, "ASYNC_MODE", _U32, 2),
    (10022, "MAX_ASYNC_CONCURRENT_STATEMENTS", _U32, 0),
    (10023, "ASYNC_DBC_FUNCTIONS", _U32, 1),
    (10024, "DRIVER_AWARE_POOLING_SUPPORTED", _U32, 0),
    (10025, "ASYNC_NOTIFICATION", _U32, 0),
)

INFO: tuple[Declaration, ...] = (
    *_WHO,
    *_CONFORMANCE,
    *_NAMES,
    *_LIMITS,
    *_CURSORS,
    *_RIGHTS,
    *info_language.DECLARATIONS,
)


def answers(connection: Connection) -> list[Info]:
    """All answers for one connection, sent once with CONNECT_OK."""
    return [Info(code, (kind, value(connection) if callable(value) else value)) for code, _, kind, value in INFO]
