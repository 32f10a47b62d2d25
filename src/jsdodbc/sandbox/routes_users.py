"""Users, in each flavour's way of listing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import offset, values_page, whole
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

MOST_USERS = 1000
MOST_LISTED = 2000


def _slice(request: Request, users: list[Entity]) -> Reply:
    start, size = offset(request, 50, MOST_USERS)
    return json([user.json for user in users[start : start + size]])


@add("GET", "/rest/api/{api}/users/search", "/rest/api/{api}/users", flavour="cloud")
def all_users(site: Site, request: Request, api: str) -> Reply:
    return _slice(request, site.store.of_kind("user"))


@add("GET", "/rest/api/{api}/user/search", flavour="cloud")
def find_users(site: Site, request: Request, api: str) -> Reply:
    wanted, account = (request.first("query") or "").lower(), request.first("accountId")
    if not wanted and not account:
        raise errors(400, "The query parameters 'query', 'accountId' or 'property' must be given.")
    return _slice(
        request,
        [user for user in site.store.of_kind("user") if user.id == account or (wanted and _begins(user, wanted))],
    )


def _begins(user: Entity, wanted: str) -> bool:
    """The name, a word of it or the address begins so."""
    return any(text.startswith(wanted) for text in (user.name.lower(), *user.name.lower().split(), *user.aliases))


@add("GET", "/rest/api/{api}/user/bulk", flavour="cloud")
def bulk_users(site: Site, request: Request, api: str) -> Reply:
    wanted = set(request.all("accountId"))
    if not wanted:
        raise errors(400, "At least one accountId must be given.")
    return json(
        values_page(
            site.base, request, [user.json for user in site.store.of_kind("user") if user.id in wanted], 10, 200
        )
    )


@add("GET", "/rest/api/{api}/user")
def one_user(site: Site, request: Request, api: str) -> Reply:
    wanted = request.first("accountId") or request.first("username") or request.first("key") or ""
    user = next((each for each in site.store.of_kind("user") if wanted in (each.id, each.json.get("key"))), None)
    if user is None:
        raise errors(404, f"The user named '{wanted}' does not exist")
    return json(user.json)


@add("GET", "/rest/api/{api}/user/search", flavour="dc")
def find_names(site: Site, request: Request, api: str) -> Reply:
    """`username=.` finds everybody: a dot is in every address."""
    wanted = (request.first("username") or "").lower()
    if not wanted:
        raise errors(400, "The username query parameter was not provided")
    inactive = request.flag("includeInactive", False)
    active = request.flag("includeActive", True)
    chosen = [
        user
        for user in site.store.of_kind("user")
        if (wanted == "." or _begins(user, wanted) or user.id.lower().startswith(wanted))
        and "key" in user.json  # who was deleted is named in issues only
        and (inactive if user.json.get("active") is False else active)
    ]
    return _slice(request, chosen)


@add("GET", "/rest/api/{api}/user/list", flavour="dc")
def listed(site: Site, request: Request, api: str) -> Reply:
    start = whole(request.first("cursor"), 0, "cursor")
    size = min(whole(request.first("maxResults"), 50, "maxResults"), MOST_LISTED)
    users = site.store.of_kind("user")
    link = f"{site.base}/rest/api/2/user/list?maxResults={size}&cursor="
    page = {
        "self": f"{link}{start}",
        "maxResults": size,
        "isLast": start + size >= len(users),
        "values": [user.json for user in users[start : start + size]],
    }
    if not page["isLast"]:
        page |= {"nextCursor": str(start + size), "nextPage": f"{link}{start + size}"}
    return json(page)
