"""SQLTablePrivileges and SQLColumnPrivileges: whoever is signed in may read what is listed, and change what can be."""

from __future__ import annotations

from jsdodbc.model.catalog import SCRATCH, Catalog, Together
from jsdodbc.model.table import Table
from jsdodbc.model.write import DELETE, INSERT, UPDATE
from jsdodbc.model.written import writable
from jsdodbc.odbc import patterns
from jsdodbc.odbc.catalog_tables import Texts, one, select
from jsdodbc.odbc.rows import Row

_SELECT, _GRANTABLE = "SELECT", "NO"


def of_tables(catalog: Catalog | Together, texts: Texts, identifier: bool, user: str, read_only: bool) -> list[Row]:
    """Ordered by TABLE_CAT, TABLE_SCHEM, TABLE_NAME, PRIVILEGE, GRANTEE."""
    return [
        (catalog.name, table.schema, table.name, None, user, privilege, _GRANTABLE)
        for table in select(catalog, texts, identifier)
        for privilege in sorted({_SELECT, *(() if _locked(table, read_only) else _verbs(table))})
    ]


def of_columns(catalog: Catalog | Together, texts: Texts, identifier: bool, user: str, read_only: bool) -> list[Row]:
    """Ordered by TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, PRIVILEGE."""
    matches = patterns.pattern(texts[3], "column", identifier=identifier)
    rows: list[Row] = []
    for table in one(catalog, texts[:3], identifier):
        changed = {verb: writable(table, verb) for verb in (() if _locked(table, read_only) else (INSERT, UPDATE))}
        for column in sorted(table.columns, key=lambda column: column.name):
            if matches(column.name):
                verbs = [verb for verb, names in changed.items() if column.name in names]
                place = (catalog.name, table.schema, table.name, column.name, None, user)
                rows += [(*place, privilege, _GRANTABLE) for privilege in sorted([_SELECT, *verbs])]
    return rows


def _locked(table: Table, read_only: bool) -> bool:
    return read_only and table.schema != SCRATCH


def _verbs(table: Table) -> tuple[str, ...]:
    return tuple(verb for verb in (INSERT, UPDATE, DELETE) if table.written(verb))
