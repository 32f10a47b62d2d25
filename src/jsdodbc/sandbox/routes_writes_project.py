"""The platform API: components and versions of projects are made, changed and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_lists import component_rows, project_named, version_rows
from jsdodbc.sandbox.routes_search import body_of
from jsdodbc.sandbox.routes_writes_issue import API, field_errors
from jsdodbc.sandbox.writing import need, user_named

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

_MEMBERS = {
    "component": ("name", "description", "assigneeType"),
    "version": ("name", "description", "archived", "released", "startDate", "releaseDate"),
}
_ROWS = {"component": component_rows, "version": version_rows}


def _told(site: Site, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    found = {name: body[name] for name in _MEMBERS[kind] if body.get(name) is not None}
    lead = body.get("leadAccountId" if site.cloud else "leadUserName")
    return found | ({"lead": user_named(site, str(lead), desk=False).fragment} if lead and kind == "component" else {})


def _create(site: Site, request: Request, kind: str) -> Reply:
    store, body = need(site, "ADMINISTER_PROJECTS", desk=False), body_of(request)
    if not body.get("name"):
        raise field_errors(name=f"You must specify a valid {kind} name.")
    project = project_named(site, str(body.get("project") or body.get("projectId") or ""))
    key = project.json["key"]
    if any(each["name"] == body["name"] for each in _ROWS[kind](site, project)):
        raise field_errors(name=f"A {kind} with this name already exists in this project.")
    number = str(store.next_id())
    head: dict[str, Any] = {"self": f"{site.base}/rest/api/2/{kind}/{number}", "id": number}
    if kind == "component":
        head |= {"project": key, "assigneeType": "PROJECT_DEFAULT"} | (
            {"projectId": int(project.id)} if site.cloud else {}
        )
    else:
        head |= {"projectId": int(project.id), "archived": False, "released": False}
    made = Entity(number, str(body["name"]), head | _told(site, kind, body))
    store.parts.setdefault((kind, key), []).append(made)
    return json(made.json, 201)


def _row(site: Site, kind: str, number: str) -> dict[str, Any]:
    projects = site.store.of_kind("project")
    known = next((row for each in projects for row in _ROWS[kind](site, each) if row["id"] == number), None)
    if known is None:
        raise errors(404, f"The {kind} with id {number} does not exist.")
    return known


def _change(site: Site, request: Request, kind: str, number: str) -> Reply:
    store = need(site, "ADMINISTER_PROJECTS", desk=False)
    _row(site, kind, number)
    before = store.reparts.get((kind, number)) or {}
    store.reparts[kind, number] = before | _told(site, kind, body_of(request))
    return json(_row(site, kind, number))


def _remove(site: Site, kind: str, number: str) -> Reply:
    store = need(site, "ADMINISTER_PROJECTS", desk=False)
    _row(site, kind, number)
    store.reparts[kind, number] = None
    return Reply(204)


@add("POST", f"{API}/component")
def create_component(site: Site, request: Request, api: str) -> Reply:
    return _create(site, request, "component")


@add("POST", f"{API}/version")
def create_version(site: Site, request: Request, api: str) -> Reply:
    return _create(site, request, "version")


@add("PUT", f"{API}/component/{{number}}")
def change_component(site: Site, request: Request, api: str, number: str) -> Reply:
    return _change(site, request, "component", number)


@add("PUT", f"{API}/version/{{number}}")
def change_version(site: Site, request: Request, api: str, number: str) -> Reply:
    return _change(site, request, "version", number)


@add("DELETE", f"{API}/component/{{number}}")
def remove_component(site: Site, request: Request, api: str, number: str) -> Reply:
    return _remove(site, "component", number)


@add("POST", f"{API}/version/{{number}}/removeAndSwap")
def remove_version(site: Site, request: Request, api: str, number: str) -> Reply:
    return _remove(site, "version", number)
