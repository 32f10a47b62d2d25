"""The rows of the system tables (plan/system_tables.py), made from the model when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
from duckdb._sources.arrow import ArrowScanSource

import jsdodbc
from jsdodbc.model.column import Column
from jsdodbc.model.procedures import PROCEDURES, TEXT
from jsdodbc.model.table import Table
from jsdodbc.model.write import INSERT, UPDATE
from jsdodbc.model.written import writable
from jsdodbc.plan.system_tables import STANDARD, SYSTEM
from jsdodbc.properties import OTHER, PROPERTIES, SSO_PROPERTIES
from jsdodbc.scan.hints import Hints, ScanReport

Row = tuple[Any, ...]
# What a connection tells of its SQL, by name.
SqlInfo = Callable[[], Mapping[str, str]]
_NO_REFERENCE = (None,) * 4


class SystemSource(ArrowScanSource):
    """A system table; DuckDB filters it."""

    schema_is_stable = True

    def __init__(self, table: Table, hints: Hints, on_scan: Callable[[ScanReport], None], of: SystemRows) -> None:
        super().__init__(None)
        self._table, self._hints, self._on_scan, self._of = table, hints, on_scan, of
        self._schema = pa.schema([(column.name, column.type.arrow) for column in table.every])

    def __arrow_c_schema__(self) -> object:
        return self._schema.__arrow_c_schema__()

    def accepts(self, predicate: Any) -> bool:
        return False

    def stream(self, columns: Sequence[int] | None, filters: Sequence[Any]) -> tuple[object, bool]:
        self._on_scan(ScanReport(self._table.name, tuple(self._schema.names), calls="none", expected_calls=0))
        rows = [] if self._hints.explain_only else list(self._of.rows(self._table))
        arrays = [pa.array([row[index] for row in rows], field.type) for index, field in enumerate(self._schema)]
        batch = pa.RecordBatch.from_arrays(arrays, schema=self._schema)
        batch = batch if columns is None else batch.select([self._schema.names[index] for index in columns])
        return pa.RecordBatchReader.from_batches(batch.schema, [batch]).__arrow_c_stream__(), columns is not None


class SystemRows:
    """`catalog`, `session` and `outcomes` (of what was written) as a connection has them."""

    def __init__(self, catalog: Any, session: Any, outcomes: Any = None, sql_info: SqlInfo = dict) -> None:
        self._sql_info = sql_info
        self._outcomes = outcomes
        self._catalog = catalog
        self._session = session

    def rows(self, table: Table) -> Iterator[Row]:
        return _ROWS[table.schema, table.name](self)

    def _placed(self) -> Iterator[tuple[Row, Table]]:
        for table in self._catalog.listed:
            yield (self._catalog.name, table.schema, table.name), table

    def _columns(self) -> Iterator[tuple[Row, Column, int]]:
        for place, table in self._placed():
            for number, column in enumerate(table.columns, 1):
                yield (*place, column.name), column, number

    def catalogs(self) -> Iterator[Row]:
        yield (self._catalog.name,)

    def schemas(self) -> Iterator[Row]:
        for schema in self._catalog.schemas:
            yield self._catalog.name, schema

    def schemata(self) -> Iterator[Row]:
        return ((*row, None) for row in self.schemas())

    def tables(self) -> Iterator[Row]:
        return ((*place, table.kind, table.description, bool(table.writes)) for place, table in self._placed())

    def standard_tables(self) -> Iterator[Row]:
        return ((*place, "BASE TABLE" if table.kind == "TABLE" else table.kind) for place, table in self._placed())

    def columns(self) -> Iterator[Row]:
        for place, table in self._placed():
            changed = writable(table, INSERT) | writable(table, UPDATE)
            for number, column in enumerate(table.columns, 1):
                kind = column.type
                sizes = (kind.sql_type, kind.column_size, *_numeric(column))
                flags = (column.nullable, column.name not in changed, column.key, False)
                yield *place, column.name, kind.name, *sizes, number, *flags, column.description, False, False

    def standard_columns(self) -> Iterator[Row]:
        for place, column, number in self._columns():
            kind = column.type
            length = kind.column_size if kind.character else None
            digits = kind.decimal_digits if kind.name == "TIMESTAMP" else None
            yield *place, number, None, "YES" if column.nullable else "NO", kind.name, length, *_numeric(column), digits

    def procedures(self) -> Iterator[Row]:
        for one in PROCEDURES:
            yield self._catalog.name, self._catalog.schemas[0], one.name, one.text, "PROCEDURE"

    def parameters(self) -> Iterator[Row]:
        for one in PROCEDURES:
            directed = [
                *((name, 1, TEXT, text) for name, text in one.inputs),
                *((name, 4, kind, "") for name, kind in one.outputs),
            ]
            for number, (name, direction, kind, text) in enumerate(directed, 1):
                place = (self._catalog.name, self._catalog.schemas[0], one.name, name, direction)
                sizes = (kind.name, kind.sql_type, kind.column_size, None, None)
                needed = name in one.needed and direction == 1
                yield *place, *sizes, not needed, needed, text, number

    def primary_keys(self) -> Iterator[Row]:
        for place, table in self._placed():
            for number, column in enumerate(table.keys, 1):
                yield *place, column.name, number, f"PK_{table.name}"

    def foreign_keys(self) -> Iterator[Row]:
        for place, column, _ in self._columns():
            if column.references:
                yield *place, None, f"FK_{place[2]}_{column.name}", *self._reference(column), "FOREIGN_KEY"

    def _reference(self, column: Column) -> Row:
        if column.references is None:
            return _NO_REFERENCE
        name, wanted = column.references
        table = self._catalog.find(name)
        return (self._catalog.name, table.schema if table is not None else None, name, wanted)

    def key_columns(self) -> Iterator[Row]:
        for place, column, _ in self._columns():
            if column.key or column.references:
                primary = f"PK_{place[2]}" if column.key else None
                foreign = f"FK_{place[2]}_{column.name}" if column.references else None
                yield *place, column.key, bool(column.references), primary, foreign, *self._reference(column)

    def indexes(self) -> Iterator[Row]:
        for catalog, schema, table, column, number, name in self.primary_keys():
            yield catalog, schema, table, name, column, True, True, 3, "A", number

    def constraints(self) -> Iterator[Row]:
        for place, table in self._placed():
            if table.keys:
                yield *place[:2], f"PK_{table.name}", *place, "PRIMARY KEY"
        for row in self.foreign_keys():
            yield *row[:2], row[5], *row[:3], "FOREIGN KEY"

    def key_usage(self) -> Iterator[Row]:
        for *place, column, number, name in self.primary_keys():
            yield *place[:2], name, *place, column, number
        for row in self.foreign_keys():
            yield *row[:2], row[5], *row[:4], 1

    def properties(self) -> Iterator[Row]:
        for number, one in enumerate((*PROPERTIES, *OTHER, *SSO_PROPERTIES), 1):
            values = ",".join(map(str, one.values)) if one.values else ""
            yield one.name, one.text, one.type, str(one.default), values, one.group, one.secret, number

    def language(self) -> Iterator[Row]:
        return iter(self._sql_info().items())

    def information(self) -> Iterator[Row]:
        account = getattr(self._session, "account", None)
        user = str(getattr(account, "display_name", "") or "")
        deployment = str(getattr(getattr(self._session, "deployment", None), "value", ""))
        yield "jsdodbc", jsdodbc.__version__, self._catalog.name, user, deployment

    def identity(self) -> Iterator[Row]:
        return iter(self._outcomes.rows if self._outcomes is not None else ())

    def last_key(self) -> Iterator[Row]:
        yield (self._outcomes.last_key if self._outcomes is not None else None,)


def _numeric(column: Column) -> Row:
    """Precision and scale of a number."""
    number = column.type.physical in (2, 3, 4, 5, 6)
    return (column.type.column_size, column.type.decimal_digits) if number else (None, None)


_ROWS: dict[tuple[str, str], Callable[[SystemRows], Iterator[Row]]] = {
    (SYSTEM, "sys_catalogs"): SystemRows.catalogs,
    (SYSTEM, "sys_schemas"): SystemRows.schemas,
    (SYSTEM, "sys_tables"): SystemRows.tables,
    (SYSTEM, "sys_tablecolumns"): SystemRows.columns,
    (SYSTEM, "sys_procedures"): SystemRows.procedures,
    (SYSTEM, "sys_procedureparameters"): SystemRows.parameters,
    (SYSTEM, "sys_keycolumns"): SystemRows.key_columns,
    (SYSTEM, "sys_foreignkeys"): SystemRows.foreign_keys,
    (SYSTEM, "sys_primarykeys"): SystemRows.primary_keys,
    (SYSTEM, "sys_indexes"): SystemRows.indexes,
    (SYSTEM, "sys_connection_props"): SystemRows.properties,
    (SYSTEM, "sys_sqlinfo"): SystemRows.language,
    (SYSTEM, "sys_identity"): SystemRows.identity,
    (SYSTEM, "sys_scope_identity"): SystemRows.last_key,
    (SYSTEM, "sys_information"): SystemRows.information,
    (STANDARD, "schemata"): SystemRows.schemata,
    (STANDARD, "tables"): SystemRows.standard_tables,
    (STANDARD, "columns"): SystemRows.standard_columns,
    (STANDARD, "table_constraints"): SystemRows.constraints,
    (STANDARD, "key_column_usage"): SystemRows.key_usage,
}
