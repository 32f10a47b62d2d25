"""Conditions as AQL, the search language of Assets: what it finds holds every row that SQL wants, and maybe more.

AQL compares text without regard to case, so that only `=` and IN are told of it; SQL checks the rows that come.
"""

from __future__ import annotations

from collections.abc import Callable

from jsdodbc.model.column import Column, Filter
from jsdodbc.model.table import Table
from jsdodbc.scan.given import given
from jsdodbc.scan.predicates import And, Comparison, Membership, Or, Predicate

_MOST = 500  # values in one condition
PARAMETER = "qlQuery"


def query(table: Table, base: str, predicate: Predicate) -> str:
    """The AQL for rows of `table`. `base`: what they are restricted to anyway. "" for all objects."""
    own = [
        f"({text})"
        for name, values in given(predicate).items()
        if _is_search(table, name)
        for text in (" OR ".join(values),)
    ]
    return " AND ".join(part for part in (base, *own, _translated(predicate)) if part)


def _is_search(table: Table, name: str) -> bool:
    column = table.column(name)
    return column is not None and column.pushdown is not None and column.pushdown.kind is Filter.AQL


def _translated(predicate: Predicate) -> str:
    """"" where nothing can be told."""
    match predicate:
        case And(parts=parts):
            return " AND ".join(text for text in map(_translated, parts) if text)
        case Or(parts=parts):
            texts = [_translated(part) for part in parts]
            return f"({' OR '.join(texts)})" if all(texts) else ""
        case Comparison(column=column, operator=operator, value=value):
            return _comparison(column, operator, value)
        case Membership(column=column, values=values, negated=False):
            return _membership(column, values)
    return ""


def _comparison(column: Column, operator: str, value: object) -> str:
    write = _writer(column)
    numeric = column.pushdown is not None and column.pushdown.part == "number"
    if write is None or operator not in (("=", "<", "<=", ">", ">=") if numeric else ("=",)):
        return ""
    text = write(value)
    return f"{_word(column)} {operator} {text}" if text else ""


def _membership(column: Column, values: tuple[object, ...]) -> str:
    write = _writer(column)
    if write is None or not 0 < len(values) <= _MOST:
        return ""
    texts = [write(value) for value in values]
    return f"{_word(column)} in ({', '.join(texts)})" if all(texts) else ""


def _word(column: Column) -> str:
    return column.pushdown.jql if column.pushdown else ""


def _writer(column: Column) -> Callable[[object], str] | None:
    pushdown = column.pushdown
    return _WRITERS[pushdown.part] if pushdown is not None and pushdown.kind is Filter.ATTRIBUTE else None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        return ""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(value: object) -> str:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _identifier(value: object) -> str:
    return value if isinstance(value, str) and value.isascii() and value.isdecimal() else ""


_WRITERS = {"text": _text, "number": _number, "id": _identifier}
