"""SQLPrimaryKeys, SQLForeignKeys, SQLStatistics and SQLSpecialColumns, from the keys and references of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsdodbc.errors import Error
from jsdodbc.model.catalog import Catalog, Together
from jsdodbc.model.column import Column
from jsdodbc.model.shown import Shown
from jsdodbc.model.table import Table
from jsdodbc.odbc import patterns, type_info
from jsdodbc.odbc.catalog_tables import Texts, one
from jsdodbc.odbc.rows import Row

BEST_ROWID, ROW_VERSION = 1, 2
_NO_ACTION, _NOT_DEFERRABLE = 3, 7
_TABLE_STATISTICS, _OTHER_INDEX = 0, 3
_UNIQUE, _ASCENDING = 0, "A"
_SESSION_SCOPE, _NOT_PSEUDO = 2, 1
_KEY_SEQUENCE, _FOREIGN_NAME = 8, 11  # where they are in a row of SQLForeignKeys


def primary_keys(catalog: Catalog | Together, texts: Texts, identifier: bool) -> Iterator[Row]:
    """Ordered by TABLE_CAT, TABLE_SCHEM, TABLE_NAME, KEY_SEQ."""
    for table in one(catalog, texts, identifier):
        for number, column in enumerate(table.keys, 1):
            yield catalog.name, table.schema, table.name, column.name, number, _key_name(table)


def foreign_keys(catalog: Catalog | Together, texts: Texts, identifier: bool) -> list[Row]:
    """The references from the foreign table, or to the primary table, or of one to the other.

    Ordered by the foreign table when only the primary one is given, else by the primary table; then by KEY_SEQ.
    """
    of_primary, of_foreign = texts[:3], texts[3:]
    if identifier:
        for text, what in zip(texts, ("catalog", "schema", "table") * 2, strict=True):
            patterns.ordinary(text, what, identifier=True)
    if of_primary[2] is None and of_foreign[2] is None:
        raise Error("HY009", "The name of a table is missing: pass the primary table, the foreign table, or both.")
    primary = None if of_primary[2] is None else one(catalog, of_primary, identifier, "primary table")
    foreign = list(catalog.tables) if of_foreign[2] is None else one(catalog, of_foreign, identifier, "foreign table")
    found = [row for table in foreign for row in _references(catalog, table, primary)]
    side = slice(4, 7) if of_foreign[2] is None else slice(0, 3)
    return sorted(found, key=lambda row: (*map(str, row[side]), row[_KEY_SEQUENCE], str(row[_FOREIGN_NAME])))


def _references(catalog: Catalog | Together, table: Table, only: Sequence[Table] | None) -> Iterator[Row]:
    """A foreign key for each column that is a reference; those to a key of several columns make one together."""
    composite: dict[str, tuple[Table, dict[str, Column]]] = {}
    for column in table.declared:
        if column.references is None or column.hidden:
            continue
        name, referenced = column.references
        target = catalog.find(name, table.schema) or catalog.find(name)
        if target is None or (only is not None and target not in only):
            continue
        if [each.name for each in target.keys] == [referenced]:
            yield from _foreign_key(catalog.name, table, target, {referenced: column}, column.name)
        else:
            composite.setdefault(target.name, (target, {}))[1][referenced] = column
    for name, (target, columns) in composite.items():
        complete = {**_shared(table, target), **columns}
        if all(each.name in complete for each in target.keys):
            yield from _foreign_key(catalog.name, table, target, complete, name)


def _shared(table: Table, target: Table) -> dict[str, Column]:
    """By key column of `target` that is a reference itself: the column that refers to the same, which goes with it."""
    own = {column.references: column for column in reversed(table.declared) if column.references}
    return {key.name: own[key.references] for key in target.keys if key.references in own}


def _foreign_key(catalog: str, table: Table, target: Table, columns: dict[str, Column], name: str) -> Iterator[Row]:
    for number, referenced in enumerate((each.name for each in target.keys), 1):
        yield (
            *(catalog, target.schema, target.name, referenced),
            *(catalog, table.schema, table.name, columns[referenced].name),
            *(number, _NO_ACTION, _NO_ACTION, f"FK_{table.name}_{name}", _key_name(target), _NOT_DEFERRABLE),
        )


def statistics(catalog: Catalog | Together, texts: Texts, integers: Sequence[int], identifier: bool) -> Iterator[Row]:
    """A line for the table, whose size is not known, and one a column of its key.

    Ordered by NON_UNIQUE, TYPE, INDEX_QUALIFIER, INDEX_NAME, ORDINAL_POSITION. The one index is unique, so that
    SQL_INDEX_UNIQUE and SQL_INDEX_ALL say the same; sizes aren't kept anywhere, so SQL_QUICK and SQL_ENSURE do too.
    """
    _one_of(integers[0], (0, 1), "HY100", "no kind of index: ask for SQL_INDEX_UNIQUE or SQL_INDEX_ALL")
    _one_of(integers[1], (0, 1), "HY101", "no accuracy: ask for SQL_QUICK or SQL_ENSURE")
    for table in one(catalog, texts, identifier):
        where = catalog.name, table.schema, table.name
        yield *where, None, None, None, _TABLE_STATISTICS, None, None, None, None, None, None
        for number, column in enumerate(table.keys, 1):
            index = _UNIQUE, None, _key_name(table), _OTHER_INDEX, number, column.name, _ASCENDING
            yield *where, *index, None, None, None


def special_columns(
    catalog: Catalog | Together, texts: Texts, integers: Sequence[int], identifier: bool, odbc_version: int, seen: Shown
) -> Iterator[Row]:
    """The primary key for SQL_BEST_ROWID; nothing changes by itself on every update, so SQL_ROWVER has no rows.

    Ordered by SCOPE, which is the session's: more than any application can ask for.
    """
    asked, scope, nullable = integers
    _one_of(
        asked, (BEST_ROWID, ROW_VERSION), "HY097", "no kind of special column: ask for SQL_BEST_ROWID or SQL_ROWVER"
    )
    _one_of(scope, (0, 1, 2), "HY098", "no scope: ask for SQL_SCOPE_CURROW, _TRANSACTION or _SESSION")
    _one_of(nullable, (0, 1), "HY099", "neither SQL_NO_NULLS nor SQL_NULLABLE")
    for table in one(catalog, texts, identifier):
        keys = table.keys if asked == BEST_ROWID else ()
        if nullable or not any(column.nullable for column in keys):
            for column in keys:
                data_type, name, *sizes, _ = type_info.in_catalog(seen(column.type), odbc_version)[0]
                yield _SESSION_SCOPE, column.name, data_type, name, *sizes, _NOT_PSEUDO


def _one_of(value: int, known: Sequence[int], sqlstate: str, what: str) -> None:
    if value not in known:
        raise Error(sqlstate, f"{value} is {what}.")


def _key_name(table: Table) -> str:
    return f"PK_{table.name}"
