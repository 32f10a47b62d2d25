"""Searching Jira Cloud: tokens that only come one after the other, so ids first, 5,000 a page, then the issues by 100
at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from itertools import islice

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.site import fan, jql, reconcile
from jsdodbc.site.errors import ServiceError
from jsdodbc.site.page import decoded, in_order, issues_of, joined, present
from jsdodbc.site.session import Session

IDS_A_PAGE = 5000
BULK = 100
BULK_LISTS, LISTED_A_PAGE = 1_000, 5_000
_NARROW = frozenset(("id", "key"))


def search(
    session: Session,
    query: str,
    fields: Sequence[str],
    *,
    limit: int | None,
    cancellation: Cancellation,
    order_matters: bool,
) -> Iterator[bytes]:
    """See `paging.search_pages`."""
    query = jql.stable(query, restricted=True)
    narrow = _NARROW.issuperset(fields)
    if narrow or (limit is not None and limit <= BULK):
        size = IDS_A_PAGE if narrow else session.settings.page_size or BULK
        yield from _token_pages(session, query, list(fields) or ["id"], size, limit=limit, cancellation=cancellation)
        return
    chunks = _chunks(_ids(session, query, limit=limit, cancellation=cancellation), _bulk_size(session))
    read = partial(_read, session, fields=fields, cancellation=cancellation, order_matters=order_matters)
    yield from session.map(read, chunks, cancellation=cancellation)


def count(session: Session, query: str, *, cancellation: Cancellation) -> int:
    """How many issues a search finds: its ids counted, each once."""
    return len(set(map(int, _ids(session, jql.stable(query, restricted=True), limit=None, cancellation=cancellation))))


def bulk(
    session: Session, identifiers: Sequence[str], fields: Sequence[str], expand: str, *, cancellation: Cancellation
) -> Iterator[bytes]:
    """See `paging.bulk_issues`."""
    chunks = _chunks(iter(identifiers), _bulk_size(session))
    yield from session.map(
        lambda chunk: _bulk_fetch(session, chunk, fields, cancellation, expand), chunks, cancellation=cancellation
    )


def bulk_lists(session: Session, path: str, ids: Sequence[str], *, cancellation: Cancellation) -> Iterator[bytes]:
    """Pages of the lists of many issues, a thousand issues at once: `POST path`, from token to token."""
    chunks = _chunks(iter(ids), BULK_LISTS)
    for pages in session.map(
        lambda chunk: list(_lists(session, path, chunk, cancellation)), chunks, cancellation=cancellation
    ):
        yield from pages


def _lists(session: Session, path: str, chunk: Sequence[str], cancellation: Cancellation) -> Iterator[bytes]:
    body: dict[str, object] = {"issueIdsOrKeys": list(chunk), "maxResults": LISTED_A_PAGE}
    seen: set[str] = set()
    while True:
        page = session.request("POST", path, body=body, cancellation=cancellation)
        yield page
        token = _next_token(decoded(page, f"a page of {path}"), seen)
        if not token:
            return
        body["nextPageToken"] = token


def _token_pages(
    session: Session, query: str, fields: Sequence[str], size: int, *, limit: int | None, cancellation: Cancellation
) -> Iterator[bytes]:
    """Pages of `/search/jql`, the next one on its way while one is used. Raises Error on a token that comes again."""
    seen: set[str] = set()
    left = limit
    asked: dict[str, object] = {"jql": query, "fields": list(fields)}
    written = reconcile.ids(session, cancellation)
    if written:
        asked["reconcileIssues"] = written
    following: Future[bytes] | None = _later(session, asked, _least(size, left), None, cancellation)
    while following is not None:
        page = fan.result(following, cancellation)
        content = decoded(page, "a page of issues")
        found = len(issues_of(page) if not isinstance(content.get("issues"), list) else content["issues"])
        left = None if left is None else left - found
        token = _next_token(content, seen) if left is None or left > 0 else None
        following = _later(session, asked, _least(size, left), token, cancellation) if token else None
        yield page


def _next_token(content: dict[str, object], seen: set[str]) -> str | None:
    token = content.get("nextPageToken")
    if content.get("isLast") is True or not token:
        if content.get("isLast") is False:
            raise Error(
                "08S01", "The site says that more issues follow but not how to get them (no nextPageToken). Try again."
            )
        return None
    if str(token) in seen:
        raise Error(
            "08S01",
            "The site repeats a page of the search (the same nextPageToken came twice), so the result would be wrong. "
            "Try again.",
        )
    seen.add(str(token))
    return str(token)


def _later(
    session: Session, asked: Mapping[str, object], size: int, token: str | None, cancellation: Cancellation
) -> Future[bytes]:
    """Ask for a page in a thread of its own."""
    body: dict[str, object] = {**asked, "maxResults": size}
    if token:
        body["nextPageToken"] = token
    future: Future[bytes] = Future()

    def ask() -> None:
        try:
            future.set_result(
                session.request("POST", f"{session.api}/search/jql", body=body, cancellation=cancellation)
            )
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=ask, name="site-ids", daemon=True).start()
    return future


def _ids(session: Session, query: str, *, limit: int | None, cancellation: Cancellation) -> Iterator[str]:
    pages = _token_pages(session, query, ["id"], IDS_A_PAGE, limit=limit, cancellation=cancellation)
    ids = (str(issue["id"]) for page in pages for issue in issues_of(page))
    return ids if limit is None else islice(ids, limit)


def _read(
    session: Session,
    chunk: Sequence[str],
    *,
    fields: Sequence[str],
    cancellation: Cancellation,
    order_matters: bool,
) -> bytes:
    """The issues of ids that a search found; those that the site left out are asked for once more."""
    body = _bulk_fetch(session, chunk, fields, cancellation)
    found = present(body, chunk, fields)
    absent = [identifier for identifier in chunk if identifier not in found]
    if not absent:
        return in_order(body, chunk) if order_matters else body
    again = _bulk_fetch(session, absent, fields, cancellation)
    late = present(again, absent, fields)
    for identifier in absent:
        if identifier not in late:
            _check_gone(session, identifier, cancellation)
    if not late:
        return in_order(body, chunk) if order_matters else body
    return in_order(joined(body, again), chunk)


def _check_gone(session: Session, identifier: str, cancellation: Cancellation) -> None:
    """An issue that a search found and a bulk read did not must have been deleted or hidden meanwhile; else rows would
    be missing.
    """
    try:
        session.request("GET", f"{session.api}/issue/{identifier}", query={"fields": "id"}, cancellation=cancellation)
    except ServiceError as error:
        if error.status in (403, 404):
            session.note(f"issue {identifier} was deleted or hidden while the search was read")
            return
        raise
    raise Error(
        "08S01",
        f"The site found issue {identifier} but does not hand it out in a bulk read, so the result would be short. Try "
        "again.",
    )


def _bulk_fetch(
    session: Session, chunk: Sequence[str], fields: Sequence[str], cancellation: Cancellation, expand: str = ""
) -> bytes:
    body = {"issueIdsOrKeys": list(chunk), "fields": list(fields), **({"expand": [expand]} if expand else {})}
    return session.request("POST", f"{session.api}/issue/bulkfetch", body=body, cancellation=cancellation)


def _bulk_size(session: Session) -> int:
    return min(session.settings.page_size or BULK, BULK)


def _chunks(ids: Iterator[str], size: int) -> Iterator[list[str]]:
    while chunk := list(islice(ids, size)):
        yield chunk


def _least(size: int, left: int | None) -> int:
    return size if left is None else max(1, min(size, left))
