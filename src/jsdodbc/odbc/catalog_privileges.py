"""SQLTablePrivileges and SQLColumnPrivileges: whoever is signed in may read what is listed."""

from __future__ import annotations

from jsdodbc.model.catalog import Catalog
from jsdodbc.odbc import patterns
from jsdodbc.odbc.catalog_tables import Texts, one, select
from jsdodbc.odbc.rows import Row

_MAY_READ = "SELECT", "NO"


def of_tables(catalog: Catalog, texts: Texts, identifier: bool, user: str) -> list[Row]:
    """Ordered by TABLE_CAT, TABLE_SCHEM, TABLE_NAME, PRIVILEGE, GRANTEE."""
    return [
        (catalog.name, table.schema, table.name, None, user, *_MAY_READ) for table in select(catalog, texts, identifier)
    ]


def of_columns(catalog: Catalog, texts: Texts, identifier: bool, user: str) -> list[Row]:
    """Ordered by TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, PRIVILEGE."""
    matches = patterns.pattern(texts[3], "column", identifier=identifier)
    return [
        (catalog.name, table.schema, table.name, column.name, None, user, *_MAY_READ)
        for table in one(catalog, texts[:3], identifier)
        for column in sorted(table.columns, key=lambda column: column.name)
        if matches(column.name)
    ]
