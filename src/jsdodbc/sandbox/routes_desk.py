"""servicedeskapi: the site, desks, request types, organisations, queues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.generate.custom import organization_json
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.live import LiveStore
from jsdodbc.sandbox.paging import desk_page
from jsdodbc.sandbox.replies import desk_error, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.times import parts

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

DESK = "/rest/servicedeskapi"


def generated(site: Site) -> LiveStore:
    """The store of a generated site; a recorded one has no such things."""
    if not isinstance(site.store, LiveStore):
        raise desk_error(404, "This recorded site has no such resource.")
    return site.store


MOST_DESKS = 50


@add("GET", f"{DESK}/info")
def info(site: Site, request: Request) -> Reply:
    return json(
        {
            "version": site.version,
            "platformVersion": site.version,
            "buildDate": parts(1_780_000_000_000, site.store.site_zone),
            "buildChangeSet": "840e5159",
            "isLicensedForUse": site.licensed,
            "_links": {"self": f"{site.base}{DESK}/info"},
        }
    )


def desks(site: Site) -> list[dict[str, Any]]:
    found = [
        project for project in site.store.of_kind("project") if project.json.get("projectTypeKey") == "service_desk"
    ]
    return [
        {
            "id": str(at + 1),
            "projectId": project.id,
            "projectName": project.name,
            "projectKey": project.json["key"],
            "_links": {"self": f"{site.base}{DESK}/servicedesk/{at + 1}"},
        }
        for at, project in enumerate(found)
    ]


def desk_named(site: Site, name: str) -> dict[str, Any]:
    found = next((desk for desk in desks(site) if name.upper() in (desk["id"], desk["projectKey"])), None)
    if found is None:
        raise desk_error(
            404, "The service desk you are trying to view does not exist.", "sd.agent.servicedesk.error.not.exist"
        )
    return found


@add("GET", f"{DESK}/servicedesk")
def all_desks(site: Site, request: Request) -> Reply:
    return json(desk_page(site.base, request, desks(site), MOST_DESKS))


@add("GET", f"{DESK}/servicedesk/{{desk}}")
def one_desk(site: Site, request: Request, desk: str) -> Reply:
    return json(desk_named(site, desk))


def request_type_json(entity: Entity) -> dict[str, Any]:
    """As servicedeskapi has it; the field of an issue has one thing more."""
    return {name: value for name, value in entity.json.items() if name != "defaultName"}


def _types(site: Site, request: Request, wanted: set[str]) -> Reply:
    text = (request.first("searchQuery") or "").lower()
    group = request.first("groupId")
    chosen = [
        entity
        for entity in site.store.of_kind("requesttype")
        if (not wanted or entity.json["serviceDeskId"] in wanted)
        and text in f"{entity.name} {entity.json['description']}".lower()
        and (group is None or group in entity.json["groupIds"])
    ]
    return json(desk_page(site.base, request, chosen, 100, request_type_json))


@add("GET", f"{DESK}/requesttype", flavour="cloud")
def every_type(site: Site, request: Request) -> Reply:
    if request.headers.get("x-experimentalapi") != "opt-in":
        raise desk_error(
            412,
            "This API is experimental. Experimental APIs are not guaranteed to be stable within the preview "
            "period. You must set the header 'X-ExperimentalApi: opt-in' to opt into using this API.",
            "sd.experimental",
        )
    return _types(site, request, set(request.all("serviceDeskId")))


@add("GET", f"{DESK}/servicedesk/{{desk}}/requesttype")
def types_of_desk(site: Site, request: Request, desk: str) -> Reply:
    return _types(site, request, {desk_named(site, desk)["id"]})


@add("GET", f"{DESK}/servicedesk/{{desk}}/requesttype/{{number}}")
def one_type(site: Site, request: Request, desk: str, number: str) -> Reply:
    wanted = desk_named(site, desk)["id"]
    found = next(
        (
            each
            for each in site.store.of_kind("requesttype")
            if each.id == number and each.json["serviceDeskId"] == wanted
        ),
        None,
    )
    if found is None:
        raise desk_error(
            404, "The request type does not exist or you do not have permission to view it.", "sd.requesttype.not.found"
        )
    return json(request_type_json(found))


@add("GET", f"{DESK}/servicedesk/{{desk}}/requesttypegroup")
def groups(site: Site, request: Request, desk: str) -> Reply:
    number = desk_named(site, desk)["id"]
    return json(desk_page(site.base, request, [{"id": number, "name": "General"}]))


@add("GET", f"{DESK}/servicedesk/{{desk}}/queue")
def queues(site: Site, request: Request, desk: str) -> Reply:
    rows = queue_rows(site, desk_named(site, desk))
    for row in rows if request.flag("includeCount", False) else ():
        row["issueCount"] = len(site.searches.result(row["jql"]).numbers)
    return json(desk_page(site.base, request, rows))


def queue_rows(site: Site, named: dict[str, Any]) -> list[dict[str, Any]]:
    """The queues of a desk; the first desk has one more, with other columns."""
    key = named["projectKey"]
    shown = ["issuetype", "issuekey", "summary", "created", "reporter", "duedate"]
    jql = f'project = "{key}" AND resolution = Unresolved ORDER BY created'
    every: dict[str, Any] = {named["id"]: {"name": "All open", "jql": jql, "fields": shown}}
    if named["id"] == "1":
        jql = f'project = "{key}" AND (priority = High OR labels = vpn) ORDER BY priority DESC'
        fields = ["issuekey", "summary", "status", "priority", "labels", "assignee", "customfield_10024"]
        every["101"] = {"name": 'Urgent & "VPN"', "jql": jql, "fields": fields}
    every |= generated(site).queues.get(named["id"], {})
    return [queue_json(site, named["id"], number, row) for number, row in every.items() if row is not None]


def queue_json(site: Site, desk: str, number: str, row: dict[str, Any]) -> dict[str, Any]:
    """A queue of a desk: `row` has its name, JQL and fields."""
    return {"id": number, **row, "_links": {"self": f"{site.base}{DESK}/servicedesk/{desk}/queue/{number}"}}


@add("GET", f"{DESK}/organization", f"{DESK}/servicedesk/{{desk}}/organization")
def organizations(site: Site, request: Request, desk: str | None = None) -> Reply:
    every = site.store.of_kind("organization")
    if desk is not None:
        every = generated(site).organizations_of(desk_named(site, desk)["id"])
    return json(
        desk_page(
            site.base,
            request,
            every,
            50,
            lambda each: organization_json(generated(site), each),
        )
    )


@add("GET", f"{DESK}/organization/{{number}}")
def one_organization(site: Site, request: Request, number: str) -> Reply:
    return json(organization_json(generated(site), organization_named(site, number)))


def organization_named(site: Site, number: str) -> Entity:
    found = next((each for each in site.store.of_kind("organization") if each.id == number), None)
    if found is None:
        raise desk_error(404, "The organization you are trying to view does not exist.", "sd.organisation.not.found")
    return found


@add("GET", f"{DESK}/organization/{{number}}/user")
def organization_users(site: Site, request: Request, number: str) -> Reply:
    members = generated(site).members_of(organization_named(site, number))
    return json(desk_page(site.base, request, members, 50, lambda user: desk_user(site, user)))


def desk_user(site: Site, user: Entity) -> dict[str, Any]:
    """A user as servicedeskapi has it."""
    known = {
        name: user.json[name]
        for name in ("accountId", "name", "key", "emailAddress", "displayName", "active", "timeZone")
        if name in user.json
    }
    links = {"jiraRest": user.json["self"], "self": user.json["self"], "avatarUrls": user.json.get("avatarUrls", {})}
    return known | {"_links": links}
