"""A generated site that can be changed: what was written lies over what was generated, issue by issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from jsdodbc.sandbox.adf import document
from jsdodbc.sandbox.fields import Field
from jsdodbc.sandbox.generate import comments, history
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.store import GeneratedStore
from jsdodbc.sandbox.generate.world import Shape
from jsdodbc.sandbox.times import jira

FIRST_ID = 900_000_000  # of what is made and no issue: comments, worklogs, links …


@dataclass(slots=True)
class Said:
    """A comment that was written."""

    id: int
    author: Entity
    body: str
    public: bool
    created: int
    updated: int


class LiveStore(GeneratedStore):
    """`values`: raw values that were written, by issue number and field; those that start with @ are no field's.

    `gone`: deleted issues. `history`: statuses that were written, with their moments. `queues`: by desk and id, None
    for one that was deleted. `said`: comments by issue; `silenced`: ids of comments that were deleted; `edited`: new
    texts of generated ones. `logged`: worklogs by issue; `relogged`: by id, changes of generated ones, None
    for one that was deleted. `parts`: new components and versions, by kind and key of the
    project; `reparts`: by kind and id, changes of them and of generated ones, None for one that was deleted.
    `kept`: properties of issues that were set. `temporary`: uploaded files, name and content; `files`: contents of
    attachments.
    """

    def __init__(self, shape: Shape, base: str) -> None:
        super().__init__(shape, base)
        self.generated = shape.size
        self.values: dict[int, dict[str, Any]] = {}
        self.gone: set[int] = set()
        self.keys: dict[str, int] = {}
        self.said: dict[int, list[Said]] = {}
        self.silenced: set[int] = set()
        self.edited: dict[int, tuple[str, int]] = {}
        self.numbered = FIRST_ID
        self.history: dict[int, list[tuple[Entity, int]]] = {}
        self.unsubscribed: set[int] = set()
        self.logged: dict[int, list[dict[str, Any]]] = {}
        self.relogged: dict[str, dict[str, Any] | None] = {}
        self.parts: dict[tuple[str, str], list[Entity]] = {}
        self.reparts: dict[tuple[str, str], dict[str, Any] | None] = {}
        self.kept: dict[int, dict[str, Any]] = {}
        self.temporary: dict[str, tuple[str, bytes]] = {}
        self.files: dict[str, bytes] = {}
        self.queues: dict[str, dict[str, dict[str, Any] | None]] = {}
        self.founded: list[Entity] = []
        self.disbanded: set[str] = set()
        self.joined: list[Entity] = []
        self.links = Links()
        self.fields = [replace(field, value=self._over(field)) for field in self.fields]

    def _over(self, field: Field) -> Callable[[Any, int], Any]:
        original, name = field.value, field.id
        nothing: Any = () if field.many else None
        if field.kind in ("key", "comment", "requesttype") or name in (
            "watches",
            "votes",
            "progress",
            "aggregateprogress",
        ):
            return original

        def value(store: Any, index: int) -> Any:
            written = self.values.get(index)
            if written is not None and name in written:
                return written[name]
            if index < self.generated or name in _DERIVED:
                return original(store, index)
            return [] if name in ("attachment", "issuelinks", "subtasks") else nothing

        return value

    def next_id(self) -> int:
        self.numbered += 1
        return self.numbered

    def snapshot(self, index: int) -> Any:
        """All that was written of an issue, to be restored."""
        values, said = self.values.get(index), self.said.get(index)
        return (
            dict(values) if values is not None else None,
            list(said) if said is not None else None,
            index in self.gone,
        )

    def restore(self, index: int, snapshot: Any) -> None:
        """Make an issue what it was; None: not there yet."""
        if snapshot is None:
            self.gone.add(index)
            return
        values, said, gone = snapshot
        for all_of_them, mine in ((self.values, values), (self.said, said)):
            all_of_them.pop(index, None)
            if mine is not None:
                all_of_them[index] = mine
        (self.gone.add if gone else self.gone.discard)(index)

    def written(self, index: int, name: str) -> Any:
        return self.values.get(index, {}).get(name)

    def _told(self, index: int, name: str) -> bool:
        return index in self.values and name in self.values[index]

    # ---- issues
    def create(self, project: Entity, values: dict[str, Any]) -> int:
        """A new issue, numbered behind all others."""
        index = self.size
        prefix = project.extra["key"]
        taken = max((self._number(key) for key in self.keys if key.rpartition("-")[0] == prefix), default=0)
        last = max((self.number(at) for at in range(max(0, self.generated - 20), self.generated)
                    if self.project_at(at) == self.configuration.projects.index(project)), default=0)  # fmt: skip
        key = f"{prefix}-{max(taken, last) + 1}"
        self.values[index] = {"project": project, "@key": key, **values}
        self.keys[key] = index
        self.size += 1
        return index

    @staticmethod
    def _number(key: str) -> int:
        return int(key.rpartition("-")[2])

    def delete(self, index: int) -> None:
        self.gone.add(index)

    def index_of_id(self, number: int) -> int | None:
        index = super().index_of_id(number)
        return None if index in self.gone else index

    def index_of_key(self, key: str) -> int | None:
        index = self.keys.get(key.upper())
        if index is None:
            index = super().index_of_key(key)
            index = index if index is not None and index < self.generated else None
        return None if index in self.gone else index

    def key(self, index: int) -> str:
        return str(self.values[index]["@key"]) if index >= self.generated else super().key(index)

    def number(self, index: int) -> int:
        return self._number(self.key(index)) if index >= self.generated else super().number(index)

    def project(self, index: int) -> Entity:
        found: Entity = self.written(index, "project") or super().project(index)
        return found

    def created(self, index: int) -> int:
        return int(self.values[index]["created"]) if index >= self.generated else super().created(index)

    def updated(self, index: int) -> int:
        return self.written(index, "updated") or super().updated(index)

    def resolved(self, index: int) -> int | None:
        if self._told(index, "resolutiondate") or index >= self.generated:
            found: int | None = self.written(index, "resolutiondate")
            return found
        return super().resolved(index)

    def request_type(self, index: int) -> Entity | None:
        if index >= self.generated:
            found: Entity | None = self.written(index, "@request type")
            return found
        return super().request_type(index)

    def issue_type(self, index: int) -> Entity:
        return self.written(index, "issuetype") or super().issue_type(index)

    def status(self, index: int) -> Entity:
        return self.written(index, "status") or super().status(index)

    def resolution(self, index: int) -> Entity | None:
        told = self._told(index, "resolution") or index >= self.generated
        return self.written(index, "resolution") if told else super().resolution(index)

    def priority(self, index: int) -> Entity | None:
        told = self._told(index, "priority") or index >= self.generated
        return self.written(index, "priority") if told else super().priority(index)

    def reporter(self, index: int) -> Entity | None:
        told = self._told(index, "reporter") or index >= self.generated
        return self.written(index, "reporter") if told else super().reporter(index)

    def creator(self, index: int) -> Entity:
        return self.written(index, "creator") or super().creator(index)

    def assignee(self, index: int) -> Entity | None:
        told = self._told(index, "assignee") or index >= self.generated
        return self.written(index, "assignee") if told else super().assignee(index)

    def summary(self, index: int) -> str:
        return self.written(index, "summary") or super().summary(index)

    # ---- comments
    def _places(self, index: int) -> list[int]:
        """The generated comments that are still there."""
        if index >= self.generated:
            return []
        first = self.id(index) * comments.PER_ISSUE
        return [place for place in range(comments.count(self, index)) if first + place not in self.silenced]

    def every_comment(self, index: int, *, adf: bool = False) -> list[dict[str, Any]]:
        """All comments of an issue, oldest first."""
        found = [self._edited(comments.comment_json(self, index, place, adf=adf), adf) for place in self._places(index)]
        return [*found, *(self.said_json(index, each, adf=adf) for each in self.said.get(index, ()))]

    def author_of(self, index: int, number: str, said: Mapping[str, Said]) -> Entity:
        """Who wrote a comment of the issue, of which `said` are by id; the app where nobody is known."""
        if number in said:
            return said[number].author
        return comments.author(self, index, int(number) % comments.PER_ISSUE) or self.people.app

    def _edited(self, comment: dict[str, Any], adf: bool) -> dict[str, Any]:
        told = self.edited.get(int(comment["id"]))
        if told is None:
            return comment
        body, moment = told
        return comment | {"body": document(body) if adf else body, "updated": jira(moment, self.site_zone)}

    def said_json(self, index: int, each: Said, *, adf: bool) -> dict[str, Any]:
        return {
            "self": f"{self.base}/rest/api/2/issue/{self.id(index)}/comment/{each.id}",
            "id": str(each.id),
            "author": each.author.fragment,
            "updateAuthor": each.author.fragment,
            "body": document(each.body) if adf else each.body,
            "created": jira(each.created, self.site_zone),
            "updated": jira(each.updated, self.site_zone),
            "jsdPublic": each.public,
        }

    def comments(self, index: int, **page: Any) -> dict[str, Any]:
        if index < self.generated and not (self.said.get(index) or self.silenced or self.edited):
            return super().comments(index, **page)
        found = self.every_comment(index, adf=page["adf"])
        if page.get("newest_first"):
            found.reverse()
        start, limit = page["start"], page["limit"]
        return {"startAt": start, "maxResults": limit, "total": len(found), "comments": found[start : start + limit]}

    def comment(self, number: int, *, adf: bool) -> dict[str, Any] | None:
        if number >= FIRST_ID:
            places = ((index, each) for index, every in self.said.items() for each in every)
            return next((self.said_json(index, each, adf=adf) for index, each in places if each.id == number), None)
        found = super().comment(number, adf=adf) if number not in self.silenced else None
        return self._edited(found, adf) if found is not None else None

    def comment_text(self, index: int) -> str:
        return "\n".join(each["body"] for each in self.every_comment(index))

    # ---- work
    def worklogs(self, index: int, *, adf: bool = False) -> list[dict[str, Any]]:
        """The work that was logged on an issue, oldest first."""
        places = range(history.worklogs(self, index) if index < self.generated else 0)
        every = [history.worklog_json(self, index, place) for place in places]
        told = ((each, self.relogged.get(each["id"], {})) for each in every)
        found = [*(each | more for each, more in told if more is not None), *self.logged.get(index, ())]
        return [each | {"comment": document(each["comment"])} for each in found] if adf else found

    # ---- organizations and people
    def of_kind(self, kind: str) -> list[Entity]:
        found = super().of_kind(kind)
        if kind == "organization" and (self.founded or self.disbanded):
            return [each for each in [*found, *self.founded] if each.id not in self.disbanded]
        if kind in ("component", "version") and (self.parts or self.reparts):
            made = [each for (of, _), every in self.parts.items() if of == kind for each in every]
            return [each for each in [*found, *made] if self.reparts.get((kind, each.id), {}) is not None]
        return [*found, *self.joined] if kind == "user" and self.joined else found

    def parts_of(self, kind: str, key: str, generated: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The components or versions of a project: `generated` ones and those that were made, as they are now."""
        every = [*generated, *(each.json for each in self.parts.get((kind, key), ()))]
        told = ((each, self.reparts.get((kind, each["id"]), {})) for each in every)
        return [each | more for each, more in told if more is not None]

    def found_organization(self, name: str) -> Entity:
        """A new organization."""
        number = str(_FIRST_ORGANIZATION + len(self.founded))
        json: dict[str, Any] = {
            "id": number,
            "name": name,
            "_links": {"self": f"{self.base}/rest/servicedeskapi/organization/{number}"},
        }
        if self.shape.cloud:
            json |= {"uuid": str(uuid4()), "scimManaged": False}
        made = Entity(number, name, json, rank=len(self.people.organizations) + len(self.founded))
        self.founded.append(made)
        return made

    def join(self, name: str, email: str) -> Entity:
        """A new customer."""
        if self.shape.cloud:
            made = self.people.cloud_person(f"qm:{uuid4()}:{uuid4()}", name, email)
        else:
            made = self.people.server_person(email, f"JIRAUSER{20000 + len(self.joined)}", name, email)
        self.joined.append(made)
        return made

    def members_of(self, organization: Entity) -> list[Entity]:
        """The customers of an organization."""
        people = self.people
        mine = [user for user in people.customers if people.organization_of(user) is organization]
        return self.links.over(("organization", organization.id), mine)

    def organizations_of(self, desk: str) -> list[Entity]:
        """The organizations of a service desk: those that were there from the start, and those that were added."""
        every = {each.id for each in self.of_kind("organization")}
        mine = self.links.over(("desk", desk), self.people.organizations)
        return [each for each in mine if each.id in every]


class Links:
    """Lists that were changed: what was added to each and what was taken away."""

    def __init__(self) -> None:
        self.added: dict[tuple[str, str], list[Entity]] = {}
        self.taken: dict[tuple[str, str], set[str]] = {}

    def over(self, name: tuple[str, str], first: list[Entity]) -> list[Entity]:
        taken = self.taken.get(name, set())
        more = [each for each in self.added.get(name, ()) if each not in first]
        return [each for each in [*first, *more] if each.id not in taken]

    def add(self, name: tuple[str, str], item: Entity) -> None:
        self.taken.setdefault(name, set()).discard(item.id)
        if item not in self.added.setdefault(name, []):
            self.added[name].append(item)

    def take(self, name: tuple[str, str], item: Entity) -> None:
        self.taken.setdefault(name, set()).add(item.id)


_FIRST_ORGANIZATION = 100
_COMPUTED = frozenset({"watches", "votes", "progress", "aggregateprogress"})
_DERIVED = frozenset({"statusCategory", "timetracking", "parent", "worklog", "workratio", "aggregatetimespent"})
