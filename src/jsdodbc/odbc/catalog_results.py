"""The result sets of the catalog functions: their columns as the ODBC reference lists them, and rows in that shape.

A declaration is the column names in order: with `=` the name that an application of ODBC 2 knows, with `:s` for
SMALLINT, `:i` for INTEGER, text otherwise, and `!` for what is never NULL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from jsdodbc.errors import Notice
from jsdodbc.odbc import physical
from jsdodbc.odbc.info_limits import LONGEST_NAMES
from jsdodbc.odbc.rows import Row, RowEncoder, Rows
from jsdodbc.odbc.wire import Column

_SIZES = "COLUMN_SIZE=PRECISION:i BUFFER_LENGTH=LENGTH:i DECIMAL_DIGITS=SCALE:s"
_TYPED = (
    f"DATA_TYPE:s! TYPE_NAME! {_SIZES} NUM_PREC_RADIX=RADIX:s NULLABLE:s! REMARKS "
    "COLUMN_DEF SQL_DATA_TYPE:s! SQL_DATETIME_SUB:s CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i! IS_NULLABLE"
)
_TABLE = "TABLE_CAT=TABLE_QUALIFIER TABLE_SCHEM=TABLE_OWNER TABLE_NAME"
_PROCEDURE = "PROCEDURE_CAT=PROCEDURE_QUALIFIER PROCEDURE_SCHEM=PROCEDURE_OWNER PROCEDURE_NAME!"

TABLES = f"{_TABLE} TABLE_TYPE REMARKS"
COLUMNS = f"{_TABLE}! COLUMN_NAME! {_TYPED}"
PRIMARY_KEYS = f"{_TABLE}! COLUMN_NAME! KEY_SEQ:s! PK_NAME"
FOREIGN_KEYS = (
    "PKTABLE_CAT=PKTABLE_QUALIFIER PKTABLE_SCHEM=PKTABLE_OWNER PKTABLE_NAME! PKCOLUMN_NAME! "
    "FKTABLE_CAT=FKTABLE_QUALIFIER FKTABLE_SCHEM=FKTABLE_OWNER FKTABLE_NAME! FKCOLUMN_NAME! "
    "KEY_SEQ:s! UPDATE_RULE:s DELETE_RULE:s FK_NAME PK_NAME DEFERRABILITY:s"
)
STATISTICS = (
    f"{_TABLE}! NON_UNIQUE:s INDEX_QUALIFIER INDEX_NAME TYPE:s! ORDINAL_POSITION=SEQ_IN_INDEX:s COLUMN_NAME "
    "ASC_OR_DESC=COLLATION CARDINALITY:i PAGES:i FILTER_CONDITION"
)
SPECIAL_COLUMNS = f"SCOPE:s COLUMN_NAME! DATA_TYPE:s! TYPE_NAME! {_SIZES} PSEUDO_COLUMN:s"
PROCEDURES = f"{_PROCEDURE} NUM_INPUT_PARAMS:i NUM_OUTPUT_PARAMS:i NUM_RESULT_SETS:i REMARKS PROCEDURE_TYPE:s"
PROCEDURE_COLUMNS = f"{_PROCEDURE} COLUMN_NAME! COLUMN_TYPE:s! {_TYPED}"
TABLE_PRIVILEGES = f"{_TABLE}! GRANTOR GRANTEE! PRIVILEGE! IS_GRANTABLE"
COLUMN_PRIVILEGES = f"{_TABLE}! COLUMN_NAME! GRANTOR GRANTEE! PRIVILEGE! IS_GRANTABLE"
TYPE_INFO = (
    "TYPE_NAME! DATA_TYPE:s! COLUMN_SIZE=PRECISION:i LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE:s! "
    "CASE_SENSITIVE:s! SEARCHABLE:s! UNSIGNED_ATTRIBUTE:s FIXED_PREC_SCALE=MONEY:s! "
    "AUTO_UNIQUE_VALUE=AUTO_INCREMENT:s LOCAL_TYPE_NAME MINIMUM_SCALE:s MAXIMUM_SCALE:s SQL_DATA_TYPE:s! "
    "SQL_DATETIME_SUB:s NUM_PREC_RADIX:i INTERVAL_PRECISION:s"
)

_BATCH = 1000
_REMARKS = 254
_LENGTHS = {
    "TABLE_CAT": LONGEST_NAMES["catalog"],
    "PKTABLE_CAT": LONGEST_NAMES["catalog"],
    "FKTABLE_CAT": LONGEST_NAMES["catalog"],
    "PROCEDURE_CAT": LONGEST_NAMES["catalog"],
    "COLUMN_NAME": LONGEST_NAMES["column"],
    "PKCOLUMN_NAME": LONGEST_NAMES["column"],
    "FKCOLUMN_NAME": LONGEST_NAMES["column"],
    "GRANTEE": LONGEST_NAMES["user"],
    "REMARKS": _REMARKS,
    "COLUMN_DEF": _REMARKS,
    "IS_NULLABLE": _REMARKS,
    "FILTER_CONDITION": _REMARKS,
}


class CatalogResult:
    """Rows that are known, as a `backend.Result`. `most`: SQL_ATTR_MAX_ROWS, 0 for all."""

    waits = False

    def __init__(self, described: Sequence[Column], rows: Sequence[Rows], most: int = 0) -> None:
        self.columns = described
        self._chunks = _at_most(rows, most) if most else rows
        self.row_count = sum(map(len, self._chunks))
        self.notices: list[Notice] = []

    def encoder(self) -> RowEncoder:
        return RowEncoder(self.columns)

    def batches(self) -> Iterator[Rows]:
        """The rows by a thousand."""
        return iter(self._chunks)

    def close(self) -> None:
        self._chunks = ()


def chunks(rows: Iterable[Row]) -> Sequence[Rows]:
    """The rows by a thousand."""
    all_rows = list(rows)
    return [Rows(all_rows[start : start + _BATCH]) for start in range(0, len(all_rows), _BATCH)]


def _at_most(pieces: Sequence[Rows], most: int) -> Sequence[Rows]:
    whole, rest = divmod(most, _BATCH)
    return [*pieces[:whole], *(piece.slice(0, rest) for piece in pieces[whole : whole + 1] if rest)]


@lru_cache(maxsize=64)
def columns(declaration: str, odbc_version: int) -> Sequence[Column]:
    """The columns of a result set, by the names of that ODBC version."""
    return tuple(_column(entry, odbc_version) for entry in declaration.split())


def _column(entry: str, odbc_version: int) -> Column:
    names, _, kind = entry.rstrip("!").partition(":")
    name, _, old = names.partition("=")
    shown = old if old and odbc_version < 3 else name
    nullable = not entry.endswith("!")
    if kind == "s":
        return Column(shown, "", "", "", "", "SMALLINT", 5, physical.INT16, 5, 0, nullable, 0, 3)
    if kind == "i":
        return Column(shown, "", "", "", "", "INTEGER", 4, physical.INT32, 10, 0, nullable, 0, 3)
    size = _LENGTHS.get(name, 128)
    return Column(shown, "", "", "", "", "VARCHAR", -9, physical.UTF8, size, 0, nullable, 0, 3)
