"""The configuration of a generated site: projects, desks, request types, statuses, priorities, options, versions."""

from __future__ import annotations

from typing import Any

from jsdodbc.sandbox.generate.entities import Entity

# (key, name, type, share of twenty issues); SET is a reserved word of JQL, NIL has no issues.
PROJECTS = (
    ("SUP", "Customer Support", "service_desk", 9),
    ("ITH", "IT Help Desk", "service_desk", 5),
    ("SET", 'Office "Set-up" & Moves', "service_desk", 3),
    ("DEV", "Platform's Development", "software", 3),
    ("NIL", "Not yet used", "service_desk", 0),
)
ISSUE_TYPES = (  # (id, name, subtask)
    ("10001", "Service Request", False),
    ("10002", "Incident", False),
    ("10003", "Change", False),
    ("10004", "Problem", False),
    ("10005", "Task", False),
    ("10006", "Bug", False),
    ("10007", "Story", False),
    ("10008", "Sub-task", True),
)
PRIORITIES = (
    ("10000", "Blocker"),
    ("1", "Highest"),
    ("2", "High"),
    ("3", "Medium"),
    ("4", "Low"),
    ("5", "Lowest"),
)  # by rank
CATEGORIES = {  # id, colour, name, servicedeskapi's spelling
    "new": (2, "blue-gray", "To Do", "NEW"),
    "indeterminate": (4, "yellow", "In Progress", "INDETERMINATE"),
    "done": (3, "green", "Done", "DONE"),
}
STATUSES = (
    ("1", "Open", "new"),
    ("10010", "Waiting for support", "indeterminate"),
    ("10011", "Waiting for customer", "indeterminate"),
    ("3", "In Progress", "indeterminate"),
    ("10012", "Pending", "indeterminate"),
    ("10013", "End", "indeterminate"),
    ("5", "Resolved", "done"),
    ("6", "Closed", "done"),
    ("10014", "Won't fix", "done"),
)
RESOLUTIONS = (
    ("10000", "Done"),
    ("10001", "Won't Do"),
    ("10002", "Duplicate"),
    ("10003", "Cannot Reproduce"),
    ("10004", "done later"),
)
LABELS = (
    "urgent",
    "Urgent",
    "vpn",
    "select",
    "o'brien",
    "naïve",
    "日本語",
    "emoji-😀",
    "a%b",
    "under_score",
    'quote"d',
    "back\\slash",
    "empty",
    "null",
)
REQUEST_TYPES = {  # by desk: (name, issue type id, description)
    "SUP": (
        ("Get help", "10001", "Ask us"),
        ("Report a bug", "10002", "Something's broken"),
        ('Ask a "billing" question', "10001", ""),
    ),
    "ITH": (
        ("Get IT help", "10001", "Ask IT"),
        ("Report a system problem", "10002", ""),
        ("Request a change", "10003", "Approval needed"),
        ("Investigate a problem", "10004", ""),
    ),
    "SET": (("Order by mail", "10001", "Order desks and chairs"), ("get help", "10005", "")),
    "NIL": (),
}
COMPONENTS = {
    "SUP": ("Web", "web", "Billing"),
    "ITH": ("Laptop", "Network, VPN", "E-mail"),
    "SET": (),
    "DEV": ("API", "O'Reilly"),
    "NIL": (),
}
VERSIONS = {"SUP": ("1.0", "1.1"), "DEV": ("1.9", "1.10", "2.0 beta", "Next's")}


class Configuration:
    """Everything that does not depend on an issue, as entities; `base` is the site's URL."""

    def __init__(self, base: str, *, cloud: bool) -> None:
        self.base, self.cloud = base, cloud
        self.projects = [self._project(at, *row[:3]) for at, row in enumerate(PROJECTS)]
        self.issue_types = [self._issue_type(*row) for row in ISSUE_TYPES]
        self.priorities = [self._plain("priority", *row, rank=at) for at, row in enumerate(PRIORITIES)]
        self.categories = {key: self._category(key) for key in CATEGORIES}
        self.statuses = [self._status(at, *row) for at, row in enumerate(STATUSES)]
        self.resolutions = [self._plain("resolution", *row, rank=at) for at, row in enumerate(RESOLUTIONS)]
        self.components = {key: self._components(at, names) for at, (key, names) in enumerate(COMPONENTS.items())}
        self.versions = {key: self._versions(at, names) for at, (key, names) in enumerate(VERSIONS.items())}
        self.desks = [project for project in self.projects if project.extra["type"] == "service_desk"]
        self.request_types = {desk.extra["key"]: self._request_types(at, desk) for at, desk in enumerate(self.desks)}

    def _api(self, path: str) -> str:
        return f"{self.base}/rest/api/2/{path}"

    def _icon(self, name: str) -> str:
        return f"{self.base}/images/icons/{name}.svg"

    def _project(self, at: int, key: str, name: str, kind: str) -> Entity:
        number = str(10000 + at)
        json: dict[str, Any] = {
            "self": self._api(f"project/{number}"),
            "id": number,
            "key": key,
            "name": name,
            "projectTypeKey": kind,
            "avatarUrls": {"48x48": f"{self.base}/secure/projectavatar?pid={number}"},
        }
        if self.cloud:
            json["simplified"] = False
        return Entity(number, name, json, rank=at, aliases=(key.lower(),), extra={"key": key, "type": kind})

    def _issue_type(self, number: str, name: str, subtask: bool) -> Entity:
        json: dict[str, Any] = {
            "self": self._api(f"issuetype/{number}"),
            "id": number,
            "description": f"{name}.",
            "iconUrl": self._icon("issuetype"),
            "name": name,
            "subtask": subtask,
            "avatarId": int(number) + 300,
        }
        if self.cloud:
            json["hierarchyLevel"] = -1 if subtask else 0
        return Entity(number, name, json)

    def _plain(self, kind: str, number: str, name: str, rank: int) -> Entity:
        json = {"self": self._api(f"{kind}/{number}"), "id": number, "name": name}
        json |= {"iconUrl": self._icon(kind)} if kind == "priority" else {"description": f"{name}."}
        return Entity(number, name, json, rank=rank)

    def _status(self, at: int, number: str, name: str, category: str) -> Entity:
        json = {
            "self": self._api(f"status/{number}"),
            "description": "",
            "iconUrl": self._icon("status"),
            "name": name,
            "id": number,
            "statusCategory": self.category(category),
        }
        return Entity(number, name, json, rank=at, extra=category)

    def _category(self, key: str) -> Entity:
        json = self.category(key)
        return Entity(str(json["id"]), json["name"], json, rank=json["id"], aliases=(key,))

    def category(self, key: str) -> dict[str, Any]:
        number, colour, name, _ = CATEGORIES[key]
        return {
            "self": self._api(f"statuscategory/{number}"),
            "id": number,
            "key": key,
            "colorName": colour,
            "name": name,
        }

    def _components(self, project: int, names: tuple[str, ...]) -> list[Entity]:
        rows = [(str(20000 + project * 10 + at), name) for at, name in enumerate(names)]
        return [
            Entity(number, name, {"self": self._api(f"component/{number}"), "id": number, "name": name})
            for number, name in rows
        ]

    def _versions(self, project: int, names: tuple[str, ...]) -> list[Entity]:
        return [self._version(str(30000 + project * 10 + at), name, at) for at, name in enumerate(names)]

    def _version(self, number: str, name: str, at: int) -> Entity:
        json: dict[str, Any] = {
            "self": self._api(f"version/{number}"),
            "id": number,
            "name": name,
            "archived": False,
            "released": at == 0,
        }
        if at == 0:
            json["releaseDate"] = "2025-03-01"
        return Entity(number, name, json, rank=int(number))

    def _request_types(self, desk: int, project: Entity) -> list[Entity]:
        rows = REQUEST_TYPES[project.extra["key"]]
        return [
            self._request_type(str(desk + 1), str(10 * (desk + 1) + at), project, *row) for at, row in enumerate(rows)
        ]

    def _request_type(
        self, desk: str, number: str, project: Entity, name: str, issue_type: str, description: str
    ) -> Entity:
        icon = {
            size: f"{self.base}/secure/viewavatar?avatarType=SD_REQTYPE&size={size}&avatarId={number}"
            for size in ("48x48", "24x24", "16x16", "32x32")
        }
        json: dict[str, Any] = {
            "_expands": ["field"],
            "id": number,
            "_links": {"self": f"{self.base}/rest/servicedeskapi/servicedesk/{desk}/requesttype/{number}"},
            "name": name,
            "description": description,
            "helpText": "",
            "issueTypeId": issue_type,
            "serviceDeskId": desk,
            "portalId": desk,
            "groupIds": [desk],
            "icon": {"id": number, "_links": {"iconUrls": icon}},
        }
        if self.cloud:
            json["defaultName"] = name
        aliases = (f"{project.extra['key']}/{number}".lower(),)
        return Entity(
            number, name, json, aliases=aliases, extra={"issue_type": issue_type, "desk": desk, "project": project}
        )

    def desk_of(self, project: Entity) -> str | None:
        return next((str(at + 1) for at, desk in enumerate(self.desks) if desk is project), None)

    def options(self, field: int, values: tuple[str, ...]) -> list[Entity]:
        """The options of a select field: ids are the field's number, a zero and the option's place."""
        return [self._option(str(field * 100 + at), value, at) for at, value in enumerate(values)]

    def _option(self, number: str, value: str, at: int) -> Entity:
        json: dict[str, Any] = {"self": self._api(f"customFieldOption/{number}"), "value": value, "id": number}
        if not self.cloud:
            json["disabled"] = False
        return Entity(number, value, json, rank=at)
