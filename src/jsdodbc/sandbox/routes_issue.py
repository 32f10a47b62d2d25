"""One issue, and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsdodbc.sandbox import expansions
from jsdodbc.sandbox.documents import select
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import offset, values_page
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_search import body_of

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

MOST_COMMENTS = 5000


def found(site: Site, name: str) -> int:
    """The number of the issue named in a path."""
    index = site.index_of(name)
    if index is None:
        raise errors(
            404,
            "Issue does not exist or you do not have permission to see it." if site.cloud else "Issue Does Not Exist",
        )
    return index


@add("GET", "/rest/api/{api}/issue/{name}")
def issue(site: Site, request: Request, api: str, name: str) -> Reply:
    index = found(site, name)
    chosen = select(site.store, request.all("fields") or ["*all"])
    words = expansions.asked(request.first("expand"))
    told = "*all" in (request.first("properties") or "")
    return Reply(200, expansions.with_more(site, index, chosen, words, adf=api == "3", properties=told))


@add("GET", "/rest/api/{api}/issue/{name}/comment")
def comments(site: Site, request: Request, api: str, name: str) -> Reply:
    start, size = offset(request, 100 if site.cloud else 1_048_576, MOST_COMMENTS if site.cloud else 1_048_576)
    newest_first = (request.first("orderBy") or "").startswith("-")
    return json(
        site.store.comments(found(site, name), start=start, limit=size, newest_first=newest_first, adf=api == "3")
    )


@add("POST", "/rest/api/{api}/comment/list", flavour="cloud")
def comment_list(site: Site, request: Request, api: str) -> Reply:
    ids = body_of(request).get("ids")
    if not isinstance(ids, list) or len(ids) > 1000:
        raise errors(400, "The list of ids must have between 1 and 1000 entries.")
    chosen = [comment for number in ids if (comment := site.store.comment(int(number), adf=api == "3")) is not None]
    return json(values_page(site.base, request, chosen, 1000, 1000))
