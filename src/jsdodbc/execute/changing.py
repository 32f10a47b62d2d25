"""Statements that change tables, those of the scratch schema and those of the site."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

from sqlglot import exp

from jsdodbc.errors import Error, Notice
from jsdodbc.execute.prepared import Prepared
from jsdodbc.execute.result import Changed, Result, Rows
from jsdodbc.execute.scratch import Scratch
from jsdodbc.execute.values import Value
from jsdodbc.execute.writing import Writer, Written
from jsdodbc.model.catalog import SCRATCH
from jsdodbc.model.table import Table
from jsdodbc.model.write import INSERT
from jsdodbc.plan.changes import Change
from jsdodbc.sql import changes
from jsdodbc.sql.parse import StatementKind

_ENDS = ("HY008", "HYT00")  # cancelled or out of time: nothing more is tried


def local_tables(tree: exp.Expr, catalog: Any, scratch: Scratch) -> Mapping[str, Table | None]:
    """Tables that belong to the scratch schema while a statement that changes is planned.

    Errors: 42S01 for a table made twice, HYC00 for one that can't be made.
    """
    names = scratch.tables()
    table = changes.target(tree)
    assert table is not None, "sql.changes has seen to it"
    name = table.name.lower()
    if table.db and table.db.lower() != SCRATCH.lower() and isinstance(tree, exp.Create):
        raise Error("HYC00", f"Tables can be made in the schema {SCRATCH} only. Leave the schema {table.db} out.")
    if isinstance(tree, exp.Create):
        _check_new(tree, table, catalog, names)
    forgiving = isinstance(tree, exp.Create) or (isinstance(tree, exp.Drop) and tree.args.get("exists"))
    return {**names, name: None} if forgiving else names


def site_table(tree: exp.Expr, catalog: Any, scratch: Scratch) -> Table | None:
    """The table of the site that a statement changes; None for one of the scratch schema. Error 42000 for DROP."""
    table = changes.target(tree)
    assert table is not None, "sql.changes has seen to it"
    local = table.db.lower() in ("", SCRATCH.lower()) and scratch.has(table.name)
    if local or isinstance(tree, exp.Create) or table.db.lower() == SCRATCH.lower():
        return None
    found: Table | None = catalog.find(table.name, table.db or None, table.catalog or None)
    if found is not None and isinstance(tree, exp.Drop):
        raise Error("42000", f"{found.name} is a table of the site, which can't be dropped.")
    return found


def _check_new(tree: exp.Create, table: exp.Table, catalog: Any, names: Container[str]) -> None:
    if catalog.find(table.name, None, None) is not None:
        raise Error("42S01", f"The site has a table {table.name}. Give the new table another name.")
    if table.name.lower() in names and not (tree.args.get("exists") or tree.args.get("replace")):
        raise Error("42S01", f"There is a table {table.name} already. Drop it, or give the new one another name.")


def only_changes(prepared: Prepared) -> bool:
    return all(query.kind is StatementKind.CHANGE for query in prepared.queries)


def for_each_set(
    sets: Mapping[int, Sequence[Value]],
    run: Callable[[int, Sequence[Value]], Iterator[Result | Rows | Changed]],
    *,
    stop: bool = False,
) -> tuple[list[Changed], dict[int, Error]]:
    """Every set of parameters at once, one count for all of them; the sets that failed. Error when all did, or at the
    first that fails if it is to `stop`.
    """
    count, failed = 0, dict[int, Error]()
    for row, items in sets.items():
        try:
            count += sum(max(0, result.row_count) for result in run(row, items))
        except Error as error:
            if stop or error.sqlstate in _ENDS:
                raise
            failed[row] = error
    if failed and len(failed) == len(sets):
        first = next(iter(failed.values()))
        first.row = -1  # of none: all were tried, and all failed
        raise first
    return [Changed(count)], failed


class Outcomes:
    """What became of the rows of the last statement that wrote to the site, and the key of the last new row."""

    def __init__(self) -> None:
        self.last_key: str | None = None
        self.rows: list[tuple[str | None, str, str, str | None]] = []  # Id, Batch, Operation, Message
        self._batch = 0

    def begin(self) -> None:
        self._batch += 1
        self.rows = []

    def written(self, change: Change, written: Written) -> None:
        self.rows.append((written.key or None, str(self._batch), change.verb, None))
        if written.key:
            self.last_key = written.key

    def failed(self, change: Change, error: Error) -> None:
        self.rows.append((None, str(self._batch), change.verb, error.message))


def counted_columns(error: Error, change: Change) -> Error:
    """What is wrong with an INSERT whose SELECT gives another number of columns than it names, or the error itself."""
    if change.verb != INSERT or "same number of columns" not in error.message:
        return error
    return Error("21S01", f"INSERT names {len(change.given)} columns, but its SELECT gives another number.")


def write_all(
    writer: Writer, change: Change, rows: Sequence[Sequence[Any]], outcomes: Outcomes, *, stop: bool
) -> tuple[list[Written], list[Notice]]:
    """Write every row; what was written, and a warning 01S01 for each that was not. Error at the first that fails if it
    is to `stop`, or when all failed.
    """
    done: list[Written] = []
    notices: list[Notice] = []
    first: Error | None = None
    for number, row in enumerate(rows, 1):
        try:
            written = writer.write(row)
        except Error as error:
            outcomes.failed(change, error)
            first = first or error
            if stop or error.sqlstate in _ENDS:
                raise _placed(error, number, len(rows), len(done)) from error
            notices.append(Notice("01S01", f"Row {number} of {len(rows)} was not written: {error.message}"))
        else:
            done.append(written)
            outcomes.written(change, written)
    if first is not None and not done:
        raise first
    return done, notices


def _placed(error: Error, number: int, count: int, done: int) -> Error:
    """The error with its place among several rows, and what became of the others."""
    if count > 1 and error.sqlstate not in _ENDS:
        before = f"The {done} before it were" if done != 1 else "The one before it was"
        left = f"; the {count - number} after it were not tried" if number < count else ""
        told = f" {before} written{left}." if done or left else ""
        error.message = f"Row {number} of {count}: {error.message}{told}"
        error.args = (error.message,)
    return error


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
