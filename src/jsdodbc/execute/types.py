"""Result columns: DuckDB's types as ODBC's, all of bounded size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jsdodbc.model import types as model
from jsdodbc.model.shown import Shown
from jsdodbc.model.types import SqlType
from jsdodbc.plan.scans import Origin

UNSIGNED, CASE_SENSITIVE, UPDATABLE, AUTO_UNIQUE, FIXED_SCALE = 1, 2, 4, 8, 16
NULLABLE_NO, NULLABLE, NULLABLE_UNKNOWN = 0, 1, 2
# Characters told for text that is computed; a value may be longer and is still given whole.
TEXT_SIZE = 8_000
_TEXT = model.varchar(TEXT_SIZE)
# A batch that stays in the processor's cache goes to the application as it is, which is what makes reading fast.
_BATCH_BYTES = 2 << 20
_TEXT_BYTES = 64  # of an ordinary value
_VARIABLE = {one.sql_type for one in (_TEXT, model.LONGVARCHAR, model.LONGVARBINARY, model.GUID)}
_VECTOR, _MOST_ROWS = 2_048, 16_384  # DuckDB works on vectors of rows

# DuckDB type → our type, and the cast that gives it ("" when the value has its layout already).
_TYPES: dict[str, tuple[SqlType, str]] = {
    "BOOLEAN": (model.BOOLEAN, ""),
    "TINYINT": (model.SMALLINT, "SMALLINT"),
    "UTINYINT": (model.SMALLINT, "SMALLINT"),
    "SMALLINT": (model.SMALLINT, ""),
    "USMALLINT": (model.INTEGER, "INTEGER"),
    "INTEGER": (model.INTEGER, ""),
    "UINTEGER": (model.BIGINT, "BIGINT"),
    "BIGINT": (model.BIGINT, ""),
    "UBIGINT": (model.decimal(20, 0), "DECIMAL(20,0)"),
    "HUGEINT": (model.decimal(38, 0), "DECIMAL(38,0)"),
    "UHUGEINT": (model.decimal(38, 0), "DECIMAL(38,0)"),
    "FLOAT": (model.DOUBLE, "DOUBLE"),
    "DOUBLE": (model.DOUBLE, ""),
    "VARCHAR": (_TEXT, ""),
    "UUID": (model.GUID, "VARCHAR"),
    "BLOB": (model.LONGVARBINARY, ""),
    "DATE": (model.DATE, ""),
    "TIME": (model.TIME, ""),
    "TIMESTAMP": (model.TIMESTAMP, ""),
    "TIMESTAMP_S": (model.TIMESTAMP, "TIMESTAMP"),
    "TIMESTAMP_MS": (model.TIMESTAMP, "TIMESTAMP"),
    "TIMESTAMP_NS": (model.TIMESTAMP, "TIMESTAMP"),
    "TIMESTAMP WITH TIME ZONE": (model.TIMESTAMP, "TIMESTAMP"),
    "INTERVAL": (model.varchar(64), "VARCHAR"),
    "JSON": (model.LONGVARCHAR, "VARCHAR"),
}
_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_NESTED = re.compile(r"(STRUCT|MAP|UNION)\b.*|.*\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of a result as docs/wire-protocol.md describes it. Sizes: characters, bytes, digits."""

    name: str
    base_column: str
    table: str
    schema: str
    catalog: str
    type_name: str
    sql_type: int
    physical: int
    column_size: int
    decimal_digits: int
    nullable: int
    flags: int
    searchable: int


def sql_type(duckdb_type: str) -> tuple[SqlType, str]:
    """Our type for a DuckDB type, and the cast that makes its values fit it; "json" for nested values."""
    known = _TYPES.get(duckdb_type)
    if known is not None:
        return known
    shape = _DECIMAL.fullmatch(duckdb_type)
    if shape is not None:
        return model.decimal(int(shape[1]), int(shape[2])), ""
    return (model.LONGVARCHAR, "json") if _NESTED.fullmatch(duckdb_type) else (_TEXT, "VARCHAR")


def result_column(
    name: str,
    duckdb_type: str,
    origin: Origin | None,
    catalog: str,
    shown: Shown,
    text_size: int = TEXT_SIZE,
    *,
    padded: bool = False,
) -> ResultColumn:
    """The description of one result column; a plain column of a table is described as declared. `text_size`: characters
    told for text that is computed. `padded`: whether the statement may make NULLs of any column.
    """
    kind = sql_type(duckdb_type)[0]
    if origin is None:
        computed = model.varchar(text_size) if kind is _TEXT else kind
        return described(name, shown(computed), NULLABLE_UNKNOWN, ("", "", "", ""))
    declared = origin.column.type
    table = origin.scan.table
    base = (origin.column.name, table.name, table.schema, catalog)
    same = declared.physical == kind.physical
    nullable = NULLABLE if padded or origin.column.nullable else NULLABLE_NO
    return described(name, shown(declared if same else kind), nullable, base)


def described(name: str, kind: SqlType, nullable: int, base: tuple[str, str, str, str]) -> ResultColumn:
    """A column of our type; `base`: column, table, schema and catalog it is, or blanks."""
    flags = (UNSIGNED if kind.unsigned else 0) | (CASE_SENSITIVE if kind.case_sensitive else 0)
    flags |= FIXED_SCALE if kind.fixed_scale else 0
    size, digits = kind.column_size, kind.decimal_digits
    return ResultColumn(
        name, *base, kind.name, kind.sql_type, kind.physical, size, digits, nullable, flags, kind.searchable
    )


def batch_rows(columns: Sequence[ResultColumn]) -> int:
    """How many rows of such a result make a batch of about 2 MiB: whole vectors."""
    width = sum(_TEXT_BYTES if column.sql_type in _VARIABLE else 8 for column in columns)
    rows = _BATCH_BYTES // max(1, width) // _VECTOR * _VECTOR
    return min(_MOST_ROWS, max(_VECTOR, rows))


def adapted(sql: str, types: Sequence[str], names: Sequence[str]) -> str:
    """`sql` with every result column cast to the layout its description promises; unchanged where all have it."""
    casts = [sql_type(kind)[1] for kind in types]
    if not any(casts):
        return sql
    items = (_cast(f"c{number}", cast, name) for number, (cast, name) in enumerate(zip(casts, names, strict=True)))
    columns = ", ".join(f"c{number}" for number in range(len(casts)))
    return f"SELECT {', '.join(items)} FROM ({sql}) AS result({columns})"


def _cast(column: str, cast: str, name: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    if not cast:
        return f"{column} AS {quoted}"
    value = f"to_json({column})" if cast == "json" else column
    return f"CAST({value} AS {'VARCHAR' if cast == 'json' else cast}) AS {quoted}"
