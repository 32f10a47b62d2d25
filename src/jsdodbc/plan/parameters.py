"""What type a parameter has by what it meets: the column it is compared with, or computed with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlglot import exp

from jsdodbc.model import types as model
from jsdodbc.model.types import SqlType
from jsdodbc.plan.columns import origin
from jsdodbc.plan.scans import Scans
from jsdodbc.sql.guard import function_name

_COMPARISONS = (
    *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ),
    *(exp.Like, exp.ILike, exp.SimilarTo, exp.RegexpLike),
)
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.IntDiv)
_WRAPPERS = (exp.Paren, exp.Neg, exp.Escape)
# Functions all of whose arguments have one type, which is that of the result.
_ALIKE = frozenset(("coalesce", "ifnull", "nullif", "greatest", "least"))
# Functions whose result has the type of their first argument.
_KEEPING = frozenset(
    ("upper", "lower", "trim", "ltrim", "rtrim", "substr", "substring", "left", "right", "min", "max", "any_value")
)
_DATES = ("year", "quarter", "month", "week", "day", "hour", "minute", "second", "dayname", "monthname", "dayofyear")
_REALS = ("abs", "ceil", "ceiling", "floor", "round", "sign", "sqrt", "exp", "ln", "log10", "power", "sin", "cos")
# Functions whose first argument has a type that DuckDB leaves open, since it knows them for several.
_FIRST: dict[str, SqlType] = {**dict.fromkeys(_DATES, model.TIMESTAMP), **dict.fromkeys(_REALS, model.DOUBLE)}
_NUMBERS = frozenset((2, 3, 4, 5, 6))  # physical layouts of numbers


def types(tree: exp.Expr, scans: Scans) -> Mapping[int, SqlType]:
    """The types of the parameters that a column or a function tells, by number."""
    found: dict[int, SqlType] = {}
    for hole in tree.find_all(exp.Placeholder):
        if str(hole.this).isdigit() and int(hole.this) not in found:
            kind = _met(hole, scans)
            if kind is not None:
                found[int(hole.this)] = kind
    return found


def _met(node: exp.Expr, scans: Scans) -> SqlType | None:
    """The type that the place of a node asks for."""
    parent = node.parent
    if parent is None:
        return None
    if isinstance(parent, _WRAPPERS):
        return _met(parent, scans)
    if isinstance(parent, exp.Tuple):
        return _first_type(_across(node, parent), scans)
    for kinds, rule in _RULES:
        if isinstance(parent, kinds):
            return rule(node, parent, scans)
    return None


def _compared(node: exp.Expr, parent: exp.Expr, scans: Scans) -> SqlType | None:
    return _first_type((parent.this, parent.expression), scans)


def _computed(node: exp.Expr, parent: exp.Expr, scans: Scans) -> SqlType | None:
    kind = _compared(node, parent, scans)
    return kind if kind is not None and kind.physical in _NUMBERS else None


def _listed(node: exp.Expr, parent: exp.Expr, scans: Scans) -> SqlType | None:
    query = parent.args.get("query")
    inner = query.unnest() if query is not None else None
    items = inner.selects if isinstance(inner, exp.Select) else ()
    return _first_type((parent.this, *parent.expressions, *items), scans)


def _between(node: exp.Expr, parent: exp.Expr, scans: Scans) -> SqlType | None:
    return _first_type((parent.this, parent.args["low"], parent.args["high"]), scans)


def _branch(node: exp.Expr, parent: exp.Expr, scans: Scans) -> SqlType | None:
    """A part of CASE: compared with its operand, or one of its results."""
    case = parent if isinstance(parent, exp.Case) else parent.parent
    if not isinstance(case, exp.Case):
        return None
    branches = case.args["ifs"]
    if node.arg_key == "this":
        return _first_type((case.this, *(one.this for one in branches)), scans) if case.this is not None else None
    return _first_type((*(one.args["true"] for one in branches), case.args.get("default")), scans)


def _argument(node: exp.Expr, parent: exp.Expr, scans: Scans) -> SqlType | None:
    name = function_name(parent).lower()
    if name in _ALIKE:
        return _first_type(parent.expressions, scans)
    return _FIRST.get(name) if node.index in (0, None) else None


def _text(node: exp.Expr, parent: exp.Expr, scans: Scans) -> SqlType | None:
    return _compared(node, parent, scans) or model.VARCHAR


def _count(node: exp.Expr, parent: exp.Expr, scans: Scans) -> SqlType | None:
    return model.BIGINT


_Rule = Callable[[exp.Expr, exp.Expr, Scans], SqlType | None]
_RULES: tuple[tuple[tuple[type, ...], _Rule], ...] = (
    (_COMPARISONS, _compared),
    (_ARITHMETIC, _computed),
    ((exp.In,), _listed),
    ((exp.Between,), _between),
    ((exp.Case, exp.If), _branch),
    ((exp.Anonymous,), _argument),
    ((exp.DPipe,), _text),
    ((exp.Limit, exp.Offset, exp.Fetch), _count),
)


def _across(node: exp.Expr, row: exp.Tuple) -> Iterable[exp.Expr]:
    """The members at the same place of the rows that a row is compared or listed with."""
    place = row.expressions.index(node)
    beside = row.parent
    while isinstance(beside, exp.Paren):
        beside = beside.parent
    others = [beside.this, beside.args.get("expression"), *beside.expressions] if beside is not None else []
    for other in others:
        other = other.unnest() if isinstance(other, exp.Paren) else other
        if isinstance(other, exp.Tuple) and place < len(other.expressions):
            yield other.expressions[place]


def _first_type(nodes: Iterable[exp.Expr | None] | Sequence[exp.Expr], scans: Scans) -> SqlType | None:
    return next((kind for kind in (_type(node, scans) for node in nodes) if kind is not None), None)


def _type(node: exp.Expr | None, scans: Scans) -> SqlType | None:
    """The type of an expression, where a column tells it."""
    if isinstance(node, exp.Column):
        known = origin(node, scans)
        return known.column.type if known is not None else None
    if isinstance(node, exp.Paren | exp.Neg | exp.Alias):
        return _type(node.this, scans)
    if isinstance(node, exp.Anonymous):
        name = function_name(node).lower()
        kept = node.expressions[:1] if name in _KEEPING else node.expressions if name in _ALIKE else ()
        return model.BIGINT if name == "count" else _first_type(kept, scans)
    if isinstance(node, _ARITHMETIC):
        kind = _first_type((node.this, node.expression), scans)
        return kind if kind is not None and kind.physical in _NUMBERS else None
    return None
