"""Predicates on one table, in a small algebra of our own: what DuckDB hands to a scan, normalized.

NOT is pushed down to the leaves: a negated leaf is true exactly where the leaf is false (not where it is unknown),
which is SQL's NOT under WHERE. `IMPOSSIBLE` is true nowhere and costs no request; `ALL` is true everywhere.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from duckdb._sources.nodes import Binary, Col, In, Lit, Node, Postfix, Unary

from jsdodbc.model.column import Column, Filter
from jsdodbc.model.table import Table

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`column operator value`; never true where the column is NULL."""

    column: Column
    operator: str
    value: object


@dataclass(frozen=True, slots=True)
class Membership:
    """`column IN values`, or NOT IN when `negated`; never true where the column is NULL."""

    column: Column
    values: tuple[object, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Nullness:
    """`column IS NULL`, or IS NOT NULL when `negated`."""

    column: Column
    negated: bool = False


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """True or false everywhere."""

    value: bool


@dataclass(frozen=True, slots=True)
class Opaque:
    """A predicate whose shape is not known: anything may be true."""


ALL, IMPOSSIBLE = Constant(True), Constant(False)
Leaf = Comparison | Membership | Nullness
Predicate = Comparison | Membership | Nullness | And | Or | Constant | Opaque


def conjunction(parts: Iterable[Predicate]) -> Predicate:
    """All of `parts`."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, And) else (part,)) if each != ALL]
    if IMPOSSIBLE in flat:
        return IMPOSSIBLE
    return flat[0] if len(flat) == 1 else And(tuple(flat)) if flat else ALL


def disjunction(parts: Iterable[Predicate]) -> Predicate:
    """Any of `parts`."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, Or) else (part,)) if each != IMPOSSIBLE]
    if ALL in flat:
        return ALL
    return flat[0] if len(flat) == 1 else Or(tuple(flat)) if flat else IMPOSSIBLE


def from_node(node: Node, table: Table, *, negated: bool = False) -> Predicate:
    """DuckDB's predicate tree over the columns of `table`."""
    match node:
        case Binary(op="AND" | "OR", left=left, right=right):
            parts = (from_node(left, table, negated=negated), from_node(right, table, negated=negated))
            return conjunction(parts) if (node.op == "AND") != negated else disjunction(parts)
        case Unary(op="NOT", operand=operand):
            return from_node(operand, table, negated=not negated)
    return _leaf(node, table, negated)


def _leaf(node: Node, table: Table, negated: bool) -> Predicate:
    match node:
        case Binary(op=op, left=Col(parts=(name,)), right=Lit(value=value)) if op in _OPPOSITE:
            column = table.column(name)
            return Comparison(column, _OPPOSITE[op] if negated else op, value) if column else Opaque()
        case In(operand=Col(parts=(name,)), values=values):
            column = table.column(name)
            literals = tuple(each.value for each in values if isinstance(each, Lit))
            return Membership(column, literals, negated) if column and len(literals) == len(values) else Opaque()
        case Postfix(op="IS NULL" | "IS NOT NULL", operand=Col(parts=(name,))):
            column = table.column(name)
            return Nullness(column, (node.op == "IS NOT NULL") != negated) if column else Opaque()
    return Opaque()


def without(predicate: Predicate, columns: Container[Column]) -> Predicate:
    """The predicate without its parts that look at one of `columns` alone: true of more rows."""
    parts = predicate.parts if isinstance(predicate, And) else (predicate,)
    return conjunction(part for part in parts if not (isinstance(part, Leaf) and part.column in columns))


def only(predicate: Predicate, kind: Filter) -> Predicate:
    """The parts of the predicate that are about columns with that kind of filter: true of more rows."""
    parts = predicate.parts if isinstance(predicate, And) else (predicate,)
    return conjunction(
        part for part in parts if isinstance(part, Leaf) and part.column.pushdown and part.column.pushdown.kind is kind
    )


def columns_of(predicate: Predicate) -> set[str]:
    """The names of the columns a predicate looks at."""
    if isinstance(predicate, And | Or):
        return set().union(*map(columns_of, predicate.parts))
    return {predicate.column.name} if isinstance(predicate, Leaf) else set()


def requires_value(predicate: Predicate, name: str) -> bool:
    """Whether the predicate is true only where the column of that name is not NULL."""
    match predicate:
        case And(parts=parts):
            return any(requires_value(part, name) for part in parts)
        case Or(parts=parts):
            return all(requires_value(part, name) for part in parts)
        case Nullness(column=column, negated=negated):
            return column.name == name and negated
        case Comparison(column=column) | Membership(column=column):
            return column.name == name
    return predicate == IMPOSSIBLE


def text_of(predicate: Predicate) -> str:
    """The predicate as SQL, for EXPLAIN."""
    match predicate:
        case And(parts=parts) | Or(parts=parts):
            word = " AND " if isinstance(predicate, And) else " OR "
            return "(" + word.join(map(text_of, parts)) + ")"
        case Comparison(column=column, operator=operator, value=value):
            return f"{_name(column)} {'<>' if operator == '!=' else operator} {_value(value)}"
        case Membership(column=column, values=values, negated=negated):
            return f"{_name(column)} {'NOT IN' if negated else 'IN'} ({', '.join(map(_value, values))})"
        case Nullness(column=column, negated=negated):
            return f"{_name(column)} IS {'NOT ' if negated else ''}NULL"
        case Constant(value=value):
            return "TRUE" if value else "FALSE"
    return "(…)"


def _name(column: Column) -> str:
    return column.name if column.name.isidentifier() else '"' + column.name.replace('"', '""') + '"'


def _value(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value) if isinstance(value, int | float) else f"'{value}'"
