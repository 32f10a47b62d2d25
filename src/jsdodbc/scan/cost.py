"""How many requests an access takes."""

from __future__ import annotations

from jsdodbc.scan.access import Access, Bulk, Chained, Children, Found, Listed, Nothing, Shared

BULK = 100  # issues of one bulk read


def known_calls(access: Access) -> int:
    """The least number of requests that is certain before any is sent."""
    match access:
        case Nothing() | Shared():
            return 0
        case Bulk(identifiers=identifiers) | Children(parents=Bulk(identifiers=identifiers)):
            return -(-len(identifiers) // BULK)
        case Listed(parents=parents):
            return 1 if parents is None else len(parents)
        case Found() | Children() | Chained():
            return 1
