"""Where Assets lie, and reading its objects.

Paths of Assets begin with PREFIX; Session.request puts the address in its place. On Cloud they are those of a
workspace, which the site tells (GET /rest/servicedeskapi/assets/workspace): below the gateway for tokens that go
there, else below the site's own way to the gateway, so that credentials stay with the site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.site.deployment import Deployment
from jsdodbc.site.errors import ServiceError

if TYPE_CHECKING:
    from jsdodbc.site.session import Session

PREFIX = "/@assets"
_DATA_CENTER = "/rest/assets/1.0"
_WORKSPACE = "/rest/servicedeskapi/assets/workspace"
_PAGE = 100
_NAMES = ("name", "displayName", "label", "key")
_REFERENCES = ("status", "user", "group", "referencedObject", "project", "version", "confluencePage")


def root(session: Session, cancellation: Cancellation) -> str:
    """What PREFIX stands for. Raises Error 42000 on a site without Assets."""
    if session.deployment is not Deployment.CLOUD:
        return _DATA_CENTER
    answer = orjson.loads(session.request("GET", _WORKSPACE, cancellation=cancellation))
    found = answer.get("values") if isinstance(answer, dict) else None
    if not found:
        raise Error(
            "42000",
            "The site has no Assets: they are part of Jira Service Management Premium and Enterprise, and of Data "
            "Center. Ask an administrator of the site.",
        )
    way = "" if session.behind_gateway else "/gateway/api"
    return f"{way}/jsm/assets/workspace/{found[0]['workspaceId']}/v1"


def object_pages(
    session: Session, path: str, query: Mapping[str, object], *, cancellation: Cancellation, limit: int | None
) -> Iterator[bytes]:
    """Pages `{"values": […]}` of the objects that query["qlQuery"] finds, each with `named`: its values by the id of
    the attribute.
    """
    cloud = session.deployment is Deployment.CLOUD
    start, number = 0, 0
    while limit is None or start < limit:
        number += 1
        try:
            page = (_cloud if cloud else _own)(session, path, query, start if cloud else number, cancellation)
        except ServiceError as error:
            raise _told(error, str(query.get("qlQuery", ""))) from error
        found = page["values"]
        if found:
            yield orjson.dumps({"values": [_named(each) for each in found]})
        start += len(found)
        if page["ended"]:
            return
        if not found:
            raise Error("08S01", f"{path} told no objects after {start}, though there are more. Try again.")


def _told(error: ServiceError, aql: str) -> Error:
    """The error of a search, for who wrote part of it."""
    if error.status != 400:
        return error
    words = " ".join((*error.messages, *error.fields.values())) or error.message
    return Error("42000", f"The site refuses the AQL {aql!r}: {words}", native=400)


def _cloud(
    session: Session, path: str, query: Mapping[str, object], start: int, cancellation: Cancellation
) -> dict[str, Any]:
    where = {"startAt": start, "maxResults": _PAGE, "includeAttributes": "true"}
    body = session.request("POST", path, query=where, body=dict(query), cancellation=cancellation)
    page = orjson.loads(body)
    last = page.get("isLast", page.get("last"))
    return {"values": page.get("values") or [], "ended": bool(last) if last is not None else not page.get("values")}


def _own(
    session: Session, path: str, query: Mapping[str, object], number: int, cancellation: Cancellation
) -> dict[str, Any]:
    where = {"page": number, "resultPerPage": _PAGE, "includeAttributes": "true", "includeTypeAttributes": "false"}
    page = orjson.loads(session.request("GET", path, query={**query, **where}, cancellation=cancellation))
    found = page.get("objectEntries") or []
    total = page.get("totalFilterCount")
    ended = (number - 1) * _PAGE + len(found) >= total if isinstance(total, int) else len(found) < _PAGE
    return {"values": found, "ended": ended}


def _named(entry: dict[str, Any]) -> dict[str, Any]:
    entry["named"] = {
        str(each.get("objectTypeAttributeId")): _values(each.get("objectAttributeValues") or [])
        for each in entry.get("attributes") or []
        if isinstance(each, dict)
    }
    return entry


def _values(held: list[dict[str, Any]]) -> dict[str, Any]:
    """`value`: the first, as Assets keep it; `name`: as people know it; `key`: of an object; `list`: all names."""
    names = [_name(each) for each in held]
    first = held[0] if held else {}
    referenced = first.get("referencedObject") or {}
    return {
        "value": first.get("value"),
        "name": names[0] if names else None,
        "key": referenced.get("objectKey"),
        "list": names or None,
    }


def _name(held: dict[str, Any]) -> Any:
    for kind in _REFERENCES:
        thing = held.get(kind)
        if isinstance(thing, dict):
            return next((thing[each] for each in _NAMES if thing.get(each)), held.get("displayValue"))
    return held.get("value", held.get("displayValue"))
