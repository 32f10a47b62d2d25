"""What a scan sends, told before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import orjson

from jsdodbc.cancel import Cancellation
from jsdodbc.model.metadata import metadata_of
from jsdodbc.model.table import Listing, Search
from jsdodbc.scan import aql, jql
from jsdodbc.scan.access import Access, Bulk, Chained, Children, Found, Listed, Nothing, Portal, Shared
from jsdodbc.scan.cost import Estimator
from jsdodbc.scan.hints import ScanReport
from jsdodbc.scan.predicates import And, Constant, Predicate, text_of
from jsdodbc.scan.topmost import limit_of
from jsdodbc.site.deployment import Deployment
from jsdodbc.site.errors import ServiceError
from jsdodbc.site.jql import stable
from jsdodbc.site.session import Session

if TYPE_CHECKING:
    from jsdodbc.scan.source import TableSource

_MOST_SHOWN = 5  # identifiers of a bulk read


def describe(
    report: ScanReport, source: TableSource, predicate: Predicate, access: Access, fields: Sequence[str]
) -> None:
    """Fill in what will be asked and what becomes of each predicate."""
    _divide(report, source, predicate, access)
    report.limit = limit_of(source.hints, access)
    if isinstance(access, Found):
        report.order = access.order
    _requests(report, source, access, fields)
    if source.hints.measure:
        _measure(report, source, access, fields)


def _measure(report: ScanReport, source: TableSource, access: Access, fields: Sequence[str]) -> None:
    """The cost in numbers. A search that the site can't count is told in words alone."""
    estimator = Estimator(source.session, source.table, source.hints, source.cancellation)
    try:
        cost = estimator.cost(access, fields)
    except ServiceError as error:
        if error.status != 400:
            raise
        return
    report.expected_calls, report.expected_rows = cost.calls, cost.rows
    report.at_least, report.at_most = cost.at_least, cost.at_most or bool(report.remaining or report.superset)


def _divide(report: ScanReport, source: TableSource, predicate: Predicate, access: Access) -> None:
    parts = predicate.parts if isinstance(predicate, And) else (predicate,)
    for part in parts:
        if isinstance(part, Constant):
            continue
        _kind(report, source, part, access).append(text_of(part))


def _kind(report: ScanReport, source: TableSource, part: Predicate, access: Access) -> list[str]:
    read = source.table.read
    if isinstance(access, Bulk | Listed | Chained | Children | Nothing | Portal) or not isinstance(read, Search):
        columns = [column for column in source.table.every if column.pushdown]
        return report.remaining if jql.values_of(part, columns) is None else report.exact
    context = jql.Context(metadata_of(source.session), read.bound, source.cancellation)
    clause = jql.translate(part, context)
    if clause.everything and not clause.exact:
        return report.remaining
    return report.exact if clause.exact else report.superset


def _requests(report: ScanReport, source: TableSource, access: Access, fields: Sequence[str]) -> None:
    session, cancellation = source.session, source.cancellation
    limit = limit_of(source.hints, access)
    match access:
        case Nothing():
            report.calls = "0: no row can be true of the filter"
        case Found():
            report.jql, report.requests, report.calls = _search(session, access, fields, limit)
        case Bulk(identifiers=identifiers):
            report.requests, report.calls = _bulk(session, identifiers, fields)
        case Listed(listing=listing, parents=parents):
            report.requests = [_asked(listing)]
            report.calls = "1 a page" if parents is None else f"1 or more for each of {len(parents)}"
        case Chained(listing=listing, parent=parent):
            above = [f"GET {parent.read.path}"] if isinstance(parent.read, Listing) else []
            report.requests = [*above, f"GET {listing.path}"]
            report.calls = f"those of {parent.name}, 1 or more for each of its rows"
        case Shared(group=group, listing=listing):
            report.jql, report.requests, report.calls = _search(session, group.found, group.fields, None)
            report.calls += ", for all parts of the statement that want these issues"
            if listing is not None and not listing.embedded.startswith("@"):
                report.calls += f", {_lists(listing, not (listing.embedded or listing.expand))}"
        case Portal(listing=listing):
            report.requests = [f"GET {listing.path}", *_bulk(session, ("…",), fields)[0]]
            report.calls = "1 per 100 requests listed, 1 per 100 read"
        case Children(listing=listing, parents=parents):
            _children(report, session, listing, parents, cancellation)


def _asked(listing: Listing) -> str:
    found = dict(listing.query).get(aql.PARAMETER) if listing.style == "aql" else None
    return f"{listing.path} AQL {found}" if found else f"GET {listing.path}"


def _children(
    report: ScanReport, session: Session, listing: Listing, parents: Bulk | Found, cancellation: Cancellation
) -> None:
    embedded = metadata_of(session).field(listing.embedded, cancellation)
    fields = ("project", embedded) if embedded else ("project",)
    apart = not (listing.embedded or listing.expand)
    first: list[str] = []
    calls = ""
    if isinstance(parents, Found):
        report.jql, first, calls = _search(session, parents, ("id", "key") if apart else ("id",), None)
        read, count = ([], "") if apart else (_bulk(session, ("…",), fields)[0], "1 per 100 issues")
    else:
        read, count = _bulk(session, parents.identifiers, fields)
    last = f"POST {listing.bulk[0]}" if listing.bulk else f"GET {listing.path}" if listing.path else ""
    report.requests = [*first, *read, *filter(None, (last,))]
    report.calls = ", ".join(part for part in (calls, count, _lists(listing, apart)) if part)


def _lists(listing: Listing, apart: bool) -> str:
    """How many lists are asked for besides the issues, in words."""
    if listing.bulk:
        return "1 per 1,000 issues"
    if not listing.path:
        return ""
    return "1 for each issue" if apart else f"1 for each issue whose {listing.rows} don't all come with it"


def _search(session: Session, found: Found, fields: Sequence[str], limit: int | None) -> tuple[str, list[str], str]:
    cloud = session.deployment is Deployment.CLOUD
    text = stable(f"{found.jql} ORDER BY {found.order}" if found.order else found.jql, restricted=cloud)
    if not cloud:
        line = _line(f"{session.api}/search", jql=text, fields=list(fields))
        return text, [line], "1 a page" if limit is None else "1"
    if set(fields) <= {"id", "key"} or (limit is not None and limit <= 50):
        line = _line(f"{session.api}/search/jql", jql=text, fields=list(fields))
        return text, [line], "1" if limit is not None else "1 per 5,000 issues"
    ids = _line(f"{session.api}/search/jql", jql=text, fields=["id"])
    bulk = _line(f"{session.api}/issue/bulkfetch", issueIdsOrKeys=["…"], fields=list(fields))
    return text, [ids, bulk], "1 per 5,000 issues found, 1 per 100 read"


def _bulk(session: Session, identifiers: Sequence[str], fields: Sequence[str]) -> tuple[list[str], str]:
    shown = [*identifiers[:_MOST_SHOWN], "…"] if len(identifiers) > _MOST_SHOWN else list(identifiers)
    calls = str(-(-len(identifiers) // 100))
    if session.deployment is Deployment.CLOUD:
        return [_line(f"{session.api}/issue/bulkfetch", issueIdsOrKeys=shown, fields=list(fields))], calls
    return [_line(f"{session.api}/search", jql=f"id or key in ({', '.join(shown)})", fields=list(fields))], calls


def _line(path: str, **body: Any) -> str:
    return f"POST {path} {orjson.dumps(body).decode()}"
