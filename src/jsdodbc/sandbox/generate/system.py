"""The system fields of a generated issue, by id."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from jsdodbc.sandbox.fields import Field
from jsdodbc.sandbox.generate import history, text
from jsdodbc.sandbox.generate.chance import roll, salt, some
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.site import LABELS
from jsdodbc.sandbox.generate.world import World
from jsdodbc.sandbox.times import day_of, jira

EMBEDDED_COMMENTS = 100

_LABELS, _DUE, _COMPONENTS, _VERSIONS, _FIX, _SPENT, _TEXT, _VOTES, _PARENT = map(
    salt, ("labels", "due", "components", "versions", "fix", "spent", "description", "votes", "parent")
)


def labels(world: World, index: int) -> tuple[str, ...]:
    return some(LABELS, roll(world.seed, index, _LABELS), 3)


def due(world: World, index: int) -> date | None:
    bits = roll(world.seed, index, _DUE)
    if bits & 3 == 0:
        return None
    return day_of(world.created(index), world.shape.site_zone) + timedelta(days=bits % 90)


def components(world: World, index: int) -> tuple[Entity, ...]:
    choices = world.configuration.components[world.project(index).extra["key"]]
    return some(choices, roll(world.seed, index, _COMPONENTS), 2) if choices else ()


def _versions(salt: int) -> Callable[[World, int], tuple[Entity, ...]]:
    def value(world: World, index: int) -> tuple[Entity, ...]:
        choices = world.configuration.versions.get(world.project(index).extra["key"], [])
        return some(choices, roll(world.seed, index, salt), 2) if choices else ()

    return value


def description(world: World, index: int) -> str | None:
    bits = roll(world.seed, index, _TEXT)
    if bits % 12 == 0:
        return None
    return text.prose(world.seed, index, _TEXT, 600 + bits % 500 if world.shape.bulky else 40 + bits % 200)


def environment(world: World, index: int) -> str | None:
    bits = roll(world.seed, index, _TEXT)
    return f"Windows 11, build {bits % 9000}" if bits % 5 == 0 else None


def spent(world: World, index: int) -> int | None:
    bits = roll(world.seed, index, _SPENT)
    return bits % 400 * 300 if bits & 3 == 0 else None


def parent(world: World, index: int) -> int | None:
    """The index of the parent: sub-tasks hang under the issue before them in the same project."""
    if world.issue_type(index).extra or not world.issue_type(index).json["subtask"]:
        return None
    project, number = world.key(index).rsplit("-", 1)
    return world.index_of_key(f"{project}-{int(number) - 1}")


def _parent_json(world: World, field: Field, index: int, raw: int | None, adf: bool) -> Any:
    if raw is None:
        return None
    inner = {
        "summary": world.summary(raw),
        "status": world.status(raw).fragment,
        "issuetype": world.issue_type(raw).fragment,
    }
    return {
        "id": str(world.id(raw)),
        "key": world.key(raw),
        "self": f"{world.base}/rest/api/2/issue/{world.id(raw)}",
        "fields": inner,
    }


def _status_category(world: World, index: int) -> Entity:
    return world.configuration.categories[world.status(index).extra]


def _timetracking(world: World, index: int) -> Any:
    seconds = spent(world, index)
    return {"timeSpent": f"{seconds // 60}m", "timeSpentSeconds": seconds} if seconds else {}


def _progress(world: World, index: int) -> Any:
    seconds = spent(world, index) or 0
    return {"progress": seconds, "total": seconds, "percent": 100} if seconds else {"progress": 0, "total": 0}


def _comment(world: Any, field: Field, index: int, raw: Any, adf: bool) -> Any:
    most = EMBEDDED_COMMENTS if world.shape.cloud else 1 << 30
    page: dict[str, Any] = world.comments(index, start=0, limit=most, newest_first=False, adf=adf)
    page["maxResults"] = min(page["total"], most)
    return page | {"self": f"{world.base}/rest/api/2/issue/{world.id(index)}/comment"}


def _watches(world: World, index: int) -> Any:
    link = f"{world.base}/rest/api/2/issue/{world.key(index)}/watchers"
    return {"self": link, "watchCount": roll(world.seed, index, _VOTES) % 5, "isWatching": False}


def _votes(world: World, index: int) -> Any:
    link = f"{world.base}/rest/api/2/issue/{world.key(index)}/votes"
    return {"self": link, "votes": roll(world.seed, index, _VOTES) >> 8 & 3, "hasVoted": False}


def _worklog(world: World, field: Field, index: int, raw: Any, adf: bool) -> Any:
    return history.worklog_page(world, index, 0, history.EMBEDDED_WORKLOGS, adf=adf)


def _links(world: World, index: int) -> Any:
    """Every seventh issue blocks the one before it."""
    if index % 7 or not index:
        return []
    return [
        {
            "id": str(40000 + index),
            "self": f"{world.base}/rest/api/2/issueLink/{40000 + index}",
            "type": link_type(world.base),
            "outwardIssue": linked(world, index - 1),
        }
    ]


def link_type(base: str) -> dict[str, str]:
    """The one kind of link there is."""
    return {
        "id": "10000",
        "name": "Blocks",
        "inward": "is blocked by",
        "outward": "blocks",
        "self": f"{base}/rest/api/2/issueLinkType/10000",
    }


def linked(world: World, other: int) -> dict[str, Any]:
    """An issue as a link of another one shows it."""
    return {
        "id": str(world.id(other)),
        "key": world.key(other),
        "self": f"{world.base}/rest/api/2/issue/{world.id(other)}",
        "fields": {"summary": world.summary(other), "status": world.status(other).fragment},
    }


def _attachments(world: World, index: int) -> Any:
    if index % 11:
        return []
    number = str(50000 + index)
    link = f"{world.base}/rest/api/2/attachment"
    return [
        {
            "self": f"{link}/{number}",
            "id": number,
            "filename": "screen shot.png",
            "author": world.creator(index).fragment,
            "created": jira(world.created(index), world.shape.site_zone),
            "size": 1000 + index,
            "mimeType": "image/png",
            "content": f"{link}/content/{number}"
            if world.shape.cloud
            else f"{world.base}/secure/attachment/{number}/screen+shot.png",
        }
    ]


def _constant(value: Any) -> Callable[[World, int], Any]:
    return lambda world, index: value


def _field(
    id: str,
    name: str,
    kind: str,
    type: str | None,
    value: Callable[[Any, int], Any],
    clauses: tuple[str, ...] | None = None,
    *,
    items: str | None = None,
    **more: Any,
) -> Field:
    schema = None if type is None else {"type": type} | ({"items": items} if items else {}) | {"system": id}
    return Field(id, name, kind, schema, (id.lower(),) if clauses is None else clauses, value, **more)


_NO: dict[str, Any] = {"searchable": False, "orderable": False}
_HIDDEN: dict[str, Any] = {"navigable": False}

SYSTEM: tuple[Field, ...] = (
    _field(
        "issuekey",
        "Key",
        "key",
        None,
        lambda world, index: index,
        ("id", "issue", "issuekey", "key"),
        searchable=False,
        orderable=False,
    ),
    _field("project", "Project", "project", "project", World.project),
    _field("issuetype", "Issue Type", "issuetype", "issuetype", World.issue_type, ("issuetype", "type")),
    _field("summary", "Summary", "text", "string", World.summary),
    _field("description", "Description", "text", "string", description),
    _field("environment", "Environment", "text", "string", environment, **_HIDDEN),
    _field("status", "Status", "status", "status", World.status),
    _field("resolution", "Resolution", "resolution", "resolution", World.resolution),
    _field("priority", "Priority", "priority", "priority", World.priority),
    _field("assignee", "Assignee", "user", "user", World.assignee),
    _field("reporter", "Reporter", "user", "user", World.reporter),
    _field("creator", "Creator", "user", "user", World.creator),
    _field("created", "Created", "datetime", "datetime", World.created, ("created", "createdDate")),
    _field("updated", "Updated", "datetime", "datetime", World.updated, ("updated", "updatedDate")),
    _field("resolutiondate", "Resolved", "datetime", "datetime", World.resolved, ("resolutiondate", "resolved")),
    _field("duedate", "Due date", "date", "date", due, ("due", "duedate")),
    _field("labels", "Labels", "labels", "array", labels, ("labels",), items="string", many=True),
    _field("components", "Components", "component", "array", components, ("component",), items="component", many=True),
    _field(
        "versions",
        "Affects versions",
        "version",
        "array",
        _versions(_VERSIONS),
        ("affectedVersion",),
        items="version",
        many=True,
    ),
    _field(
        "fixVersions", "Fix versions", "version", "array", _versions(_FIX), ("fixVersion",), items="version", many=True
    ),
    _field("parent", "Parent", "link", None, parent, ("parent",), render=_parent_json),
    _field("timespent", "Time Spent", "number", "number", spent, ("timespent",), searchable=False),
    _field(
        "timeestimate",
        "Remaining Estimate",
        "number",
        "number",
        _constant(None),
        ("remainingEstimate", "timeestimate"),
        searchable=False,
    ),
    _field(
        "timeoriginalestimate",
        "Original estimate",
        "number",
        "number",
        _constant(None),
        ("originalEstimate", "timeoriginalestimate"),
        searchable=False,
    ),
    _field("aggregatetimespent", "Σ Time Spent", "number", "number", spent, (), **_NO),
    _field("timetracking", "Time tracking", "opaque", "timetracking", _timetracking, (), **_HIDDEN),
    _field("progress", "Progress", "opaque", "progress", _progress, ("progress",), **_NO),
    _field("aggregateprogress", "Σ Progress", "opaque", "progress", _progress, (), **_NO),
    _field("workratio", "Work Ratio", "number", "number", _constant(-1), ("workratio",)),
    _field("votes", "Votes", "opaque", "votes", _votes, ("votes",), **_NO),
    _field("watches", "Watchers", "opaque", "watches", _watches, ("watchers",), **_NO),
    _field("security", "Security Level", "opaque", "securitylevel", _constant(None), ("level",), **_NO),
    _field("subtasks", "Sub-tasks", "opaque", "array", _constant([]), ("subtasks",), items="issuelinks", **_NO),
    _field(
        "issuelinks",
        "Linked Issues",
        "opaque",
        "array",
        _links,
        ("issueLink",),
        items="issuelinks",
        orderable=False,
        searchable=False,
    ),
    _field(
        "attachment",
        "Attachment",
        "opaque",
        "array",
        _attachments,
        ("attachments",),
        items="attachment",
        navigable=False,
        searchable=False,
    ),
    _field(
        "comment",
        "Comment",
        "comment",
        "comments-page",
        lambda world, index: index,
        ("comment",),
        render=_comment,
        **_HIDDEN,
    ),
    _field(
        "worklog",
        "Log Work",
        "opaque",
        "array",
        lambda world, index: index,
        (),
        items="worklog",
        navigable=False,
        searchable=False,
        render=_worklog,
    ),
    _field("lastViewed", "Last Viewed", "datetime", "datetime", _constant(None), ("lastViewed",)),
    _field("thumbnail", "Images", "opaque", None, _constant(None), (), **_NO),
)
CLOUD_ONLY: tuple[Field, ...] = (
    _field("statusCategory", "Status Category", "statuscategory", None, _status_category, ("statusCategory",)),
    _field(
        "statuscategorychangedate",
        "Status Category Changed",
        "datetime",
        "datetime",
        World.updated,
        ("statusCategoryChangedDate",),
    ),
)
