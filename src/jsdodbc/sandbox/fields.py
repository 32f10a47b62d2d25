"""What a field is to this site: its description for /field, its kind, and how its value of an issue is found and spelt.

The value of a field comes in a raw form by kind, from which both the JSON and JQL's answer are derived:
entity (Entity|None), entities (tuple of Entity), text (str|None), number (float|int|None), datetime (epoch ms|None),
date (datetime.date|None), labels (tuple of str), sla (SlaValue|None), key/id (index), opaque (JSON as it is).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from jsdodbc.sandbox.adf import document
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.times import jira

ENTITY_KINDS = frozenset(
    {
        "project",
        "issuetype",
        "status",
        "statuscategory",
        "priority",
        "resolution",
        "user",
        "group",
        "option",
        "cascade",
        "version",
        "component",
        "requesttype",
        "organization",
        "sprint",
        "team",
        "participants",
        "language",
        "sentiment",
        "service",
        "link",
    }
)


Render = Callable[[Any, Any, int, Any, bool], Any]  # (store, field, issue, raw value, documents instead of text)


@dataclass(frozen=True, slots=True)
class Field:
    """`many`: holds a list. `value`: raw value of issue i of the site. `render`: raw to JSON where the kind alone does
    not say.
    """

    id: str
    name: str
    kind: str
    schema: Mapping[str, Any] | None
    clauses: tuple[str, ...]
    value: Callable[[Any, int], Any]
    custom: bool = False
    many: bool = False
    navigable: bool = True
    orderable: bool = True
    searchable: bool = True
    render: Render | None = None
    scope: str | None = None

    def description(self, *, cloud: bool) -> dict[str, Any]:
        """The entry of /field."""
        entry: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "custom": self.custom,
            "orderable": self.orderable,
            "navigable": self.navigable,
            "searchable": self.searchable,
            "clauseNames": list(self.clauses),
        }
        if cloud:
            entry["key"] = self.id
            if self.scope:
                entry["scope"] = {"type": "PROJECT", "project": {"id": self.scope}}
            if self.custom:
                entry["untranslatedName"] = self.name
        if self.schema is not None:
            entry["schema"] = dict(self.schema)
        return entry


class Store(Protocol):
    """Where issues come from: generated or recorded. Issues are numbered 0 … size-1, ids ascend with the number."""

    size: int
    ascending: bool  # `created` ascends with the number
    fields: list[Field]
    site_zone: ZoneInfo

    def id(self, index: int) -> int: ...
    def key(self, index: int) -> str: ...
    def created(self, index: int) -> int | None: ...
    def index_of_id(self, number: int) -> int | None: ...
    def index_of_key(self, key: str) -> int | None: ...
    def head(self, index: int, *, adf: bool) -> bytes: ...
    def document(self, index: int, fields: list[Field], *, adf: bool) -> dict[str, Any]: ...
    def entities(self, field: Field) -> list[Entity]: ...
    def of_kind(self, kind: str) -> list[Entity]: ...
    def groups(self) -> list[Entity]: ...
    def members(self, group: Entity) -> list[Entity]: ...
    def comments(self, index: int, *, start: int, limit: int, newest_first: bool, adf: bool) -> dict[str, Any]: ...
    def comment(self, number: int, *, adf: bool) -> dict[str, Any] | None: ...
    def comment_text(self, index: int) -> str: ...


def render_value(field: Field, store: Any, index: int, raw: Any, *, adf: bool) -> Any:
    """The JSON of a raw value; moments in the zone of the site."""
    if field.render is not None:
        return field.render(store, field, index, raw, adf)
    if raw is None:
        return None
    if isinstance(raw, Entity):
        return raw.fragment
    if isinstance(raw, tuple):
        return [item.fragment if isinstance(item, Entity) else item for item in raw]
    if field.kind == "datetime":
        return jira(raw, store.site_zone)
    if isinstance(raw, date):
        return raw.isoformat()
    if adf and field.kind == "text" and is_rich(field):
        return document(raw)
    return raw


def is_rich(field: Field) -> bool:
    """Fields that API version 3 answers as Atlassian documents."""
    if field.id in ("description", "environment"):
        return True
    return str((field.schema or {}).get("custom", "")).endswith(":textarea")
