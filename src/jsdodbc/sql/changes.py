"""Statements that change: CREATE TABLE, SELECT … INTO, INSERT, UPDATE, DELETE, TRUNCATE, DROP TABLE.

Which table is changed decides what becomes of them: those of the scratch schema are DuckDB's own tables.
"""

from __future__ import annotations

from sqlglot import exp

from jsdodbc.errors import Error

FIRST_WORDS = ("CREATE", "INSERT", "UPDATE", "DELETE", "DROP", "TRUNCATE")
_KINDS = (exp.Create, exp.Insert, exp.Update, exp.Delete, exp.Drop, exp.TruncateTable)
_BINARY = (exp.DType.BINARY, exp.DType.VARBINARY)
_BOUNDLESS = (*exp.DataType.TEXT_TYPES, *_BINARY)


def is_change(tree: exp.Expr) -> bool:
    return isinstance(tree, _KINDS)


def defines(tree: exp.Expr) -> bool:
    """Whether tables come or go."""
    return isinstance(tree, exp.Create | exp.Drop)


def normalized(tree: exp.Expr) -> exp.Expr:
    """SELECT … INTO as CREATE TABLE … AS, `DELETE t` as DELETE FROM t. Error 42000, HYC00."""
    into = tree.args.get("into") if isinstance(tree, exp.Select) else None
    if into is not None:
        tree.set("into", None)
        return exp.Create(this=into.this, kind="TABLE", expression=tree)
    if not is_change(tree):
        return tree
    if isinstance(tree, exp.Delete) and not tree.this and len(tree.args.get("tables") or ()) == 1:
        tree.set("this", tree.args["tables"][0])
        tree.set("tables", None)
    _check(tree)
    return tree


def bounded(tree: exp.Expr) -> exp.Expr:
    """Lengths of columns as conditions on them: DuckDB passes over the lengths of types."""
    for column in tree.find_all(exp.ColumnDef):
        kind = column.args.get("kind")
        if not isinstance(kind, exp.DataType) or not kind.is_type(*_BOUNDLESS):
            continue
        sizes, counts = kind.expressions, "octet_length" if kind.is_type(*_BINARY) else "char_length"
        kind.set("expressions", None)
        if len(sizes) == 1 and sizes[0].name.isdigit():
            length = exp.Anonymous(this=counts, expressions=[exp.column(column.this.copy())])
            check = exp.CheckColumnConstraint(this=exp.LTE(this=length, expression=exp.Literal.number(sizes[0].name)))
            column.append("constraints", exp.ColumnConstraint(kind=check))
    return tree


def _check(tree: exp.Expr) -> None:
    kind = str(tree.args.get("kind") or "TABLE").upper()
    if isinstance(tree, exp.Create | exp.Drop) and kind != "TABLE":
        raise Error("HYC00", f"{tree.key.upper()} {kind} is not supported: only tables can be made and dropped.")
    properties = tree.args.get("properties")
    if properties is not None:
        if any(not isinstance(one, exp.TemporaryProperty) for one in properties.expressions):
            raise Error("HYC00", "CREATE TABLE takes columns and constraints only. Leave its options out.")
        tree.set("properties", None)  # the scratch schema is temporary already
    if target(tree) is None:
        raise Error("42000", f"{tree.key.upper()} wants the name of one table.")


def target(tree: exp.Expr) -> exp.Table | None:
    """The table that is changed; of `DELETE a FROM t a` the one with the alias."""
    if isinstance(tree, exp.Delete) and tree.args.get("tables") and isinstance(tree.this, exp.Table):
        (named,) = tree.args["tables"][:1]
        return tree.this if named.name.lower() == tree.this.alias_or_name.lower() else None
    named = tree.args.get("tables") or (tree.expressions if isinstance(tree, exp.TruncateTable) else None)
    node = named[0] if named and len(named) == 1 else tree.this if not named else None
    while isinstance(node, exp.Schema):
        node = node.this
    return node if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier) else None
