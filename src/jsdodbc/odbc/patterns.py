"""The arguments of catalog functions: search patterns, ordinary arguments, identifiers, and lists of table types.

ODBC reference, "Arguments in catalog functions". NULL never restricts. A pattern has `%`, `_` and the escape `\\`. As
an identifier (SQL_ATTR_METADATA_ID) a name must be given, and is taken as it is, without its quotes. Names are compared
without regard to case, as everywhere in the driver. One that is longer than any can be is refused with HY090.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from jsdodbc.errors import Error
from jsdodbc.odbc.info_limits import LONGEST_NAMES

Match = Callable[[str], bool]


def anything(_: str) -> bool:
    return True


def pattern(text: str | None, what: str, *, identifier: bool = False) -> Match:
    """A pattern value argument. "" matches only the empty name, which means: what has no catalog, or no schema."""
    if identifier:
        return ordinary(text, what, identifier=True)
    if text is None or text == "%":
        return anything
    _measured(text, what, 2)  # each character may be escaped
    expression = re.compile(_regular_expression(text), re.IGNORECASE | re.DOTALL)
    return lambda name: expression.fullmatch(name) is not None


def ordinary(text: str | None, what: str, *, identifier: bool = False) -> Match:
    """An ordinary argument: the name itself."""
    if identifier:
        text = _identified(text, what)
    if text is None:
        return anything
    _measured(text, what)
    folded = text.casefold()
    return lambda name: name.casefold() == folded


def lenient(text: str | None, what: str, *, identifier: bool = False) -> Match:
    """An ordinary argument that applications leave empty when they mean NULL: catalog and schema of one table."""
    return ordinary((_identified(text, what) if identifier else text) or None, what)


def required(text: str | None, what: str, *, identifier: bool = False) -> Match:
    """The name of the one table asked about; Error HY009 without one."""
    if text is None:
        raise Error("HY009", f"The name of the {what} is missing: pass it, NULL is not allowed here.")
    return ordinary(text, what, identifier=identifier)


def table_types(text: str | None) -> Match:
    """A list of table types, in quotes or not: `TABLE,VIEW`, `'TABLE','VIEW'`; nothing or `%` is all of them."""
    types = {entry.strip().strip("'").strip().casefold() for entry in (text or "").split(",")} - {""}
    if not types or "%" in types:
        return anything
    return lambda kind: kind.casefold() in types


def _identified(text: str | None, what: str) -> str:
    """The name itself: what is in quotes, blanks around them aside, or the text without trailing blanks."""
    if text is None:
        raise Error("HY009", f"The name of the {what} is missing: with SQL_ATTR_METADATA_ID each one must be given.")
    stripped = text.strip(" ")
    if len(stripped) >= 2 and stripped[0] == stripped[-1] == '"':
        return stripped[1:-1].replace('""', '"')
    return text.rstrip(" ")


def _measured(text: str, what: str, times: int = 1) -> None:
    most = LONGEST_NAMES[what.rpartition(" ")[2]]
    if len(text) > most * times:
        raise Error("HY090", f"The name of the {what} has {len(text)} characters: the longest has {most}.")


def _regular_expression(text: str) -> str:
    parts = []
    for escaped, wildcard, plain in re.findall(r"\\([%_\\])|([%_])|(.)", text, re.DOTALL):
        parts.append({"%": ".*", "_": "."}[wildcard] if wildcard else re.escape(escaped or plain))
    return "".join(parts)
