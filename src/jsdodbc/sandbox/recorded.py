"""A store of recorded issues: served as they are; JQL sees them through the fields' declared types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from jsdodbc.sandbox.fields import Field
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.sla import Cycle, SlaValue
from jsdodbc.sandbox.times import parse_jira

_KINDS = {
    "datetime": "datetime",
    "date": "date",
    "number": "number",
    "project": "project",
    "issuetype": "issuetype",
    "status": "status",
    "priority": "priority",
    "resolution": "resolution",
    "user": "user",
    "option": "option",
    "option-with-child": "option",
    "group": "group",
    "version": "version",
    "component": "component",
    "comments-page": "comment",
    "sd-customerrequesttype": "requesttype",
    "sd-customerorganization": "organization",
    "json": "sprint",
    "sd-servicelevelagreement": "sla",
    "team": "team",
}
_ENTITIES = frozenset(_KINDS.values()) - {"datetime", "date", "number", "comment", "sla"}
_KEY_CLAUSES = ("id", "issue", "issuekey", "key")


def kind_of(schema: Mapping[str, Any]) -> tuple[str, bool]:
    """(kind, holds a list) of a declared schema; what JQL cannot compare is opaque."""
    many = schema.get("type") == "array"
    type = schema.get("items") if many else schema.get("type")
    if type == "string":
        return ("labels", True) if many else ("text", False)
    return _KINDS.get(str(type), "opaque"), many


class RecordedStore:
    """`issues`: documents as a site answered them (id, key, fields). `fields`: entries of /field; those met but not
    listed are added.
    """

    def __init__(
        self, issues: Sequence[Mapping[str, Any]], fields: Sequence[Mapping[str, Any]], base: str, site_zone: ZoneInfo
    ) -> None:
        self.issues = sorted(issues, key=lambda issue: int(issue["id"]))
        self.base, self.site_zone, self.size, self.ascending = base, site_zone, len(issues), False
        self.by_id = {int(issue["id"]): index for index, issue in enumerate(self.issues)}
        if len(self.by_id) != len(issues):
            raise ValueError("two recorded issues have the same id")
        self.by_key = {str(issue.get("key", "")).upper(): index for index, issue in enumerate(self.issues)}
        self.listed = [dict(field) for field in fields]
        known = {str(field["id"]): field for field in fields}
        known.setdefault("created", _CREATED)
        met = {name for issue in self.issues for name in issue.get("fields") or {}}
        self.fields = [
            _KEY,
            *(
                self._field(known.get(id) or {"id": id, "name": id})
                for id in [*known, *sorted(met - set(known))]
                if id != "issuekey"
            ),
        ]
        self._known: dict[str, dict[str, Entity]] = {}

    def _field(self, entry: Mapping[str, Any]) -> Field:
        kind, many = kind_of(entry.get("schema") or {})
        id = str(entry["id"])
        return Field(
            id,
            str(entry.get("name", id)),
            kind,
            entry.get("schema"),
            tuple(entry.get("clauseNames") or ()),
            _reader(id, kind, many),
            custom=bool(entry.get("custom")),
            many=many,
            navigable=bool(entry.get("navigable", True)),
        )

    # ---- identity
    def id(self, index: int) -> int:
        return int(self.issues[index]["id"])

    def key(self, index: int) -> str:
        return str(self.issues[index].get("key", ""))

    def created(self, index: int) -> int | None:
        return _moment((self.issues[index].get("fields") or {}).get("created"))

    def index_of_id(self, number: int) -> int | None:
        return self.by_id.get(number)

    def index_of_key(self, key: str) -> int | None:
        return self.by_key.get(key.upper())

    # ---- documents
    def head(self, index: int, *, adf: bool) -> bytes:
        return orjson.dumps({name: value for name, value in self.issues[index].items() if name != "fields"})[:-1]

    def document(self, index: int, fields: list[Field], *, adf: bool) -> dict[str, Any]:
        recorded = self.issues[index].get("fields") or {}
        return {field.id: recorded[field.id] for field in fields if field.id in recorded}

    def _comments(self, index: int) -> list[dict[str, Any]]:
        return list(((self.issues[index].get("fields") or {}).get("comment") or {}).get("comments") or [])

    def comments(self, index: int, *, start: int, limit: int, newest_first: bool, adf: bool) -> dict[str, Any]:
        found = self._comments(index)[:: -1 if newest_first else 1]
        return {"startAt": start, "maxResults": limit, "total": len(found), "comments": found[start : start + limit]}

    def comment(self, number: int, *, adf: bool) -> dict[str, Any] | None:
        every = (comment for index in range(self.size) for comment in self._comments(index))
        return next((comment for comment in every if str(comment.get("id")) == str(number)), None)

    def comment_text(self, index: int) -> str:
        return "\n".join(str(comment.get("body")) for comment in self._comments(index))

    # ---- entities
    def entities(self, field: Field) -> list[Entity]:
        return self._met(field.id, [field])

    def of_kind(self, kind: str) -> list[Entity]:
        return self._met(f"kind {kind}", [field for field in self.fields if field.kind == kind])

    def _met(self, name: str, fields: list[Field]) -> list[Entity]:
        """The entities that stand in the issues."""
        if name not in self._known:
            values = (
                field.value(self, index) for field in fields if field.kind in _ENTITIES for index in range(self.size)
            )
            flat = (
                entity
                for value in values
                for entity in (value if isinstance(value, tuple) else (value,))
                if entity is not None
            )
            self._known[name] = {entity.id: entity for entity in flat}
        return list(self._known[name].values())

    def groups(self) -> list[Entity]:
        return self.of_kind("group")

    def members(self, group: Entity) -> list[Entity]:
        return []


# A recording may have been trimmed, but every issue was created at some time: JQL sees this one (2000-01-01).
_SOME_TIME = 946_684_800_000
_CREATED = {
    "id": "created",
    "name": "Created",
    "clauseNames": ["created", "createdDate"],
    "schema": {"type": "datetime", "system": "created"},
}
_KEY = Field(
    "issuekey", "Key", "key", None, _KEY_CLAUSES, lambda store, index: index, searchable=False, orderable=False
)


def _reader(id: str, kind: str, many: bool) -> Any:
    def value(store: RecordedStore, index: int) -> Any:
        if kind == "comment":
            return index
        json = (store.issues[index].get("fields") or {}).get(id)
        raw = raw_of(kind, json, many)
        return _SOME_TIME if raw is None and id == "created" else raw

    return value


def raw_of(kind: str, json: Any, many: bool) -> Any:
    """The raw value (fields.py) of recorded JSON; what does not look as declared counts as empty."""
    if kind == "opaque":
        return json
    if many:
        items = json if isinstance(json, list) else []
        return tuple(
            raw for item in items if (raw := raw_of("text" if kind == "labels" else kind, item, False)) is not None
        )
    return _single(kind, json)


def _single(kind: str, json: Any) -> Any:
    if kind == "datetime":
        return _moment(json)
    if kind == "date":
        return date.fromisoformat(json) if isinstance(json, str) else None
    if kind == "number":
        return json if isinstance(json, (int, float)) else None
    if kind == "text":
        return json if isinstance(json, str) else None
    if kind == "sla":
        return sla_of(json)
    return entity_of(kind, json)


def sla_of(json: Any) -> SlaValue | None:
    """The cycles of a recorded SLA field."""
    if not isinstance(json, dict):
        return None
    completed = tuple(_cycle(each) for each in json.get("completedCycles") or ())
    ongoing = json.get("ongoingCycle")
    return SlaValue(completed, _cycle(ongoing) if ongoing else None)


def _cycle(json: dict[str, Any]) -> Cycle:
    start, stop, breach = ((json.get(f"{name}Time") or {}).get("epochMillis") for name in ("start", "stop", "breach"))
    goal, elapsed = (int((json.get(name) or {}).get("millis", 0)) for name in ("goalDuration", "elapsedTime"))
    paused, within = bool(json.get("paused")), bool(json.get("withinCalendarHours"))
    return Cycle(start or 0, stop, breach, bool(json.get("breached")), goal, elapsed, paused=paused, within=within)


def _moment(json: Any) -> int | None:
    try:
        return parse_jira(json) if isinstance(json, str) else None
    except ValueError:
        return None


def entity_of(kind: str, json: Any) -> Entity | None:
    """An entity of a recorded value, by whatever identifies it."""
    if kind == "requesttype" and isinstance(json, dict):
        json = json.get("requestType")
    if not isinstance(json, dict):
        return None
    id = next((json[name] for name in ("accountId", "id", "name", "key", "value") if json.get(name)), "")
    name = next((json[name] for name in ("displayName", "value", "name") if json.get(name)), "")
    aliases = [str(json[name]).lower() for name in ("key", "name", "emailAddress") if json.get(name)]
    rank = int(id) if str(id).isdecimal() else 0
    return Entity(str(id), str(name), json, rank=rank, aliases=aliases)
