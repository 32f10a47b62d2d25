"""What has happened to a generated issue: its changes, the work logged on it, the properties that apps keep with it."""

from __future__ import annotations

from typing import Any

from jsdodbc.sandbox.adf import document
from jsdodbc.sandbox.generate import text
from jsdodbc.sandbox.generate.chance import pick, roll, salt
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.world import LONG, World
from jsdodbc.sandbox.times import jira

PER_ISSUE = 10_000  # an id is the issue's id times this plus its place
EMBEDDED_WORKLOGS, EMBEDDED_CHANGES = 20, 40
_CHANGES, _CHANGE, _LOGS, _LOG = salt("changes"), salt("change"), salt("worklogs"), salt("worklog")


def changes(world: World, index: int) -> int:
    """0 to 5; every 53rd issue has 45 to 174, the long one 2,000."""
    bits = roll(world.seed, index, _CHANGES)
    if world.shape.long and index == 0:
        return LONG.changes
    return 45 + bits % 130 if index % 53 == 7 else bits % 6


def change_json(world: World, index: int, place: int) -> dict[str, Any]:
    """A history: one to three changes at once. Somebody unknown has no author."""
    bits = roll(world.seed, index * PER_ISSUE + place, _CHANGE)
    who = pick(world.people.agents, bits >> 8) if bits & 15 else None
    items = [_item(world, index, place, bits >> (12 + 3 * at)) for at in range(1 + bits % 3)]
    head: dict[str, Any] = {"id": str(world.id(index) * PER_ISSUE + place)}
    if who is not None:
        head["author"] = who.fragment
    moment = world.created(index) + (place + 1) * 61_001
    return head | {"created": jira(moment, world.shape.site_zone), "items": items}


def _item(world: World, index: int, place: int, bits: int) -> dict[str, Any]:
    kind = bits % 5
    if kind == 0:
        return _changed("status", "status", pick(world.configuration.statuses, bits >> 4), world.status(index), world)
    if kind == 1:
        return _changed("assignee", "assignee", None, pick(world.people.agents, bits >> 4), world)
    if kind == 2:
        return _changed("Sprint", "customfield_10020", None, Entity("1, 2", "Sprint 1, Sprint 2, late", {}), world)
    if kind == 3:
        said = text.prose(world.seed, index * PER_ISSUE + place, _CHANGE, 300)
        return _changed("description", "description", None, Entity("", said, {}), world)
    return _changed("IssueParentAssociation", "", Entity("10000", "SUP-1", {}), None, world)


def _changed(field: str, id: str, before: Entity | None, after: Entity | None, world: World) -> dict[str, Any]:
    def side(entity: Entity | None) -> tuple[str | None, str | None]:
        return (entity.id or None, entity.name) if entity is not None else (None, None)

    item: dict[str, Any] = {"field": field, "fieldtype": "custom" if id.startswith("custom") else "jira"}
    if world.shape.cloud and id:
        item["fieldId"] = id
    (item["from"], item["fromString"]), (item["to"], item["toString"]) = side(before), side(after)
    return item


def worklogs(world: World, index: int) -> int:
    """0 to 2; every 41st issue has 25 to 60, the long one 300."""
    bits = roll(world.seed, index, _LOGS)
    if world.shape.long and index == 0:
        return LONG.worklogs
    return 25 + bits % 36 if index % 41 == 3 else bits % 3


def worklog_json(world: World, index: int, place: int, *, adf: bool = False) -> dict[str, Any]:
    number = world.id(index) * PER_ISSUE + place
    bits, zone = roll(world.seed, number, _LOG), world.shape.site_zone
    who = pick(world.people.agents, bits >> 8)
    seconds = 60 * (1 + bits % 480)
    said = text.prose(world.seed, number, _LOG, 80)
    moment = world.created(index) + (place + 1) * 3_600_007
    found: dict[str, Any] = {
        "self": f"{world.base}/rest/api/2/issue/{world.id(index)}/worklog/{number}",
        "author": who.fragment,
        "updateAuthor": who.fragment,
        "comment": document(said) if adf else said,
        "created": jira(moment, zone),
        "updated": jira(moment, zone),
        "started": jira(moment - 1000 * seconds, zone),
        "timeSpent": f"{seconds // 60}m",
        "timeSpentSeconds": seconds,
        "id": str(number),
        "issueId": str(world.id(index)),
    }
    if bits & 7 == 0:
        found["visibility"] = {"type": "group", "value": "jira-servicedesk-users"}
    return found


def worklog_page(store: Any, index: int, start: int, most: int, *, adf: bool = False) -> dict[str, Any]:
    """`store`: knows what was written, too."""
    every = store.worklogs(index, adf=adf)
    return {"startAt": start, "maxResults": most, "total": len(every), "worklogs": every[start : start + most]}


def properties(world: World, index: int) -> dict[str, Any]:
    """Every fifth issue has some, of every kind of JSON."""
    if index % 5:
        return {}
    return {
        "sd.initial.field.set": {"summary": True, "fields": ["a", 'b"']},
        "app.note": f"note {index}",
        "app.count": index,
        "app.list": [1, None, "x"],
    }
