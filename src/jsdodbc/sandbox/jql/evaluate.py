"""A query to the numbers of the issues it finds, in order.

NOT is pushed down to the clauses first, as Jira does: `NOT (a = x)` is `a != x`, which never matches an empty field.
Restrictions by key, id and creation at the top level become a range of numbers, so that a big site is not walked for
them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from jsdodbc.sandbox.fields import Field
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.jql.clauses import Test, empty, issue_of, test_of
from jsdodbc.sandbox.jql.context import Context
from jsdodbc.sandbox.jql.errors import JqlError
from jsdodbc.sandbox.jql.moments import moment
from jsdodbc.sandbox.jql.parser import Clause, Empty, Junction, Node, Not, Query, Value

_OPPOSITE = {
    "=": "!=",
    "!=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "~": "!~",
    "!~": "~",
    "in": "not in",
    "not in": "in",
    "is": "is not",
    "is not": "is",
}
_FLIPPED = {"and": "or", "or": "and"}
_EMPTY_FIRST = frozenset({"text", "user", "labels"})  # ascending; the others have their empty values last


def run(query: Query, context: Context) -> Sequence[int]:
    """The issue numbers found; newest first when the query does not say."""
    found = _filter(query.where, context)
    return _sorted(found, query.order, context)


def positive(node: Node, negate: bool = False) -> Node:
    """The same query without NOT."""
    if isinstance(node, Not):
        return positive(node.part, not negate)
    if isinstance(node, Clause):
        return replace(node, operator=_OPPOSITE[node.operator]) if negate else node
    word = _FLIPPED[node.word] if negate else node.word
    return Junction(word, tuple(positive(part, negate) for part in node.parts))


def _compile(node: Node, context: Context) -> Test:
    if isinstance(node, Clause):
        return test_of(node, context)
    if isinstance(node, Not):
        return _compile(positive(node), context)
    tests = [_compile(part, context) for part in node.parts]
    if node.word == "and":
        return lambda index: all(test(index) for test in tests)
    return lambda index: any(test(index) for test in tests)


def _filter(where: Node | None, context: Context) -> Sequence[int]:
    if where is None:
        return range(context.store.size)
    candidates: Sequence[int] = range(context.store.size)
    rest: list[Test] = []
    for part in _conjuncts(positive(where)):
        narrowed = _narrow(part, context) if isinstance(part, Clause) else None
        if narrowed is None:
            rest.append(_compile(part, context))
        else:
            candidates = _intersection(candidates, narrowed)
    if not rest:
        return candidates
    first, *others = rest
    return array("I", (index for index in candidates if first(index) and all(test(index) for test in others)))


def _conjuncts(node: Node) -> Iterable[Node]:
    if isinstance(node, Junction) and node.word == "and":
        return [inner for part in node.parts for inner in _conjuncts(part)]
    return [node]


def _intersection(left: Sequence[int], right: Sequence[int]) -> Sequence[int]:
    if isinstance(left, range) and isinstance(right, range):
        return range(max(left.start, right.start), max(max(left.start, right.start), min(left.stop, right.stop)))
    if isinstance(left, range):
        return [index for index in right if index in left]
    inside = right if isinstance(right, range) else set(right)
    return [index for index in left if index in inside]


def _narrow(clause: Clause, context: Context) -> Sequence[int] | None:
    """The exact numbers of a clause on key, id or creation; None: walk."""
    if any(isinstance(operand, Empty) for operand in clause.operands):
        return None
    fields = context.fields_named(clause.field)
    kind = fields[0].id if len(fields) == 1 else ""
    if kind == "issuekey" and clause.operator in ("=", "in"):
        found = {issue_of(operand, clause.field, context) for operand in clause.operands}
        return sorted(index for index in found if index is not None)
    operand = clause.operands[0]
    if kind == "issuekey" and clause.operator in _EDGES and isinstance(operand, Value) and operand.text.isdecimal():
        return _range(clause.operator, int(operand.text), context, context.store.id)
    if kind == "created" and clause.operator in _EDGES and context.store.ascending:
        return _range(clause.operator, moment(operand, clause.field, context)[0], context, context.store.created)
    return None


_EDGES: dict[str, tuple[bool, Callable[..., int]]] = {
    "<": (False, bisect_left),
    "<=": (False, bisect_right),
    ">": (True, bisect_right),
    ">=": (True, bisect_left),
}


def _range(sign: str, limit: int, context: Context, key: Callable[[int], Any]) -> range:
    from_edge, search = _EDGES[sign]
    edge = search(range(context.store.size), limit, key=key)
    return range(edge, context.store.size) if from_edge else range(edge)


def _sorted(found: Sequence[int], order: Sequence[tuple[str, bool]], context: Context) -> Sequence[int]:
    fields = [(_orderable(name, context), descending) for name, descending in order]
    if not fields:
        return found[::-1]
    if fields[0][0].id == "created" or (fields[0][0].id == "issuekey" and order[0][0].lower() == "id"):
        return found[::-1] if fields[0][1] else found
    result = list(found)
    for field, descending in reversed(fields):
        result = _stable(result, field, descending, context)
    return array("I", result)


def _orderable(name: str, context: Context) -> Field:
    fields = context.fields_named(name)
    if not fields or not (fields[0].orderable or fields[0].id == "issuekey") or fields[0].kind in ("opaque", "comment"):
        raise JqlError(
            f"Not able to sort using field '{name}'."
            if fields
            else f"Field '{name}' does not exist or you do not have permission to view it."
        )
    return fields[0]


def _stable(found: list[int], field: Field, descending: bool, context: Context) -> list[int]:
    store = context.store
    keyed = [(index, field.value(store, index)) for index in found]
    missing = [index for index, raw in keyed if empty(raw)]
    present = sorted(
        ((_sort_key(field, raw, context), index) for index, raw in keyed if not empty(raw)),
        key=lambda pair: pair[0],
        reverse=descending,
    )
    ordered = [index for _, index in present]
    first = (field.kind in _EMPTY_FIRST) != descending
    return missing + ordered if first else ordered + missing


def _sort_key(field: Field, raw: Any, context: Context) -> Any:
    if isinstance(raw, tuple):
        raw = raw[0]
    if field.kind == "key":
        project, _, number = context.store.key(raw).rpartition("-")
        return project, int(number)
    if isinstance(raw, Entity):
        return (0, raw.name.lower()) if field.kind in ("user", "project") else (raw.rank, raw.name.lower())
    if field.kind == "sla":
        return raw.ongoing.remaining if raw.ongoing else 1 << 60
    return raw.lower() if isinstance(raw, str) else raw
