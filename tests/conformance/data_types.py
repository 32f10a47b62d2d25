"""The SQL types and C types of appendix D, and which converts into which."""

from __future__ import annotations

from dataclasses import dataclass

# Kinds of single and of several fields; the fields of an interval as its literal writes them.
SINGLE_FIELDS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")
INTERVALS: tuple[tuple[str, int], ...] = (
    ("YEAR", 101),
    ("MONTH", 102),
    ("DAY", 103),
    ("HOUR", 104),
    ("MINUTE", 105),
    ("SECOND", 106),
    ("YEAR_TO_MONTH", 107),
    ("DAY_TO_HOUR", 108),
    ("DAY_TO_MINUTE", 109),
    ("DAY_TO_SECOND", 110),
    ("HOUR_TO_MINUTE", 111),
    ("HOUR_TO_SECOND", 112),
    ("MINUTE_TO_SECOND", 113),
)


@dataclass(frozen=True, slots=True)
class CType:
    """A C type. `size`: bytes, 0 when the application's buffer says; `least` and `most`: of an integer."""

    name: str
    number: int
    kind: str
    size: int = 0
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class SqlType:
    """A SQL type. `cast`: DuckDB's type that columns of it are made of, "" where no column has it; `remark`: why.

    `least`, `most`: of an integer. `fraction`: whether values have digits after the point.
    """

    name: str
    number: int
    kind: str
    cast: str = ""
    least: int = 0
    most: int = 0
    fraction: bool = False
    remark: str = ""


def _integer(name: str, number: int, size: int, *, unsigned: bool = False) -> CType:
    span = 256**size
    return CType(name, number, "integer", size, 0 if unsigned else -span // 2, span - 1 if unsigned else span // 2 - 1)


C_TYPES: tuple[CType, ...] = (
    CType("SQL_C_CHAR", 1, "character"),
    CType("SQL_C_WCHAR", -8, "wide"),
    CType("SQL_C_BINARY", -2, "binary"),
    CType("SQL_C_BIT", -7, "bit", 1, 0, 1),
    _integer("SQL_C_TINYINT", -6, 1),
    _integer("SQL_C_STINYINT", -26, 1),
    _integer("SQL_C_UTINYINT", -28, 1, unsigned=True),
    _integer("SQL_C_SHORT", 5, 2),
    _integer("SQL_C_SSHORT", -15, 2),
    _integer("SQL_C_USHORT", -17, 2, unsigned=True),
    _integer("SQL_C_LONG", 4, 4),
    _integer("SQL_C_SLONG", -16, 4),
    _integer("SQL_C_ULONG", -18, 4, unsigned=True),
    _integer("SQL_C_SBIGINT", -25, 8),
    _integer("SQL_C_UBIGINT", -27, 8, unsigned=True),
    CType("SQL_C_FLOAT", 7, "real", 4),
    CType("SQL_C_DOUBLE", 8, "real", 8),
    CType("SQL_C_NUMERIC", 2, "numeric", 19),
    CType("SQL_C_DATE", 9, "date", 6),
    CType("SQL_C_TYPE_DATE", 91, "date", 6),
    CType("SQL_C_TIME", 10, "time", 6),
    CType("SQL_C_TYPE_TIME", 92, "time", 6),
    CType("SQL_C_TIMESTAMP", 11, "timestamp", 16),
    CType("SQL_C_TYPE_TIMESTAMP", 93, "timestamp", 16),
    CType("SQL_C_GUID", -11, "guid", 16),
    *(CType(f"SQL_C_INTERVAL_{fields}", number, "interval", 28) for fields, number in INTERVALS),
)

_NARROW = "text is told as wide, which holds every language"
_SMALLER = "the service has no numbers of this size"
SQL_TYPES: tuple[SqlType, ...] = (
    SqlType("SQL_CHAR", 1, "text", remark=_NARROW),
    SqlType("SQL_VARCHAR", 12, "text", remark=_NARROW),
    SqlType("SQL_LONGVARCHAR", -1, "text", remark=_NARROW),
    SqlType("SQL_WCHAR", -8, "text", remark="no text has a fixed length"),
    SqlType("SQL_WVARCHAR", -9, "text", "VARCHAR"),
    SqlType("SQL_WLONGVARCHAR", -10, "text", "JSON"),
    SqlType("SQL_DECIMAL", 3, "exact", "DECIMAL(12,2)", -(10**10) + 1, 10**10 - 1, fraction=True),
    SqlType("SQL_NUMERIC", 2, "exact", remark="exact numbers are told as SQL_DECIMAL"),
    SqlType("SQL_BIT", -7, "bit", "BOOLEAN", 0, 1),
    SqlType("SQL_TINYINT", -6, "exact", remark=_SMALLER),
    SqlType("SQL_SMALLINT", 5, "exact", "SMALLINT", -(2**15), 2**15 - 1),
    SqlType("SQL_INTEGER", 4, "exact", "INTEGER", -(2**31), 2**31 - 1),
    SqlType("SQL_BIGINT", -5, "exact", "BIGINT", -(2**63), 2**63 - 1),
    SqlType("SQL_REAL", 7, "approximate", remark=_SMALLER),
    SqlType("SQL_FLOAT", 6, "approximate", remark="the same as SQL_DOUBLE, which is told"),
    SqlType("SQL_DOUBLE", 8, "approximate", "DOUBLE", -(10**300), 10**300, fraction=True),
    SqlType("SQL_BINARY", -2, "binary", remark="no bytes have a fixed length"),
    SqlType("SQL_VARBINARY", -3, "binary", remark="bytes are told as SQL_LONGVARBINARY"),
    SqlType("SQL_LONGVARBINARY", -4, "binary", "BLOB"),
    SqlType("SQL_TYPE_DATE", 91, "date", "DATE"),
    SqlType("SQL_TYPE_TIME", 92, "time", "TIME"),
    SqlType("SQL_TYPE_TIMESTAMP", 93, "timestamp", "TIMESTAMP"),
    SqlType("SQL_GUID", -11, "guid", "UUID"),
    *(
        SqlType(f"SQL_INTERVAL_{fields}", number, "interval", remark="durations are told as text")
        for fields, number in INTERVALS
    ),
)

_CHARACTER = {"character", "wide", "binary"}
_NUMBERS = {"bit", "integer", "real", "numeric"}
# Kind of SQL type -> kinds of C types it converts to, and from (appendix D, "Converting Data from SQL to C Data Types"
# and "from C to SQL"); of intervals only some: below.
_PAIRS: dict[str, set[str]] = {
    "text": {*_CHARACTER, *_NUMBERS, "date", "time", "timestamp", "interval", "guid"},
    "exact": {*_CHARACTER, *_NUMBERS, "interval"},
    "approximate": {*_CHARACTER, *_NUMBERS},
    "bit": {*_CHARACTER, *_NUMBERS},
    "binary": _CHARACTER,
    "date": {*_CHARACTER, "date", "timestamp"},
    "time": {*_CHARACTER, "time", "timestamp"},
    "timestamp": {*_CHARACTER, "date", "time", "timestamp"},
    "guid": {*_CHARACTER, "guid"},
    "interval": {*_CHARACTER, "integer", "numeric", "interval"},
}
# A number converts to an interval of one field and back, an interval to one of the same class.


def fields_of(kind: CType | SqlType) -> str:
    """The fields of an interval type: YEAR, DAY_TO_SECOND …"""
    return kind.name.partition("_INTERVAL_")[2]


def is_single(kind: CType | SqlType) -> bool:
    return fields_of(kind) in SINGLE_FIELDS


def is_year_month(kind: CType | SqlType) -> bool:
    return fields_of(kind) in ("YEAR", "MONTH", "YEAR_TO_MONTH")


def converts(sql: SqlType, c: CType) -> bool:
    """Whether appendix D has the conversion, in both directions the same but for one (`to_sql`, `to_c`)."""
    if c.kind not in _PAIRS[sql.kind]:
        return False
    if c.kind == "interval" and sql.kind == "interval":
        return is_year_month(sql) == is_year_month(c)
    if c.kind == "interval":
        return sql.kind == "text" or is_single(c)
    return sql.kind != "interval" or c.kind in _CHARACTER or is_single(sql)
