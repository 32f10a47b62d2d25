"""Reading what belongs to issues: the site hands the first of it out with the issues, a hundred at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.model.metadata import metadata_of
from jsdodbc.model.table import Listing
from jsdodbc.scan.page import Page
from jsdodbc.site.paging import bulk_issues
from jsdodbc.site.session import Session

_TOGETHER = 1_600  # issues whose bulk reads run beside each other

Lister = Callable[[str], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Parent:
    """Whose children a page holds. `gone`: that there is none by its id is no error. The issue may have been deleted
    since it was found, or be one of a service desk's project that is no request.
    """

    id: str
    key: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class ChildReader:
    """Children of issues. `pages_of`: the pages of a list of the API, by its path."""

    session: Session
    listing: Listing
    pages_of: Lister
    cancellation: Cancellation

    def of_issues(self, identifiers: Iterable[str], *, found: bool) -> Iterator[Page]:
        """Children of issues by id or key. `found`: a search has found them, so that they exist and are requests."""
        source = iter(identifiers)
        while chunk := list(islice(source, _TOGETHER)):
            yield from self._chunk(chunk, found)

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
        for body in bulk_issues(self.session, chunk, fields, cancellation=self.cancellation):
            for issue in orjson.loads(body)["issues"]:
                parent = Parent(str(issue["id"]), issue.get("key"), gone=self.listing.style == "service desk")
                missing.pop(parent.id, None)
                if not found and not self._belongs(issue):
                    continue
                children = _all_children(issue, field, self.listing.rows)
                if children is None:
                    partial.append(parent)
                elif children:
                    yield Page(orjson.dumps({self.listing.rows: children}), parent.id, parent.key)
        self.cancellation.expect(len(partial) + len(missing))
        yield from self.of_parents([*partial, *(Parent(each, gone=True) for each in missing)])

    def _belongs(self, issue: Mapping[str, Any]) -> bool:
        if self.listing.parent is None or self.listing.parent[0] != "Requests":
            return True
        projects = metadata_of(self.session).lookup("service desk of project", self.cancellation)
        project = (issue.get("fields") or {}).get("project") or {}
        return str(project.get("id")) in projects

    def _whole(self, parent: Parent) -> list[Page]:
        try:
            return [Page(body, parent.id, parent.key) for body in self.pages_of(self._path(parent))]
        except Error as error:
            if parent.gone and error.native == 404:
                return []
            raise

    def _path(self, parent: Parent) -> str:
        before, _, rest = self.listing.path.partition("{")
        return before + parent.id + rest.partition("}")[2]


def _all_children(issue: Mapping[str, Any], field: str | None, rows: str) -> list[Any] | None:
    """The children that came with an issue, None unless they are all there are."""
    fields = issue.get("fields") or {}
    holder = fields.get(field) if field else None
    if isinstance(holder, list):
        return holder
    if holder is None and field and field in fields and field.startswith("customfield_"):
        return []
    children = holder.get(rows) if isinstance(holder, dict) else None
    if not isinstance(holder, dict) or not isinstance(children, list):
        return None
    return children if holder.get("total") == len(children) else None
