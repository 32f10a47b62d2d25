"""A query for several totals of one table, taken apart: `SELECT MIN(a), MAX(a), COUNT(*) FROM t WHERE …` is as many
queries that the site answers with a page each.
"""

from __future__ import annotations

from sqlglot import exp

from jsdodbc.plan.shape import SPOILERS, counts


def parts(tree: exp.Expr) -> tuple[exp.Select, ...]:
    """A query for each item of the select list; then, where there are conditions, one that counts the rows, since that
    tells whether the site can decide the conditions. Empty for any other query.
    """
    if not isinstance(tree, exp.Select) or any(tree.args.get(name) for name in (*SPOILERS, "limit", "offset", "order")):
        return ()
    clause = tree.args.get("from_")
    items = tree.expressions
    if clause is None or not isinstance(clause.this, exp.Table) or len(items) < 2 or not all(map(_is_total, items)):
        return ()
    found = [_only(tree, item) for item in items]
    if tree.args.get("where") is not None:
        found.append(_only(tree, exp.Anonymous(this="count", expressions=[exp.Star()])))
    return tuple(found)


def _only(tree: exp.Select, item: exp.Expr) -> exp.Select:
    copy = tree.copy()
    copy.set("expressions", [exp.alias_(item.unalias().copy(), "total", quoted=True)])
    return copy


def _is_total(item: exp.Expr) -> bool:
    inner = item.unalias()
    if not isinstance(inner, exp.Anonymous):
        return False
    extreme = inner.name.lower() in ("min", "max") and len(inner.expressions) == 1
    return counts([inner]) or (extreme and isinstance(inner.expressions[0], exp.Column))
