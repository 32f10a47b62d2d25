"""One clause (field, operator, values) to a test on an issue. All but IS EMPTY are false on an empty field."""

from __future__ import annotations

import operator as python
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from jsdodbc.sandbox.fields import ENTITY_KINDS, Field
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.jql import functions, words
from jsdodbc.sandbox.jql.context import Context
from jsdodbc.sandbox.jql.errors import JqlError
from jsdodbc.sandbox.jql.moments import moment
from jsdodbc.sandbox.jql.parser import Call, Clause, Empty, Operand, Value
from jsdodbc.sandbox.times import day_of, millis_of

Test = Callable[[int], bool]
RawTest = Callable[[Any], bool]
EQUAL = frozenset({"=", "!=", "in", "not in"})
ORDERED = frozenset({"<", "<=", ">", ">="})
WORDS = frozenset({"~", "!~"})
IS = frozenset({"is", "is not"})
COMPARE: dict[str, Callable[[Any, Any], bool]] = {"<": python.lt, "<=": python.le, ">": python.gt, ">=": python.ge}
NEGATIVE = {"!=": "=", "not in": "in", "!~": "~", "is not": "is"}
OPERATORS: dict[str, frozenset[str]] = {
    "text": WORDS | IS,
    "comment": WORDS,
    "number": EQUAL | ORDERED | IS,
    "datetime": EQUAL | ORDERED | IS,
    "date": EQUAL | ORDERED | IS,
    "key": EQUAL | ORDERED,
    "project": EQUAL,
    "issuetype": EQUAL,
    "status": EQUAL,
    "statuscategory": EQUAL,
    "priority": EQUAL | ORDERED | IS,
    "version": EQUAL | ORDERED | IS,
    "sla": EQUAL | ORDERED,
    "approvals": EQUAL | IS,
    "opaque": frozenset(),
}


def test_of(clause: Clause, context: Context) -> Test:
    """A test on issue numbers; fields that share a name are searched together."""
    fields = context.fields_named(clause.field)
    if not fields or all(field.kind == "opaque" for field in fields):
        context.complain(f"Field '{clause.field}' does not exist or you do not have permission to view it.")
        return lambda index: False
    tests = [_field_test(field, clause, context) for field in fields if field.kind != "opaque"]
    return tests[0] if len(tests) == 1 else lambda index: any(test(index) for test in tests)


def _field_test(field: Field, clause: Clause, context: Context) -> Test:
    allowed = OPERATORS.get(field.kind, EQUAL | IS)
    if field.kind == "version" and not context.cloud:
        allowed |= WORDS
    is_empty = any(isinstance(operand, Empty) for operand in clause.operands)
    if clause.operator not in allowed:
        raise JqlError(f"The operator '{clause.operator}' is not supported by the '{clause.field}' field.")
    if clause.operator in IS and not is_empty:
        raise JqlError(f"The operator '{clause.operator}' only supports the values EMPTY and NULL.")
    raw = raw_test(field, clause, context)
    value, store = field.value, context.store
    return lambda index: raw(value(store, index))


def empty(raw: Any) -> bool:
    return raw is None or raw == () or raw == ""


def raw_test(field: Field, clause: Clause, context: Context) -> RawTest:
    """EMPTY among the values tests emptiness; the others go by the kind."""
    negative = clause.operator in NEGATIVE
    if field.kind == "resolution":
        clause = replace(
            clause, operands=tuple(Empty() if _is_unresolved(operand) else operand for operand in clause.operands)
        )
    given = [operand for operand in clause.operands if not isinstance(operand, Empty)]
    if len(given) == len(clause.operands):
        return _values_test(field, clause.operator, given, clause.field, context)
    if IS.isdisjoint(OPERATORS.get(field.kind, EQUAL | IS)):
        raise JqlError(f"The field '{clause.field}' does not support searching for EMPTY values.")
    if not given:
        return (lambda raw: not empty(raw)) if negative else empty
    inner = _values_test(field, clause.operator, given, clause.field, context)
    return inner if negative else lambda raw: empty(raw) or inner(raw)


def _is_unresolved(operand: Operand) -> bool:
    return isinstance(operand, Value) and operand.text.lower() == "unresolved"


def _values_test(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    make = _BY_KIND.get(field.kind)
    if make is None:
        make = _entities if field.kind in ENTITY_KINDS else _strings
    if sign in WORDS:
        make = _words
    elif sign in ORDERED:
        make = _ORDERED.get(field.kind, make)
    return make(field, sign, operands, name, context)


def _membership(matches: Callable[[Any], bool], sign: str, *, many: bool) -> RawTest:
    """`=`: some element matches; `!=`: there are elements and none matches."""
    if sign in NEGATIVE:
        if many:
            return lambda raw: bool(raw) and not any(map(matches, raw))
        return lambda raw: not empty(raw) and not matches(raw)
    if many:
        return lambda raw: any(map(matches, raw or ()))
    return lambda raw: not empty(raw) and matches(raw)


def resolve(operand: Operand, field: Field, name: str, context: Context) -> list[Entity]:
    """The entities an operand means, by id or by name in any case."""
    if isinstance(operand, Call):
        if field.kind != "user":
            raise functions.unknown(operand)
        return functions.people(operand, name, context)
    wanted = operand.text.lower() if isinstance(operand, Value) else ""
    choices = context.store.entities(field)
    found = [each for each in choices if each.id.lower() == wanted] or [
        each for each in choices if each.answers_to(wanted)
    ]
    if not found:
        number = isinstance(operand, Value) and operand.number
        shown = operand.text if isinstance(operand, Value) else ""
        context.complain(
            f"A value with ID '{shown}' does not exist for the field '{name}'."
            if number
            else f"The value '{shown}' does not exist for the field '{name}'."
        )
    return found


def _resolved(operands: Iterable[Operand], field: Field, name: str, context: Context) -> list[Entity]:
    return [entity for operand in operands for entity in resolve(operand, field, name, context)]


def _entities(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    ids = {entity.id for entity in _resolved(operands, field, name, context)}
    if field.kind == "cascade":
        return _membership(lambda raw: raw.id in ids or (raw.extra or "") in ids, sign, many=field.many)
    return _membership(lambda raw: raw.id in ids, sign, many=field.many)


def _strings(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    wanted = {operand.text.lower() for operand in operands if isinstance(operand, Value)}
    return _membership(lambda raw: str(raw).lower() in wanted, sign, many=field.many)


def _numbers(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    wanted = [_number(operand, name) for operand in operands]
    if sign in ORDERED:
        compare, limit = COMPARE[sign], wanted[0]
        return lambda raw: raw is not None and compare(float(raw), limit)
    return _membership(lambda raw: float(raw) in wanted, sign, many=False)


def _number(operand: Operand, name: str) -> float:
    text = operand.text if isinstance(operand, Value) else ""
    try:
        return float(text)
    except ValueError:
        raise JqlError(f"Value '{text}' is invalid for the '{name}' field. Please enter a valid number.") from None


def _moments(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    wanted = [moment(operand, name, context) for operand in operands]
    if sign in ORDERED:
        compare, limit = COMPARE[sign], wanted[0][0]
        return lambda raw: raw is not None and compare(raw, limit)
    return _membership(lambda raw: any(start <= raw < start + width for start, width in wanted), sign, many=False)


def _days(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    """A plain date is the midnight at which it begins in the account's zone."""
    wanted = [moment(operand, name, context)[0] for operand in operands]

    def midnight(raw: date) -> int:
        return millis_of(datetime(raw.year, raw.month, raw.day), context.zone)

    if sign in ORDERED:
        compare, limit = COMPARE[sign], wanted[0]
        return lambda raw: raw is not None and compare(midnight(raw), limit)
    days = {day_of(each, context.zone) for each in wanted}
    return _membership(lambda raw: raw in days, sign, many=False)


def _keys(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    if sign in ORDERED:
        return _key_order(sign, operands[0], name, context)
    found = {issue_of(operand, name, context) for operand in operands}
    return _membership(lambda raw: raw in found, sign, many=False)


def issue_of(operand: Operand, name: str, context: Context) -> int | None:
    """The issue number of a key or id; one that does not exist is an error."""
    text = operand.text if isinstance(operand, Value) else ""
    store = context.store
    found = store.index_of_id(int(text)) if text.isdecimal() else store.index_of_key(text)
    if found is None:
        context.complain(
            f"A value with ID '{text}' does not exist for the field '{name}'."
            if text.isdecimal()
            else f"An issue with key '{text}' does not exist for field '{name}'."
        )
    return found


def _key_order(sign: str, operand: Operand, name: str, context: Context) -> RawTest:
    """Ids compare as numbers; keys compare within their project only."""
    text = operand.text if isinstance(operand, Value) else ""
    compare, store = COMPARE[sign], context.store
    if text.isdecimal():
        return lambda raw: compare(store.id(raw), int(text))
    project, _, digits = text.upper().rpartition("-")
    if not digits.isdecimal():
        raise JqlError(f"The issue key '{text}' for field '{name}' is invalid.")

    def test(raw: int) -> bool:
        its_project, _, its_number = store.key(raw).rpartition("-")
        return its_project == project and compare(int(its_number), int(digits))

    return test


def _words(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    text = operands[0].text if isinstance(operands[0], Value) else ""
    finds = words.search(text, name, cloud=context.cloud)
    if field.kind == "version":
        return _membership(lambda raw: finds(raw.name), sign, many=True)
    if field.kind == "comment":
        return _membership(lambda raw: finds(context.store.comment_text(raw)), sign, many=False)
    return _membership(finds, sign, many=False)


def _priority_order(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    """The more urgent is the greater."""
    limits = _resolved(operands, field, name, context)
    return lambda raw: raw is not None and any(COMPARE[sign](-raw.rank, -limit.rank) for limit in limits)


def _version_order(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    """By release order, within a project."""
    limits = _resolved(operands, field, name, context)
    compare = COMPARE[sign]
    return lambda raw: any(
        each.rank // 10 == limit.rank // 10 and compare(each.rank, limit.rank) for each in raw or () for limit in limits
    )


def _sla_state(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    states = [_sla_function(operand, name) for operand in operands]
    positive = sign not in NEGATIVE
    return lambda raw: (
        raw is not None and functions.last_cycle(raw) is not None and any(state(raw) for state in states) is positive
    )


def _sla_function(operand: Operand, name: str) -> Callable[[Any], bool]:
    if not isinstance(operand, Call):
        raise JqlError(f"The field '{name}' only supports SLA functions as a value.")
    state = functions.SLA_STATES.get(operand.name.lower())
    if state is None:
        raise JqlError(f"The function '{operand.name}' is not supported with this operator by the '{name}' field.")
    return state


def _sla_order(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    if not isinstance(operands[0], Call):
        raise JqlError(f"The field '{name}' only supports SLA functions as a value.")
    measure, limit = functions.sla_duration(operands[0], name)
    return lambda raw: raw is not None and raw.ongoing is not None and COMPARE[sign](measure(raw.ongoing), limit)


def _approvals(field: Field, sign: str, operands: Sequence[Operand], name: str, context: Context) -> RawTest:
    if not isinstance(operands[0], Call):
        raise JqlError(f"The field '{name}' only supports approval functions as a value.")
    asks = functions.approval(operands[0], context)
    return lambda raw: bool(raw) and asks(raw) is (sign not in NEGATIVE)


_BY_KIND: dict[str, Callable[[Field, str, Sequence[Operand], str, Context], RawTest]] = {
    "link": _keys,
    "number": _numbers,
    "datetime": _moments,
    "date": _days,
    "key": _keys,
    "sla": _sla_state,
    "approvals": _approvals,
    "labels": _strings,
}
_ORDERED: dict[str, Callable[[Field, str, Sequence[Operand], str, Context], RawTest]] = {
    "priority": _priority_order,
    "version": _version_order,
    "sla": _sla_order,
}
