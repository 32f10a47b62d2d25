"""Statements that change the site, as the query that finds their rows: what to write, and which rows to write to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from jsdodbc.errors import Error
from jsdodbc.model.table import Table
from jsdodbc.model.types import SqlType
from jsdodbc.model.write import DELETE, INSERT, UPDATE, Write
from jsdodbc.model.written import written_columns
from jsdodbc.plan import changed_rows

_VERBS: dict[type[exp.Expr], str] = {exp.Insert: INSERT, exp.Update: UPDATE, exp.Delete: DELETE}


@dataclass(frozen=True, slots=True)
class Change:
    """`given`: columns that get values; `found`: columns that are read of the rows to change. The rows of `query` have
    the values of both, in that order. `returning`: what RETURNING lists. `parameters`: types of those that are values
    of columns, by number.
    """

    table: Table
    verb: str
    writes: tuple[Write, ...]
    given: tuple[str, ...]
    found: tuple[str, ...]
    query: exp.Expr
    returning: tuple[exp.Expr, ...] = ()
    parameters: Mapping[int, SqlType] = field(default_factory=dict)
    alias: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that RETURNING finds a row by."""
        if self.verb != INSERT:
            return tuple(column.name for column in self.table.keys)
        new = [write.identity for write in self.writes if write.identity]
        named = [name for write in self.writes for place in write.placed for name in place if name in self.given]
        instead = {
            name for write in self.writes for place in write.placed if set(place) & set(self.given) for name in place
        }
        keys = [column.name for column in self.table.keys if column.name not in instead]
        if not new and not set(keys) <= set(self.given):
            return ()
        return tuple(dict.fromkeys((*new, *named) if new else (*named, *keys)))

    @property
    def reading(self) -> exp.Expr:
        """The query of RETURNING, with a parameter for each of the keys. Error HYC00."""
        if not self.keys:
            raise Error("HYC00", f"RETURNING can't find a new row of {self.table.name}. Read it with SELECT.")
        named = exp.table_(self.table.name, db=self.table.schema, alias=self.alias, quoted=True)
        tests = (exp.column(exp.to_identifier(name, quoted=True)).eq(exp.Placeholder()) for name in self.keys)
        return exp.select(*(each.copy() for each in self.returning)).from_(named).where(*tests)

    def before(self, row: Sequence[Any]) -> dict[str, Any]:
        """What was read of a row, by column."""
        return dict(zip(self.found, row[len(self.given) :], strict=True))


def change(tree: exp.Expr, table: Table) -> Change:
    """What a statement does to a table of the site. Errors: 42000 for what can't be written, 42S22, 21S01, 23000."""
    verb = _VERBS.get(type(tree), "")
    if not table.written(verb):
        raise Error("42000", f"{_verb(tree)} is not possible: {_possible(table)}")
    return _inserting(tree, table) if isinstance(tree, exp.Insert) else _changing(tree, table, verb)


def _inserting(tree: exp.Insert, table: Table) -> Change:
    writes = table.written(INSERT)
    given, query = changed_rows.inserted(tree, table)
    if isinstance(tree.this, exp.Schema):
        _check_given(table, INSERT, writes, given)
    writes = _taking_part(table, writes, given)
    _check_needed(table, writes, given)
    types = changed_rows.parameters(query, table, writes)
    return Change(table, INSERT, writes, given, (), changed_rows.with_tables(tree, query), _listed(tree), types)


def _changing(tree: exp.Expr, table: Table, verb: str) -> Change:
    """Of UPDATE and DELETE."""
    writes, listed = table.written(verb), _listed(tree)
    assigned = changed_rows.assigned(tree, table) if verb == UPDATE else {}
    if verb == UPDATE:
        _check_given(table, verb, writes, assigned)
        writes = _taking_part(table, writes, assigned)
    keys = [column.name for column in table.keys] if listed else []
    read = (name for one in writes for name in changed_rows.read_columns(table, one, assigned))
    found = tuple(dict.fromkeys((*keys, *read)))
    query = changed_rows.with_tables(tree, changed_rows.rows_to_change(tree, table, assigned, found))
    types = changed_rows.parameters(query, table, writes)
    alias = tree.this.alias if isinstance(tree.this, exp.Table) else None
    return Change(table, verb, writes, tuple(assigned), found, query, listed, types, alias or None)


def _listed(tree: exp.Expr) -> tuple[exp.Expr, ...]:
    """What RETURNING lists."""
    returning = tree.args.get("returning")
    return tuple(returning.expressions) if returning is not None else ()


def _taking_part(table: Table, writes: Sequence[Write], given: Iterable[str]) -> tuple[Write, ...]:
    """The writes that have something to do. Error 42000 for a column that none of them takes."""
    wanted = {name for name in given if any(name in written_columns(table, one) for one in writes)}
    taking = tuple(
        one
        for one in writes
        if (wanted & set(written_columns(table, one)) or one.verb == INSERT)
        and (not one.when or wanted & set(one.when.split("|")))
        and (not one.unless or one.unless not in wanted)
    )
    if not taking and writes[0].verb == INSERT:
        needed = " or ".join(name for one in writes for name in one.when.split("|"))
        raise Error("23000", f"INSERT into {table.name} needs a value for {needed}.")
    for name in wanted - {name for one in taking for name in written_columns(table, one)}:
        when = next(one.when for one in writes if name in written_columns(table, one))
        raise Error("42000", f"{table.name}.{name} can be given together with {' or '.join(when.split('|'))} only.")
    return taking


def _verb(tree: exp.Expr) -> str:
    return "TRUNCATE" if isinstance(tree, exp.TruncateTable) else tree.key.upper()


def _possible(table: Table) -> str:
    verbs = list(dict.fromkeys(write.verb for write in table.writes))
    if not verbs:
        return f"the site lets nobody change {table.name} in this way; it can only be read."
    return f"{table.name} takes {' and '.join(verbs)} only."


def _check_given(table: Table, verb: str, writes: Sequence[Write], given: Iterable[str]) -> None:
    known = dict.fromkeys(name for write in writes for name in written_columns(table, write))
    for name in given:
        if name not in known:
            hidden = {column.name for column in table.every if column.hidden}
            shown = ", ".join(each for each in known if each not in hidden)
            raise Error("42000", f"{verb} can't give {table.name}.{name} a value. It takes {shown}.")


def _check_needed(table: Table, writes: Sequence[Write], given: Sequence[str]) -> None:
    """Error 23000 for a column that INSERT can't do without."""
    for write in writes:
        needed = [*write.placed, *((put.column,) for put in write.puts if put.required)]
        for names in needed:
            if not set(names) & set(given):
                raise Error("23000", f"INSERT into {table.name} needs a value for {' or '.join(names)}.")
