"""The result sets of the catalog functions: their columns as the ODBC reference lists them, and rows in that shape.

A declaration is the column names in order, with `:s` for SMALLINT, `:i` for INTEGER, text otherwise, and `!` for what
is
never NULL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jsdodbc.errors import Notice
from jsdodbc.odbc import physical
from jsdodbc.odbc.rows import Row, RowEncoder, Rows
from jsdodbc.odbc.wire import Column

_TYPED = (
    "DATA_TYPE:s! TYPE_NAME! COLUMN_SIZE:i BUFFER_LENGTH:i DECIMAL_DIGITS:s NUM_PREC_RADIX:s NULLABLE:s! REMARKS "
    "COLUMN_DEF SQL_DATA_TYPE:s! SQL_DATETIME_SUB:s CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i! IS_NULLABLE"
)
TABLES = "TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS"
COLUMNS = f"TABLE_CAT TABLE_SCHEM TABLE_NAME! COLUMN_NAME! {_TYPED}"
PRIMARY_KEYS = "TABLE_CAT TABLE_SCHEM TABLE_NAME! COLUMN_NAME! KEY_SEQ:s! PK_NAME"
FOREIGN_KEYS = (
    "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME! PKCOLUMN_NAME! FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME! FKCOLUMN_NAME! "
    "KEY_SEQ:s! UPDATE_RULE:s DELETE_RULE:s FK_NAME PK_NAME DEFERRABILITY:s"
)
STATISTICS = (
    "TABLE_CAT TABLE_SCHEM TABLE_NAME! NON_UNIQUE:s INDEX_QUALIFIER INDEX_NAME TYPE:s! ORDINAL_POSITION:s COLUMN_NAME "
    "ASC_OR_DESC CARDINALITY:i PAGES:i FILTER_CONDITION"
)
SPECIAL_COLUMNS = (
    "SCOPE:s COLUMN_NAME! DATA_TYPE:s! TYPE_NAME! COLUMN_SIZE:i BUFFER_LENGTH:i DECIMAL_DIGITS:s PSEUDO_COLUMN:s"
)
PROCEDURES = (
    "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME! NUM_INPUT_PARAMS:i NUM_OUTPUT_PARAMS:i NUM_RESULT_SETS:i REMARKS "
    "PROCEDURE_TYPE:s"
)
PROCEDURE_COLUMNS = f"PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME! COLUMN_NAME! COLUMN_TYPE:s! {_TYPED}"
TABLE_PRIVILEGES = "TABLE_CAT TABLE_SCHEM TABLE_NAME! GRANTOR GRANTEE! PRIVILEGE! IS_GRANTABLE"
COLUMN_PRIVILEGES = "TABLE_CAT TABLE_SCHEM TABLE_NAME! COLUMN_NAME! GRANTOR GRANTEE! PRIVILEGE! IS_GRANTABLE"
TYPE_INFO = (
    "TYPE_NAME! DATA_TYPE:s! COLUMN_SIZE:i LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE:s! CASE_SENSITIVE:s! "
    "SEARCHABLE:s! UNSIGNED_ATTRIBUTE:s FIXED_PREC_SCALE:s! AUTO_UNIQUE_VALUE:s LOCAL_TYPE_NAME MINIMUM_SCALE:s "
    "MAXIMUM_SCALE:s SQL_DATA_TYPE:s! SQL_DATETIME_SUB:s NUM_PREC_RADIX:i INTERVAL_PRECISION:s"
)

_BATCH = 1000
_LONG = {"REMARKS", "COLUMN_DEF", "IS_NULLABLE", "FILTER_CONDITION"}


class CatalogResult:
    """Rows that are known, as a `backend.Result`."""

    waits = False

    def __init__(self, declaration: str, rows: Iterable[Row], most: int = 0) -> None:
        self._rows = list(rows)[: most or None]
        self.columns: Sequence[Column] = [_column(entry) for entry in declaration.split()]
        self.row_count = len(self._rows)
        self.notices: list[Notice] = []

    def encoder(self) -> RowEncoder:
        return RowEncoder(self.columns)

    def batches(self) -> Iterator[Rows]:
        """The rows by a thousand."""
        for start in range(0, len(self._rows), _BATCH):
            yield Rows(self._rows[start : start + _BATCH])

    def close(self) -> None:
        self._rows = []


def _column(entry: str) -> Column:
    name, _, kind = entry.rstrip("!").partition(":")
    nullable = not entry.endswith("!")
    if kind == "s":
        return Column(name, "", "", "", "", "SMALLINT", 5, physical.INT16, 5, 0, nullable, 0, 3)
    if kind == "i":
        return Column(name, "", "", "", "", "INTEGER", 4, physical.INT32, 10, 0, nullable, 0, 3)
    size = 254 if name in _LONG else 128
    return Column(name, "", "", "", "", "VARCHAR", -9, physical.UTF8, size, 0, nullable, 0, 3)
