"""From an access to pages of JSON: the requests are sent here, through the site's paging."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import orjson

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.model.table import Listing
from jsdodbc.scan.access import Bulk, Chained, Children, Found, Listed, Portal, Shared
from jsdodbc.scan.children import ChildReader, Parent
from jsdodbc.scan.clause import Clause
from jsdodbc.scan.listed import address
from jsdodbc.scan.once import Seen
from jsdodbc.scan.page import Given, Page
from jsdodbc.site.assets import object_pages
from jsdodbc.site.deployment import Deployment
from jsdodbc.site.errors import ServiceError
from jsdodbc.site.paging import (
    array_page,
    bulk_issues,
    offset_pages,
    search_count,
    search_pages,
    service_desk_pages,
    whole_page,
)
from jsdodbc.site.session import Session

ONE_PAGE = 100  # issues that Cloud gives in a single page with fields
_PAGE_SIZE = 1_000
_NAMES = {"limit": ("offset", "limit"), "numbered": ("page", "maxResults")}


@dataclass(slots=True)
class Reader:
    """`places`: Table.places. `parents`: the rows of the parent of a chain. `fields`: what an issue must come with.
    `limit`: read no more issues of a search than likely hold so many rows;
    then `cut` tells whether there may be more. `widened`: is told of a search that replaces the one the site refused.
    """

    session: Session
    fields: Sequence[str]
    limit: int | None
    cancellation: Cancellation
    widened: Callable[[str], None] = lambda jql: None
    places: Mapping[str, int] = field(default_factory=dict)
    parents: Callable[[Chained], Iterator[Given]] = lambda chained: iter(())
    cut: bool = False

    def pages(self, access: Bulk | Found | Listed | Children | Chained | Shared | Portal) -> Iterator[Page]:
        """The pages of an access, in order."""
        match access:
            case Bulk(identifiers=identifiers):
                bodies = bulk_issues(self.session, identifiers, self.fields, cancellation=self.cancellation)
                yield from map(Page, bodies)
            case Portal(listing=listing):
                yield from map(Page, self._portal(listing))
            case Found():
                yield from map(Page, self._search(access, self.fields, self.limit))
            case Listed(listing=listing, parents=None):
                yield from map(Page, self._list(listing, *address(listing, {}, ())))
            case Listed(listing=listing, parents=parents):
                found = (Parent(each, gone=listing.parent is not None) for each in parents or ())
                yield from self._child_reader(listing).of_parents(found)
            case Chained(listing=listing):
                found = (Parent(each) for each in self.parents(access))
                yield from self._child_reader(listing).of_parents(found)
            case Children(listing=listing, parents=parents):
                yield from self._children(listing, parents)
            case Shared(group=group, listing=None):
                yield from map(Page, group.pages())
            case Shared(group=group, listing=listing, wanted=wanted):
                assert listing is not None
                yield from self._child_reader(listing).of_bodies(group.pages(), wanted, requests=group.requests)

    def _search(self, found: Found, fields: Sequence[str], limit: int | None) -> Iterator[bytes]:
        """Pages of a search. Error 42000 where the site refuses what the statement wrote of it."""
        try:
            yield from self._wide_enough(found, fields, limit)
        except ServiceError as error:
            raise _told(error, found) from error

    def _wide_enough(self, found: Found, fields: Sequence[str], limit: int | None) -> Iterator[bytes]:
        """Pages of a search; where the site refuses it, of the wider one that leaves out what the site may not know."""
        refused = yield from self._attempt(found, found.jql, fields, limit)
        if refused is None:
            return
        if found.cautious is None:
            raise refused
        clause = found.checked() if found.checked else Clause(found.cautious)
        if clause.nothing:
            return
        self.widened(clause.text)
        if clause.text == found.cautious or (yield from self._attempt(found, clause.text, fields, limit)) is not None:
            yield from self._searched(found, found.cautious, fields, limit)

    def _attempt(
        self, found: Found, jql: str, fields: Sequence[str], limit: int | None
    ) -> Generator[bytes, None, Error | None]:
        """Pages of a search, and the error if the site refused it as such."""
        started = False
        try:
            for body in self._searched(found, jql, fields, limit):
                started = True
                yield body
        except Error as error:
            if error.native != 400 or started:
                raise
            return error
        return None

    def _searched(self, found: Found, jql: str, fields: Sequence[str], limit: int | None) -> Iterator[bytes]:
        """Pages of a search. With a limit few issues: as many if the search is exact, else at least a page of them."""
        ordered = f"{jql} ORDER BY {found.order}".strip() if found.order else jql
        exact = found.exact and not found.order and jql == found.jql
        least = limit if limit is None or exact else max(limit + ONE_PAGE // 2, ONE_PAGE)
        rows = 0
        for body in self._query(ordered, fields, least, bool(found.order)):
            if least is not None:
                rows += len(orjson.loads(body)["issues"])
                self.cut = rows >= least
            yield body

    def _query(self, jql: str, fields: Sequence[str], limit: int | None, ordered: bool) -> Iterator[bytes]:
        return search_pages(
            self.session, jql, fields, limit=limit, cancellation=self.cancellation, order_matters=ordered
        )

    def _portal(self, listing: Listing) -> Iterator[bytes]:
        """The issues that a list of the portal names."""
        bodies = self._list(listing, *address(listing, {}, ()))
        ids = (str(each["issueId"]) for body in bodies for each in orjson.loads(body)[listing.rows])
        while chunk := list(islice(ids, _PAGE_SIZE)):
            yield from bulk_issues(self.session, chunk, self.fields, cancellation=self.cancellation)

    def _children(self, listing: Listing, parents: Bulk | Found) -> Iterator[Page]:
        reader = self._child_reader(listing)
        if isinstance(parents, Bulk):
            return reader.of_issues(parents.identifiers)
        seen = Seen()
        bodies = self._search(parents, ("id", "key") if reader.apart else ("id",), None)
        found = ((str(each["id"]), each.get("key")) for body in bodies for each in orjson.loads(body)["issues"])
        return reader.of_found(each for each in found if seen.first_time(each[0]))

    def _child_reader(self, listing: Listing) -> ChildReader:
        return ChildReader(self.session, listing, self.places, partial(self._list, listing), self.cancellation)

    def _list(self, listing: Listing, path: str, query: Mapping[str, object]) -> Iterator[bytes]:
        if listing.style == "aql":
            return object_pages(self.session, path, query, cancellation=self.cancellation, limit=self.limit)
        if listing.style in ("service desk", "linked"):
            return service_desk_pages(
                self.session,
                path,
                query=query,
                cancellation=self.cancellation,
                limit=self.limit,
                linked=listing.style == "linked",
            )
        if listing.style == "single":
            return _as_array(array_page(self.session, path, query=query, cancellation=self.cancellation))
        if listing.style == "complete":
            return whole_page(self.session, path, listing.rows, query=query, cancellation=self.cancellation)
        if listing.style == "whole":
            return array_page(self.session, path, query=query, cancellation=self.cancellation)
        return offset_pages(
            self.session,
            path,
            query=query,
            cancellation=self.cancellation,
            page_size=listing.page_size or _PAGE_SIZE,
            limit=self.limit,
            names=_NAMES.get(listing.style, ("startAt", "maxResults")),
        )

    def count(self, found: Found) -> int:
        """The exact number of issues that a search finds."""
        try:
            return search_count(self.session, found.jql, cancellation=self.cancellation)
        except ServiceError as error:
            raise _told(error, found) from error


def _told(error: ServiceError, found: Found) -> Error:
    """The error of a search, for the one who wrote part of it."""
    if not found.own or error.status != 400:
        return error
    words = " ".join((*error.messages, *error.fields.values())) or error.message
    return Error("42000", f"The site refuses JQL = {found.own!r}: {words}", native=400)


def _as_array(bodies: Iterator[bytes]) -> Iterator[bytes]:
    return (b"[" + body + b"]" for body in bodies)


def is_cloud(session: Session) -> bool:
    return session.deployment is Deployment.CLOUD
