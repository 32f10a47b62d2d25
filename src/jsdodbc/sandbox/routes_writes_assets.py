"""What changes the objects of Assets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from jsdodbc.sandbox.generate.assets import BY_ID, KEYS, Type
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.routes_assets import everywhere, need, object_json, object_named
from jsdodbc.sandbox.times import zulu

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site


def _taken(site: Site, kind: Type, request: Request) -> dict[str, Any]:
    """The values that a body gives."""
    told = {str(each.id): each for each in kind.attributes}
    given: dict[str, Any] = {}
    for each in orjson.loads(request.body).get("attributes") or []:
        attribute = told.get(str(each.get("objectTypeAttributeId")))
        if attribute is None:
            raise errors(400, "An attribute is not one of the object type.")
        every = [value.get("value") for value in each.get("objectAttributeValues") or []]
        given[attribute.name] = every if attribute.most != 1 else every[0] if every else None
    return given


@everywhere("POST", "/object/create")
def create(site: Site, request: Request) -> Reply:
    need(site)
    kind = BY_ID.get(int(orjson.loads(request.body).get("objectTypeId") or 0))
    if kind is None:
        raise errors(400, "The object type does not exist.")
    given = _taken(site, kind, request)
    if not given.get("Name"):
        said = {f"rlabs-insight-attribute-{kind.id}02": "The attribute Name is required."}
        return json({"errorMessages": [], "errors": said}, 400)
    site.assets.next += 1
    value = site.assets.next
    when = zulu(site.now())
    held = {"Key": f"{KEYS[kind.schema]}-{value}", "Created": when, "Updated": when} | given
    site.assets.held[value] = (kind, held)
    return json(object_json(site, value, kind, held), 201)


@everywhere("PUT", "/object/{number_}")
def change(site: Site, request: Request, number_: str) -> Reply:
    need(site)
    value, kind, held = object_named(site, number_)
    site.assets.held[value] = (kind, held | _taken(site, kind, request) | {"Updated": zulu(site.now())})
    return json(object_json(site, value, *site.assets.held[value]))


@everywhere("DELETE", "/object/{number_}")
def remove(site: Site, request: Request, number_: str) -> Reply:
    need(site)
    site.assets.gone.add(object_named(site, number_)[0])
    return json({})
