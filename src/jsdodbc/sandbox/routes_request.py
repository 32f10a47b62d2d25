"""servicedeskapi: requests and what hangs on one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.generate.custom import current_status
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.site import CATEGORIES
from jsdodbc.sandbox.generate.sla import SlaValue, sla_json
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import desk_page
from jsdodbc.sandbox.replies import desk_error, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_desk import DESK, desk_named, desk_user, generated, request_type_json
from jsdodbc.sandbox.times import parse_jira, parts

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

MOST_REQUESTS = 100
MOST_COMMENTS = 50
_EXPANDS = ["participant", "status", "sla", "requestType", "serviceDesk", "attachment", "action", "comment"]


def request_named(site: Site, name: str) -> int:
    """Unknown, or not a customer request: 404."""
    index = site.index_of(name)
    if index is None or generated(site).request_type(index) is None:
        raise desk_error(
            404, "The request does not exist or you do not have permission to view it.", "sd.request.not.found"
        )
    return index


@add("GET", f"{DESK}/request")
def requests(site: Site, request: Request) -> Reply:
    """Only the requests of the calling user, latest activity first."""
    store = generated(site)
    if request.first("approvalStatus") and "APPROVER" not in request.all("requestOwnership"):
        raise desk_error(400, "approvalStatus can only be used with requestOwnership APPROVER.", "sd.request.filter")
    desk, kind = request.first("serviceDeskId"), request.first("requestTypeId")
    if kind and not desk:
        raise desk_error(
            400, "The service desk id must be given together with the request type id.", "sd.request.filter"
        )
    mine = [
        index
        for index in range(min(store.size, 200_000))
        if mine_as(site, index, request.all("requestOwnership")) and _wanted(site, request, index, desk, kind)
    ]
    mine.sort(key=store.updated, reverse=True)
    return json(desk_page(site.base, request, mine, MOST_REQUESTS, lambda index: request_json(site, request, index)))


def mine_as(site: Site, index: int, roles: list[str]) -> bool:
    """Whether the account has one of the roles in a request; raised it or takes part, where none is named."""
    store, me = generated(site), site.account
    roles = roles or ["OWNED_REQUESTS", "PARTICIPATED_REQUESTS"]
    if "OWNED_REQUESTS" in roles and store.reporter(index) is me:
        return True
    fields = {field.name: field for field in store.fields}
    if "PARTICIPATED_REQUESTS" in roles and me in fields["Request participants"].value(store, index):
        return True
    asked = fields["Approvals"].value(store, index) or () if "APPROVER" in roles else ()
    return any(user is me for each in asked for user, _ in each.approvers)


def _wanted(site: Site, request: Request, index: int, desk: str | None, kind: str | None) -> bool:
    found = generated(site).request_type(index)
    if found is None or (desk and found.extra["desk"] != desk) or (kind and found.id != kind):
        return False
    if (request.first("searchTerm") or "").lower() not in generated(site).summary(index).lower():
        return False
    state = (request.first("requestStatus") or "ALL_REQUESTS").split("_")[0]
    done = generated(site).status(index).extra == "done"
    return state == "ALL" or (state == "CLOSED") == done


def kind_of(site: Site, index: int) -> Entity:
    """The request type of what is known to be a request."""
    found = generated(site).request_type(index)
    if found is None:
        raise desk_error(404, "The issue is not a request.", "sd.request.not.found")
    return found


def request_json(site: Site, request: Request, index: int) -> dict[str, Any]:
    store = generated(site)
    kind = kind_of(site, index)
    number, key = str(store.id(index)), store.key(index)
    reporter = store.reporter(index) or store.people.app
    links = {
        "jiraRest": f"{site.base}/rest/api/2/issue/{number}",
        "self": f"{site.base}{DESK}/request/{number}",
        "web": f"{site.base}/servicedesk/customer/portal/{kind.extra['desk']}/{key}",
        "agent": f"{site.base}/browse/{key}",
    }
    found: dict[str, Any] = {
        "_expands": _EXPANDS,
        "issueId": number,
        "issueKey": key,
        "requestTypeId": kind.id,
        "serviceDeskId": kind.extra["desk"],
        "createdDate": parts(store.created(index), store.site_zone),
        "reporter": desk_user(site, reporter),
        "requestFieldValues": _values(site, index),
        "currentStatus": current_status(store, index),
        "_links": links,
    }
    if site.cloud:
        found["summary"] = store.summary(index)
    return found | _expanded(site, request, index)


def _values(site: Site, index: int) -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = [
        {"fieldId": "summary", "label": "What do you need?", "value": generated(site).summary(index)}
    ]
    field = next(field for field in site.store.fields if field.id == "description")
    text = field.value(site.store, index)
    if text is not None:
        rendered = {"renderedValue": {"html": "<p>…</p>"}} if site.cloud else {}
        values.append({"fieldId": "description", "label": "Why do you need this?", "value": text} | rendered)
    return values


def _expanded(site: Site, request: Request, index: int) -> dict[str, Any]:
    wanted = {name for text in request.all("expand") for name in text.split(",")}
    plain = Request("GET", request.target, request.path, [], {}, b"")
    makers: dict[str, Callable[[], Any]] = {
        "serviceDesk": lambda: desk_named(site, kind_of(site, index).extra["desk"]),
        "requestType": lambda: request_type_json(kind_of(site, index)),
        "participant": lambda: desk_page(site.base, plain, _participants(site, index)),
        "sla": lambda: desk_page(site.base, plain, _slas(site, index)),
        "status": lambda: desk_page(site.base, plain, _history(site, index)),
        "comment": lambda: desk_page(
            site.base,
            plain,
            desk_comments(site, index),
            MOST_COMMENTS,
        ),
    }
    names = {"participant": "participants", "comment": "comments"}
    return {names.get(name, name): make() for name, make in makers.items() if name in wanted}


@add("GET", f"{DESK}/request/{{name}}")
def one_request(site: Site, request: Request, name: str) -> Reply:
    return json(request_json(site, request, request_named(site, name)))


@add("GET", f"{DESK}/request/{{name}}/comment")
def request_comments(site: Site, request: Request, name: str) -> Reply:
    index = request_named(site, name)
    public, internal = (request.flag(which, True) for which in ("public", "internal"))
    chosen = [each for each in desk_comments(site, index) if (public if each["public"] else internal)]
    return json(desk_page(site.base, request, chosen, MOST_COMMENTS))


@add("GET", f"{DESK}/request/{{name}}/comment/{{number}}")
def one_comment(site: Site, request: Request, name: str, number: str) -> Reply:
    index = request_named(site, name)
    found = next((each for each in desk_comments(site, index) if each["id"] == number), None)
    if found is None:
        raise desk_error(404, "The comment does not exist.", "sd.comment.not.found")
    return json(found)


def desk_comments(site: Site, index: int, only: str = "") -> list[dict[str, Any]]:
    """The comments of a request as servicedeskapi has them, oldest first; or only the one of that id."""
    store = generated(site)
    said = {str(each.id): each for each in store.said.get(index, ())}
    return [
        {
            "_expands": ["attachment", "renderedBody"] if site.cloud else [],
            "id": each["id"],
            "body": each["body"],
            "public": each["jsdPublic"],
            "author": desk_user(site, store.author_of(index, each["id"], said)),
            "created": parts(parse_jira(each["created"]), store.site_zone),
            "_links": {"self": f"{site.base}{DESK}/request/{store.id(index)}/comment/{each['id']}"},
        }
        for each in store.every_comment(index)
        if not only or each["id"] == only
    ]


def _participants(site: Site, index: int) -> list[dict[str, Any]]:
    field = next(field for field in site.store.fields if field.name == "Request participants")
    return [desk_user(site, user) for user in field.value(site.store, index)]


@add("GET", f"{DESK}/request/{{name}}/participant")
def participants(site: Site, request: Request, name: str) -> Reply:
    return json(desk_page(site.base, request, _participants(site, request_named(site, name))))


def _slas(site: Site, index: int) -> list[dict[str, Any]]:
    found: list[tuple[Any, SlaValue]] = [
        (field, raw)
        for field in site.store.fields
        if field.kind == "sla" and (raw := field.value(site.store, index)) is not None
    ]
    return [_sla(site, index, field, raw) for field, raw in found]


def _sla(site: Site, index: int, field: Any, raw: SlaValue) -> dict[str, Any]:
    number = generated(site).sla_ids[field.id]
    link = f"{site.base}{DESK}/request/{site.store.id(index)}/sla/{number}"
    made = sla_json(raw, number=number, name=field.name, link=link, zone=site.store.site_zone, cloud=site.cloud)
    return {name: value for name, value in made.items() if value is not None}


@add("GET", f"{DESK}/request/{{name}}/sla")
def slas(site: Site, request: Request, name: str) -> Reply:
    return json(desk_page(site.base, request, _slas(site, request_named(site, name))))


@add("GET", f"{DESK}/request/{{name}}/sla/{{number}}")
def one_sla(site: Site, request: Request, name: str, number: str) -> Reply:
    found = next((each for each in _slas(site, request_named(site, name)) if each["id"] == number), None)
    if found is None:
        raise desk_error(404, "The SLA metric does not exist.", "sd.sla.not.found")
    return json(found)


def _history(site: Site, index: int) -> list[dict[str, Any]]:
    """Cloud has the newest first, Data Center the oldest."""
    store = generated(site)
    first = store.configuration.statuses[0]
    opened = {
        "status": first.name,
        "statusCategory": CATEGORIES[first.extra][3],
        "statusDate": parts(store.created(index), store.site_zone),
    }
    before = [current_status(store, index)]
    if index in store.history:  # what was written tells its own moments
        before = [
            {
                "status": status.name,
                "statusCategory": CATEGORIES[status.extra][3],
                "statusDate": parts(moment, store.site_zone),
            }
            for status, moment in store.history[index]
        ]
    found = [opened, *before]
    return found[::-1] if site.cloud else found


@add("GET", f"{DESK}/request/{{name}}/status")
def statuses(site: Site, request: Request, name: str) -> Reply:
    return json(desk_page(site.base, request, _history(site, request_named(site, name))))


@add("GET", f"{DESK}/request/{{name}}/approval")
def approvals(site: Site, request: Request, name: str) -> Reply:
    index = request_named(site, name)
    field = next(field for field in site.store.fields if field.kind == "approvals")
    found = [approval_json(site, each, index) for each in field.value(site.store, index) or ()]
    return json(desk_page(site.base, request, found))


def approval_json(site: Site, approval: Any, index: int) -> dict[str, Any]:
    link = f"{site.base}{DESK}/request/{site.store.id(index)}"
    made: dict[str, Any] = approval.json(link, site.store.site_zone)
    made["canAnswerApproval"] = (site.account, "pending") in approval.approvers
    made["approvers"] = [
        {"approver": desk_user(site, user), "approverDecision": decision} for user, decision in approval.approvers
    ]
    return made
