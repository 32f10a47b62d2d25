"""Lists of the configuration: projects, issue types, statuses, priorities, resolutions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import values_page
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_desk import generated

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site


def _bare(kind: str) -> Callable[..., Reply]:
    def answer(site: Site, request: Request, api: str) -> Reply:
        return json([entity.json for entity in site.store.of_kind(kind)])

    return answer


for _path, _kind in (
    ("priority", "priority"),
    ("status", "status"),
    ("issuetype", "issuetype"),
    ("resolution", "resolution"),
    ("statuscategory", "statuscategory"),
):
    add("GET", f"/rest/api/{{api}}/{_path}")(_bare(_kind))


def _project(project: Entity) -> dict[str, Any]:
    return project.json | {"expand": "description,lead,issueTypes,url,projectKeys,permissions,insight"}


@add("GET", "/rest/api/{api}/project")
def projects(site: Site, request: Request, api: str) -> Reply:
    return json([_project(project) for project in site.store.of_kind("project")])


@add("GET", "/rest/api/{api}/project/search", flavour="cloud")
def project_search(site: Site, request: Request, api: str) -> Reply:
    wanted, kinds = (request.first("query") or "").lower(), (request.first("typeKey") or "").split(",")
    keys = {key.upper() for key in request.all("keys")}
    chosen = [
        _project(each)
        for each in site.store.of_kind("project")
        if (wanted in each.name.lower() or wanted in each.json["key"].lower())
        and (kinds == [""] or each.json["projectTypeKey"] in kinds)
        and (not keys or each.json["key"] in keys)
    ]
    return json(values_page(site.base, request, chosen, 50, 100))


def project_named(site: Site, name: str) -> Entity:
    chosen = next((each for each in site.store.of_kind("project") if name.upper() in (each.id, each.json["key"])), None)
    if chosen is None:
        raise errors(404, f"No project could be found with key '{name}'.")
    return chosen


def component_rows(site: Site, project: Entity) -> list[dict[str, Any]]:
    """The first of a project is led by somebody, the others are not described."""
    key = project.json["key"]
    more: dict[str, Any] = {"project": key, "assigneeType": "PROJECT_DEFAULT"}
    if site.cloud:
        more["projectId"] = int(project.id)
    led = {"description": f"First of {key}.", "lead": generated(site).people.agents[1].fragment}
    rows = generated(site).configuration.components[key]
    found = [each.json | more | ({} if at else led) for at, each in enumerate(rows)]
    return generated(site).parts_of("component", key, found)


def version_rows(site: Site, project: Entity) -> list[dict[str, Any]]:
    more: dict[str, Any] = {"projectId": int(project.id)}
    rows = generated(site).configuration.versions.get(project.json["key"], [])
    planned = {"startDate": "2026-01-31", "description": "Planned.", "overdue": True}
    found = [each.json | more | (planned if at == 1 else {}) for at, each in enumerate(rows)]
    return generated(site).parts_of("version", project.json["key"], found)


@add("GET", "/rest/api/{api}/project/{name}/components")
def components(site: Site, request: Request, api: str, name: str) -> Reply:
    return json(component_rows(site, project_named(site, name)))


@add("GET", "/rest/api/{api}/project/{name}/versions")
def versions(site: Site, request: Request, api: str, name: str) -> Reply:
    return json(version_rows(site, project_named(site, name)))


@add("GET", "/rest/api/{api}/project/{name}")
def project(site: Site, request: Request, api: str, name: str) -> Reply:
    chosen = project_named(site, name)
    types = [entity.json for entity in site.store.of_kind("issuetype")]
    return json(_project(chosen) | {"issueTypes": types, "components": [], "versions": []})
