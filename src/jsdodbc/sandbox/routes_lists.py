"""Lists of the configuration: projects, issue types, statuses, priorities, resolutions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import values_page
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add

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


@add("GET", "/rest/api/{api}/project/{name}")
def project(site: Site, request: Request, api: str, name: str) -> Reply:
    chosen = next((each for each in site.store.of_kind("project") if name.upper() in (each.id, each.json["key"])), None)
    if chosen is None:
        raise errors(404, f"No project could be found with key '{name}'.")
    types = [entity.json for entity in site.store.of_kind("issuetype")]
    return json(_project(chosen) | {"issueTypes": types, "components": [], "versions": []})
