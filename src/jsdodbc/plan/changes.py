"""Statements that change the site, as the query that finds their rows: what to write, and which rows to write to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from jsdodbc.errors import Error, Misnamed
from jsdodbc.model.table import Table
from jsdodbc.model.types import SqlType
from jsdodbc.model.write import DELETE, INSERT, UPDATE, Write
from jsdodbc.model.written import written_columns
from jsdodbc.sql.changes import target
from jsdodbc.sql.nearest import suggestion

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
    writes = table.written(verb)
    if not writes:
        raise Error("42000", f"{_verb(tree)} is not possible: {_possible(table)}")
    returning = tree.args.get("returning")
    listed = tuple(returning.expressions) if returning is not None else ()
    if verb == INSERT:
        assert isinstance(tree, exp.Insert)
        given, query = _inserted(tree, table)
        if isinstance(tree.this, exp.Schema):
            _check_given(table, verb, writes, given)
        writes = _taking_part(table, writes, given)
        _check_needed(table, writes, given)
        types = _parameters(query, table, writes)
        return Change(table, verb, writes, given, (), _with(tree, query), listed, types)
    assignments = _assigned(tree, table) if verb == UPDATE else {}
    if verb == UPDATE:
        _check_given(table, verb, writes, assignments)
        writes = _taking_part(table, writes, assignments)
    keys = [column.name for column in table.keys] if listed else []
    found = tuple(dict.fromkeys((*keys, *(name for one in writes for name in _read(table, one, assignments)))))
    query = _rows(tree, table, assignments, found)
    types = _parameters(query, table, writes)
    alias = tree.this.alias if isinstance(tree.this, exp.Table) else None
    return Change(table, verb, writes, tuple(assignments), found, _with(tree, query), listed, types, alias or None)


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


def spelt(table: Table, verb: str, name: str) -> str:
    """The model's spelling of a column. Error 42S22."""
    column = table.column(name)
    if column is not None:
        return column.name
    only = {put.column.lower(): put.column for write in table.written(verb) for put in write.puts}
    if name.lower() not in only:
        close = suggestion(name, [*(one.name for one in table.every), *only.values()])
        raise Misnamed("42S22", f"The table {table.name} has no column {name}.{close}", name)
    return only[name.lower()]


def type_of(table: Table, writes: Sequence[Write], name: str) -> SqlType:
    """The type that values of a column are converted to."""
    column = table.column(name)
    if column is not None:
        return column.type
    return next(put.type for write in writes for put in write.puts if put.column == name)


def _cast(value: exp.Expr, table: Table, verb: str, name: str) -> exp.Expr:
    cast = exp.cast(value, type_of(table, table.written(verb), name).duckdb)
    cast.meta["column"] = name
    return cast


def _parameters(query: exp.Expr, table: Table, writes: Sequence[Write]) -> dict[int, SqlType]:
    """The types of the parameters that are given to columns as they are."""
    return {
        int(cast.this.this): type_of(table, writes, cast.meta["column"])
        for cast in query.find_all(exp.Cast)
        if "column" in cast.meta and isinstance(cast.this, exp.Placeholder) and str(cast.this.this).isdigit()
    }


# ---- INSERT
def _inserted(tree: exp.Insert, table: Table) -> tuple[tuple[str, ...], exp.Expr]:
    names = _named(tree, table)
    source = tree.args.get("expression")
    if source is None:
        raise Error("42000", "INSERT wants VALUES (…) or a SELECT.")
    if isinstance(source, exp.Values):
        return names, _values(source, table, names)
    return names, _selected(source, table, names)


def _named(tree: exp.Insert, table: Table) -> tuple[str, ...]:
    if not isinstance(tree.this, exp.Schema):
        return tuple(column.name for column in table.columns if not column.pseudo)
    names = tuple(spelt(table, INSERT, each.name) for each in tree.this.expressions)
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise Error("42000", f"INSERT names the column {twice} twice.")
    return names


def _values(source: exp.Values, table: Table, names: Sequence[str]) -> exp.Expr:
    for row in source.expressions:
        items = row.expressions if isinstance(row, exp.Tuple) else [row]
        if len(items) != len(names):
            raise Error("21S01", f"INSERT names {len(names)} columns, but a row of VALUES has {len(items)}.")
        made = [
            exp.cast(exp.null(), type_of(table, table.written(INSERT), name).duckdb)
            if isinstance(item, exp.Var)  # DEFAULT
            else _cast(item.copy(), table, INSERT, name)
            for item, name in zip(items, names, strict=True)
        ]
        row.replace(exp.Tuple(expressions=made))
    alias = exp.TableAlias(
        this=exp.to_identifier("given", quoted=True), columns=[_identifier(place) for place in range(len(names))]
    )
    source.set("alias", alias)
    return exp.select(*(exp.column(_identifier(place)) for place in range(len(names)))).from_(source, copy=False)


def _selected(source: exp.Expr, table: Table, names: Sequence[str]) -> exp.Expr:
    """The rows of a query; DuckDB refuses one with another number of columns."""
    head = exp.select(*(exp.alias_(exp.null(), _identifier(place)) for place in range(len(names))))
    inner = source.unnest() if isinstance(source, exp.Subquery) else source
    assert isinstance(inner, exp.Query)
    both = exp.union(head.where(exp.false()), exp.select("*").from_(inner.subquery("rows")), distinct=False)
    columns = (_cast(exp.column(_identifier(place)), table, INSERT, name) for place, name in enumerate(names))
    return exp.select(*(exp.alias_(each, _identifier(place)) for place, each in enumerate(columns))).from_(
        both.subquery("given")
    )


def _identifier(place: int) -> exp.Identifier:
    return exp.to_identifier(f"value {place + 1}", quoted=True)


# ---- UPDATE and DELETE
def _assigned(tree: exp.Expr, table: Table) -> dict[str, exp.Expr]:
    found: dict[str, exp.Expr] = {}
    for each in tree.expressions:
        if not (isinstance(each, exp.EQ) and isinstance(each.this, exp.Column)):
            raise Error("42000", "SET wants assignments: column = value.")
        name = spelt(table, UPDATE, each.this.name)
        if name in found:
            raise Error("42000", f"SET names the column {name} twice.")
        found[name] = _cast(each.expression.copy(), table, UPDATE, name)
    return found


def _read(table: Table, write: Write, assigned: Iterable[str]) -> Iterable[str]:
    """The columns of a row that a write needs beside what the statement gives."""
    for place in write.placed:
        yield next(name for name in place if table.column(name) is not None)
    if write.touches:
        yield write.touches
    for put in write.puts:
        wanted = put.keep or put.required or write.verb == DELETE
        if wanted and put.column not in assigned and table.column(put.column) is not None:
            yield put.column


def _rows(tree: exp.Expr, table: Table, assigned: dict[str, exp.Expr], found: Sequence[str]) -> exp.Expr:
    node = target(tree)
    assert node is not None, "sql.changes has seen to it"
    node = tree.this if isinstance(tree.this, exp.Table) else node
    alias = node.alias or node.name
    known = [
        exp.alias_(
            exp.column(exp.to_identifier(name, quoted=True), table=exp.to_identifier(alias, quoted=True)),
            f"found {place}",
            quoted=True,
        )
        for place, name in enumerate(found, 1)
    ]
    values = [exp.alias_(value, _identifier(place)) for place, value in enumerate(assigned.values())]
    query = exp.select(*values, *known).from_(node.copy())
    beside = tree.args.get("from_")
    others = [beside.this] if beside is not None else list(tree.args.get("using") or ())
    for other in others:
        query = query.join(other.copy(), join_type="cross")
    where = tree.args.get("where")
    if where is not None:
        query.set("where", where.copy())
    for clause in ("order", "limit"):
        if tree.args.get(clause) is not None:
            query.set(clause, tree.args[clause].copy())
    return query


def _with(tree: exp.Expr, query: exp.Expr) -> exp.Expr:
    clause = tree.args.get("with_")
    if clause is not None:
        query.set("with_", clause.copy())
    return query
