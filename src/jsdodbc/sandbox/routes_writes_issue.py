"""The platform API: what changes issues and what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.generate.comments import PER_ISSUE
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.system import link_type, linked
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.live import FIRST_ID
from jsdodbc.sandbox.replies import Refusal, errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_issue import found
from jsdodbc.sandbox.routes_search import body_of
from jsdodbc.sandbox.times import jira, parse_jira
from jsdodbc.sandbox.values import Invalid, raw_values, updated_lists, words
from jsdodbc.sandbox.writing import me, need, say, touch

if TYPE_CHECKING:
    from jsdodbc.sandbox.live import LiveStore
    from jsdodbc.sandbox.site import Site

API = "/rest/api/{api}"


def field_errors(**fields: str) -> Refusal:
    """400 with what is wrong with each field."""
    return Refusal(json({"errorMessages": [], "errors": fields}, 400))


def text_of(value: Any, api: str, name: str) -> str:
    """Text of version 2, or of the document that version 3 takes."""
    if api != "3" and isinstance(value, str) and value:
        return value
    if api == "3" and isinstance(value, dict) and value.get("type") == "doc":
        return "\n".join(words(value))
    raise field_errors(**{name: "Comment body can not be empty!" if not value else "Operation value must be a string"})


@add("POST", f"{API}/issue/{{name}}/comment")
def comment(site: Site, request: Request, api: str, name: str) -> Reply:
    store = need(site, "ADD_COMMENTS", desk=False)
    index = found(site, name)
    said = say(site, index, text_of(body_of(request).get("body"), api, "comment"), public=True)
    return json(store.said_json(index, said, adf=api == "3"), 201)


@add("GET", f"{API}/issue/{{name}}/comment/{{number}}")
def one_comment(site: Site, request: Request, api: str, name: str, number: str) -> Reply:
    return json(_comment(need(site, "", desk=False), found(site, name), number, adf=api == "3"))


def _comment(store: LiveStore, index: int, number: str, *, adf: bool) -> dict[str, Any]:
    every = store.every_comment(index, adf=adf)
    known = next((each for each in every if each["id"] == number), None)
    if known is None:
        raise errors(404, f"Can not find a comment for the id: {number}.")
    return known


@add("PUT", f"{API}/issue/{{name}}/comment/{{number}}")
def edit_comment(site: Site, request: Request, api: str, name: str, number: str) -> Reply:
    store = need(site, "EDIT_ALL_COMMENTS", desk=False)
    index = found(site, name)
    _comment(store, index, number, adf=False)
    text = text_of(body_of(request).get("body"), api, "comment")
    if int(number) < FIRST_ID:
        store.edited[int(number)] = text, site.now()
    else:
        said = next(each for each in store.said[index] if each.id == int(number))
        said.body, said.updated = text, site.now()
    touch(site, index)
    return json(_comment(store, index, number, adf=api == "3"))


@add("DELETE", f"{API}/issue/{{name}}/comment/{{number}}")
def delete_comment(site: Site, request: Request, api: str, name: str, number: str) -> Reply:
    store = need(site, "DELETE_ALL_COMMENTS", desk=False)
    index = found(site, name)
    _comment(store, index, number, adf=False)
    if int(number) < FIRST_ID:
        assert int(number) // PER_ISSUE == store.id(index)
        store.silenced.add(int(number))
    else:
        store.said[index] = [each for each in store.said[index] if each.id != int(number)]
    touch(site, index)
    return Reply(204)


# ---- issues
@add("POST", f"{API}/issue")
def create(site: Site, request: Request, api: str) -> Reply:
    store = need(site, "CREATE_ISSUES", desk=False)
    values = _read(site, request)
    wrong = {name: text for name, text in _NEEDED.items() if values.get(name) is None}
    if wrong:
        raise field_errors(**wrong)
    values.setdefault("reporter", me(site))
    project = values.pop("project")
    index = new_issue(site, project, values)
    number, key = str(store.id(index)), store.key(index)
    return json({"id": number, "key": key, "self": f"{site.base}/rest/api/{api}/issue/{number}"}, 201)


_NEEDED = {
    "project": "Specify a valid project ID or key",
    "issuetype": "Specify an issue type",
    "summary": "You must specify a summary of the issue.",
}


def _read(site: Site, request: Request) -> dict[str, Any]:
    """The raw values of `fields`."""
    given = body_of(request).get("fields") or {}
    try:
        return raw_values(site, given)
    except Invalid as invalid:
        raise field_errors(**{invalid.field: invalid.text}) from None


def new_issue(site: Site, project: Entity, values: dict[str, Any]) -> int:
    """A new issue of a project, open, raised now by the account."""
    store, now = need(site, "CREATE_ISSUES", desk=False), site.now()
    configuration = store.configuration
    medium = next(each for each in configuration.priorities if each.name == "Medium")
    first = {"status": configuration.statuses[0], "priority": medium, "creator": me(site)}
    index = store.create(project, {**first, "created": now, "updated": now, **values})
    site.writes(index, made=True)
    site.changed(index)
    return index


@add("PUT", f"{API}/issue/{{name}}")
def edit(site: Site, request: Request, api: str, name: str) -> Reply:
    need(site, "EDIT_ISSUES", desk=False)
    index = found(site, name)
    try:
        changed = updated_lists(site, index, body_of(request).get("update") or {})
    except Invalid as invalid:
        raise field_errors(**{invalid.field: invalid.text}) from None
    touch(site, index, **_read(site, request), **changed)
    return Reply(204)


@add("DELETE", f"{API}/issue/{{name}}")
def delete(site: Site, request: Request, api: str, name: str) -> Reply:
    store = need(site, "DELETE_ISSUES", desk=False)
    index = found(site, name)
    site.writes(index)
    store.delete(index)
    site.changed(index)
    return Reply(204)


# ---- transitions
def ways(site: Site, index: int) -> list[tuple[str, Entity]]:
    """The transitions of an issue: one to each other status."""
    store = need(site, "", desk=False)
    now = store.status(index)
    return [(str(11 + 10 * each.rank), each) for each in store.configuration.statuses if each is not now]


def transition(site: Site, index: int, number: str, **values: Any) -> None:
    """Perform a transition; 400 for one that the issue can't make."""
    need(site, "TRANSITION_ISSUES", desk=False)
    to = next((status for each, status in ways(site, index) if each == number), None)
    if to is None:
        raise errors(400, f"Transition id '{number}' is not valid for this issue.")
    store, now = need(site, "", desk=False), site.now()
    done = to.extra == "done"
    resolution = values.pop("resolution", None) or store.configuration.resolutions[0]
    store.history.setdefault(index, []).append((to, now))
    told = {"resolution": resolution if done else None, "resolutiondate": now if done else None}
    touch(site, index, status=to, **told, **values)


@add("GET", f"{API}/issue/{{name}}/transitions")
def transitions(site: Site, request: Request, api: str, name: str) -> Reply:
    return json({"expand": "transitions", "transitions": transitions_json(site, found(site, name))})


def transitions_json(site: Site, index: int) -> list[dict[str, Any]]:
    return [
        {"id": number, "name": f"To {status.name}", "to": status.fragment} | (_GLOBAL if site.cloud else {})
        for number, status in ways(site, index)
    ]


_GLOBAL = {"hasScreen": False, "isGlobal": True, "isInitial": False, "isAvailable": True, "isConditional": False}


@add("POST", f"{API}/issue/{{name}}/transitions")
def make_transition(site: Site, request: Request, api: str, name: str) -> Reply:
    index, body = found(site, name), body_of(request)
    number = str((body.get("transition") or {}).get("id", ""))
    if not number:
        raise errors(400, "Missing 'transition' identifier")
    transition(site, index, number, **_read(site, request))
    for each in (body.get("update") or {}).get("comment", ()):
        say(site, index, text_of(each["add"]["body"], api, "comment"), public=True)
    return Reply(204)


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
