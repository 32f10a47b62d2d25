"""Pseudo-columns in a statement: conditions that the scan is given, and nothing else (model.table.Table)."""

from __future__ import annotations

from sqlglot import exp

from jsdodbc.errors import Error
from jsdodbc.plan.columns import origin
from jsdodbc.plan.scans import Scans

_CLAUSES = (exp.Where, exp.Join, exp.Having, exp.Qualify)


def settle(tree: exp.Expr, scans: Scans) -> None:
    """Error 42000 for a condition that no scan can be given; NULL for what no condition gives a value."""
    names = {column.name.lower() for scan in scans.all for column in scan.table.pseudo_columns}
    mentions = [column for column in tree.find_all(exp.Column) if column.name.lower() in names] if names else []
    conditions, plain = list[exp.Column](), list[exp.Column]()
    for column in mentions:
        (conditions if _in_condition(column) else plain).append(column)
    scanned = {_place(column, scans) for column in conditions}
    seen: set[tuple[int, str, str]] = set()
    for column in conditions:
        _check(column, scans, seen)
    unsure = {name for place, name in scanned if not place}
    for column in plain:
        place = _place(column, scans)
        found = origin(column, scans)
        if found is None or place in scanned or place[1] in unsure:
            scanned.add(place)
        elif found.column.pseudo:
            _replace(column)
    if all(place for place, _ in scanned):
        scans.without_pseudo_columns({place for place, _ in scanned})


def _in_condition(column: exp.Column) -> bool:
    clause = column.find_ancestor(*_CLAUSES, exp.Select)
    return isinstance(clause, _CLAUSES)


def _place(column: exp.Column, scans: Scans) -> tuple[str, str]:
    """The scan that has the column, "" when that isn't sure, and its name."""
    found = origin(column, scans)
    return (found.scan.name if found is not None else "", column.name.lower())


def _check(column: exp.Column, scans: Scans, seen: set[tuple[int, str, str]]) -> None:
    found = origin(column, scans)
    if found is None or not found.column.pseudo:
        return
    name = found.column.name
    key = (id(column.find_ancestor(exp.Select)), found.scan.name, name)
    if not _is_given(column) or key in seen:
        raise Error(
            "42000",
            f"{name} can only be given, once, as {name} = '…' or {name} IN ('…', '…'), joined to other conditions by "
            "AND: it is told to the site and not compared row by row.",
        )
    seen.add(key)


def _is_given(column: exp.Column) -> bool:
    """Whether the column stands in a condition that can be handed over."""
    node = _outermost(column)
    test = node.parent
    if isinstance(test, exp.EQ):
        other = test.expression if test.this is node else test.this
    elif isinstance(test, exp.In) and test.this is node and test.args.get("query") is None:
        other = exp.Tuple(expressions=[each.copy() for each in test.expressions])
    else:
        return False
    if other.find(exp.Column, exp.Query) is not None:
        return False
    above = test.parent
    while isinstance(above, exp.And | exp.Paren):
        above = above.parent
    return isinstance(above, exp.Where | exp.Join)


def _outermost(node: exp.Expr) -> exp.Expr:
    while isinstance(node.parent, exp.Paren):
        node = node.parent
    return node


def _replace(column: exp.Column) -> None:
    null = exp.cast(exp.Null(), "VARCHAR")
    select = column.parent
    if isinstance(select, exp.Select) and column.arg_key == "expressions":
        column.replace(exp.alias_(null, column.name, quoted=True))
    else:
        column.replace(null)
