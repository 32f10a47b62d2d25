"""What hangs on an issue: changes, worklogs, properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.expansions import histories, properties_of
from jsdodbc.sandbox.generate import history
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import offset, token, token_state, values_page
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_desk import generated
from jsdodbc.sandbox.routes_issue import found
from jsdodbc.sandbox.routes_search import body_of

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

API = "/rest/api/{api}"
MOST_CHANGES, MOST_WORKLOGS, MOST_TOGETHER, MOST_A_PAGE = 100, 5000, 1000, 10_000


@add("GET", f"{API}/issue/{{name}}/changelog", flavour="cloud")
def changelog(site: Site, request: Request, api: str, name: str) -> Reply:
    return json(values_page(site.base, request, histories(site, found(site, name)), 100, MOST_CHANGES))


@add("POST", f"{API}/changelog/bulkfetch", flavour="cloud")
def changelogs(site: Site, request: Request, api: str) -> Reply:
    asked = body_of(request)
    names = asked.get("issueIdsOrKeys")
    if not isinstance(names, list) or not 0 < len(names) <= MOST_TOGETHER:
        raise errors(400, f"issueIdsOrKeys must have 1 to {MOST_TOGETHER} entries.")
    size = int(asked.get("maxResults") or 1000)
    if not 0 < size <= MOST_A_PAGE:
        raise errors(400, f"maxResults must be from 1 to {MOST_A_PAGE}.")
    start = int(token_state(str(asked["nextPageToken"]))["at"]) if asked.get("nextPageToken") else 0
    issues = sorted({index for index in map(site.index_of, map(str, names)) if index is not None})
    every = [(index, each) for index in issues for each in histories(site, index)]
    logs: dict[int, list[dict[str, Any]]] = {}
    for index, each in every[start : start + size]:
        logs.setdefault(index, []).append(each)
    page: dict[str, Any] = {
        "issueChangeLogs": [
            {"issueId": str(site.store.id(index)), "changeHistories": rows} for index, rows in logs.items()
        ]
    }
    return json(page | ({"nextPageToken": token(at=start + size)} if start + size < len(every) else {}))


@add("GET", f"{API}/issue/{{name}}/worklog")
def worklogs(site: Site, request: Request, api: str, name: str) -> Reply:
    """Data Center has no pages of them."""
    start, size = offset(request, MOST_WORKLOGS, MOST_WORKLOGS) if site.cloud else (0, 1 << 30)
    page = history.worklog_page(generated(site), found(site, name), start, size, adf=api == "3")
    return json(page if site.cloud else page | {"maxResults": page["total"]})


@add("GET", f"{API}/issue/{{name}}/properties")
def property_keys(site: Site, request: Request, api: str, name: str) -> Reply:
    index = found(site, name)
    link = f"{site.base}/rest/api/{api}/issue/{site.store.id(index)}/properties"
    return json({"keys": [{"self": f"{link}/{key}", "key": key} for key in properties_of(site, index)]})


@add("GET", f"{API}/issue/{{name}}/properties/{{key}}")
def one_property(site: Site, request: Request, api: str, name: str, key: str) -> Reply:
    known = properties_of(site, found(site, name))
    if key not in known:
        raise errors(404, "The property with key does not exist.")
    return json({"key": key, "value": known[key]})
