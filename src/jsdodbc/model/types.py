"""The SQL types of the driver: one table from which ODBC, Arrow and DuckDB names derive.

Codes and sizes: ODBC reference, appendix D ("SQL data types", "column size", "decimal digits"). Character types are
the wide ones (SQL_WVARCHAR), since a service desk speaks every language. Physical codes: docs/wire-protocol.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SEARCHABLE_NONE, SEARCHABLE_LIKE_ONLY, SEARCHABLE_BASIC, SEARCHABLE = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class SqlType:
    """A type of a column.

    `sql_type`: concise ODBC 3 code. `physical`: layout on the wire. `column_size`: ODBC column size (characters, bytes,
    digits). `decimal_digits`: ODBC decimal digits (scale, or digits of the second). `duckdb`: DuckDB's name of it.
    """

    name: str
    sql_type: int
    physical: int
    column_size: int
    decimal_digits: int
    duckdb: str
    literal_prefix: str | None = None
    literal_suffix: str | None = None
    create_params: str | None = None
    searchable: int = SEARCHABLE_BASIC
    case_sensitive: bool = False
    unsigned: bool = False
    fixed_scale: bool = False

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type whose buffers have this physical layout."""
        return _arrow(self)

    @property
    def character(self) -> bool:
        return self.physical == 7


def varchar(size: int) -> SqlType:
    """Character text of at most `size` characters (a bound told to applications, never a cut)."""
    return replace(VARCHAR, column_size=size)


def decimal(precision: int, scale: int) -> SqlType:
    return replace(DECIMAL, column_size=precision, decimal_digits=scale, duckdb=f"DECIMAL({precision},{scale})")


VARCHAR = SqlType("VARCHAR", -9, 7, 255, 0, "VARCHAR", "'", "'", "length", SEARCHABLE, case_sensitive=True)
# What a long text is said to hold: Jira's own limit for a text field, and a size that applications which allocate the
# whole column for every row of a block can bear. Longer values (JSON) still arrive whole through SQLGetData.
LONG_TEXT = 32_767
LONGVARCHAR = SqlType(
    "LONGVARCHAR", -10, 7, LONG_TEXT, 0, "VARCHAR", "'", "'", None, SEARCHABLE, case_sensitive=True
)
BIGINT = SqlType("BIGINT", -5, 4, 19, 0, "BIGINT")
INTEGER = SqlType("INTEGER", 4, 3, 10, 0, "INTEGER")
SMALLINT = SqlType("SMALLINT", 5, 2, 5, 0, "SMALLINT")
DOUBLE = SqlType("DOUBLE", 8, 5, 15, 0, "DOUBLE")
DECIMAL = SqlType("DECIMAL", 3, 6, 38, 0, "DECIMAL(38,0)", create_params="precision,scale", fixed_scale=False)
BOOLEAN = SqlType("BIT", -7, 1, 1, 0, "BOOLEAN")
DATE = SqlType("DATE", 91, 9, 10, 0, "DATE", "{d '", "'}")
TIME = SqlType("TIME", 92, 10, 15, 6, "TIME", "{t '", "'}")
TIMESTAMP = SqlType("TIMESTAMP", 93, 11, 26, 6, "TIMESTAMP", "{ts '", "'}")
VARBINARY = SqlType("VARBINARY", -3, 8, 8_190, 0, "BLOB", "X'", "'", "length")
LONGVARBINARY = SqlType("LONGVARBINARY", -4, 8, LONG_TEXT, 0, "BLOB", "X'", "'")
GUID = SqlType("GUID", -11, 7, 36, 0, "VARCHAR", "{guid '", "'}")

# Every type the driver can describe a column or a result with; SQLGetTypeInfo lists them.
TYPES: tuple[SqlType, ...] = (
    BOOLEAN,
    SMALLINT,
    INTEGER,
    BIGINT,
    DOUBLE,
    DECIMAL,
    VARCHAR,
    LONGVARCHAR,
    DATE,
    TIME,
    TIMESTAMP,
    VARBINARY,
    LONGVARBINARY,
)


def _arrow(kind: SqlType) -> pa.DataType:
    import pyarrow as pa

    return {
        1: pa.bool_,
        2: pa.int16,
        3: pa.int32,
        4: pa.int64,
        5: pa.float64,
        6: lambda: pa.decimal128(kind.column_size, kind.decimal_digits),
        7: pa.string,
        8: pa.binary,
        9: pa.date32,
        10: lambda: pa.time64("us"),
        11: lambda: pa.timestamp("us"),
    }[kind.physical]()
