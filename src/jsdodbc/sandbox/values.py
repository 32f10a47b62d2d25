"""Values of fields as a request's body spells them, and what is wrong with those that no site takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.fields import ENTITY_KINDS, Field
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.times import parse_jira

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

_SYSTEM = frozenset(
    ("project", "issuetype", "summary", "description", "environment", "priority", "assignee", "reporter", "duedate")
) | frozenset(("labels", "components", "versions", "fixVersions", "parent", "timetracking", "security", "resolution"))
_MANAGED = frozenset(("requesttype", "approvals", "sla", "rank", "exact"))
_BY = ("id", "key", "name", "value", "accountId", "groupId")


class Invalid(Exception):
    """Why a value can't be written; `field`: the id of the field."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field, self.text = field, text


def raw_values(site: Site, given: dict[str, Any]) -> dict[str, Any]:
    """Raw values by field id. Raises Invalid."""
    known = {field.id: field for field in site.store.fields}
    found: dict[str, Any] = {}
    for name, value in given.items():
        field = known.get(name)
        if field is None or not (name in _SYSTEM or (field.custom and field.kind not in _MANAGED)):
            raise Invalid(name, f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown.")
        found[name] = raw(site, field, value)
    return found


def updated_lists(site: Site, index: int, update: dict[str, Any]) -> dict[str, Any]:
    """Raw values of lists that something is added to or removed from. Raises Invalid."""
    known = {field.id: field for field in site.store.fields}
    found: dict[str, Any] = {}
    for name, operations in update.items():
        field = known.get(name)
        if field is None or not field.many or name not in _SYSTEM:
            raise Invalid(name, f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown.")
        values = list(field.value(site.store, index))
        for operation in operations:
            ((verb, value),) = operation.items()
            (item,) = raw(site, field, [value])
            if verb == "add" and item not in values:
                values.append(item)
            elif verb == "remove" and item in values:
                values.remove(item)
        found[name] = tuple(values)
    return found


def raw(site: Site, field: Field, value: Any) -> Any:
    """The raw value of one field."""
    if value is None:
        return () if field.many else None
    if field.many:
        if not isinstance(value, list):
            raise Invalid(field.id, "Operation value must be an array")
        return tuple(_one(site, field, each) for each in value)
    return _one(site, field, value)


def _one(site: Site, field: Field, value: Any) -> Any:
    if field.kind == "cascade":
        return _cascade(site, field, value)
    if field.kind == "link":
        return _parent(site, field, value)
    if field.kind in ENTITY_KINDS:
        return entity(site, field, value)
    make = _MAKE.get(field.kind)
    return make(field, value) if make is not None else value


def entity(site: Site, field: Field, value: Any) -> Entity:
    """What an object such as {"id": "3"} or {"name": "High"} means."""
    if not isinstance(value, dict) or not any(name in value for name in _BY):
        raise Invalid(field.id, f"Specify a valid 'id' or 'name' for {field.name}")
    for name in _BY:
        for each in site.store.entities(field) if name in value else ():
            if str(value[name]) in (str(each.json.get(name)), each.id if name == "id" else None):
                return each
    shown = next(str(value[name]) for name in _BY if name in value)
    if field.kind == "option":
        raise Invalid(field.id, f"Option value '{shown}' is not valid")
    if field.kind == "user":
        raise Invalid(field.id, f"User '{shown}' does not exist.")
    raise Invalid(field.id, f"The {field.name.lower()} selected is invalid.")


def _cascade(site: Site, field: Field, value: Any) -> Entity:
    child = value.get("child", {}).get("value") if isinstance(value, dict) else None
    for each in site.store.entities(field):
        inner = each.json.get("child", {}).get("value")
        if isinstance(value, dict) and each.json["value"] == value.get("value") and inner == child:
            return each
    raise Invalid(field.id, f"Option value '{value}' is not valid")


def _parent(site: Site, field: Field, value: Any) -> int:
    named = value.get("key") or value.get("id") if isinstance(value, dict) else None
    index = site.index_of(str(named)) if named else None
    if index is None:
        raise Invalid(field.id, "Could not find issue by id or key.")
    return index


def _text(field: Field, value: Any) -> str:
    if isinstance(value, dict) and value.get("type") == "doc":
        return "\n".join(words(value))
    if not isinstance(value, str):
        raise Invalid(field.id, "Operation value must be a string")
    if field.id == "summary" and not value.strip():
        raise Invalid(field.id, "You must specify a summary of the issue.")
    if field.id == "summary" and len(value) > 255:
        raise Invalid(field.id, "Summary can't exceed 255 characters.")
    return value


def words(node: dict[str, Any]) -> list[str]:
    """The texts of an Atlassian document."""
    own = [str(node["text"])] if "text" in node else []
    return [*own, *(word for each in node.get("content", ()) for word in words(each))]


def _number(field: Field, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Invalid(field.id, "Operation value must be a number")
    return value


def _day(field: Field, value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Invalid(field.id, "Error parsing date string: " + str(value)) from None


def _moment(field: Field, value: Any) -> int:
    try:
        return parse_jira(str(value))
    except ValueError:
        raise Invalid(field.id, "Error parsing time: " + str(value)) from None


def _label(field: Field, value: Any) -> str:
    if " " in str(value):
        raise Invalid(field.id, f"The label '{value}' contains spaces which is invalid.")
    return str(value)


_MAKE: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text,
    "number": _number,
    "date": _day,
    "datetime": _moment,
    "labels": _label,
}
