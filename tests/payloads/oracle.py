"""What a column must hold, read from the recorded JSON in plain Python: the oracle the decoder is compared with."""

from __future__ import annotations

import datetime
import json
import math
from typing import Any

from jsdodbc.model.column import Column, Decode

ANYTHING = object()  # where the recorded value is not of the kind documented, so that any value or none will do
_NAMES = ("value", "displayName", "name", "title", "key", "objectId")


def at(document: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def expected(column: Column, document: Any) -> Any:
    """The value of a column of the row that `document` is."""
    value = at(document, column.path)
    if value is None and column.otherwise:
        value = at(document, column.otherwise)
    if column.decode is Decode.RAW:
        return None if value is None else ("json", value)
    if column.decode is Decode.NAME:
        return named(document, column.path)
    if column.decode is Decode.NAMES:
        return names(value)
    if value is None:
        return None
    return _BY_DECODE[column.decode](value, column)


def matches(actual: Any, wanted: Any) -> bool:
    if wanted is ANYTHING:
        return True
    if isinstance(wanted, tuple) and wanted[0] == "json":
        return actual is not None and json.loads(actual) == wanted[1]
    if isinstance(wanted, tuple) and wanted[0] == "names":
        entries = None if actual is None else json.loads(actual)
        return isinstance(entries, list) and len(entries) == len(wanted[1]) and all(map(matches, entries, wanted[1]))
    if isinstance(wanted, tuple) and wanted[0] == "words":
        return actual is not None and all(word in actual for word in wanted[1])
    if isinstance(wanted, float):
        return isinstance(actual, float) and math.isclose(actual, wanted, rel_tol=1e-15)
    return bool(actual == wanted)


def named(document: Any, path: tuple[str, ...]) -> Any:
    """A name, what stands in place of the object if it is none, or the whole object as JSON."""
    top = at(document, path[:2] if path[0] == "fields" else path[:1])
    if isinstance(top, dict):
        inner = path[2:] if path[0] == "fields" else path[1:]
        if inner:
            return text(at(top, inner))
        first = next((top[name] for name in _NAMES if top.get(name) is not None), None)
        return ("json", top) if first is None else text(first)
    return text(top)


def names(value: Any) -> Any:
    """The names of a list's entries; of a single object its name."""
    if not isinstance(value, list):
        return named({"fields": {"f": value}}, ("fields", "f"))
    return ("names", [_entry(each) for each in value])


def _entry(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("com.atlassian.greenhopper."):
        return value.split("name=")[1].split(",")[0] if "name=" in value else value
    if value is None or isinstance(value, str):
        return value
    return named({"fields": {"f": value}}, ("fields", "f"))


def text(value: Any) -> Any:
    """A scalar as text, anything else as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return ("json", value)


def document_text(value: Any) -> Any:
    if not isinstance(value, dict) or value.get("type") != "doc":
        return text(value)
    words = [node["text"] for node in _nodes(value) if node.get("type") == "text"]
    return ("words", [line for word in words for line in word.split("\n") if line.strip()])


def _nodes(node: Any) -> Any:
    if isinstance(node, dict):
        yield node
        for child in node.get("content") or ():
            yield from _nodes(child)


def scalar(value: Any, column: Column) -> Any:
    kind = column.type.duckdb
    if kind == "VARCHAR":
        return text(value)
    if kind == "BOOLEAN":
        return value if isinstance(value, bool) else ANYTHING
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else ANYTHING


def number(value: Any, column: Column) -> Any:
    if isinstance(value, bool | dict | list):
        return ANYTHING
    try:
        return float(value)
    except ValueError:
        return None


def instant(value: Any, column: Column) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=value)
    try:
        moment = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return ANYTHING
    return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else ANYTHING


def day(value: Any, column: Column) -> Any:
    try:
        return datetime.date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return ANYTHING


def cascade(value: Any, column: Column) -> Any:
    if not isinstance(value, dict):
        return text(value)
    parts = [each for each in (value.get("value"), at(value, ("child", "value"))) if each is not None]
    if any(isinstance(each, dict | list | float) for each in parts):
        return ANYTHING
    return " > ".join(str(text(each)) if isinstance(each, bool) else str(each) for each in parts) or ("json", value)


_BY_DECODE: dict[Decode, Any] = {
    Decode.SCALAR: scalar,
    Decode.TEXT: lambda value, column: document_text(value),
    Decode.JSON: lambda value, column: text(value),
    Decode.NUMBER: number,
    Decode.INSTANT: instant,
    Decode.DATE: day,
    Decode.CASCADE: cascade,
    Decode.LOOKUP: lambda value, column: ANYTHING,
}
