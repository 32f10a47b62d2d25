"""The queries whose rows a statement writes: values for columns first, then what is read of the rows to change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from jsdodbc.errors import Error, Misnamed
from jsdodbc.model.table import Table
from jsdodbc.model.types import SqlType
from jsdodbc.model.write import DELETE, INSERT, UPDATE, Write
from jsdodbc.sql.changes import target
from jsdodbc.sql.nearest import suggestion


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


def parameters(query: exp.Expr, table: Table, writes: Sequence[Write]) -> dict[int, SqlType]:
    """The types of the parameters that are given to columns as they are."""
    return {
        int(cast.this.this): type_of(table, writes, cast.meta["column"])
        for cast in query.find_all(exp.Cast)
        if "column" in cast.meta and isinstance(cast.this, exp.Placeholder) and str(cast.this.this).isdigit()
    }


# ---- INSERT
def inserted(tree: exp.Insert, table: Table) -> tuple[tuple[str, ...], exp.Expr]:
    """The columns that INSERT gives values, and the query of these. Errors 42000, 42S22, 21S01."""
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
def assigned(tree: exp.Expr, table: Table) -> dict[str, exp.Expr]:
    """The values of SET by column, converted to its type. Errors 42000, 42S22."""
    found: dict[str, exp.Expr] = {}
    for each in tree.expressions:
        if not (isinstance(each, exp.EQ) and isinstance(each.this, exp.Column)):
            raise Error("42000", "SET wants assignments: column = value.")
        name = spelt(table, UPDATE, each.this.name)
        if name in found:
            raise Error("42000", f"SET names the column {name} twice.")
        found[name] = _cast(each.expression.copy(), table, UPDATE, name)
    return found


def read_columns(table: Table, write: Write, assigned: Iterable[str]) -> Iterable[str]:
    """The columns of a row that a write needs beside what the statement gives."""
    for place in write.placed:
        yield next(name for name in place if table.column(name) is not None)
    if write.touches:
        yield write.touches
    for put in write.puts:
        wanted = put.keep or put.required or write.verb == DELETE
        if wanted and put.column not in assigned and table.column(put.column) is not None:
            yield put.column


def rows_to_change(tree: exp.Expr, table: Table, assigned: dict[str, exp.Expr], found: Sequence[str]) -> exp.Expr:
    """The query for the rows that UPDATE or DELETE finds: their new values, then the columns `found` of each."""
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


def with_tables(tree: exp.Expr, query: exp.Expr) -> exp.Expr:
    """The query with the common table expressions of the statement."""
    clause = tree.args.get("with_")
    if clause is not None:
        query.set("with_", clause.copy())
    return query
