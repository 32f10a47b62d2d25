"""The little that paging has to know of JQL: whether it restricts anything, and how it orders."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\border\s+by\b", re.IGNORECASE | re.DOTALL)
_ENDS_UNIQUE = re.compile(r"(?:^|,)\s*(?:id|key|issue|issuekey)(?:\s+(?:asc|desc))?\s*$", re.IGNORECASE)
_MOST_ORDER = 7  # fields that Cloud takes in ORDER BY
UNRESTRICTED = 'created >= "1970-01-01"'  # Cloud refuses a search without a restriction; this one holds for every issue


def closed(jql: str) -> bool:
    """Whether parentheses and quotes end what they begin: only then the text stays by itself between others."""
    depth = 0
    for character in _TOKEN.sub("", jql):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0 or character in "\"'":
            return False
    return depth == 0


def split(jql: str) -> tuple[str, str]:
    """The restriction and what stands behind ORDER BY, either may be ""."""
    for match in _TOKEN.finditer(jql):
        if match.group()[0] not in "\"'":
            return jql[: match.start()].strip(), jql[match.end() :].strip()
    return jql.strip(), ""


def stable(jql: str, *, restricted: bool = False) -> str:
    """`jql` with an order that has no ties, so that pages don't shift; with a restriction that holds for all if
    `restricted` and it has none.
    """
    where, order = split(jql)
    if restricted and not where:
        where = UNRESTRICTED
    if not order:
        order = "id ASC"
    elif not _ENDS_UNIQUE.search(order) and order.count(",") + 1 < _MOST_ORDER:
        order += ", id ASC"
    return f"{where} ORDER BY {order}".strip()
