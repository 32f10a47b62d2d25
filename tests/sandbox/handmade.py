"""A handful of issues written by hand: what jql_cases.txt is about."""

from __future__ import annotations

from typing import Any

TIME_ZONE = "Europe/Berlin"
NOW = 1_770_030_000_000  # 2026-02-02 12:00 in Berlin
HOUR = 3_600_000

_SYSTEM = (  # (id, clauses, type, items)
    ("summary", "summary", "string", None),
    ("status", "status", "status", None),
    ("priority", "priority", "priority", None),
    ("resolution", "resolution", "resolution", None),
    ("project", "project", "project", None),
    ("labels", "labels", "array", "string"),
    ("assignee", "assignee", "user", None),
    ("created", "created", "datetime", None),
    ("duedate", "due duedate", "date", None),
    ("components", "component", "array", "component"),
    ("fixVersions", "fixVersion", "array", "version"),
    ("comment", "comment", "comments-page", None),
)
_CUSTOM = (  # (number, name, type, items)
    (10024, "Effort", "number", None),
    (10032, "Impact", "option", None),
    (10034, "Affected parts", "array", "option"),
    (10002, "Organizations", "array", "sd-customerorganization"),
    (10010, "Request Type", "sd-customerrequesttype", None),
    (10130, "Time to resolution", "sd-servicelevelagreement", None),
)


def _schema(type: str, items: str | None) -> dict[str, Any]:
    return {"type": type} | ({"items": items} if items else {})


FIELDS: list[dict[str, Any]] = [
    *(
        {"id": id, "name": id.title(), "custom": False, "clauseNames": clauses.split(), "schema": _schema(type, items)}
        for id, clauses, type, items in _SYSTEM
    ),
    *(
        {
            "id": f"customfield_{number}",
            "name": name,
            "custom": True,
            "clauseNames": [f"cf[{number}]", name],
            "schema": _schema(type, items),
        }
        for number, name, type, items in _CUSTOM
    ),
]

_STATUS = {"Open": "1", "Waiting for support": "10", "Closed": "6"}
_PRIORITY = {"High": "2", "Medium": "3", "Low": "4"}
_USERS = {"ada": "Ada Agent", "bob": "Bob O'Neil"}


def _named(kind: dict[str, str], name: str | None) -> dict[str, str] | None:
    return None if name is None else {"id": kind[name], "name": name}


def _option(value: str | None) -> dict[str, str] | None:
    numbers = {"Large": "500", "small": "501", "select": "502", "Access": "510", "Order, by mail": "511"}
    return None if value is None else {"id": numbers[value], "value": value}


def _cycle(elapsed: float, breached: bool, **state: bool) -> dict[str, Any]:
    spans = {"goalDuration": {"millis": 4 * HOUR}, "elapsedTime": {"millis": int(elapsed * HOUR)}}
    return {"startTime": {"epochMillis": 1}, "breached": breached, **spans, **state}


_SLA = {
    "running": {"completedCycles": [], "ongoingCycle": _cycle(3, False, paused=False, withinCalendarHours=True)},
    "missed": {"completedCycles": [_cycle(5, True)]},
    "none": {"completedCycles": []},
    "paused": {
        "completedCycles": [_cycle(9, True)],
        "ongoingCycle": _cycle(1, False, paused=True, withinCalendarHours=False),
    },
    None: None,
}


def _issue(
    id: int,
    key: str,
    summary: str,
    created: str,
    status: str = "Open",
    priority: str | None = None,
    resolution: str | None = None,
    labels: str = "",
    assignee: str | None = None,
    due: str | None = None,
    components: str = "",
    versions: str = "",
    effort: float | None = None,
    impact: str | None = None,
    parts: tuple[str, ...] = (),
    organizations: str = "",
    request: str | None = None,
    sla: str | None = None,
    comment: str = "",
) -> dict[str, Any]:
    project = key.split("-")[0]
    fields = {
        "summary": summary,
        "created": created,
        "status": _named(_STATUS, status),
        "priority": _named(_PRIORITY, priority),
        "resolution": resolution and {"id": resolution[:1], "name": resolution},
        "labels": labels.split(),
        "project": {
            "id": {"A": "1000", "SET": "1001"}[project],
            "key": project,
            "name": {"A": "Alpha", "SET": "Set-up"}[project],
        },
        "assignee": assignee and {"accountId": f"712020:{assignee}", "displayName": _USERS[assignee]},
        "duedate": due,
        "components": [{"id": f"7{name}", "name": name} for name in components.split()],
        "fixVersions": [
            {"id": {"1.0": "300", "1.1": "301", "1.10": "302"}[name], "name": name} for name in versions.split()
        ],
        "comment": {"comments": [{"id": str(id * 10), "body": comment}] if comment else []},
        "customfield_10024": effort,
        "customfield_10032": _option(impact),
        "customfield_10034": [_option(part) for part in parts],
        "customfield_10002": [{"id": {"Acme": "1", "Zeds": "2"}[name], "name": name} for name in organizations.split()],
        "customfield_10010": request and {"requestType": {"id": str(len(request)), "name": request}},
        "customfield_10130": _SLA[sla],
    }
    return {"id": str(id), "key": key, "self": f"http://example.com/rest/api/2/issue/{id}", "fields": fields}


ISSUES = [
    _issue(
        101,
        "A-1",
        "Printer jams on Monday",
        "2026-01-31T00:00:30.000+0100",
        "Open",
        "High",
        None,
        "urgent vpn",
        "ada",
        "2026-02-01",
        "Web",
        "1.0",
        5.0,
        "Large",
        ("Access",),
        "Acme",
        "Get help",
        "running",
        "We restarted the printers.",
    ),
    _issue(
        103,
        "A-2",
        "Printing the order for O'Brien",
        "2026-01-31T10:05:00.000+0100",
        "Waiting for support",
        "Low",
        "Done",
        "",
        None,
        None,
        "",
        "1.1",
    ),
    _issue(
        104,
        "A-3",
        "Wi-Fi is down",
        "2026-02-01T00:00:00.000+0100",
        "Closed",
        None,
        "Won't Do",
        "Urgent",
        "bob",
        "2026-02-02",
        "Web API",
        "1.0 1.10",
        0.0,
        "small",
        ("Access", "Order, by mail"),
        "Acme Zeds",
        "Order by mail",
        "missed",
    ),
    _issue(
        110,
        "A-10",
        "Smile 😀 and wave",
        "2026-02-02T11:59:59.500+0100",
        "Open",
        "Medium",
        None,
        "select",
        "bob",
        "2026-03-01",
        "",
        "",
        -2.5,
        "select",
        (),
        "",
        "Get help",
        "none",
    ),
    _issue(
        120,
        "SET-1",
        "The and of",
        "2026-02-02T12:00:00.000+0100",
        "Open",
        "High",
        None,
        "",
        "ada",
        None,
        "",
        "",
        12.0,
        "Large",
        (),
        "Zeds",
        None,
        "paused",
    ),
    _issue(121, "SET-2", "Access printer_42 by C:\\temp", "2026-02-02T12:30:00.000+0100"),
]
