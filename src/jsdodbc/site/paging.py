"""Reading lists of any length: generators of pages, with bounded memory, that never end early without an Error.

A page is the body of an answer. None of the generators asks for anything before its first page
is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.site import cloud, data_center
from jsdodbc.site.deployment import Deployment
from jsdodbc.site.page import decoded
from jsdodbc.site.session import Session

_IDENTIFIER = re.compile(r"\d+|[A-Za-z][A-Za-z0-9_]*-\d+", re.ASCII)
_LISTS = (
    "values",
    "comments",
    "worklogs",
    "histories",
    "issues",
    "users",
    "fields",
    "records",
    "fieldOptions",
    "options",
    "groups",
)
_SERVICE_DESK_PAGE = 100
_EVERYTHING = 100_000

Query = Mapping[str, object]


def search_pages(
    session: Session,
    jql: str,
    fields: Sequence[str],
    *,
    limit: int | None,
    cancellation: Cancellation,
    order_matters: bool,
) -> Iterator[bytes]:
    """Pages `{"issues": […]}` of the issues that `jql` finds, with `fields` (id and key are told anyway where issues
    are read in full).

    An issue may come twice when the site changes meanwhile. With `order_matters` the issues come in the order of `jql`;
    without it the order is any. At most `limit` issues and no more pages than that takes; an empty
    `jql` finds all issues.
    """
    if limit is not None and limit <= 0:
        return iter(())
    if session.deployment is Deployment.CLOUD:
        return cloud.search(session, jql, fields, limit=limit, cancellation=cancellation, order_matters=order_matters)
    return data_center.search(session, jql, fields, limit=limit, cancellation=cancellation)


def search_count(session: Session, jql: str, *, cancellation: Cancellation) -> int:
    """The exact number of issues that `jql` finds."""
    if session.deployment is Deployment.CLOUD:
        return cloud.count(session, jql, cancellation=cancellation)
    return data_center.count(session, jql, cancellation=cancellation)


def bulk_issues(
    session: Session, ids_or_keys: Sequence[str], fields: Sequence[str], *, cancellation: Cancellation, expand: str = ""
) -> Iterator[bytes]:
    """Pages `{"issues": […]}` of issues by id or key, in any order; what doesn't exist or may not be seen is not among
    them. `expand`: what they come with besides their fields.

    The key that an issue had before it was moved finds it under its new one.
    """
    wanted = [each for each in dict.fromkeys(ids_or_keys) if _IDENTIFIER.fullmatch(each)]
    if not wanted:
        return iter(())
    if session.deployment is Deployment.CLOUD:
        return cloud.bulk(session, wanted, fields, expand, cancellation=cancellation)
    return data_center.bulk(session, wanted, fields, cloud.BULK, expand, cancellation=cancellation)


def bulk_lists(session: Session, path: str, ids: Sequence[str], *, cancellation: Cancellation) -> Iterator[bytes]:
    """Pages of the lists of many issues together (Cloud only)."""
    return cloud.bulk_lists(session, path, ids, cancellation=cancellation)


def offset_pages(
    session: Session,
    path: str,
    *,
    query: Query | None = None,
    cancellation: Cancellation,
    page_size: int = 100,
    limit: int | None = None,
    names: tuple[str, str] = ("startAt", "maxResults"),
) -> Iterator[bytes]:
    """Pages of a list by `startAt` and `maxResults` (or other `names` of them): an object with a list (`values`,
    `comments` …) and `total` or `isLast`, or a bare array. With "page" for a name pages are counted, from 1.

    Ends with `isLast`, at `total`, or with an empty page; a short page ends nothing (the site may have hidden some of
    it).
    """
    start, number = 0, 0
    while limit is None or start < limit:
        number += 1
        asked = page_size if limit is None else min(page_size, limit - start)
        first = number if names[0] == "page" else start
        page = session.request(
            "GET", path, query={**(query or {}), names[0]: first, names[1]: asked}, cancellation=cancellation
        )
        found, step, ended = _offset_state(page, path, start, asked)
        if found:
            yield page
        start += step
        if ended:
            return


def service_desk_pages(
    session: Session,
    path: str,
    *,
    query: Query | None = None,
    cancellation: Cancellation,
    limit: int | None = None,
    linked: bool = False,
) -> Iterator[bytes]:
    """Pages `{"values": […], "size", "start", "isLastPage"}` of a list of the service desk API, by `start` and `limit`,
    or by the `cursor` in the address of the next page when they are `linked`.

    The site may give fewer than asked on any page: the next begins behind those it gave, and only `isLastPage` ends the
    list.
    """
    start = 0
    size = min(session.settings.page_size or _SERVICE_DESK_PAGE, _SERVICE_DESK_PAGE)
    cursor: dict[str, object] = {}
    while limit is None or start < limit:
        asked = size if limit is None else min(size, limit - start)
        place = {"start": start, "limit": asked, **cursor}
        page = session.request("GET", path, query={**(query or {}), **place}, cancellation=cancellation)
        content: Mapping[str, object] = decoded(page, f"a page of {path}")
        values = content.get("values")
        if not isinstance(values, list):
            raise Error(
                "08S01",
                f"The site's answer to GET {path} has no list of values. Check that URL is the address of Jira itself.",
            )
        if values:
            yield page
        if content.get("isLastPage") is True:
            return
        if not values:
            raise Error(
                "08S01", f"The site's answer to GET {path} from {start} is empty but says that more follows. Try again."
            )
        start += len(values)
        cursor = _cursor(content) if linked else {}


def _cursor(content: Mapping[str, object]) -> dict[str, object]:
    """Where the next page begins, as the address of it says; nothing when it is counted by `start`."""
    links = content.get("_links")
    following = str(links.get("next") or "") if isinstance(links, dict) else ""
    return {name: value for name, value in parse_qsl(urlsplit(following).query) if name == "cursor"}


def array_page(
    session: Session, path: str, *, query: Query | None = None, cancellation: Cancellation
) -> Iterator[bytes]:
    """The one page of a list that is not paged (`/field`, `/status` …): a bare array."""
    yield session.request("GET", path, query=query, cancellation=cancellation)


def whole_page(
    session: Session, path: str, rows: str, *, query: Query | None = None, cancellation: Cancellation
) -> Iterator[bytes]:
    """The one page of a list that is not paged but may be cut (`/groups/picker`). Raises Error 08S01 when it is."""
    page = session.request("GET", path, query={**(query or {}), "maxResults": _EVERYTHING}, cancellation=cancellation)
    content: Mapping[str, object] = decoded(page, f"a page of {path}")
    values, total = content.get(rows), content.get("total")
    found = len(values) if isinstance(values, list) else 0
    if isinstance(total, int) and found < total:
        raise Error("08S01", f"The site gives only {found} of {total} entries of {path}, so rows would be missing.")
    yield page


def _offset_state(page: bytes, path: str, start: int, asked: int) -> tuple[int, int, bool]:
    """Of a page: how many it holds, how far the next one starts from it, whether it was the last."""
    if page.lstrip()[:1] == b"[":
        found = len(decoded(b'{"values":' + page + b"}", f"a page of {path}")["values"])
        return found, asked, found == 0
    content: Mapping[str, object] = decoded(page, f"a page of {path}")
    values = next((content[name] for name in _LISTS if isinstance(content.get(name), list)), None)
    if not isinstance(values, list):
        raise Error(
            "08S01",
            f"The site's answer to GET {path} has no list that is known. Check that URL is the address of Jira itself.",
        )
    total = content.get("total")
    found = len(values)
    ended = content.get("isLast") is True or (
        isinstance(total, int) and start + found >= total and "isLast" not in content
    )
    if not found and not ended and isinstance(total, int) and start < total:
        raise Error(
            "08S01", f"The site's answer to GET {path} from {start} is empty, but {total} were announced. Try again."
        )
    return found, found, ended or not found
