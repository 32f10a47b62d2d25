"""What a site says of itself and the model depends on: fields, service desks, lists of statuses and the like.

Asked for when first needed and kept for a while; who does not find an entry asks for a `fresh` list before taking it
for unknown, so that what was added or renamed meanwhile counts.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.site.assets import PREFIX as ASSETS
from jsdodbc.site.deployment import Deployment
from jsdodbc.site.paging import offset_pages, service_desk_pages
from jsdodbc.site.session import Session

_OLD, _STALE = 300.0, 10.0  # seconds after which a list is asked for again: in any case, and when it lacks an entry
_PLAIN = {
    "statuses": "/status",
    "priorities": "/priority",
    "issue types": "/issuetype",
    "resolutions": "/resolution",
    "fields": "/field",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of issues. `custom`: schema.custom ("" for a system field); `kind`, `items`: schema.type,
    schema.items.
    """

    id: str
    name: str
    custom: str
    kind: str
    items: str
    clauses: tuple[str, ...]
    searchable: bool

    @property
    def number(self) -> str:
        """The number in `customfield_10020`, "" for a system field."""
        return self.id.removeprefix("customfield_") if self.id.startswith("customfield_") else ""


class Metadata:
    """Of one session; safe from any thread. Raises Error as the session does."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lock = threading.RLock()
        self._lists: dict[str, tuple[float, list[dict[str, Any]]]] = {}
        self._fields: tuple[float, tuple[Field, ...]] | None = None

    def entries(self, name: str, cancellation: Cancellation, *, fresh: bool = False) -> Sequence[Mapping[str, Any]]:
        """The objects of a list of the site: "statuses", "priorities", "service desks", "projects" …"""
        with self._lock:
            known = self._lists.get(name)
            if known is None or time.monotonic() - known[0] > self._lifetime(name, fresh):
                known = (time.monotonic(), self._read(name, cancellation))
                self._lists[name] = known
            return known[1]

    def known(self, name: str) -> bool:
        """Whether the list has been asked for already."""
        return name in self._lists

    def fields(self, cancellation: Cancellation) -> tuple[Field, ...]:
        """The fields of the site, in ascending order of their numbers."""
        entries = self.entries("fields", cancellation)
        asked = self._lists["fields"][0]
        if self._fields is None or self._fields[0] != asked:
            self._fields = (asked, tuple(sorted(map(_field, entries), key=_field_order)))
        return self._fields[1]

    def field(self, reference: str, cancellation: Cancellation) -> str | None:
        """The id of the field a path names: `@kind` is the first custom field of that schema.custom, None if there is
        none.
        """
        if not reference.startswith("@"):
            return reference
        kind = reference[1:]
        return next((field.id for field in self.fields(cancellation) if field.custom == kind), None)

    def service_desks(self, cancellation: Cancellation, *, fresh: bool = False) -> Sequence[Mapping[str, Any]]:
        """The service desks, only the one the connection is limited to if ServiceDeskID is set."""
        desks = self.entries("service desks", cancellation, fresh=fresh)
        only = self._session.settings.service_desk_id
        return [desk for desk in desks if str(desk["id"]) == only] if only else desks

    def lookup(self, name: str, cancellation: Cancellation) -> dict[str, str]:
        """The map behind a column of Decode.LOOKUP."""
        if name == "service desk of project":
            return {str(desk["projectId"]): str(desk["id"]) for desk in self.service_desks(cancellation)}
        raise AssertionError(name)

    def user_exists(self, name: str, cancellation: Cancellation) -> bool:
        """Whether there is a user of that account id (Cloud) or user name; who is not sure says yes."""
        member = "accountId" if self._session.deployment is Deployment.CLOUD else "username"
        try:
            self._session.request("GET", f"{self._session.api}/user", query={member: name}, cancellation=cancellation)
        except Error as error:
            if error.native == 404:
                return False
            if error.native not in (400, 403):
                raise
        return True

    def _lifetime(self, name: str, fresh: bool) -> float:
        # The columns of a connection don't change while it lasts, so fields are asked for once.
        return float("inf") if name == "fields" else _STALE if fresh else _OLD

    def _read(self, name: str, cancellation: Cancellation) -> list[dict[str, Any]]:
        session, api = self._session, self._session.api
        if name == "service desks":
            pages = service_desk_pages(session, "/rest/servicedeskapi/servicedesk", cancellation=cancellation)
            return [each for page in pages for each in _decoded(page)["values"]]
        if name == "object schemas":
            return self._object_schemas(cancellation)
        if name == "object types":
            return self._object_types(cancellation)
        if name == "queues":
            return self._queues(cancellation)
        if name == "organizations":
            pages = service_desk_pages(session, "/rest/servicedeskapi/organization", cancellation=cancellation)
            return [each for page in pages for each in _decoded(page)["values"]]
        if name == "projects" and session.deployment is Deployment.CLOUD:
            pages = offset_pages(session, f"{api}/project/search", cancellation=cancellation, page_size=100)
            return [each for page in pages for each in _decoded(page)["values"]]
        path = f"{api}{'/project' if name == 'projects' else _PLAIN[name]}"
        answer = _decoded(session.request("GET", path, cancellation=cancellation))
        if not isinstance(answer, list):
            raise Error("HY000", f"The answer to GET {path} is no list; is URL the address of a Jira site?")
        return [each for each in answer if isinstance(each, dict)]

    def _object_schemas(self, cancellation: Cancellation) -> list[dict[str, Any]]:
        path = f"{ASSETS}/objectschema/list"
        if self._session.deployment is Deployment.CLOUD:
            pages = offset_pages(self._session, path, cancellation=cancellation, page_size=50)
            return [each for page in pages for each in _decoded(page)["values"]]
        answer = _decoded(self._session.request("GET", path, cancellation=cancellation))
        return list(answer["objectschemas"])

    def _object_types(self, cancellation: Cancellation) -> list[dict[str, Any]]:
        """The object types of every object schema, each with its `schemaKey`."""

        def of(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
            path = f"{ASSETS}/objectschema/{schema['id']}/objecttypes/flat"
            found = _decoded(self._session.request("GET", path, cancellation=cancellation))
            return [each | {"schemaKey": schema["objectSchemaKey"]} for each in found]

        schemas = self.entries("object schemas", cancellation)
        return [each for found in self._session.map(of, schemas, cancellation=cancellation) for each in found]

    def attributes(self, object_type: str, cancellation: Cancellation) -> list[dict[str, Any]]:
        """The attributes of an object type."""
        path = f"{ASSETS}/objecttype/{object_type}/attributes"
        return list(_decoded(self._session.request("GET", path, cancellation=cancellation)))

    def _queues(self, cancellation: Cancellation) -> list[dict[str, Any]]:
        """The queues of every service desk, each with its `projectKey`."""

        def of(desk: Mapping[str, Any]) -> list[dict[str, Any]]:
            path = f"/rest/servicedeskapi/servicedesk/{desk['id']}/queue"
            pages = service_desk_pages(self._session, path, cancellation=cancellation)
            return [each | {"projectKey": desk["projectKey"]} for page in pages for each in _decoded(page)["values"]]

        desks = self.service_desks(cancellation)
        return [each for found in self._session.map(of, desks, cancellation=cancellation) for each in found]


_sessions: WeakKeyDictionary[Session, Metadata] = WeakKeyDictionary()
_sessions_lock = threading.Lock()


def metadata_of(session: Session) -> Metadata:
    """The one Metadata of a session."""
    with _sessions_lock:
        return _sessions.setdefault(session, Metadata(session))


def _decoded(body: bytes) -> Any:
    return json.loads(body)


def _field(entry: Mapping[str, Any]) -> Field:
    schema = entry.get("schema") or {}
    identifier = str(entry.get("id") or entry.get("key") or "")
    return Field(
        identifier,
        str(entry.get("name") or identifier),
        str(schema.get("custom") or ""),
        str(schema.get("type") or ""),
        str(schema.get("items") or ""),
        tuple(map(str, entry.get("clauseNames") or ())),
        bool(entry.get("searchable")) and bool(entry.get("clauseNames")),
    )


def _field_order(field: Field) -> tuple[bool, int, str]:
    number = field.number
    return (not number, int(number) if number.isdigit() else 0, field.id)
