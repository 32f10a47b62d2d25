"""servicedeskapi: requests are raised, said something about, answered, moved and rated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.generate.approvals import Approval
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import desk_page
from jsdodbc.sandbox.replies import desk_error, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_desk import DESK, desk_named, desk_user
from jsdodbc.sandbox.routes_request import approval_json, desk_comments, request_json, request_named
from jsdodbc.sandbox.routes_writes import DONE, made
from jsdodbc.sandbox.routes_writes_issue import new_issue, transition, ways
from jsdodbc.sandbox.values import Invalid, raw_values
from jsdodbc.sandbox.writing import desk_body, me, need, say, touch, user_named, users_named

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

WITH_APPROVAL = "Request a change"  # the type whose requests the account must approve


@add("POST", f"{DESK}/request/{{name}}/comment")
def comment(site: Site, request: Request, name: str) -> Reply:
    need(site, "ADD_COMMENTS")
    index = request_named(site, name)
    body = desk_body(request, "body")
    said = say(site, index, str(body["body"]), public=bool(body.get("public", True)))
    return made(site, desk_comments(site, index, str(said.id))[0])

def field_of(site: Site, kind: str) -> str:
    """The id of the custom field of a service desk by the last part of schema.custom."""
    return next(field.id for field in site.store.fields if str((field.schema or {}).get("custom")).endswith(kind))


@add("POST", f"{DESK}/request")
def raise_request(site: Site, request: Request) -> Reply:
    store = need(site, "CREATE_REQUESTS")
    body = desk_body(request, "serviceDeskId", "requestTypeId")
    desk = desk_named(site, str(body["serviceDeskId"]))
    types = [each for each in site.store.of_kind("requesttype") if each.extra["desk"] == desk["id"]]
    kind = next((each for each in types if each.id == str(body["requestTypeId"])), None)
    if kind is None:
        raise desk_error(400, "The request type does not belong to the service desk.", "sd.requesttype.not.found")
    values = _field_values(site, body.get("requestFieldValues") or {})
    project = next(each for each in site.store.of_kind("project") if each.id == desk["projectId"])
    issue_type = next(each for each in store.configuration.issue_types if each.id == str(kind.extra["issue_type"]))
    behalf = body.get("raiseOnBehalfOf")
    reporter = user_named(site, str(behalf)) if behalf else me(site)
    people = tuple(user_named(site, str(each)) for each in body.get("requestParticipants") or ())
    told = {
        "@request type": kind,
        "issuetype": issue_type,
        "reporter": reporter,
        field_of(site, "participants"): people,
    }
    index = new_issue(site, project, {**values, **told})
    if kind.name == WITH_APPROVAL:
        pending = Approval(
            str(store.next_id()), "Waiting for approval", "pending", ((me(site), "pending"),), site.now(), None
        )
        touch(site, index, **{field_of(site, ":sd-approvals"): (pending,)})
    return made(site, request_json(site, request, index))


def _field_values(site: Site, given: dict[str, Any]) -> dict[str, Any]:
    sentence = "Your request could not be created. Please check the fields have been correctly filled in."
    try:
        values = raw_values(site, {name: value for name, value in given.items() if name != "project"})
        if not values.get("summary"):
            raise Invalid("summary", "You must specify a summary of the issue.")
    except Invalid as invalid:
        raise desk_error(400, f"{sentence} {invalid.field}: {invalid.text}", "sd.request.create.error") from None
    return values


@add("POST DELETE", f"{DESK}/request/{{name}}/participant")
def change_participants(site: Site, request: Request, name: str) -> Reply:
    store = need(site, "MANAGE_PARTICIPANTS")
    index = request_named(site, name)
    users, number = users_named(site, desk_body(request)), field_of(site, "participants")
    field = next(each for each in store.fields if each.id == number)
    now = [each for each in field.value(store, index) if each not in users]
    touch(site, index, **{number: (*now, *users) if request.method == "POST" else tuple(now)})
    rows = [desk_user(site, user) for user in field.value(store, index)]
    return json(desk_page(site.base, request, rows))


@add("POST", f"{DESK}/request/{{name}}/approval/{{number}}")
def answer(site: Site, request: Request, name: str, number: str) -> Reply:
    store = need(site, "ANSWER_APPROVALS")
    index, body = request_named(site, name), desk_body(request, "decision")
    said = {"approve": "approved", "decline": "declined"}.get(str(body["decision"]))
    if said is None:
        raise desk_error(400, "The decision must be approve or decline.", "sd.approval.decision")
    field = next(each for each in store.fields if each.kind == "approvals")
    every = {each.id: each for each in field.value(store, index) or ()}
    approval = every.get(number)
    if approval is None:
        raise desk_error(404, "The approval does not exist.", "sd.approval.not.found")
    if (me(site), "pending") not in approval.approvers:
        raise desk_error(403, "You are not allowed to answer this approval.", "sd.approval.not.allowed")
    approvers = tuple((user, said if user is me(site) else decision) for user, decision in approval.approvers)
    every[number] = replace(approval, decision=said, approvers=approvers, completed=site.now())
    touch(site, index, **{field.id: tuple(every.values())})
    if not site.cloud and body.get("comment"):
        say(site, index, str(body["comment"]), public=bool(body.get("commentPublic", True)))
    return json(approval_json(site, every[number], index))


# What a customer may do with a request: (the status that it leads to, how the portal names it).
_OF_CUSTOMERS = (("Resolved", "Mark as resolved"), ("Closed", "Cancel request"), ("Waiting for support", "Escalate"))


def customer_ways(site: Site, index: int) -> list[dict[str, str]]:
    by_name = {status.name: number for number, status in ways(site, index)}
    return [{"id": by_name[status], "name": name} for status, name in _OF_CUSTOMERS if status in by_name]


@add("GET", f"{DESK}/request/{{name}}/transition")
def customer_transitions(site: Site, request: Request, name: str) -> Reply:
    return json(desk_page(site.base, request, customer_ways(site, request_named(site, name))))


@add("POST", f"{DESK}/request/{{name}}/transition")
def make_customer_transition(site: Site, request: Request, name: str) -> Reply:
    index, body = request_named(site, name), desk_body(request, "id")
    if str(body["id"]) not in [each["id"] for each in customer_ways(site, index)]:
        raise desk_error(400, "The transition is not available for this request.", "sd.transition.not.available")
    transition(site, index, str(body["id"]))
    comment = (body.get("additionalComment") or {}).get("body")
    if comment:
        say(site, index, str(comment), public=True)
    return Reply(DONE)


# ---- satisfaction and notifications
@add("GET POST DELETE", f"{DESK}/request/{{name}}/feedback", flavour="cloud")
def feedback(site: Site, request: Request, name: str) -> Reply:
    store, index = need(site, "GIVE_FEEDBACK"), request_named(site, name)
    rating, moment = field_of(site, ":sd-request-feedback"), field_of(site, ":sd-request-feedback-date")
    if request.headers.get("x-experimentalapi") != "opt-in":
        raise desk_error(412, "This API is experimental.", "sd.experimental")
    if request.method != "GET" and store.reporter(index) is not me(site):
        raise desk_error(403, "Only the reporter of a request can rate it.", "sd.feedback.not.reporter")
    if request.method == "DELETE":
        touch(site, index, **{rating: None, moment: None, "@feedback": None})
        return Reply(DONE)
    if request.method == "POST":
        body = desk_body(request, "type", "rating")
        if body["type"] != "csat" or body["rating"] not in range(1, 6):
            raise desk_error(400, "The rating must be between 1 and 5.", "sd.feedback.rating")
        said = (body.get("comment") or {}).get("body")
        touch(site, index, **{rating: body["rating"], moment: site.now(), "@feedback": said})
    return _feedback(site, index, rating, 201 if request.method == "POST" else 200)


def _feedback(site: Site, index: int, rating: str, status: int) -> Reply:
    store = need(site, "")
    given = next(each for each in store.fields if each.id == rating).value(store, index)
    if given is None:
        raise desk_error(404, "There is no feedback for this request.", "sd.feedback.not.found")
    said = store.written(index, "@feedback")
    return json({"type": "csat", "rating": given} | ({"comment": {"body": said}} if said else {}), status)


@add("GET PUT DELETE", f"{DESK}/request/{{name}}/notification", flavour="cloud")
def subscription(site: Site, request: Request, name: str) -> Reply:
    store, index = need(site, ""), request_named(site, name)
    if request.method == "GET":
        return json({"subscribed": index not in store.unsubscribed})
    (store.unsubscribed.discard if request.method == "PUT" else store.unsubscribed.add)(index)
    return Reply(DONE)
