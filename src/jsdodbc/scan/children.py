"""Reading what belongs to issues: the site hands the first of it out with the issues, a hundred at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.model.metadata import metadata_of
from jsdodbc.model.table import Listing
from jsdodbc.scan.listed import address
from jsdodbc.scan.once import Seen
from jsdodbc.scan.page import Given, Page
from jsdodbc.site.paging import bulk_issues, bulk_lists
from jsdodbc.site.session import Session

_TOGETHER = 1_600  # issues whose bulk reads run beside each other
_PAGES_TOGETHER = 16

Lister = Callable[[str, Mapping[str, object]], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Parent:
    """Whose children a page holds: `given` (Listing.given). `gone`: that there is none is no error. The issue may have
    been deleted since it was found, be one of a service desk's project that is no request, or never have been.
    """

    given: Given
    gone: bool = False


@dataclass(frozen=True, slots=True)
class ChildReader:
    """Children of issues or of other rows. `places`: Table.places. `pages_of`: the pages of a list of the API."""

    session: Session
    listing: Listing
    places: Mapping[str, int]
    pages_of: Lister
    cancellation: Cancellation

    @property
    def apart(self) -> bool:
        """Whether nothing of what is read comes with the issues themselves."""
        return not (self.listing.embedded or self.listing.expand)

    def of_issues(self, identifiers: Iterable[str]) -> Iterator[Page]:
        """Children of issues by id or key."""
        source = iter(identifiers)
        while chunk := list(islice(source, _TOGETHER)):
            yield from self._chunk(chunk, found=False)

    def of_found(self, issues: Iterable[Given]) -> Iterator[Page]:
        """Children of issues (id, key) that a search has found, so that they exist and are requests."""
        source = iter(issues)
        if self.apart and not self.listing.bulk:
            yield from self.of_parents(Parent(each, gone=True) for each in source)
            return
        while chunk := list(islice(source, _TOGETHER)):
            if self.apart and self.listing.bulk:
                yield from self._bulk(self.listing.bulk, {str(each[0]): each for each in chunk})
            else:
                yield from self._chunk([str(each[0]) for each in chunk], found=True)

    def of_parents(self, parents: Iterable[Parent]) -> Iterator[Page]:
        """The whole list of each parent, several at once, one parent's pages after the other's."""
        for pages in self.session.map(self._whole, parents, cancellation=self.cancellation):
            yield from pages

    def _chunk(self, chunk: list[str], found: bool) -> Iterator[Page]:
        """What comes with the issues, then the lists of those that have more."""
        field = metadata_of(self.session).field(self.listing.embedded, self.cancellation)
        missing = dict.fromkeys(chunk if found else ())
        partial: list[Parent] = []
        fields = ("project", field) if field else ("project",)
        bodies = bulk_issues(self.session, chunk, fields, expand=self.listing.expand, cancellation=self.cancellation)
        for body in bodies:
            for issue in orjson.loads(body)["issues"]:
                missing.pop(str(issue["id"]), None)
                if found or self._belongs(issue):
                    yield from self._embedded(issue, field, partial)
        absent = [Parent((each, None), gone=True) for each in missing] if not self.listing.bulk else []
        yield from self._rest(partial, absent)

    def _rest(self, partial: Sequence[Parent], absent: Sequence[Parent]) -> Iterator[Page]:
        """The children of issues that didn't all come with them, and of issues that didn't come themselves."""
        if self.listing.bulk:
            yield from self._bulk(self.listing.bulk, {str(each.given[0]): each.given for each in partial})
            return
        if partial and not self.listing.path:
            raise Error(
                "08S01", f"The site cut the {self.listing.rows} of an issue short, so rows would be missing. Try again."
            )
        self.cancellation.expect(len(partial) + len(absent))
        yield from self.of_parents([*partial, *absent])

    def _bulk(self, bulk: tuple[str, str, str], parents: Mapping[str, Given]) -> Iterator[Page]:
        """The lists of many issues that the site tells together, each under its issue."""
        path, lists, rows = bulk
        for body in bulk_lists(self.session, path, tuple(parents), cancellation=self.cancellation):
            for each in orjson.loads(body)[lists]:
                given = parents.get(str(each["issueId"]))
                if given is not None:
                    yield Page(orjson.dumps({self.listing.rows: each[rows]}), given)

    def of_bodies(self, bodies: Iterator[bytes], wanted: frozenset[str] | None, *, requests: bool) -> Iterator[Page]:
        """Children of issues that are there already, with the field that embeds them, as `_chunk`."""
        field = metadata_of(self.session).field(self.listing.embedded, self.cancellation)
        seen = Seen()
        while chunk := list(islice(bodies, _PAGES_TOGETHER)):
            partial: list[Parent] = []
            for issue in (issue for body in chunk for issue in orjson.loads(body)["issues"]):
                if wanted is not None and str(issue["id"]) not in wanted and issue.get("key") not in wanted:
                    continue
                if seen.first_time(str(issue["id"])) and (requests or self._belongs(issue)):
                    yield from self._embedded(issue, field, partial)
            yield from self._rest(partial, ())

    def _embedded(self, issue: Mapping[str, Any], field: str | None, partial: list[Parent]) -> Iterator[Page]:
        """What came with an issue; if that isn't all, the issue is one of `partial`."""
        given = (str(issue["id"]), issue.get("key"))
        children = _all_children(issue, field, self.listing)
        if children is None:
            partial.append(Parent(given, gone=self.apart or self.listing.style == "service desk"))
        elif children:
            yield Page(orjson.dumps({self.listing.rows: children}), given)

    def _belongs(self, issue: Mapping[str, Any]) -> bool:
        if self.listing.parent is None or self.listing.parent[0] != "Requests":
            return True
        projects = metadata_of(self.session).lookup("service desk of project", self.cancellation)
        project = (issue.get("fields") or {}).get("project") or {}
        return str(project.get("id")) in projects

    def _whole(self, parent: Parent) -> list[Page]:
        try:
            path, query = address(self.listing, self.places, parent.given)
            return [Page(body, parent.given) for body in self.pages_of(path, query)]
        except Error as error:
            if error.native in self.listing.gone or (parent.gone and error.native == 404):
                return []
            raise


def _all_children(issue: Mapping[str, Any], field: str | None, listing: Listing) -> list[Any] | None:
    """The children that came with an issue, None unless they are all there are."""
    fields = issue.get("fields") or {}
    holder = issue.get(listing.expand) if listing.expand else fields.get(field) if field else None
    if isinstance(holder, list):
        return holder
    if holder is None and field and field in fields and field.startswith("customfield_"):
        return []
    children = holder.get(listing.rows) if isinstance(holder, dict) else None
    if not isinstance(holder, dict) or not isinstance(children, list):
        return None
    return children if holder.get("total") == len(children) else None
