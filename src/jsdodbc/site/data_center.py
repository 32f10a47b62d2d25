"""Searching Data Center: pages by offset, whose first tells how many there are, so that the others are read at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.site import jql, reconcile
from jsdodbc.site.page import decoded
from jsdodbc.site.session import Session

_NARROW_PAGE, _WIDE_PAGE, _NARROW_FIELDS = 1000, 200, 12
_ROUNDS = 3  # how often a search is read again because issues came or went meanwhile


@dataclass(frozen=True, slots=True)
class Part:
    """A page with its place: `size` as the site clamped it, `total` as of that page, `found` issues in it."""

    page: bytes
    start: int
    size: int
    total: int
    found: int


def search(
    session: Session, query: str, fields: Sequence[str], *, limit: int | None, cancellation: Cancellation
) -> Iterator[bytes]:
    """See `paging.search_pages`. Where issues leave the search while it is read, pages may come again."""
    reconcile.settle(session, cancellation)
    search_for = _Search(session, jql.stable(query), fields, cancellation)
    for _ in range(_ROUNDS):
        yield from search_for.pages(limit)
        if not search_for.shrank:
            return
    raise Error(
        "HY000",
        "Issues kept leaving the result while it was read, so that rows could be missing. Narrow the query, or try "
        "again later.",
    )


def count(session: Session, query: str, *, cancellation: Cancellation) -> int:
    """How many issues a search finds."""
    reconcile.settle(session, cancellation)
    body = session.request(
        "POST",
        f"{session.api}/search",
        body={"jql": query, "startAt": 0, "maxResults": 0, "fields": ["id"]},
        cancellation=cancellation,
    )
    return _number(decoded(body, "a count"), "total")


def bulk(
    session: Session,
    identifiers: Sequence[str],
    fields: Sequence[str],
    size: int,
    expand: str,
    *,
    cancellation: Cancellation,
) -> Iterator[bytes]:
    """See `paging.bulk_issues`."""
    reconcile.settle(session, cancellation)
    ids = [each for each in identifiers if each.isdigit()]
    keys = [each for each in identifiers if not each.isdigit()]
    queries = [
        f"{field} in ({', '.join(values[start : start + size])})"
        for field, values in (("id", ids), ("key", [f'"{key}"' for key in keys]))
        for start in range(0, len(values), size)
    ]
    for pages in session.map(
        lambda each: _all_of(session, each, fields, size, expand, cancellation), queries, cancellation=cancellation
    ):
        yield from pages


def _all_of(
    session: Session, query: str, fields: Sequence[str], size: int, expand: str, cancellation: Cancellation
) -> list[bytes]:
    """A search for named issues that ignores those which do not exist, read page after page."""
    search_for = _Search(session, jql.stable(query), fields, cancellation, validate=False, expand=expand)
    pages: list[bytes] = []
    start = 0
    while True:
        part = search_for.part(start, size)
        pages.append(part.page)
        start += part.found
        if start >= part.total or not part.found:
            return pages


def page_size(session: Session, fields: Sequence[str]) -> int:
    """Issues with these fields that are asked for at once; the site may give fewer."""
    wide = len(fields) > _NARROW_FIELDS or any(field.startswith("*") for field in fields)
    return session.settings.page_size or (_WIDE_PAGE if wide else _NARROW_PAGE)


class _Search:
    """One search. `shrank`: whether issues left it while it was read the last time."""

    def __init__(
        self,
        session: Session,
        query: str,
        fields: Sequence[str],
        cancellation: Cancellation,
        *,
        validate: bool = True,
        expand: str = "",
    ) -> None:
        self._session = session
        self._body: dict[str, object] = {"jql": query, "fields": list(fields) or ["id"]}
        if expand:
            self._body["expand"] = [expand]
        if not validate:
            self._body["validateQuery"] = False
        self._cancellation = cancellation
        self._size = page_size(session, fields)
        self.shrank = False

    def pages(self, limit: int | None) -> Iterator[bytes]:
        self.shrank = False
        first = self.part(0, self._size if limit is None else max(1, min(limit, self._size)))
        yield first.page
        end = first.total if limit is None else min(first.total, limit)
        reached = first.found
        while reached < end:  # more than one round only when issues come in
            total = end
            starts = range(reached, end, first.size)
            for part in self._session.map(
                lambda start: self._filled(start, first.size, limit), starts, cancellation=self._cancellation
            ):
                yield part.page
                reached = part.start + part.found
                self.shrank |= part.total < first.total
                total = max(total, part.total) if limit is None else total
            if self.shrank:
                return
            end = total

    def part(self, start: int, size: int) -> Part:
        """One page. Raises Error when the site's answer is not about the page asked for."""
        body = self._body | {"startAt": start, "maxResults": size}
        page = self._session.request("POST", f"{self._session.api}/search", body=body, cancellation=self._cancellation)
        content = decoded(page, "a page of issues")
        issues = content.get("issues")
        found = len(issues) if isinstance(issues, list) else 0
        clamped = _number(content, "maxResults") or found
        return Part(page, _number(content, "startAt"), min(size, clamped) or 1, _number(content, "total"), found)

    def _filled(self, start: int, size: int, limit: int | None) -> Part:
        """A page that must be full, or reach the end of the search."""
        size = size if limit is None else min(size, limit - start)
        part = self.part(start, size)
        if part.start != start or part.found < min(size, part.total - start):
            raise Error(
                "08S01",
                f"The site answered a page of issues from {start} with {part.found} from {part.start} of {part.total}, "
                "so rows would be missing.",
            )
        return part


def _number(content: dict[str, Any], name: str) -> int:
    value = content.get(name)
    if not isinstance(value, int):
        raise Error(
            "08S01", f"The site's answer to a search lacks {name!r}. Check that URL is the address of Jira itself."
        )
    return int(value)
