"""The generated site as a store of issues (see fields.Store)."""

from __future__ import annotations

from typing import Any

from jsdodbc.sandbox.fields import Field, render_value
from jsdodbc.sandbox.generate import comments
from jsdodbc.sandbox.generate.custom import custom_fields
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.system import CLOUD_ONLY, SYSTEM
from jsdodbc.sandbox.generate.world import Shape, World

_HEAD = (
    b'{"expand":"operations,versionedRepresentations,editmeta,changelog,renderedFields",'
    b'"id":"%d","self":"%s/rest/api/%d/issue/%d","key":"%s"'
)
_UNSHOWN = frozenset({"issuekey", "thumbnail"})


class GeneratedStore(World):
    """Issues, fields and entities of a generated site."""

    def __init__(self, shape: Shape, base: str) -> None:
        super().__init__(shape, base)
        self.site_zone = shape.site_zone
        self.choices: dict[str, list[Entity]] = {}
        self.sla_ids: dict[str, str] = {}
        self.fields = [*SYSTEM, *(CLOUD_ONLY if shape.cloud else ()), *custom_fields(self)]

    def head(self, index: int, *, adf: bool) -> bytes:
        """The issue's members beside `fields`."""
        number = self.id(index)
        return _HEAD % (number, self.base.encode(), 3 if adf else 2, number, self.key(index).encode())

    def document(self, index: int, fields: list[Field], *, adf: bool) -> dict[str, Any]:
        """The `fields` object of an issue."""
        return {
            field.id: render_value(field, self, index, field.value(self, index), adf=adf)
            for field in fields
            if field.id not in _UNSHOWN and not (field.id == "parent" and parent_missing(self, field, index))
        }

    def comments(self, index: int, **page: Any) -> dict[str, Any]:
        return comments.page_json(self, index, **page)

    def comment(self, number: int, *, adf: bool) -> dict[str, Any] | None:
        """A comment by its id."""
        issue, place = divmod(number, comments.PER_ISSUE)
        index = self.index_of_id(issue)
        if index is None or place >= comments.count(self, index):
            return None
        return comments.comment_json(self, index, place, adf=adf)

    ascending = True

    def entities(self, field: Field) -> list[Entity]:
        """All entities that a JQL literal for the field may mean."""
        return self.choices.get(field.id) or self.of_kind(field.kind)

    def of_kind(self, kind: str) -> list[Entity]:
        configuration, people = self.configuration, self.people
        flat = {
            "project": configuration.projects,
            "issuetype": configuration.issue_types,
            "status": configuration.statuses,
            "priority": configuration.priorities,
            "resolution": configuration.resolutions,
            "user": people.everybody,
            "group": people.groups,
            "organization": people.organizations,
            "statuscategory": list(configuration.categories.values()),
            "component": [item for items in configuration.components.values() for item in items],
            "version": [item for items in configuration.versions.values() for item in items],
            "requesttype": [item for items in configuration.request_types.values() for item in items],
        }
        return flat.get(kind, [])

    def groups(self) -> list[Entity]:
        return self.people.groups

    def comment_text(self, index: int) -> str:
        return "\n".join(comments.body(self, index, place) for place in range(comments.count(self, index)))

    def members(self, group: Entity) -> list[Entity]:
        return self.people.members(group)


def parent_missing(world: World, field: Field, index: int) -> bool:
    return field.value(world, index) is None
