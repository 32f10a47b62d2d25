"""How many requests an access takes, and how many rows it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from jsdodbc.cancel import Cancellation
from jsdodbc.model.table import Listing, Search, Table
from jsdodbc.scan.access import Access, Bulk, Chained, Children, Found, Listed, Nothing, Portal, Shared
from jsdodbc.scan.hints import Hints
from jsdodbc.scan.reading import ONE_PAGE
from jsdodbc.scan.topmost import limit_of
from jsdodbc.site.data_center import page_size
from jsdodbc.site.deployment import Deployment
from jsdodbc.site.jql import stable
from jsdodbc.site.session import Session

BULK = 100  # issues of one bulk read
_IDS = 5_000  # ids of one page on Cloud
_LISTS = 1_000  # issues whose lists come together
_NARROW = frozenset(("id", "key"))


@dataclass(frozen=True, slots=True)
class Cost:
    """`calls` may be more where `at_least`, `rows` fewer where `at_most`; `rows` None where nobody knows."""

    calls: int
    rows: int | None = None
    at_least: bool = False
    at_most: bool = False


def known_calls(access: Access) -> int:
    """The least number of requests that is certain before any is sent."""
    match access:
        case Nothing() | Shared():
            return 0
        case Bulk(identifiers=identifiers) | Children(parents=Bulk(identifiers=identifiers)):
            return _parts(len(identifiers), BULK)
        case Listed(parents=parents):
            return 1 if parents is None else len(parents)
        case Found() | Children() | Chained() | Portal():
            return 1


@dataclass(frozen=True, slots=True)
class Estimator:
    """Tells what the scans of a table will cost, from the number of issues that the site counts."""

    session: Session
    table: Table
    hints: Hints
    cancellation: Cancellation

    def cost(self, access: Access, fields: Sequence[str]) -> Cost:
        """The cost of one scan. `fields`: what issues come with. May ask the site for a count."""
        match access:
            case Nothing():
                return Cost(0, 0)
            case Found():
                return self._found(access, fields)
            case Bulk():
                number = self._named(access)
                return Cost(_parts(number, BULK), self._rows(number), at_most=True)
            case Listed(parents=parents):
                return Cost(known_calls(access), at_least=parents is not None or access.listing.style != "whole")
            case Chained() | Portal():
                return Cost(2, at_least=True)
            case Shared(group=group, listing=listing):
                return self._shared(group.found, group.fields, listing, first=group.claim())
            case Children(listing=listing, parents=parents):
                return self._children(listing, parents)

    def _shared(self, found: Found, fields: Sequence[str], listing: Listing | None, *, first: bool) -> Cost:
        number = self.count(found)
        calls = self._calls(number, fields) if first else 0
        if listing is None:
            return Cost(calls, self._rows(number), at_most=not found.exact)
        more = self._lists(listing, self._wanted(number), apart=_apart(listing))
        return Cost(calls + more, at_least=_uncertain(listing))

    def _found(self, found: Found, fields: Sequence[str]) -> Cost:
        limit = limit_of(self.hints, found)
        if self.hints.count_only and found.exact and found.cautious is None and _counted(self.table):
            number = self.count(found)
            return Cost(self._calls(number, ("id",)) if self._cloud else 1, number)
        number = self.count(found)
        if limit is None:
            return Cost(self._calls(number, fields), self._rows(number), at_most=not found.exact)
        least = limit if found.exact and not found.order else max(limit + ONE_PAGE // 2, ONE_PAGE)
        rows = self._rows(min(number, limit))
        calls = 1 if least <= BULK else self._calls(min(number, least), fields)
        return Cost(calls, rows, at_least=not found.exact, at_most=not found.exact)

    def _children(self, listing: Listing, parents: Bulk | Found) -> Cost:
        apart = _apart(listing)
        if isinstance(parents, Bulk):
            number, calls = self._named(parents), 0
            apart = False
        else:
            number = self.count(parents)
            calls = self._calls(number, ("id",))
        calls += 0 if apart else _parts(number, BULK)
        return Cost(calls + self._lists(listing, number, apart=_apart(listing)), at_least=_uncertain(listing))

    def _lists(self, listing: Listing, number: int, *, apart: bool) -> int:
        if not apart:
            return 0
        return _parts(number, _LISTS) if listing.bulk else number

    def _wanted(self, number: int) -> int:
        keys = self.hints.keys
        return number if keys is None else min(number, keys.expected if keys.expected is not None else len(keys.values))

    def _named(self, bulk: Bulk) -> int:
        keys = self.hints.keys
        return keys.expected if keys is not None and keys.expected is not None else len(bulk.identifiers)

    def _rows(self, number: int) -> int | None:
        """The rows of so many issues, where each is one."""
        return number if _counted(self.table) else None

    def _calls(self, number: int, fields: Sequence[str]) -> int:
        """The requests that so many found issues take."""
        if not self._cloud:
            return max(1, _parts(number, page_size(self.session, fields)))
        ids = max(1, _parts(number, _IDS))
        narrow = _NARROW.issuperset(fields)
        return ids if narrow else ids + _parts(number, min(self.session.settings.page_size or BULK, BULK))

    @property
    def _cloud(self) -> bool:
        return self.session.deployment is Deployment.CLOUD

    def count(self, found: Found) -> int:
        """About how many issues a search finds, for one request."""
        body: dict[str, object] = {"jql": stable(found.jql, restricted=self._cloud)}
        path = f"{self.session.api}/search/approximate-count"
        if not self._cloud:
            path, body = f"{self.session.api}/search", {**body, "startAt": 0, "maxResults": 0, "fields": ["id"]}
        answer = orjson.loads(self.session.request("POST", path, body=body, cancellation=self.cancellation))
        return int(answer.get("count" if self._cloud else "total") or 0)


def _counted(table: Table) -> bool:
    """Whether each issue is one row."""
    return isinstance(table.read, Search) and not table.read.explode and not table.read.items


def _apart(listing: Listing) -> bool:
    return not (listing.embedded or listing.expand)


def _uncertain(listing: Listing) -> bool:
    """Whether some issues may take lists of their own, or a list several pages."""
    return not listing.embedded.startswith("@")


def _parts(number: int, size: int) -> int:
    return -(-number // size)
