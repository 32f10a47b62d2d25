"""The platform API: what changes issues and what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.generate.comments import PER_ISSUE
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.live import FIRST_ID
from jsdodbc.sandbox.replies import Refusal, errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_issue import found
from jsdodbc.sandbox.routes_search import body_of
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
