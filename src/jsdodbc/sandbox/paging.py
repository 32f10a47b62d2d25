"""The four styles of paging."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import orjson

from jsdodbc.sandbox.http import Request
from jsdodbc.sandbox.replies import errors


def whole(text: str | None, default: int, name: str) -> int:
    """A number of the query string."""
    try:
        return default if text in (None, "") else int(str(text))
    except ValueError:
        raise errors(400, f"The value '{text}' of the parameter '{name}' is not a whole number.") from None


def offset(request: Request, default: int, most: int) -> tuple[int, int]:
    """(startAt, maxResults) with the clamp."""
    start = max(0, whole(request.first("startAt"), 0, "startAt"))
    size = whole(request.first("maxResults"), default, "maxResults")
    return start, min(size if size >= 0 else most, most)


def values_page(
    base: str, request: Request, items: Sequence[Any], default: int = 50, most: int = 100
) -> dict[str, Any]:
    """`{self, nextPage?, maxResults, startAt, total, isLast, values}`."""
    start, size = offset(request, default, most)
    last = start + size >= len(items)
    rest = [(name, value) for name, value in request.query if name not in ("startAt", "maxResults")]
    page: dict[str, Any] = {
        "self": f"{base}{request.target}",
        "maxResults": size,
        "startAt": start,
        "total": len(items),
        "isLast": last,
        "values": list(items[start : start + size]),
    }
    if not last:
        query = urlencode([("startAt", start + size), ("maxResults", size), *rest])
        page["nextPage"] = f"{base}{request.path}?{query}"
    return page


def desk_page(base: str, request: Request, items: Sequence[Any], most: int = 50, make: Any = None) -> dict[str, Any]:
    """servicedeskapi's page; `make` builds the chosen items only. `self` keeps the asked limit, `next` and `prev` use
    the clamped one.
    """
    start = max(0, whole(request.first("start"), 0, "start"))
    limit = min(max(1, whole(request.first("limit"), 50, "limit")), most)
    chosen = items[start : start + limit]
    last = start + limit >= len(items)
    link = f"{base}{request.path}"
    links = {"self": f"{base}{request.target}", "base": base, "context": ""}
    rest = [(name, value) for name, value in request.query if name not in ("start", "limit")]
    if not last:
        links["next"] = f"{link}?{urlencode([*rest, ('start', start + limit), ('limit', limit)])}"
    if start:
        links["prev"] = f"{link}?{urlencode([*rest, ('start', max(0, start - limit)), ('limit', limit)])}"
    return {
        "_expands": [],
        "size": len(chosen),
        "start": start,
        "limit": limit,
        "isLastPage": last,
        "_links": links,
        "values": [make(item) for item in chosen] if make else list(chosen),
    }


def token(**state: Any) -> str:
    """An opaque nextPageToken."""
    return base64.urlsafe_b64encode(b"sb1" + orjson.dumps(state)).decode()


def token_state(text: str) -> dict[str, Any]:
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        if raw[:3] != b"sb1":
            raise ValueError(text)
        state: dict[str, Any] = orjson.loads(raw[3:])
    except (ValueError, binascii.Error):
        raise errors(400, "The provided next page token is invalid or expired.") from None
    return state
