"""Searching and reading issues in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from jsdodbc.sandbox import expansions
from jsdodbc.sandbox.documents import select
from jsdodbc.sandbox.fields import Field
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import token, token_state, whole
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

MOST_BULK = 100
MOST_REFERENCES = 5000
MOST_ISSUES = 100
MOST_RECONCILED = 50
_REMOVED = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline "
    "is available at https://developer.atlassian.com/changelog/#CHANGE-2046"
)


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object of a request; 400 and 415 as Jira gives them."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise errors(415, "Unsupported Media Type")
    try:
        body = orjson.loads(request.body or b"{}")
    except orjson.JSONDecodeError:
        raise errors(400, "There was an error parsing JSON. Check that your request body is valid.") from None
    if not isinstance(body, dict):
        raise errors(400, "Invalid request payload. Refer to the REST API documentation and try again.")
    return body


def parameters(request: Request, names: tuple[str, ...]) -> dict[str, Any]:
    """A search's parameters, from the query string or the body."""
    if request.method == "POST":
        return body_of(request)
    found: dict[str, Any] = {name: request.first(name) for name in names if request.first(name) is not None}
    if request.all("fields"):
        found["fields"] = request.all("fields")
    return found


def check_fields(fields: Any) -> list[str]:
    if not isinstance(fields, list) or not all(isinstance(each, str) for each in fields):
        raise errors(400, "Invalid request payload. Refer to the REST API documentation and try again.")
    return fields


@add("GET POST", "/rest/api/{api}/search", flavour="cloud")
def removed(site: Site, request: Request, api: str) -> Reply:
    raise errors(410, _REMOVED)


@add("GET POST", "/rest/api/{api}/search/jql", flavour="cloud")
def search_jql(site: Site, request: Request, api: str) -> Reply:
    asked = parameters(request, ("jql", "maxResults", "nextPageToken"))
    reconciled = asked.get("reconcileIssues") or []
    if not isinstance(reconciled, list) or len(reconciled) > MOST_RECONCILED:
        raise errors(400, f"The number of issues to reconcile must be at most {MOST_RECONCILED}.")
    with site.as_indexed({int(each) for each in reconciled}):
        return _token_page(site, asked, adf=api == "3")


def _token_page(site: Site, asked: dict[str, Any], *, adf: bool) -> Reply:
    jql = str(asked.get("jql") or "")
    fields = check_fields(asked.get("fields") or ["id"])
    given = asked.get("maxResults")
    size = whole(None if given is None else str(given), 50, "maxResults")
    if size < 1:
        raise errors(400, "The value of the parameter 'maxResults' must be greater than 0.")
    state = _state(site, asked.get("nextPageToken"), jql, fields)
    found = site.searches.result(jql, now=state["now"], bounded=True).numbers
    chosen, references = _chosen(site, fields)
    size = min(size, MOST_REFERENCES if references else MOST_ISSUES)
    end = state["at"] + size
    numbers = found[state["at"] : end]
    issues = _issues(site, numbers, chosen, references, adf=adf)
    last = end >= len(found)
    tail = b"" if last else b',"nextPageToken":' + orjson.dumps(token(at=end, now=state["now"], of=_mark(jql, fields)))
    return Reply(200, b'{"issues":[' + issues + b'],"isLast":' + (b"true" if last else b"false") + tail + b"}")


def _mark(jql: str, fields: list[str]) -> int:
    """The token belongs to one query and its fields."""
    return sum(map(ord, jql)) * 31 + sum(map(ord, ",".join(fields)))


def _state(site: Site, given: Any, jql: str, fields: list[str]) -> dict[str, Any]:
    if not given:
        return {"at": 0, "now": site.now()}
    state = token_state(str(given))
    if state.get("of") != _mark(jql, fields):
        raise errors(400, "The provided next page token does not belong to this query.")
    return state


def _chosen(site: Site, fields: list[str]) -> tuple[tuple[Field, ...], str]:
    """The fields, or which references (`id`, `key`) when nothing else was asked."""
    asked = {piece.strip().lower() for text in fields for piece in text.split(",")}
    if asked <= {"id"}:
        return (), "id"
    if asked <= {"id", "key", "issuekey"}:
        return (), "key"
    return select(site.store, fields), ""


def _issues(site: Site, numbers: Any, chosen: tuple[Field, ...], references: str, *, adf: bool) -> bytes:
    if references:
        return site.documents.references(numbers, key=references == "key")
    return site.documents.page(numbers, chosen, adf=adf)


@add("POST", "/rest/api/{api}/search/approximate-count", flavour="cloud")
def approximate_count(site: Site, request: Request, api: str) -> Reply:
    with site.as_indexed():
        return json({"count": len(site.searches.result(str(body_of(request).get("jql") or ""), bounded=True).numbers)})


@add("POST", "/rest/api/{api}/issue/bulkfetch", flavour="cloud")
def bulk_fetch(site: Site, request: Request, api: str) -> Reply:
    asked = body_of(request)
    names = asked.get("issueIdsOrKeys")
    if not isinstance(names, list) or not names:
        raise errors(400, "issueIdsOrKeys must not be empty.")
    if len(names) > MOST_BULK:
        raise errors(400, f"The number of issues to fetch must be at most {MOST_BULK}.")
    chosen = select(site.store, check_fields(asked.get("fields") or ["*navigable"]))
    numbers = sorted({index for index in map(site.index_of, map(str, names)) if index is not None})
    return Reply(
        200,
        b'{"issues":['
        + expansions.page(site, numbers, chosen, asked.get("expand"), adf=api == "3")
        + b'],"issueErrors":[]}',
    )


@add("GET POST", "/rest/api/{api}/search", flavour="dc")
def search_offset(site: Site, request: Request, api: str) -> Reply:
    asked = parameters(request, ("jql", "maxResults", "startAt", "validateQuery", "expand"))
    with site.as_indexed():
        return _offset_page(site, asked)


def _offset_page(site: Site, asked: dict[str, Any]) -> Reply:
    start = max(0, whole(str(asked.get("startAt") or ""), 0, "startAt"))
    given = asked.get("maxResults")
    size = whole(None if given is None else str(given), 50, "maxResults")
    size = min(size if size >= 0 else site.clamp, site.clamp)
    strict = str(asked.get("validateQuery", "true")).lower() not in ("false", "none", "warn")
    result = site.searches.result(str(asked.get("jql") or ""), strict=strict)
    chosen = select(site.store, check_fields(asked.get("fields") or ["*navigable"]))
    head: dict[str, Any] = {
        "expand": "schema,names",
        "startAt": start,
        "maxResults": size,
        "total": len(result.numbers),
    }
    if result.warnings:
        head["warningMessages"] = result.warnings
    issues = expansions.page(site, result.numbers[start : start + size], chosen, asked.get("expand"), adf=False)
    return Reply(200, orjson.dumps(head)[:-1] + b',"issues":[' + issues + b"]}")
