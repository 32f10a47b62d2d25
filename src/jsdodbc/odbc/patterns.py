"""The arguments of catalog functions: search patterns, ordinary arguments, identifiers, and lists of table types.

NULL never restricts. A pattern has `%`, `_` and the escape `\\`. As an identifier (SQL_ATTR_METADATA_ID) a name is
taken as it is, without its quotes. Names are compared without regard to case, as everywhere in the driver.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from jsdodbc.errors import Error

Match = Callable[[str], bool]


def anything(_: str) -> bool:
    return True


def pattern(text: str | None, *, identifier: bool = False) -> Match:
    """A pattern value argument. "" matches only the empty name, which means: what has no catalog, or no schema."""
    if identifier:
        return ordinary(_identified(text))
    if text is None or text == "%":
        return anything
    expression = re.compile(_regular_expression(text), re.IGNORECASE | re.DOTALL)
    return lambda name: expression.fullmatch(name) is not None


def ordinary(text: str | None) -> Match:
    """An ordinary argument: the name itself."""
    if text is None:
        return anything
    folded = text.casefold()
    return lambda name: name.casefold() == folded


def lenient(text: str | None, *, identifier: bool = False) -> Match:
    """An ordinary argument that applications leave empty when they mean NULL: catalog and schema of one table."""
    return ordinary((_identified(text) if identifier else text) or None)


def required(text: str | None, what: str, *, identifier: bool = False) -> Match:
    """The name of the one table asked about; Error HY009 without one."""
    if text is None:
        raise Error("HY009", f"The name of the {what} is missing: pass it, NULL is not allowed here.")
    return ordinary(_identified(text) if identifier else text)


def table_types(text: str | None) -> Match:
    """A list of table types, in quotes or not: `TABLE,VIEW`, `'TABLE','VIEW'`; nothing or `%` is all of them."""
    types = {entry.strip().strip("'").strip().casefold() for entry in (text or "").split(",")} - {""}
    if not types or "%" in types:
        return anything
    return lambda kind: kind.casefold() in types


def _identified(text: str | None) -> str:
    if text is None:
        raise Error("HY009", "A name is missing: with SQL_ATTR_METADATA_ID every argument must be given.")
    stripped = text.strip()
    if len(stripped) >= 2 and stripped[0] == stripped[-1] == '"':
        return stripped[1:-1].replace('""', '"')
    return stripped


def _regular_expression(text: str) -> str:
    parts = []
    for escaped, wildcard, plain in re.findall(r"\\([%_\\])|([%_])|(.)", text, re.DOTALL):
        parts.append({"%": ".*", "_": "."}[wildcard] if wildcard else re.escape(escaped or plain))
    return "".join(parts)
