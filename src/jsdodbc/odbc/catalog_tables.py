"""SQLTables, SQLColumns, SQLSpecialColumns, and who may do what with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jsdodbc.errors import Error
from jsdodbc.model.catalog import Catalog
from jsdodbc.model.table import Table
from jsdodbc.odbc import patterns, type_info
from jsdodbc.odbc.rows import Row

Texts = Sequence[str | None]

TYPES = ("TABLE", "VIEW")
BEST_ROWID, ROW_VERSION = 1, 2
_SESSION_SCOPE, _NOT_PSEUDO = 2, 1


def tables(catalog: Catalog, texts: Texts, identifier: bool) -> list[Row]:
    """Ordered by TABLE_TYPE, TABLE_CAT, TABLE_SCHEM, TABLE_NAME; or one of the three enumerations."""
    listed = None if identifier else _enumeration(catalog, *texts)
    if listed is not None:
        return listed
    wanted = patterns.table_types(texts[3])
    found = [table for table in select(catalog, texts[:3], identifier) if wanted(table.kind)]
    return [
        (catalog.name, table.schema, table.name, table.kind, table.description)
        for table in sorted(found, key=lambda table: (table.kind, table.schema, table.name))
    ]


def _enumeration(
    catalog: Catalog, name: str | None, schema: str | None, table: str | None, types: str | None
) -> list[Row] | None:
    """All catalogs, all schemas or all table types: `%` for what is asked, the empty text for the rest."""
    if (name, schema, table) == ("%", "", ""):
        return [(catalog.name, None, None, None, None)]
    if (name, schema, table) == ("", "%", ""):
        return [(None, each, None, None, None) for each in sorted(catalog.schemas)]
    if (name, schema, table, types) == ("", "", "", "%"):
        return [(None, None, None, kind, None) for kind in TYPES]
    return None


def select(catalog: Catalog, texts: Texts, identifier: bool) -> list[Table]:
    """Tables whose catalog is an ordinary argument, schema and name patterns; by schema and name."""
    name, schema, table = texts
    in_catalog = patterns.pattern(name, identifier=identifier)
    of_schema = patterns.pattern(schema, identifier=identifier)
    matches = patterns.pattern(table, identifier=identifier)
    return sorted(
        (each for each in catalog.tables if in_catalog(catalog.name) and of_schema(each.schema) and matches(each.name)),
        key=lambda each: (each.schema, each.name),
    )


def one(catalog: Catalog, texts: Texts, identifier: bool, what: str = "table") -> list[Table]:
    """The table that three ordinary arguments name; of two of the same name the one SQL would take."""
    name, schema, table = texts
    in_catalog = patterns.lenient(name, identifier=identifier)
    of_schema = patterns.lenient(schema, identifier=identifier)
    matches = patterns.required(table, what, identifier=identifier)
    found = [
        each for each in catalog.tables if in_catalog(catalog.name) and of_schema(each.schema) and matches(each.name)
    ]
    return sorted(found, key=lambda each: list(catalog.schemas).index(each.schema))[:1]


def columns(catalog: Catalog, texts: Texts, identifier: bool, odbc_version: int) -> Iterator[Row]:
    """Ordered by TABLE_CAT, TABLE_SCHEM, TABLE_NAME, ORDINAL_POSITION."""
    matches = patterns.pattern(texts[3], identifier=identifier)
    for table in select(catalog, texts[:3], identifier):
        for position, column in enumerate(table.columns, 1):
            if matches(column.name):
                yield _column_row(catalog.name, table, column, position, odbc_version)


def _column_row(catalog: str, table: Table, column: Any, position: int, odbc_version: int) -> Row:
    kind = column.type
    return (
        *(catalog, table.schema, table.name, column.name, type_info.code(kind, odbc_version), kind.name),
        *(
            kind.column_size,
            type_info.octets(kind),
            type_info.digits(kind),
            type_info.radix(kind),
            int(column.nullable),
        ),
        *(column.description, None, *type_info.verbose(kind), type_info.character_octets(kind), position),
        "YES" if column.nullable else "NO",
    )


def special_columns(
    catalog: Catalog, texts: Texts, integers: Sequence[int], identifier: bool, odbc_version: int
) -> Iterator[Row]:
    """The primary key for SQL_BEST_ROWID; nothing changes by itself on every update, so SQL_ROWVER has no rows."""
    asked, _, nullable = integers
    if asked not in (BEST_ROWID, ROW_VERSION):
        raise Error("HY097", f"{asked} is no kind of special column: ask for SQL_BEST_ROWID or SQL_ROWVER.")
    for table in one(catalog, texts, identifier):
        keys = table.keys if asked == BEST_ROWID else ()
        if nullable or not any(column.nullable for column in keys):
            for column in keys:
                kind = column.type
                size = kind.column_size, type_info.octets(kind), type_info.digits(kind)
                yield _SESSION_SCOPE, column.name, type_info.code(kind, odbc_version), kind.name, *size, _NOT_PSEUDO


def table_privileges(catalog: Catalog, texts: Texts, identifier: bool, user: str) -> list[Row]:
    """Ordered by TABLE_CAT, TABLE_SCHEM, TABLE_NAME, PRIVILEGE, GRANTEE."""
    return [
        (catalog.name, table.schema, table.name, None, user, "SELECT", "NO")
        for table in select(catalog, texts, identifier)
    ]


def column_privileges(catalog: Catalog, texts: Texts, identifier: bool, user: str) -> list[Row]:
    """Ordered by TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, PRIVILEGE."""
    matches = patterns.pattern(texts[3], identifier=identifier)
    return [
        (catalog.name, table.schema, table.name, column.name, None, user, "SELECT", "NO")
        for table in one(catalog, texts[:3], identifier)
        for column in sorted(table.columns, key=lambda column: column.name)
        if matches(column.name)
    ]
