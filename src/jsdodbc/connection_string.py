"""Connection strings: `URL=https://site.example;User=ann;Password={a;b}}c}`.

The rules of SQLDriverConnect, with the quotes that the commercial driver accepts besides:
a value that starts with `{` ends at the next single `}` (`}}` stands for one `}`); one that starts with `'` or `"` ends
at the next single quote of the same kind (doubled for one of itself); any other ends at `;` and loses the spaces around
it.
"""

from __future__ import annotations

from collections.abc import Iterable

from jsdodbc.errors import Error

_CLOSING = {"{": "}", "'": "'", '"': '"'}
_NEEDS_BRACES = frozenset("[]{}(),;?*=!@'\"\\\0\r\n\t")


def parse(text: str) -> list[tuple[str, str]]:
    """Keys and values in the order given, repeated keys included. Raises Error HY000 with the position (from 1) of
    what is wrong.
    """
    text = text.rstrip("\0")
    pairs: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        if text[position] == ";" or text[position].isspace():
            position += 1
            continue
        key, position = _key(text, position)
        value, position = _value(text, position, key)
        pairs.append((key, value))
    return pairs


def build(pairs: Iterable[tuple[str, str]]) -> str:
    """The string that `parse` reads as `pairs`; keys must be free of `=`, `;` and braces."""
    return ";".join(f"{_checked_key(key)}={quote(value)}" for key, value in pairs)


def quote(value: str) -> str:
    """A value as it stands in a connection string, in braces when it needs them."""
    if value and (value != value.strip() or not _NEEDS_BRACES.isdisjoint(value)):
        return "{" + value.replace("}", "}}") + "}"
    return value


def _key(text: str, start: int) -> tuple[str, int]:
    equals = text.find("=", start)
    end = text.find(";", start)
    if equals < 0 or 0 <= end < equals:
        raise _wrong(
            start, "a property without '='", "Write Name=value, and put a value that holds ';' in braces: Name={a;b}."
        )
    key = text[start:equals].strip()
    if not key:
        raise _wrong(start, "a value without a name before '='", "Write Name=value.")
    return key, equals + 1


def _value(text: str, start: int, key: str) -> tuple[str, int]:
    while start < len(text) and text[start].isspace():
        start += 1
    closing = _CLOSING.get(text[start : start + 1])
    if closing is None:
        end = text.find(";", start)
        end = len(text) if end < 0 else end
        return text[start:end].strip(), end + 1
    value, end = _quoted(text, start, closing, key)
    return value, _end_of_pair(text, end, key)


def _quoted(text: str, start: int, closing: str, key: str) -> tuple[str, int]:
    """The value between text[start] and its closing character, and the position behind that."""
    position = start + 1
    while True:
        position = text.find(closing, position)
        if position < 0:
            advice = f"Close it with {closing}, or put the value in braces: {key}={{…}}."
            raise _wrong(start, f"a value of {key} that starts with {text[start]} and never ends", advice)
        if text[position + 1 : position + 2] != closing:
            return text[start + 1 : position].replace(closing * 2, closing), position + 1
        position += 2


def _end_of_pair(text: str, position: int, key: str) -> int:
    end = text.find(";", position)
    end = len(text) if end < 0 else end
    if text[position:end].strip():
        raise _wrong(position, f"text behind the quoted value of {key}", f"Put the whole value in braces: {key}={{…}}.")
    return end + 1


def _checked_key(key: str) -> str:
    if not key or key != key.strip() or not frozenset("=;{}'\"").isdisjoint(key):
        raise Error("HY000", f"{key!r} cannot be the name of a connection property.")
    return key


def _wrong(position: int, what: str, advice: str) -> Error:
    return Error("HY000", f"The connection string has {what} at position {position + 1}. {advice}")
