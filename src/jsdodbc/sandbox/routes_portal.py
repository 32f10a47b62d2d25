"""servicedeskapi: customers, articles, fields of request types, what is in a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson

from jsdodbc.sandbox.documents import select
from jsdodbc.sandbox.fields import Field
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import desk_page, whole
from jsdodbc.sandbox.replies import desk_error, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_desk import DESK, desk_named, desk_user, generated, queue_rows
from jsdodbc.sandbox.writing import need

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

ARTICLES = 23
_ASKED = ("summary", "description")  # what every request type asks for


def customers_of(site: Site, desk: str) -> list[Entity]:
    """Every desk has its own share of the customers."""
    store = generated(site)
    return store.links.over(("customers", desk), store.people.customers[int(desk) - 1 :: 4])


@add("GET", f"{DESK}/servicedesk/{{desk}}/customer", flavour="cloud")
def customers(site: Site, request: Request, desk: str) -> Reply:
    if request.headers.get("x-experimentalapi") != "opt-in":
        raise desk_error(412, "This API is experimental.", "sd.experimental")
    need(site, "SERVICEDESK_AGENT")
    found = customers_of(site, desk_named(site, desk)["id"])
    return json(desk_page(site.base, request, found, 50, lambda user: desk_user(site, user)))


# ---- articles
def article(site: Site, desk: str, at: int) -> dict[str, Any]:
    page = str(700_000 + 1000 * int(desk) + at)
    return {
        "title": f"How to {('print', 'connect', 'order')[at % 3]} {at}",
        "excerpt": f"… {('printer', 'network', 'desk')[at % 3]} …",
        "source": {"type": "confluence", "pageId": page, "spaceKey": "KB"},
        "content": {"iframeSrc": f"{site.base}{DESK}/knowledgebase/article/view/{page}"},
    }


def _found(site: Site, desk: str, words: str) -> list[dict[str, Any]]:
    rows = [article(site, desk, at) for at in range(ARTICLES)]
    return [row for row in rows if words.lower() in f"{row['title']} {row['excerpt']}".lower()]


def _articles(site: Site, request: Request, desks: list[str]) -> Reply:
    """Pages follow each other by their cursors; `start` is not looked at."""
    words = request.first("query")
    if not words:
        raise desk_error(400, "The query parameter is required.", "sd.kb.query")
    found = [row for desk in desks for row in _found(site, desk, words)]
    start = whole(request.first("cursor"), 0, "cursor")
    size = min(whole(request.first("limit"), 50, "limit"), 5)
    page = desk_page(site.base, request, found, 5)
    links: dict[str, str] = {name: page["_links"][name] for name in ("self", "base", "context")}
    if start + size < len(found):
        links["next"] = f"{site.base}{request.path}?query={quote(words)}&cursor={start + size}&limit={size}"
    rows = found[start : start + size]
    return json(
        page
        | {"start": start, "limit": size, "size": len(rows), "isLastPage": "next" not in links}
        | {"_links": links, "values": rows}
    )


@add("GET", f"{DESK}/servicedesk/{{desk}}/knowledgebase/article", flavour="cloud")
def desk_articles(site: Site, request: Request, desk: str) -> Reply:
    return _articles(site, request, [desk_named(site, desk)["id"]])


@add("GET", f"{DESK}/knowledgebase/article", flavour="cloud")
def articles(site: Site, request: Request) -> Reply:
    return _articles(site, request, ["1"])


# ---- fields of request types
def asked_fields(site: Site) -> list[Field]:
    """The summary, the description, and a field with options."""
    plain = [field for name in _ASKED for field in site.store.fields if field.id == name]
    return plain + [field for field in site.store.fields if field.kind == "option" and not field.many][:1]


def _asked(site: Site, field: Field) -> dict[str, Any]:
    choices = generated(site).choices.get(field.id, [])
    values = [{"value": each.id, "label": each.name, "children": []} for each in choices]
    row: dict[str, Any] = {
        "fieldId": field.id,
        "name": f"{field.name}?",
        "description": "" if field.id == "summary" else f"Tell us the {field.name}.",
        "required": field.id == "summary",
        "validValues": values,
        "jiraSchema": dict(field.schema or {}),
    }
    if not site.cloud:
        return row | {"validValues": [{"value": each["value"], "label": each["label"]} for each in values]}
    return row | {"defaultValues": values[:1], "presetValues": [], "visible": field.id != "description"}


@add("GET", f"{DESK}/servicedesk/{{desk}}/requesttype/{{number}}/field")
def request_type_fields(site: Site, request: Request, desk: str, number: str) -> Reply:
    wanted = desk_named(site, desk)["id"]
    kinds = [each.id for each in site.store.of_kind("requesttype") if each.json["serviceDeskId"] == wanted]
    if number not in kinds:
        raise desk_error(404, "The request type does not exist.", "sd.requesttype.not.found")
    rows = [_asked(site, field) for field in asked_fields(site)]
    return json({"requestTypeFields": rows, "canRaiseOnBehalfOf": True, "canAddRequestParticipants": number != "10"})


# ---- queues
@add("GET", f"{DESK}/servicedesk/{{desk}}/queue/{{number}}")
def queue(site: Site, request: Request, desk: str, number: str) -> Reply:
    return json(_queue(site, desk, number))


def _queue(site: Site, desk: str, number: str) -> dict[str, Any]:
    found = next((row for row in queue_rows(site, desk_named(site, desk)) if row["id"] == number), None)
    if found is None:
        raise desk_error(404, "The queue does not exist.", "sd.queue.not.found")
    return found


@add("GET", f"{DESK}/servicedesk/{{desk}}/queue/{{number}}/issue")
def queue_issues(site: Site, request: Request, desk: str, number: str) -> Reply:
    """Only the fields that the queue shows."""
    need(site, "SERVICEDESK_AGENT")
    row = _queue(site, desk, number)
    chosen = select(site.store, row["fields"])
    with site.as_indexed():
        numbers = site.searches.result(row["jql"]).numbers
    return json(
        desk_page(
            site.base,
            request,
            numbers,
            50,
            lambda index: orjson.Fragment(site.documents.issue(index, chosen, adf=False)),
        )
    )
