"""Assets: Cloud's below the gateway, Data Center's below /rest/assets/1.0."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from jsdodbc.sandbox import aql
from jsdodbc.sandbox.generate.assets import (
    BY_ID,
    KIND_NAMES,
    REFERENCE,
    SCHEMAS,
    STATUS,
    STATUSES,
    TYPES,
    WORKSPACE,
    Attribute,
    Type,
    object_id,
    values,
)
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.times import zulu

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

CLOUD = f"/jsm/assets/workspace/{WORKSPACE}/v1"
ROOTS = (f"/gateway/api{CLOUD}", CLOUD)
OWN = "/rest/assets/1.0"
NO_ASSETS, NO_ROLE = "NO_ASSETS", "ASSETS"  # of Site.denied
_MOST = 100
_WHEN = 1_600_000_000_000
_FIXED = frozenset(("key", "label", "objectid", "objecttype", "objecttypeid", "objectschemaid"))
KNOWN = _FIXED | {each.name.lower() for kind in TYPES for each in kind.attributes}


def need(site: Site) -> None:
    if NO_ASSETS in site.denied:
        raise errors(404, "Assets is not there.")
    if NO_ROLE in site.denied:
        raise errors(403, "You do not have permission to view this object schema.")


def objects(site: Site) -> list[tuple[int, Type, dict[str, Any]]]:
    """Every object: its id, type, and values by the name of the attribute."""
    made = [(object_id(kind.id, at), kind, values(kind, at)) for kind in TYPES for at in range(kind.objects)]
    changed = site.assets.held
    found = {number: (kind, held) for number, kind, held in made} | changed
    return [(number, *each) for number, each in sorted(found.items()) if number not in site.assets.gone]


def number(site: Site, value: int) -> Any:
    return str(value) if site.cloud else value


def identity(site: Site, kind: str, value: int) -> dict[str, Any]:
    """Members that Cloud has besides the id."""
    more = {"workspaceId": WORKSPACE, "globalId": f"{WORKSPACE}:{value}"} if site.cloud else {}
    return more | {"id": number(site, value)}


def schema_json(site: Site, value: int, name: str, key: str) -> dict[str, Any]:
    mine = [kind for kind in TYPES if kind.schema == value]
    return identity(site, "schema", value) | {
        "name": name,
        "objectSchemaKey": key,
        "status": "Ok",
        "description": f"All of {name}",
        "created": zulu(_WHEN),
        "updated": zulu(_WHEN + 1000),
        "objectCount": sum(kind.objects for kind in mine),
        "objectTypeCount": len(mine),
    }


def icon(site: Site, kind: Type) -> dict[str, Any]:
    return {"id": number(site, 100 + kind.id), "name": kind.name, "url16": "https://i/16", "url48": "https://i/48"}


def type_json(site: Site, kind: Type) -> dict[str, Any]:
    row: dict[str, Any] = identity(site, "type", kind.id) | {
        "name": kind.name,
        "description": f"Every {kind.name.lower()}",
        "icon": icon(site, kind),
        "position": kind.id % 10,
        "created": zulu(_WHEN),
        "updated": zulu(_WHEN + 2000),
        "objectCount": kind.objects,
        "objectSchemaId": number(site, kind.schema),
        "inherited": kind.abstract,
        "abstractObjectType": kind.abstract,
        "parentObjectTypeInherited": kind.parent is not None,
    }
    return row | ({"parentObjectTypeId": kind.parent} if kind.parent else {})


def attribute_json(site: Site, kind: Type, at: int) -> dict[str, Any]:
    told = kind.attributes[at]
    row: dict[str, Any] = identity(site, "attribute", told.id) | {
        "objectType": type_json(site, kind),
        "name": told.name,
        "label": told.label,
        "type": told.type,
        "editable": not told.system,
        "system": told.system,
        "sortable": True,
        "summable": False,
        "indexed": True,
        "minimumCardinality": 1 if told.label else 0,
        "maximumCardinality": told.most,
        "removable": not told.system,
        "hidden": told.hidden,
        "includeChildObjectTypes": False,
        "uniqueAttribute": False,
        "options": "",
        "position": at,
    }
    if told.kind >= 0:
        row["defaultType"] = {"id": told.kind, "name": KIND_NAMES[told.kind]}
    if told.type == REFERENCE:
        row["referenceObjectTypeId"] = number(site, 12)
    return row


def value_json(site: Site, told: Attribute, value: Any) -> dict[str, Any]:
    if told.type == STATUS:
        place = STATUSES.index(value)
        status = {"id": number(site, place + 1), "name": value, "category": place}
        return {"status": status, "displayValue": value, "searchValue": value}
    if told.type == REFERENCE:
        kind = BY_ID[value[1]]
        other = object_id(kind.id, value[2])
        short = object_json(site, other, kind, values(kind, value[2]), attributes=False)
        return {"referencedObject": short, "displayValue": short["label"], "searchValue": short["objectKey"]}
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"value": text, "displayValue": f"~{text}~" if told.kind else text, "searchValue": text}


def attributes_json(site: Site, number_: int, kind: Type, held: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for told in kind.attributes:
        value = held.get(told.name)
        every = value if isinstance(value, list) else [] if value is None else [value]
        row: dict[str, Any] = identity(site, "value", number_ * 10 + told.id % 100) | {
            "objectTypeAttributeId": number(site, told.id),
            "objectAttributeValues": [value_json(site, told, each) for each in every],
        }
        rows.append(row)
    return rows


def object_json(
    site: Site, number_: int, kind: Type, held: dict[str, Any], *, attributes: bool = True
) -> dict[str, Any]:
    picture = dict.fromkeys(("url16", "url48", "url72", "url144", "url288"), "https://i")
    row: dict[str, Any] = identity(site, "object", number_) | {
        "label": held["Name"],
        "objectKey": held["Key"],
        "avatar": picture | identity(site, "avatar", 1) | {"objectId": number(site, number_)},
        "objectType": type_json(site, kind),
        "created": held["Created"],
        "updated": held["Updated"],
        "hasAvatar": False,
        "timestamp": _WHEN,
        "_links": {"self": f"{site.base}/assets/object/{number_}"},
    }
    return row | ({"attributes": attributes_json(site, number_, kind, held)} if attributes else {})


def found(site: Site, text: str) -> list[tuple[int, Type, dict[str, Any]]]:
    try:
        test = aql.parse(text, KNOWN)
    except aql.Broken as error:
        raise errors(400, f"AqlParseInsightException: {error}") from error
    return [each for each in objects(site) if test(row_of(*each))]


def row_of(number_: int, kind: Type, held: dict[str, Any]) -> dict[str, Any]:
    """An object as AQL sees it."""
    seen = {name.lower(): value for name, value in held.items()}
    fixed = {"objectid": number_, "objecttypeid": kind.id, "objectschemaid": kind.schema}
    return seen | fixed | {"objecttype": kind.name, "label": held["Name"], "key": held["Key"]}


@add("GET", "/rest/servicedeskapi/assets/workspace")
def workspace(site: Site, request: Request) -> Reply:
    held = [] if NO_ASSETS in site.denied else [{"workspaceId": WORKSPACE}]
    return json({"size": len(held), "start": 0, "limit": 50, "isLastPage": True, "_links": {}, "values": held})


Handler = TypeVar("Handler", bound=Callable[..., Reply])


def everywhere(method: str, path: str) -> Callable[[Handler], Handler]:
    """Below both ways to Cloud's, and Data Center's own."""

    def decorate(function: Handler) -> Handler:
        for root in (*ROOTS, OWN):
            add(method, root + path)(function)
        return function

    return decorate


@everywhere("GET", "/objectschema/list")
def schemas(site: Site, request: Request) -> Reply:
    need(site)
    rows = [schema_json(site, *each) for each in SCHEMAS]
    if not site.cloud:
        return json({"objectschemas": rows})
    start = int(request.first("startAt") or 0)
    page = rows[start : start + 1]  # pages of one, so that there are several
    last = start + 1 >= len(rows)
    return json({"startAt": start, "maxResults": 1, "total": len(rows), "values": page, "isLast": last, "last": last})


@everywhere("GET", "/objectschema/{number_}/objecttypes/flat")
def types(site: Site, request: Request, number_: str) -> Reply:
    need(site)
    if number_ not in {str(each[0]) for each in SCHEMAS}:
        raise errors(404, "NotFoundInsightException: no such schema")
    return json([type_json(site, kind) for kind in TYPES if str(kind.schema) == number_])


@everywhere("GET", "/objecttype/{number_}/attributes")
def attributes(site: Site, request: Request, number_: str) -> Reply:
    need(site)
    kind = BY_ID.get(int(number_)) if number_.isdecimal() else None
    if kind is None:
        raise errors(404, "NotFoundInsightException: no such object type")
    return json([attribute_json(site, kind, at) for at in range(len(kind.attributes))])


@add("POST", f"{ROOTS[0]}/object/aql")
@add("POST", f"{ROOTS[1]}/object/aql")
def search(site: Site, request: Request) -> Reply:
    need(site)
    rows = found(site, str(orjson.loads(request.body).get("qlQuery", "")))
    start, size = int(request.first("startAt") or 0), min(int(request.first("maxResults") or 25), _MOST)
    page = [object_json(site, *each) for each in rows[start : start + size]]
    last = start + size >= len(rows)
    more = {"isLast": last, "last": last, "objectTypeAttributes": []}
    return json({"startAt": start, "maxResults": size, "values": page} | more)


@add("GET", f"{OWN}/aql/objects")
def own_search(site: Site, request: Request) -> Reply:
    need(site)
    rows = found(site, request.first("qlQuery") or "")
    page, size = int(request.first("page") or 1), min(int(request.first("resultPerPage") or 25), _MOST)
    start = (page - 1) * size
    shown = rows[start : start + size]
    return json(
        {
            "objectEntries": [object_json(site, *each) for each in shown],
            "objectTypeAttributes": [],
            "totalFilterCount": len(rows),
            "startIndex": start + 1,
            "toIndex": start + len(shown),
            "pageObjectSize": size,
            "pageNumber": page,
            "orderWay": "asc",
            "qlQuery": request.first("qlQuery") or "",
            "qlQuerySearchResult": True,
            "conversionPossible": False,
            "pageSize": (len(rows) + size - 1) // size,
        }
    )


def object_named(site: Site, text: str) -> tuple[int, Type, dict[str, Any]]:
    one = next((each for each in objects(site) if str(each[0]) == text), None)
    if one is None:
        raise errors(404, "NotFoundInsightException: no such object")
    return one


@everywhere("GET", "/objectconnectedtickets/{number_}/tickets")
def tickets(site: Site, request: Request, number_: str) -> Reply:
    need(site)
    value, _, held = object_named(site, number_)
    rows = [ticket_json(site, held["Key"], index) for index in connected(site, value)]
    return json({"tickets": rows, "allTicketsQuery": f"issue in ({value})"})


def connected(site: Site, value: int) -> list[int]:
    """The issues that an object is connected to."""
    return [value % site.store.size] if value % 3 == 0 and site.store.size else []


def ticket_json(site: Site, key: str, index: int) -> dict[str, Any]:
    return identity(site, "ticket", site.store.id(index)) | {
        "key": site.store.key(index),
        "reporter": "someone",
        "created": zulu(_WHEN),
        "updated": zulu(_WHEN + index),
        "title": f"About {key}",
        "status": {"name": "Open", "description": "", "colorName": "blue"},
        "type": {"name": "Request", "description": "", "iconUrl": "https://i"},
        "priority": {"name": "High", "iconUrl": "https://i"},
    }


@everywhere("GET", "/object/{number_}")
def one(site: Site, request: Request, number_: str) -> Reply:
    need(site)
    return json(object_json(site, *object_named(site, number_)))
