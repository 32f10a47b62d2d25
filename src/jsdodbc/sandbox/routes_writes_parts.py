"""The platform API: what links issues, the work that is logged on them, and what apps keep with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from jsdodbc.sandbox.expansions import properties_of
from jsdodbc.sandbox.generate.system import link_type, linked
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_issue import found
from jsdodbc.sandbox.routes_search import body_of
from jsdodbc.sandbox.routes_writes_issue import API, field_errors, text_of
from jsdodbc.sandbox.times import jira, parse_jira
from jsdodbc.sandbox.writing import me, need, touch

if TYPE_CHECKING:
    from jsdodbc.sandbox.live import LiveStore
    from jsdodbc.sandbox.site import Site


# ---- links
@add("POST", f"{API}/issueLink")
def link(site: Site, request: Request, api: str) -> Reply:
    """The inward issue is the one that acts: it blocks the outward issue."""
    store, body = need(site, "LINK_ISSUES", desk=False), body_of(request)
    if (body.get("type") or {}).get("name") != "Blocks":
        raise errors(404, "No issue link type with name '{}' found.".format((body.get("type") or {}).get("name")))
    acting, other = (_named(site, body.get(side)) for side in ("inwardIssue", "outwardIssue"))
    number = str(store.next_id())
    for index, side, to in ((acting, "outwardIssue", other), (other, "inwardIssue", acting)):
        made = {
            "id": number,
            "self": f"{site.base}/rest/api/2/issueLink/{number}",
            "type": link_type(site.base),
            side: linked(store, to),
        }
        touch(site, index, issuelinks=[*_links(store, index), made])
    return Reply(201, b"", {"Location": f"{site.base}/rest/api/{api}/issueLink/{number}"})


def _named(site: Site, given: Any) -> int:
    name = (given or {}).get("id") or (given or {}).get("key")
    if not name:
        raise errors(400, "The issue key or id of both issues is required.")
    return found(site, str(name))


def _links(store: LiveStore, index: int) -> list[dict[str, Any]]:
    field = next(each for each in store.fields if each.id == "issuelinks")
    every: list[dict[str, Any]] = field.value(store, index)
    return every


@add("DELETE", f"{API}/issueLink/{{number}}")
def unlink(site: Site, request: Request, api: str, number: str) -> Reply:
    store = need(site, "LINK_ISSUES", desk=False)
    first = int(number) - 40_000 if number.isdecimal() else -1  # as generated ones are numbered
    changed = [at for at, values in store.values.items() if "issuelinks" in values]
    holders = [
        at
        for at in dict.fromkeys([*changed, *([first] if first in range(store.generated) else [])])
        if any(each["id"] == number for each in _links(store, at))
    ]
    if not holders:
        raise errors(404, f"No issue link with id '{number}' exists.")
    for at in holders:
        touch(site, at, issuelinks=[each for each in _links(store, at) if each["id"] != number])
    return Reply(204)


# ---- work
_UNITS = {"m": 60, "h": 3600, "d": 8 * 3600, "w": 5 * 8 * 3600}
LOG = f"{API}/issue/{{name}}/worklog"


def _seconds(body: dict[str, Any]) -> int | None:
    """Of timeSpentSeconds, or of timeSpent as people write it: 1h 30m. None without either."""
    if body.get("timeSpentSeconds") is not None:
        found = int(body["timeSpentSeconds"])
    elif body.get("timeSpent") is not None:
        try:
            found = sum(int(each[:-1]) * _UNITS[each[-1]] for each in str(body["timeSpent"]).split())
        except (KeyError, ValueError):
            raise field_errors(timeLogged="Invalid time duration entered.") from None
    else:
        return None
    if found < 60:
        raise field_errors(timeLogged="Worklog must not be null.")
    return found


def _logged(site: Site, body: dict[str, Any], api: str) -> dict[str, Any]:
    """What a body tells of an entry."""
    store = need(site, "", desk=False)
    told: dict[str, Any] = {}
    seconds = _seconds(body)
    if seconds is not None:
        told |= {"timeSpentSeconds": seconds, "timeSpent": f"{seconds // 60}m"}
    if body.get("comment") is not None:
        told["comment"] = text_of(body["comment"], api, "comment")
    if body.get("started") is not None:
        told["started"] = jira(parse_jira(str(body["started"])), store.site_zone)
    return told | {"updated": jira(site.now(), store.site_zone), "updateAuthor": me(site).fragment}


@add("POST", LOG)
def log_work(site: Site, request: Request, api: str, name: str) -> Reply:
    store, index = need(site, "WORK_ON_ISSUES", desk=False), found(site, name)
    number, now = str(store.next_id()), jira(site.now(), store.site_zone)
    told = _logged(site, body_of(request), api)
    if "timeSpentSeconds" not in told:
        raise field_errors(timeLogged="You must indicate the time spent working.")
    entry: dict[str, Any] = {
        "self": f"{site.base}/rest/api/2/issue/{store.id(index)}/worklog/{number}",
        "author": me(site).fragment,
        "comment": "",
        "created": now,
        "started": now,
        "id": number,
        "issueId": str(store.id(index)),
    }
    store.logged.setdefault(index, []).append(entry | told)
    _spend(site, index, told["timeSpentSeconds"])
    return json(_entry(site, index, number, api), 201)


def _spend(site: Site, index: int, seconds: int) -> None:
    field = next(each for each in site.store.fields if each.id == "timespent")
    touch(site, index, timespent=(field.value(site.store, index) or 0) + seconds or None)


def _entry(site: Site, index: int, number: str, api: str) -> dict[str, Any]:
    every = need(site, "", desk=False).worklogs(index, adf=api == "3")
    known = next((each for each in every if each["id"] == number), None)
    if known is None:
        raise errors(404, f"Cannot find worklog with id: '{number}'.")
    return known


@add("PUT", f"{LOG}/{{number}}")
def change_work(site: Site, request: Request, api: str, name: str, number: str) -> Reply:
    store, index = need(site, "EDIT_ALL_WORKLOGS", desk=False), found(site, name)
    before: int = _entry(site, index, number, "2")["timeSpentSeconds"]
    told = _logged(site, body_of(request), api)
    for entry in store.logged.get(index, ()):
        if entry["id"] == number:
            entry |= told
            break
    else:
        store.relogged[number] = {**(store.relogged.get(number) or {}), **told}
    _spend(site, index, told.get("timeSpentSeconds", before) - before)
    return json(_entry(site, index, number, api))


@add("DELETE", f"{LOG}/{{number}}")
def delete_work(site: Site, request: Request, api: str, name: str, number: str) -> Reply:
    store, index = need(site, "DELETE_ALL_WORKLOGS", desk=False), found(site, name)
    known = _entry(site, index, number, "2")
    store.logged[index] = [each for each in store.logged.get(index, ()) if each["id"] != number]
    store.relogged[number] = None
    _spend(site, index, -known["timeSpentSeconds"])
    return Reply(204)


# ---- properties
@add("PUT DELETE", f"{API}/issue/{{name}}/properties/{{key}}")
def keep_property(site: Site, request: Request, api: str, name: str, key: str) -> Reply:
    store, index = need(site, "EDIT_ISSUES", desk=False), found(site, name)
    known = dict(properties_of(site, index))
    if request.method == "DELETE":
        if key not in known:
            raise errors(404, "The property with key does not exist.")
        del known[key]
        store.kept[index] = known
        return Reply(204)
    try:
        store.kept[index] = known | {key: orjson.loads(request.body)}
    except orjson.JSONDecodeError:
        raise errors(400, "The property value is not valid JSON.") from None
    return Reply(200 if key in known else 201, b"")
