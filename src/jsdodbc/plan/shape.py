"""Statements over one table that a scan can answer with less: LIMIT, ORDER BY … LIMIT, COUNT(*), MIN and MAX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlglot import exp

from jsdodbc.plan.columns import origin
from jsdodbc.plan.scans import Scan, Scans
from jsdodbc.scan.hints import Hints

SPOILERS = (
    "joins",
    "laterals",
    "group",
    "having",
    "qualify",
    "distinct",
    "sample",
    "windows",
    "with_",
    "pivots",
    "prewhere",
    "connect",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What may be told to the one scan. `filtered`: only once DuckDB's plan shows that the scan applies all predicates.

    `filters`: the predicates, once DuckDB offered them. `ordered`: the statement sorts by something the
    scan can't: then a limit means nothing to it.
    """

    scan: Scan
    hints: Hints
    filtered: bool
    ordered: bool = False
    filters: tuple[Any, ...] = ()

    def limited(self, rows: int) -> Shape:
        """The shape when nobody reads more than `rows` rows of the result; 0 for all."""
        if not rows or self.ordered or self.hints.count_only:
            return self
        limit = min(rows, self.hints.limit if self.hints.limit is not None else rows)
        return replace(self, hints=replace(self.hints, limit=limit))

    @property
    def useful(self) -> bool:
        return self.hints.limit is not None or self.hints.count_only


def shape(tree: exp.Expr, scans: Scans) -> Shape | None:
    """The shape of a statement that reads one table and does nothing to its rows that hides them from LIMIT."""
    if not isinstance(tree, exp.Select) or len(scans.all) != 1 or any(tree.args.get(name) for name in SPOILERS):
        return None
    clause = tree.args.get("from_")
    scan = scans.of(clause.this) if clause is not None else None
    if clause is None or scan is None or clause.this.args.get("pivots") or clause.this.args.get("sample"):
        return None
    filtered = tree.args.get("where") is not None
    if _counts(tree):
        return Shape(scan, Hints(count_only=True), filtered)
    extreme = _extreme(tree, scans)
    if extreme is not None:
        return Shape(scan, Hints(limit=1, order=(extreme,)), filtered)
    if any(not _row_wise(item) for item in tree.expressions):
        return None
    limit, order = _limit(tree), _order(tree, scans)
    if tree.args.get("limit") is not None and limit is None:
        return None
    return Shape(scan, Hints(limit=limit if order is not None else None, order=order or ()), filtered, order is None)


def _counts(tree: exp.Select) -> bool:
    if any(tree.args.get(name) for name in ("limit", "offset", "order")):
        return False
    return counts([item.unalias() for item in tree.expressions])


def counts(items: Sequence[exp.Expr]) -> bool:
    """Whether every item is COUNT(*), or COUNT of a literal."""
    return bool(items) and all(
        isinstance(item, exp.Anonymous)
        and item.name.lower() in ("count", "count_star")
        and all(isinstance(argument, exp.Star | exp.Literal) for argument in item.expressions)
        for item in items
    )


# Functions that give one value a row; any other may be an aggregate or change the number of rows.
_SCALAR = frozenset(
    [
        "upper",
        "lower",
        "length",
        "substr",
        "substring",
        "trim",
        "ltrim",
        "rtrim",
        "coalesce",
        "concat",
        "replace",
        "year",
        "month",
        "day",
        "hour",
        "minute",
        "second",
        "date_part",
        "date_trunc",
        "date_diff",
        "strftime",
        "round",
        "abs",
        "chr",
        "ascii",
        "instr",
        "left",
        "right",
        "ifnull",
        "nullif",
        "now",
    ]
)


def _row_wise(item: exp.Expr) -> bool:
    for node in item.walk():
        if isinstance(node, exp.Window | exp.AggFunc | exp.Query | exp.Unnest | exp.Columns):
            return False
        if isinstance(node, exp.Anonymous) and node.name.lower() not in _SCALAR:
            return False
    return True


def _limit(tree: exp.Select) -> int | None:
    """LIMIT plus OFFSET, when both are plain numbers."""
    limit, offset = tree.args.get("limit"), tree.args.get("offset")
    if limit is None:
        return None
    number = _number(limit.expression if isinstance(limit, exp.Limit) else limit.args.get("count"))
    skipped = _number(offset.expression) if offset is not None else 0
    options = limit.args.get("limit_options")
    if number is None or skipped is None or options is not None:
        return None
    return number + skipped


def _number(node: exp.Expr | None) -> int | None:
    return int(node.name) if isinstance(node, exp.Literal) and node.name.isdigit() else None


def _order(tree: exp.Select, scans: Scans) -> tuple[tuple[str, bool], ...] | None:
    """The first column sorted by; () without ORDER BY; None for an order that the scan has no word for.

    The others don't matter: the scan gives all rows that equal the last one in the first column.
    """
    clause = tree.args.get("order")
    if clause is None:
        return ()
    first = clause.expressions[0]
    column = _sorted_column(first.this, tree)
    found = origin(column, scans) if column is not None else None
    if found is None or not found.column.order or (first.args.get("nulls_first") and found.column.nullable):
        return None
    if not all(_row_wise(ordered) for ordered in clause.expressions):
        return None
    return ((found.column.name, bool(first.args.get("desc"))),)


def _extreme(tree: exp.Select, scans: Scans) -> tuple[str, bool] | None:
    """The column and direction whose first row answers a query for MIN or MAX of it."""
    if any(tree.args.get(name) for name in ("limit", "offset", "order")) or not tree.expressions:
        return None
    found = {_extreme_item(item.unalias(), scans) for item in tree.expressions}
    return found.pop() if len(found) == 1 else None


def _extreme_item(item: exp.Expr, scans: Scans) -> tuple[str, bool] | None:
    """(column, descending) of MIN or MAX of a column."""
    if not isinstance(item, exp.Anonymous) or item.name.lower() not in ("min", "max") or len(item.expressions) != 1:
        return None
    argument = item.expressions[0]
    one = origin(argument, scans) if isinstance(argument, exp.Column) else None
    return (one.column.name, item.name.lower() == "max") if one is not None and one.column.order else None


def _sorted_column(node: exp.Expr, tree: exp.Select) -> exp.Column | None:
    """The column behind a sort key: itself, an alias of it, or its position in the list."""
    number = _number(node)
    if number is not None and 1 <= number <= len(tree.expressions):
        node = tree.expressions[number - 1].unalias()
    elif isinstance(node, exp.Column) and not node.table:
        aliased = [item for item in tree.expressions if item.alias_or_name.lower() == node.name.lower()]
        node = aliased[0].unalias() if len(aliased) == 1 else node
    return node if isinstance(node, exp.Column) else None
