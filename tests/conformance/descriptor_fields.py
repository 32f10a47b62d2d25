"""Every field of a descriptor, in each of the four (ODBC reference, SQLSetDescField)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.conformance.declaration import CORE, LEVEL_1, LEVEL_2, Level, Unused

# The column whose implementation row descriptor is read, and what makes the others have a record.
COLUMN = "SELECT CAST(1.5 AS DECIMAL(12,2)) AS price"
DESCRIPTORS = {
    "ARD": "SQL_ATTR_APP_ROW_DESC",
    "APD": "SQL_ATTR_APP_PARAM_DESC",
    "IRD": "SQL_ATTR_IMP_ROW_DESC",
    "IPD": "SQL_ATTR_IMP_PARAM_DESC",
}
WRITE, READ, UNUSED = "read, set", "read", ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field. `ard` … `ipd`: what may be done with it there; `sample`: a value to set, a number, a constant or a text.

    `initial`: what it is until it is set, in the ARD, APD and IPD; `of_column`: what it is of the column COLUMN;
    None where that is not defined.
    """

    name: str
    number: int
    level: Level
    kind: Literal["16 bits", "32 bits", "64 bits", "pointer", "text"]
    ard: str
    apd: str
    ird: str
    ipd: str
    sample: int | str = 0
    initial: int | str | None = None
    of_column: int | str | None = None
    header: bool = False
    remark: str = ""

    def access(self, descriptor: str) -> str:
        return {"ARD": self.ard, "APD": self.apd, "IRD": self.ird, "IPD": self.ipd}[descriptor]


_OF_APPLICATION = (WRITE, WRITE, UNUSED, UNUSED)
_OF_ALL = (WRITE, WRITE, READ, WRITE)
_OF_COLUMN = (UNUSED, UNUSED, READ, UNUSED)
_OF_IMPLEMENTATION = (UNUSED, UNUSED, READ, READ)
_CHECK = "set in the IPD it asks for the consistency check (HY021)"
_TABLE = "blank: the column is no column of a table"

FIELDS: tuple[Field, ...] = (
    Field("SQL_DESC_ALLOC_TYPE", 1099, CORE, "16 bits", READ, READ, READ, READ, 1, "SQL_DESC_ALLOC_AUTO", header=True),
    Field("SQL_DESC_ARRAY_SIZE", 20, CORE, "64 bits", *_OF_APPLICATION, 5, 1, header=True),
    Field("SQL_DESC_ARRAY_STATUS_PTR", 21, CORE, "pointer", WRITE, WRITE, WRITE, WRITE, 0, 0, 0, header=True),
    Field("SQL_DESC_BIND_OFFSET_PTR", 24, CORE, "pointer", *_OF_APPLICATION, 0, 0, header=True),
    Field("SQL_DESC_BIND_TYPE", 25, CORE, "32 bits", *_OF_APPLICATION, 64, "SQL_BIND_BY_COLUMN", header=True),
    Field("SQL_DESC_COUNT", 1001, CORE, "16 bits", *_OF_ALL, 3, 1, 1, header=True, remark="here 1: a record was set"),
    Field("SQL_DESC_ROWS_PROCESSED_PTR", 34, CORE, "pointer", UNUSED, UNUSED, WRITE, WRITE, 0, 0, 0, header=True),
    Field("SQL_DESC_AUTO_UNIQUE_VALUE", 11, LEVEL_2, "32 bits", *_OF_COLUMN, of_column="SQL_FALSE"),
    Field("SQL_DESC_BASE_COLUMN_NAME", 22, CORE, "text", *_OF_COLUMN, of_column="", remark=_TABLE),
    Field("SQL_DESC_BASE_TABLE_NAME", 23, LEVEL_1, "text", *_OF_COLUMN, of_column="", remark=_TABLE),
    Field("SQL_DESC_CASE_SENSITIVE", 12, CORE, "32 bits", *_OF_IMPLEMENTATION, of_column="SQL_FALSE"),
    Field("SQL_DESC_CATALOG_NAME", 17, LEVEL_2, "text", *_OF_COLUMN, of_column="", remark=_TABLE),
    Field("SQL_DESC_CONCISE_TYPE", 2, CORE, "16 bits", *_OF_ALL, "SQL_TYPE_DATE", of_column="SQL_DECIMAL"),
    Field("SQL_DESC_DATA_PTR", 1010, CORE, "pointer", *_OF_APPLICATION, 0, 0, remark=_CHECK),
    Field("SQL_DESC_DATETIME_INTERVAL_CODE", 1007, CORE, "16 bits", *_OF_ALL, "SQL_CODE_TIME", 0, 0),
    Field("SQL_DESC_DATETIME_INTERVAL_PRECISION", 26, CORE, "32 bits", *_OF_ALL, 4, of_column=0),
    Field("SQL_DESC_DISPLAY_SIZE", 6, CORE, "64 bits", *_OF_COLUMN, of_column=14),
    Field("SQL_DESC_FIXED_PREC_SCALE", 9, CORE, "16 bits", *_OF_IMPLEMENTATION, of_column="SQL_FALSE"),
    Field("SQL_DESC_INDICATOR_PTR", 1009, CORE, "pointer", *_OF_APPLICATION, 0, 0),
    Field("SQL_DESC_LABEL", 18, LEVEL_2, "text", *_OF_COLUMN, of_column="price"),
    Field("SQL_DESC_LENGTH", 1003, CORE, "64 bits", *_OF_ALL, 40, of_column=12),
    Field("SQL_DESC_LITERAL_PREFIX", 27, CORE, "text", *_OF_COLUMN, of_column=""),
    Field("SQL_DESC_LITERAL_SUFFIX", 28, CORE, "text", *_OF_COLUMN, of_column=""),
    Field("SQL_DESC_LOCAL_TYPE_NAME", 29, CORE, "text", *_OF_IMPLEMENTATION, of_column="DECIMAL"),
    Field("SQL_DESC_NAME", 1011, CORE, "text", UNUSED, UNUSED, READ, WRITE, "size", "", "price"),
    Field("SQL_DESC_NULLABLE", 1008, CORE, "16 bits", *_OF_IMPLEMENTATION, of_column="SQL_NULLABLE_UNKNOWN"),
    Field("SQL_DESC_NUM_PREC_RADIX", 32, CORE, "32 bits", *_OF_ALL, 10, of_column=10),
    Field("SQL_DESC_OCTET_LENGTH", 1013, CORE, "64 bits", *_OF_ALL, 80, of_column=14),
    Field("SQL_DESC_OCTET_LENGTH_PTR", 1004, CORE, "pointer", *_OF_APPLICATION, 0, 0),
    Field(
        *("SQL_DESC_PARAMETER_TYPE", 33, CORE, "16 bits", UNUSED, UNUSED, UNUSED, WRITE),
        *("SQL_PARAM_INPUT_OUTPUT", "SQL_PARAM_INPUT"),
    ),
    Field("SQL_DESC_PRECISION", 1005, CORE, "16 bits", *_OF_ALL, 9, of_column=12),
    Field("SQL_DESC_ROWVER", 35, LEVEL_1, "16 bits", *_OF_IMPLEMENTATION, of_column="SQL_FALSE"),
    Field("SQL_DESC_SCALE", 1006, CORE, "16 bits", *_OF_ALL, 3, of_column=2),
    Field("SQL_DESC_SCHEMA_NAME", 16, LEVEL_1, "text", *_OF_COLUMN, of_column="", remark=_TABLE),
    Field("SQL_DESC_SEARCHABLE", 13, CORE, "16 bits", *_OF_COLUMN, of_column="SQL_PRED_BASIC"),
    Field("SQL_DESC_TABLE_NAME", 15, LEVEL_1, "text", *_OF_COLUMN, of_column="", remark=_TABLE),
    Field("SQL_DESC_TYPE", 1002, CORE, "16 bits", *_OF_ALL, "SQL_INTEGER", of_column="SQL_DECIMAL"),
    Field("SQL_DESC_TYPE_NAME", 14, CORE, "text", *_OF_IMPLEMENTATION, of_column="DECIMAL"),
    Field(
        *("SQL_DESC_UNNAMED", 1012, CORE, "16 bits", UNUSED, UNUSED, READ, WRITE),
        *("SQL_UNNAMED", "SQL_UNNAMED", "SQL_NAMED"),
    ),
    Field("SQL_DESC_UNSIGNED", 8, CORE, "16 bits", *_OF_IMPLEMENTATION, of_column="SQL_FALSE"),
    Field("SQL_DESC_UPDATABLE", 10, CORE, "16 bits", *_OF_COLUMN, of_column="SQL_ATTR_READONLY"),
)

UNUSED_NAMES: tuple[Unused, ...] = (
    Unused("SQL_DESC_ALLOC_AUTO", "a value of SQL_DESC_ALLOC_TYPE"),
    Unused("SQL_DESC_ALLOC_USER", "a value of SQL_DESC_ALLOC_TYPE"),
    Unused("SQL_DESC_MAXIMUM_SCALE", "a field of X/Open's that ODBC's reference does not have"),
    Unused("SQL_DESC_MINIMUM_SCALE", "a field of X/Open's that ODBC's reference does not have"),
)
