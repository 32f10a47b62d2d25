"""The platform API: what changes issues and what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.generate.comments import PER_ISSUE
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.live import FIRST_ID
from jsdodbc.sandbox.replies import Refusal, errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_issue import found
from jsdodbc.sandbox.routes_search import body_of
from jsdodbc.sandbox.writing import need, say, touch

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
        return "\n".join(_words(value))
    raise field_errors(**{name: "Comment body can not be empty!" if not value else "Operation value must be a string"})


def _words(node: dict[str, Any]) -> list[str]:
    own = [str(node["text"])] if "text" in node else []
    return [*own, *(word for each in node.get("content", ()) for word in _words(each))]


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
