"""SQLGetTypeInfo, and how a type looks in the other catalog functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from jsdodbc.errors import Error
from jsdodbc.model import types
from jsdodbc.model.types import SqlType
from jsdodbc.odbc.rows import Row

ALL_TYPES = 0
_DATETIME = 9
_DATETIME_2 = {91: 9, 92: 10, 93: 11}  # ODBC 2 codes of date, time, timestamp
_DATETIME_3 = {code: new for new, code in _DATETIME_2.items()}
_SUBCODES = {91: 1, 92: 2, 93: 3}
_OCTETS = {-7: 1, -6: 1, 5: 2, 4: 4, -5: 8, 6: 8, 7: 4, 8: 8, 91: 6, 92: 6, 93: 16, -11: 16}
_EXACT = {-6, 5, 4, -5, 3, 2, -7}
_APPROXIMATE = {6, 7, 8}
_SCALED = {3, 2, 92, 93}
# Codes of ODBC 2 and 3 that are no mistake to ask for, though there may be no such type here: characters, numbers,
# binary, bit, wide characters, GUID, date and time, intervals (of ODBC 2 too).
_CODES = {*range(1, 13), *range(-11, 0), 91, 92, 93, *range(101, 114), *range(-92, -79)}

# Types that SQL knows, and columns of tables don't have; results of them are described as the nearest above. The narrow
# names are for applications that know no wide characters.
_FURTHER = (
    replace(types.VARCHAR, name="CHAR", sql_type=-8),
    replace(types.VARCHAR, name="CHAR", sql_type=1),
    replace(types.VARCHAR, sql_type=12),
    replace(types.LONGVARCHAR, sql_type=-1),
    replace(types.DECIMAL, name="NUMERIC", sql_type=2),
    replace(types.SMALLINT, name="TINYINT", sql_type=-6, column_size=3),
    replace(types.DOUBLE, name="FLOAT", sql_type=6),
    replace(types.DOUBLE, name="REAL", sql_type=7, column_size=7),
    replace(types.VARBINARY, name="BINARY", sql_type=-2),
)
LISTED = (*types.TYPES, types.GUID, *_FURTHER)


def code(kind: SqlType, odbc_version: int) -> int:
    """The concise type code as an application of that ODBC version knows it."""
    return _DATETIME_2.get(kind.sql_type, kind.sql_type) if odbc_version < 3 else kind.sql_type


def verbose(kind: SqlType) -> tuple[int, int | None]:
    """SQL_DATA_TYPE and SQL_DATETIME_SUB."""
    subcode = _SUBCODES.get(kind.sql_type)
    return (_DATETIME, subcode) if subcode else (kind.sql_type, None)


def octets(kind: SqlType) -> int:
    """Bytes of a value as transferred in its default C type; characters have two."""
    if kind.character and kind.sql_type != types.GUID.sql_type:
        return kind.column_size * 2
    if kind.sql_type in (2, 3):
        return kind.column_size + 2
    return _OCTETS.get(kind.sql_type, kind.column_size)


def character_octets(kind: SqlType) -> int | None:
    """Bytes of a character or binary value, NULL for other types."""
    is_text = kind.character and kind.sql_type != types.GUID.sql_type
    return octets(kind) if is_text or kind.physical == types.VARBINARY.physical else None


def digits(kind: SqlType) -> int | None:
    return kind.decimal_digits if kind.sql_type in _EXACT or kind.sql_type in _SCALED else None


def radix(kind: SqlType) -> int | None:
    return 10 if kind.sql_type in _EXACT or kind.sql_type in _APPROXIMATE else None


@lru_cache(maxsize=1024)
def in_catalog(kind: SqlType, odbc_version: int) -> tuple[Row, Row]:
    """DATA_TYPE to NUM_PREC_RADIX, and SQL_DATA_TYPE to CHAR_OCTET_LENGTH."""
    sizes = kind.column_size, octets(kind), digits(kind), radix(kind)
    return (code(kind, odbc_version), kind.name, *sizes), (*verbose(kind), character_octets(kind))


def rows(wanted: int, odbc_version: int) -> Iterator[Row]:
    """SQLGetTypeInfo's rows for a type code of ODBC 2 or 3, or for all types.

    Ordered by code; of two types with the same one, the nearer to ODBC's is first. Error HY004 for what is no code.
    """
    wanted = _DATETIME_3.get(wanted, wanted)
    if wanted != ALL_TYPES and wanted not in _CODES:
        raise Error("HY004", f"{wanted} is no SQL type: ask for a type of ODBC, or for SQL_ALL_TYPES.")
    found = [kind for kind in LISTED if wanted in (ALL_TYPES, kind.sql_type)]
    return (_row(kind, odbc_version) for kind in sorted(found, key=lambda kind: code(kind, odbc_version)))


def _row(kind: SqlType, odbc_version: int) -> Row:
    number = radix(kind)
    least, most = (0, 38) if kind.sql_type in (2, 3) else (digits(kind), digits(kind))
    return (
        *(kind.name, code(kind, odbc_version), kind.column_size),
        *(kind.literal_prefix, kind.literal_suffix, kind.create_params),
        *(1, int(kind.case_sensitive), kind.searchable),
        *(int(kind.unsigned) if number else None, int(kind.fixed_scale), 0 if number else None),
        *(kind.name, least, most, *verbose(kind), number, None),
    )
