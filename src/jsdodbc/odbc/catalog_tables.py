"""SQLTables and SQLColumns, and how the other catalog functions find the tables they are asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsdodbc.model.catalog import Catalog, Together
from jsdodbc.model.column import Column
from jsdodbc.model.shown import Shown
from jsdodbc.model.table import Table
from jsdodbc.model.types import SqlType
from jsdodbc.odbc import patterns, type_info
from jsdodbc.odbc.patterns import Match
from jsdodbc.odbc.rows import Row

Texts = Sequence[str | None]

TYPES = ("TABLE", "VIEW")
_ALL = "%"


def tables(catalog: Catalog | Together, texts: Texts, identifier: bool, odbc_version: int) -> list[Row]:
    """Ordered by TABLE_TYPE, TABLE_CAT, TABLE_SCHEM, TABLE_NAME; or one of the three enumerations."""
    listed = _enumeration(catalog, *texts)
    if listed is not None:
        return listed
    wanted = patterns.table_types(texts[3])
    in_catalog = _catalog_of_tables(texts[0], identifier, odbc_version)
    found = [table for table in _matching(catalog, in_catalog, texts, identifier) if wanted(table.kind)]
    return [
        (catalog.name, table.schema, table.name, table.kind, table.description)
        for table in sorted(found, key=lambda table: (table.kind, table.schema, table.name))
    ]


def _enumeration(
    catalog: Catalog | Together, name: str | None, schema: str | None, table: str | None, types: str | None
) -> list[Row] | None:
    """All catalogs, all schemas or all table types: `%` for what is asked, the empty text for the rest."""
    if (name, schema, table) == (_ALL, "", ""):
        return [(catalog.name, None, None, None, None)]
    if (name, schema, table) == ("", _ALL, ""):
        return [(None, each, None, None, None) for each in sorted(catalog.schemas)]
    if (name, schema, table, types) == ("", "", "", _ALL):
        kinds = {*TYPES, *(each.kind for each in catalog.tables)}
        return [(None, None, None, kind, None) for kind in sorted(kinds)]
    return None


def _catalog_of_tables(name: str | None, identifier: bool, odbc_version: int) -> Match:
    """Alone among the functions SQLTables takes a pattern for the catalog, from applications of ODBC 3."""
    if odbc_version < 3:
        return patterns.ordinary(name, "catalog", identifier=identifier)
    return patterns.pattern(name, "catalog", identifier=identifier)


def select(catalog: Catalog | Together, texts: Texts, identifier: bool) -> list[Table]:
    """Tables whose catalog is an ordinary argument, schema and name patterns; by schema and name."""
    return _matching(catalog, patterns.ordinary(texts[0], "catalog", identifier=identifier), texts, identifier)


def _matching(catalog: Catalog | Together, in_catalog: Match, texts: Texts, identifier: bool) -> list[Table]:
    of_schema = patterns.pattern(texts[1], "schema", identifier=identifier)
    matches = patterns.pattern(texts[2], "table", identifier=identifier)
    if not in_catalog(catalog.name):
        return []
    found = [table for table in catalog.listed if of_schema(table.schema) and matches(table.name)]
    return sorted(found, key=lambda table: (table.schema, table.name))


def one(catalog: Catalog | Together, texts: Texts, identifier: bool, what: str = "table") -> list[Table]:
    """The table that three ordinary arguments name; of two of the same name the one SQL would take."""
    name, schema, table = texts
    in_catalog = patterns.lenient(name, "catalog", identifier=identifier)
    of_schema = patterns.lenient(schema, "schema", identifier=identifier)
    matches = patterns.required(table, what, identifier=identifier)
    every = catalog.tables if any(map(matches, (each.name for each in catalog.tables))) else catalog.views
    found = [each for each in every if in_catalog(catalog.name) and of_schema(each.schema) and matches(each.name)]
    return sorted(found, key=lambda each: list(catalog.schemas).index(each.schema))[:1]


class ColumnRows:
    """The rows of SQLColumns, made once for each table."""

    def __init__(self, catalog: str, odbc_version: int, seen: Shown) -> None:
        self._catalog = catalog
        self._seen = seen
        self._version = odbc_version
        self._made: dict[tuple[str, str], list[Row]] = {}

    def of(self, table: Table) -> list[Row]:
        """By ORDINAL_POSITION."""
        key = table.schema, table.name
        if key not in self._made:
            where = self._catalog, *key
            self._made[key] = [
                (*where, *_column(column, self._seen(column.type), position, self._version))
                for position, column in enumerate(table.columns, 1)
            ]
        return self._made[key]


_NAME = 3  # where the column's name is in a row


def columns(catalog: Catalog | Together, texts: Texts, identifier: bool, made: ColumnRows) -> Iterator[Row]:
    """Ordered by TABLE_CAT, TABLE_SCHEM, TABLE_NAME, ORDINAL_POSITION."""
    matches = patterns.pattern(texts[3], "column", identifier=identifier)
    for table in select(catalog, texts[:3], identifier):
        yield from (row for row in made.of(table) if matches(str(row[_NAME])))


def _column(column: Column, kind: SqlType, position: int, odbc_version: int) -> Row:
    """From COLUMN_NAME on."""
    before, after = type_info.in_catalog(kind, odbc_version)
    nullable = int(column.nullable)
    return column.name, *before, nullable, column.description, None, *after, position, ("NO", "YES")[nullable]
