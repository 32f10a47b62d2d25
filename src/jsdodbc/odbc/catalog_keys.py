"""SQLPrimaryKeys, SQLForeignKeys and SQLStatistics, from the keys and references of the declarations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsdodbc.errors import Error
from jsdodbc.model.catalog import Catalog
from jsdodbc.model.table import Table
from jsdodbc.odbc.catalog_tables import Texts, one
from jsdodbc.odbc.rows import Row

_NO_ACTION, _NOT_DEFERRABLE = 3, 7
_TABLE_STATISTICS, _OTHER_INDEX = 0, 3


def primary_keys(catalog: Catalog, texts: Texts, identifier: bool) -> Iterator[Row]:
    """Ordered by TABLE_CAT, TABLE_SCHEM, TABLE_NAME, KEY_SEQ."""
    for table in one(catalog, texts, identifier):
        for number, column in enumerate(table.keys, 1):
            yield catalog.name, table.schema, table.name, column.name, number, _key_name(table)


def foreign_keys(catalog: Catalog, texts: Texts, identifier: bool) -> list[Row]:
    """The references from the foreign table, or to the primary table, or of one to the other.

    Ordered by the foreign table when only the primary one is given, else by the primary table.
    """
    of_primary, of_foreign = texts[:3], texts[3:]
    if of_primary[2] is None and of_foreign[2] is None:
        raise Error("HY009", "The name of a table is missing: pass the primary table, the foreign table, or both.")
    primary = None if of_primary[2] is None else one(catalog, of_primary, identifier, "primary table")
    foreign = list(catalog.tables) if of_foreign[2] is None else one(catalog, of_foreign, identifier, "foreign table")
    found = [row for table in foreign for row in _references(catalog, table, primary)]
    side = slice(4, 7) if of_foreign[2] is None else slice(0, 3)
    return sorted(found, key=lambda row: (*map(str, row[side]), str(row[11]), row[8]))


def _references(catalog: Catalog, table: Table, only: Sequence[Table] | None) -> Iterator[Row]:
    for column in table.columns:
        if column.references is None:
            continue
        name, referenced = column.references
        target = catalog.find(name, table.schema) or catalog.find(name)
        if target is None or (only is not None and target not in only):
            continue
        key = [each.name for each in target.keys]
        if referenced not in key:
            continue
        yield (
            *(catalog.name, target.schema, target.name, referenced),
            *(catalog.name, table.schema, table.name, column.name),
            *(1, _NO_ACTION, _NO_ACTION, f"FK_{table.name}_{column.name}", _key_name(target), _NOT_DEFERRABLE),
        )


def statistics(catalog: Catalog, texts: Texts, identifier: bool) -> Iterator[Row]:
    """A line for the table, whose size is not known, and one a column of its key; ordered as the reference says."""
    for table in one(catalog, texts, identifier):
        where = catalog.name, table.schema, table.name
        yield *where, None, None, None, _TABLE_STATISTICS, None, None, None, None, None, None
        for number, column in enumerate(table.keys, 1):
            index = 0, None, _key_name(table), _OTHER_INDEX, number, column.name, "A"
            yield *where, *index, None, None, None


def _key_name(table: Table) -> str:
    return f"PK_{table.name}"
