"""AQL as the site understands it: conditions on attributes, joined by AND and OR, in brackets or not."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_TOKEN = re.compile(r'\s*(?:"((?:\\.|[^"\\])*)"|(<=|>=|!=|[=<>(),])|([^\s=<>!(),"]+))')
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Row = Mapping[str, Any]
Test = Callable[[Row], bool]


class Broken(Exception):
    """It can't be understood."""


def parse(text: str, known: frozenset[str]) -> Test:
    """What says whether an object is found. `known`: names of attributes, in lower case. Raises Broken."""
    tokens = list(_tokens(text))
    if not tokens:
        raise Broken("The AQL query is empty.")
    test, rest = _either(tokens, known)
    if rest:
        raise Broken(f"Unexpected {rest[0][1]}")
    return test


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Broken(f"Unexpected character at {at}")
        at = found.end()
        if found.group(1) is not None:
            yield "text", re.sub(r"\\(.)", r"\1", found.group(1))
        elif found.group(2):
            yield "sign", found.group(2)
        else:
            yield "word", found.group(3)


Tokens = list[tuple[str, str]]


def _joined(tokens: Tokens, known: frozenset[str], word: str, inner: Any, how: Any) -> tuple[Test, Tokens]:
    test, rest = inner(tokens, known)
    tests = [test]
    while rest and rest[0][0] == "word" and rest[0][1].lower() == word:
        test, rest = inner(rest[1:], known)
        tests.append(test)
    return (lambda row: how(each(row) for each in tests)), rest


def _either(tokens: Tokens, known: frozenset[str]) -> tuple[Test, Tokens]:
    return _joined(tokens, known, "or", _both, any)


def _both(tokens: Tokens, known: frozenset[str]) -> tuple[Test, Tokens]:
    return _joined(tokens, known, "and", _one, all)


def _one(tokens: Tokens, known: frozenset[str]) -> tuple[Test, Tokens]:
    if tokens[:1] == [("sign", "(")]:
        test, rest = _either(tokens[1:], known)
        if rest[:1] != [("sign", ")")]:
            raise Broken("A bracket is not closed")
        return test, rest[1:]
    if len(tokens) < 3:
        raise Broken("A condition is not complete")
    name = tokens[0][1].lower()
    if name not in known:
        raise Broken(f"Unknown attribute: {tokens[0][1]}")
    sign = tokens[1][1].lower()
    if sign == "in":
        return _listed(name, tokens[2:])
    if sign not in _COMPARE:
        raise Broken(f"Unknown operator: {tokens[1][1]}")
    return _compared(name, sign, tokens[2][1]), tokens[3:]


def _listed(name: str, tokens: Tokens) -> tuple[Test, Tokens]:
    end = next((at for at, token in enumerate(tokens) if token == ("sign", ")")), None)
    if tokens[:1] != [("sign", "(")] or end is None:
        raise Broken("A list is not closed")
    tests = [_compared(name, "=", value) for kind, value in tokens[1:end] if kind != "sign"]
    return (lambda row: any(test(row) for test in tests)), tokens[end + 1 :]


def _compared(name: str, sign: str, value: str) -> Test:
    def test(row: Row) -> bool:
        held = row.get(name)
        return any(_true(each, sign, value) for each in (held if isinstance(held, list) else [held]))

    return test


def _true(held: Any, sign: str, value: str) -> bool:
    if held is None:
        return False
    if isinstance(held, bool):
        return _COMPARE[sign](str(held).lower(), value.lower())
    if isinstance(held, int | float):
        try:
            return _COMPARE[sign](float(held), float(value))
        except ValueError:
            return False
    return _COMPARE[sign](str(held).lower(), value.lower())
