"""Date literals: L_TODAY(), L_LAST_N_MONTHS(3) … stand for a span of days, in UTC; weeks begin on Sunday.

Compared with a column, `=` means inside the span, `<` before it, `<=` not after it, `>` after it, `>=` not before it.
Anywhere else a literal is the first day of its span.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from jsdodbc.errors import Error

_TODAY = "CAST(now() AS DATE)"
_WEEK = f"({_TODAY} - CAST(dayofweek({_TODAY}) AS INTEGER))"
_STARTS = {
    "DAY": _TODAY,
    "WEEK": _WEEK,
    **{unit: f"CAST(date_trunc('{unit.lower()}', {_TODAY}) AS DATE)" for unit in ("MONTH", "QUARTER", "YEAR")},
}
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
_DAYS = {"DAY": 1, "WEEK": 7}


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the day after the last, in units counted from the one that has today in it."""

    unit: str
    first: str
    end: str


def _fixed() -> dict[str, Span]:
    spans = {
        "L_TODAY": Span("DAY", "0", "1"),
        "L_YESTERDAY": Span("DAY", "-1", "0"),
        "L_TOMORROW": Span("DAY", "1", "2"),
        "L_LAST_90_DAYS": Span("DAY", "-90", "0"),
        "L_NEXT_90_DAYS": Span("DAY", "0", "90"),
    }
    for unit in ("WEEK", "MONTH", "QUARTER", "YEAR"):
        for place, first in (("LAST", -1), ("THIS", 0), ("NEXT", 1)):
            spans[f"L_{place}_{unit}"] = Span(unit, str(first), str(first + 1))
    return spans


def _counted() -> dict[str, Span]:
    """Of n whole units: those before the present one, or after it; the next n days begin today."""
    spans = {f"L_LAST_N_{unit}S": Span(unit, "-(n)", "0") for unit in _STARTS}
    spans |= {f"L_NEXT_N_{unit}S": Span(unit, "1", "1 + (n)") for unit in _MONTHS}
    spans |= {"L_NEXT_N_WEEKS": Span("WEEK", "1", "1 + (n)"), "L_NEXT_N_DAYS": Span("DAY", "0", "(n)")}
    return spans


FIXED = _fixed()
COUNTED = _counted()


def spread(tree: exp.Expr) -> exp.Expr:
    """`tree` with the days that its date literals stand for. Error 42000 for a wrong number of arguments."""
    for node in list(tree.find_all(exp.Anonymous)):
        if str(node.name).upper() not in FIXED and str(node.name).upper() not in COUNTED:
            continue
        outer = node.parent
        target = outer if isinstance(outer, exp.EQ | exp.NEQ | exp.LT | exp.LTE | exp.GT | exp.GTE) else None
        low_or_high = outer if isinstance(outer, exp.Between) and node.arg_key in ("low", "high") else None
        if target is not None:
            tree = _swapped(tree, target, _compared(target, node))
        elif low_or_high is not None:
            tree = _between(tree, low_or_high)
        elif node.parent is not None or node is tree:
            tree = _swapped(tree, node, _day(node, "first"))
    return tree


def _swapped(tree: exp.Expr, old: exp.Expr, new: exp.Expr) -> exp.Expr:
    old.replace(new)
    return new if old is tree else tree


def _compared(comparison: exp.Binary, literal: exp.Expr) -> exp.Expr:
    """The comparison with the first and the day after the last day of the span."""
    kind: type[exp.Binary] = type(comparison)
    other = comparison.expression
    if comparison.this is literal:
        kind = {exp.LT: exp.GT, exp.GT: exp.LT, exp.LTE: exp.GTE, exp.GTE: exp.LTE}.get(kind, kind)
    else:
        other = comparison.this
    first, end = _day(literal, "first"), _day(literal, "end")
    if kind is exp.EQ:
        return exp.paren(exp.and_(_sided(exp.GTE, other, first), _sided(exp.LT, other, end)), copy=False)
    if kind is exp.NEQ:
        return exp.paren(exp.or_(_sided(exp.LT, other, first), _sided(exp.GTE, other, end)), copy=False)
    sides = {exp.LT: (exp.LT, first), exp.GTE: (exp.GTE, first), exp.GT: (exp.GTE, end), exp.LTE: (exp.LT, end)}
    return _sided(sides[kind][0], other, sides[kind][1])


def _sided(kind: type[exp.Binary], value: exp.Expr, day: exp.Expr) -> exp.Expr:
    return kind(this=value.copy(), expression=day)


def _between(tree: exp.Expr, between: exp.Between) -> exp.Expr:
    low, high = between.args["low"], between.args["high"]
    lower = exp.GTE(this=between.this.copy(), expression=low.copy())
    upper = exp.LTE(this=between.this.copy(), expression=high.copy())
    both = exp.paren(exp.and_(lower, upper, copy=False), copy=False)
    return spread(_swapped(tree, between, both))


def _day(literal: exp.Expr, side: str) -> exp.Expr:
    name = str(literal.name).upper()
    span = FIXED.get(name) or COUNTED[name]
    arguments = literal.expressions
    if len(arguments) != (1 if name in COUNTED else 0):
        raise Error("42000", f"{name} takes {'one number' if name in COUNTED else 'no argument'}.")
    count = span.first if side == "first" else span.end
    if arguments:
        count = count.replace("(n)", f"CAST({arguments[0].sql('duckdb')} AS INTEGER)")
    return sqlglot.parse_one(_moved(span.unit, count), read="duckdb")


def _moved(unit: str, count: str) -> str:
    """The first day of the unit that is `count` units from the present one."""
    start = _STARTS[unit]
    if unit in _DAYS:
        return f"({start} + {_DAYS[unit]} * ({count}))"
    return f"CAST({start} + to_months(CAST({_MONTHS[unit]} * ({count}) AS INTEGER)) AS DATE)"
