"""servicedeskapi: what changes organizations, customers and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsdodbc.sandbox.generate.custom import organization_json
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import desk_error, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_desk import DESK, desk_named, desk_user, organization_named
from jsdodbc.sandbox.routes_request import desk_comments, request_named
from jsdodbc.sandbox.writing import desk_body, need, say, users_named

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

DONE = 204


def made(site: Site, body: object) -> Reply:
    """What was created."""
    return json(body, 201)


@add("POST", f"{DESK}/organization")
def found_organization(site: Site, request: Request) -> Reply:
    store = need(site, "MANAGE_ORGANIZATIONS")
    name = str(desk_body(request, "name")["name"])
    if len(name) > 200:
        raise desk_error(400, "The organization name must be no more than 200 characters.", "sd.organisation.name")
    return made(site, organization_json(store, store.found_organization(name)))


@add("DELETE", f"{DESK}/organization/{{number}}")
def disband(site: Site, request: Request, number: str) -> Reply:
    store = need(site, "MANAGE_ORGANIZATIONS")
    store.disbanded.add(organization_named(site, number).id)
    return Reply(DONE)


@add("POST DELETE", f"{DESK}/organization/{{number}}/user")
def change_members(site: Site, request: Request, number: str) -> Reply:
    store = need(site, "MANAGE_ORGANIZATIONS")
    name = "organization", organization_named(site, number).id
    for user in users_named(site, desk_body(request)):
        (store.links.add if request.method == "POST" else store.links.take)(name, user)
    return Reply(DONE)


@add("POST DELETE", f"{DESK}/servicedesk/{{desk}}/organization")
def change_organizations(site: Site, request: Request, desk: str) -> Reply:
    store = need(site, "MANAGE_ORGANIZATIONS")
    name = "desk", str(desk_named(site, desk)["id"])
    which = organization_named(site, str(desk_body(request, "organizationId")["organizationId"]))
    (store.links.add if request.method == "POST" else store.links.take)(name, which)
    return Reply(DONE)


@add("POST", f"{DESK}/customer")
def create_customer(site: Site, request: Request) -> Reply:
    store = need(site, "MANAGE_CUSTOMERS")
    body = desk_body(request, "email", "displayName" if site.cloud else "fullName")
    email = str(body["email"])
    if "@" not in email:
        raise desk_error(400, "You must specify a valid email address.", "sd.customer.email.invalid")
    if any(email.lower() in user.aliases for user in site.store.of_kind("user")):
        raise desk_error(400, "An account already exists for this email.", "sd.customer.email.exists")
    return made(site, desk_user(site, store.join(str(body.get("displayName") or body["fullName"]), email)))


@add("POST", f"{DESK}/request/{{name}}/comment")
def comment(site: Site, request: Request, name: str) -> Reply:
    need(site, "ADD_COMMENTS")
    index = request_named(site, name)
    body = desk_body(request, "body")
    said = say(site, index, str(body["body"]), public=bool(body.get("public", True)))
    return made(site, next(each for each in desk_comments(site, index) if each["id"] == str(said.id)))
