"""servicedeskapi: what changes organizations, customers and queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsdodbc.sandbox.generate.custom import organization_json
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import desk_error, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_desk import DESK, desk_named, desk_user, organization_named, queue_json
from jsdodbc.sandbox.writing import desk_body, need, users_named

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


# ---- queues, on Data Center
@add("POST", f"{DESK}/servicedesk/{{desk}}/queue", f"{DESK}/servicedesk/{{desk}}/queue/{{number}}", flavour="dc")
def write_queue(site: Site, request: Request, desk: str, number: str = "") -> Reply:
    store = need(site, "ADMINISTER_PROJECTS")
    named, body = desk_named(site, desk), desk_body(request, "name", "jql", "fields")
    site.searches.result(str(body["jql"]))  # 400 for what is no JQL
    every = store.queues.setdefault(named["id"], {})
    if number and number not in every and number != named["id"]:
        raise desk_error(404, "The queue does not exist.", "sd.queue.not.found")
    number = number or str(store.next_id())
    row = every[number] = {name: body[name] for name in ("name", "jql", "fields")}
    return json(queue_json(site, named["id"], number, row))


@add("DELETE", f"{DESK}/servicedesk/{{desk}}/queue/{{number}}", flavour="dc")
def delete_queue(site: Site, request: Request, desk: str, number: str) -> Reply:
    store = need(site, "ADMINISTER_PROJECTS")
    named = desk_named(site, desk)
    every = store.queues.setdefault(named["id"], {})
    if not every.get(number) and number != named["id"]:
        raise desk_error(404, "The queue does not exist.", "sd.queue.not.found")
    every[number] = None
    return Reply(DONE)


# ---- customers of desks
@add("POST", f"{DESK}/servicedesk/{{desk}}/customer")
@add("DELETE", f"{DESK}/servicedesk/{{desk}}/customer", flavour="cloud")
def change_customers(site: Site, request: Request, desk: str) -> Reply:
    store = need(site, "MANAGE_CUSTOMERS")
    name = "customers", str(desk_named(site, desk)["id"])
    for user in users_named(site, desk_body(request)):
        (store.links.add if request.method == "POST" else store.links.take)(name, user)
    return Reply(DONE)
