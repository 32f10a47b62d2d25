"""Statements that change tables of the scratch schema, and where those that change the site will go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlglot import exp

from jsdodbc.errors import Error
from jsdodbc.execute.prepared import Prepared
from jsdodbc.execute.result import Changed, Result, Rows
from jsdodbc.execute.scratch import SCHEMA, Scratch
from jsdodbc.execute.values import Value
from jsdodbc.sql import changes
from jsdodbc.sql.parse import StatementKind


def local_names(tree: exp.Expr, catalog: Any, scratch: Scratch) -> frozenset[str]:
    """Tables that belong to the scratch schema while a statement that changes is planned.

    Errors: 42S01 for a table made twice, HYC00 for a table of the site.
    """
    names = scratch.names()
    table = changes.target(tree)
    assert table is not None, "sql.changes has seen to it"
    name = table.name.lower()
    if table.db and table.db.lower() != SCHEMA.lower() and isinstance(tree, exp.Create):
        raise Error("HYC00", f"Tables can be made in the schema {SCHEMA} only. Leave the schema {table.db} out.")
    if isinstance(tree, exp.Create):
        _check_new(tree, table, catalog, names)
    elif name not in names and catalog.find(table.name, table.db or None, table.catalog or None) is not None:
        raise Error("HYC00", f"{table.name} is a table of the site, which this version only reads.")
    forgiving = isinstance(tree, exp.Create) or (isinstance(tree, exp.Drop) and tree.args.get("exists"))
    return names | {name} if forgiving else names


def _check_new(tree: exp.Create, table: exp.Table, catalog: Any, names: frozenset[str]) -> None:
    if catalog.find(table.name, None, None) is not None:
        raise Error("42S01", f"The site has a table {table.name}. Give the new table another name.")
    if table.name.lower() in names and not (tree.args.get("exists") or tree.args.get("replace")):
        raise Error("42S01", f"There is a table {table.name} already. Drop it, or give the new one another name.")


def only_changes(prepared: Prepared) -> bool:
    return all(query.kind is StatementKind.CHANGE for query in prepared.queries)


def for_each_set(
    sets: Mapping[int, Sequence[Value]], run: Callable[[int, Sequence[Value]], Iterator[Result | Rows | Changed]]
) -> tuple[list[Changed], dict[int, Error]]:
    """Every set of parameters at once, one count for all of them; the sets that failed. Error when all did."""
    count, failed = 0, dict[int, Error]()
    for row, items in sets.items():
        try:
            count += sum(max(0, result.row_count) for result in run(row, items))
        except Error as error:
            failed[row] = error
    if failed and len(failed) == len(sets):
        raise next(iter(failed.values()))
    return [Changed(count)], failed


def begun(results: Iterator[Result | Rows | Changed]) -> Iterator[Result | Rows | Changed]:
    """The same iterator, begun now, up to the first result with rows: nobody may ask for what follows a change."""
    first = [next(results)]
    while isinstance(first[-1], Changed):
        following = next(results, None)
        if following is None:
            break
        first.append(following)

    def chained() -> Iterator[Result | Rows | Changed]:
        yield from first
        yield from results

    return chained()
