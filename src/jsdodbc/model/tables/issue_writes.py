"""How issues and requests are changed, and what hangs on them: worklogs, links, files, ratings, who is told."""

from __future__ import annotations

from jsdodbc.model.tables.parts import CLOUD, DATA_CENTER, membership
from jsdodbc.model.types import BOOLEAN
from jsdodbc.model.write import DELETE, INSERT, UPDATE, WHOLE, Given, Put, Write

_ISSUE = "/rest/api/2/issue/{IssueId}"
EDITABLE = (
    *("summary", "description", "environment", "duedate", "labels", "components", "fixVersions", "versions"),
    *("priority", "assignee", "reporter", "parent", "security", "issuetype"),
)
SCREEN = "fields that the screen of the transition asks for, as the JSON object that Jira's API takes."
COMMENT = "the text of a comment that goes with the transition."

CHANGES = (
    Write(UPDATE, "PUT", _ISSUE, fields=("fields",), allowed=EDITABLE, touches="IssueId"),
    Write(
        UPDATE,
        "POST",
        f"{_ISSUE}/transitions",
        (
            Put("TransitionFields", ("fields",), Given.JSON, text=SCREEN),
            Put("Status", ("transition", "id"), Given.TRANSITION, required=True),
            Put("Resolution", ("fields", "resolution", "name")),
            Put("TransitionComment", ("update", "comment"), operation="add", inner="body", text=COMMENT),
        ),
        touches="IssueId",
        when="Status",
    ),
    Write(DELETE, "DELETE", _ISSUE, touches="IssueId"),
)


# ---- what hangs on issues
_WORK = (
    Put("TimeSpentSeconds", ("timeSpentSeconds",), called="timeLogged"),
    Put("TimeSpent", ("timeSpent",), called="timeLogged"),
    Put("Started", ("started",)),
    Put("Comment", ("comment",)),
)
_LOGS = "/rest/api/2/issue/{}/worklog"
WORKLOGS = (
    Write(
        INSERT,
        "POST",
        _LOGS.format("{IssueId|IssueKey}"),
        _WORK,
        key=("id",),
        identity="Id",
        touches="IssueId",
        when="TimeSpentSeconds|TimeSpent",
    ),
    Write(UPDATE, "PUT", _LOGS.format("{IssueId}") + "/{Id}", _WORK, touches="IssueId"),
    Write(DELETE, "DELETE", _LOGS.format("{IssueId}") + "/{Id}", touches="IssueId"),
)


def _link(this: str, other: str, prefix: str) -> Write:
    return Write(
        INSERT,
        "POST",
        "/rest/api/2/issueLink",
        (
            Put("TypeName", ("type", "name"), required=True),
            *(Put(f"Issue{part}", (this, part.lower())) for part in ("Id", "Key")),
            *(Put(f"{prefix}Issue{part}", (other, part.lower())) for part in ("Id", "Key")),
        ),
        when=f"{prefix}IssueId|{prefix}IssueKey",
    )


# Jira calls the issue that acts the inward one, whose link then says what its outward issue is.
LINKS = (
    _link("inwardIssue", "outwardIssue", "Outward"),
    _link("outwardIssue", "inwardIssue", "Inward"),
    Write(DELETE, "DELETE", "/rest/api/2/issueLink/{Id}"),
)


def item(field: str, *columns: tuple[str, str]) -> tuple[Write, ...]:
    """One value of a list of an issue, added or removed. `columns`: name, and the member of the object, "" for none."""
    return tuple(
        Write(
            verb,
            "PUT",
            f"/rest/api/2/issue/{{{place}}}",
            tuple(Put(name, ("update", field), operation=operation, inner=inner) for name, inner in chosen),
            touches="IssueId",
            when="|".join(name for name, _ in columns) if verb == INSERT else "",
        )
        for verb, operation, place, chosen in (
            (INSERT, "add", "IssueId|IssueKey", columns),
            (DELETE, "remove", "IssueId", columns[:1]),
        )
    )


_FILE = "/rest/api/2/attachment/{Id}"
ISSUE_FILES = (Write(DELETE, "DELETE", _FILE, touches="IssueId"),)
REQUEST_FILES = (Write(DELETE, "DELETE", _FILE, touches="RequestId"),)
TRANSITIONS = (
    Write(
        INSERT,
        "POST",
        "/rest/api/2/issue/{IssueId|IssueKey}/transitions",
        (
            Put("TransitionFields", ("fields",), Given.JSON, text=SCREEN),
            Put("Id", ("transition", "id"), required=True),
            Put("Comment", ("update", "comment"), operation="add", inner="body", text=COMMENT),
        ),
        touches="IssueId",
    ),
)

_VALUE = Put("Value", WHOLE, Given.JSON, required=True)
_PROPERTY = "/rest/api/2/issue/{}/properties/{{PropertyKey}}"
PROPERTIES = (
    Write(INSERT, "PUT", _PROPERTY.format("{IssueId|IssueKey}"), (_VALUE,)),
    Write(UPDATE, "PUT", _PROPERTY.format("{IssueId}"), (_VALUE,)),
    Write(DELETE, "DELETE", _PROPERTY.format("{IssueId}")),
)

# ---- what hangs on requests
_REQUEST = "/rest/servicedeskapi/request/{RequestId|RequestKey}"
_OF_REQUEST = "/rest/servicedeskapi/request/{RequestId}"
CUSTOMER_TRANSITIONS = (
    Write(
        INSERT,
        "POST",
        f"{_REQUEST}/transition",
        (Put("Id", ("id",), required=True), Put("Comment", ("additionalComment", "body"))),
        touches="RequestId",
    ),
)
FEEDBACK = (
    Write(
        INSERT,
        "POST",
        f"{_REQUEST}/feedback",
        (
            Put("Rating", ("rating",), required=True),
            Put("Comment", ("comment", "body"), text="what the customer says about it."),
        ),
        constant=(("type", "csat"),),
        touches="RequestId",
        deployment=CLOUD,
    ),
    Write(DELETE, "DELETE", f"{_OF_REQUEST}/feedback", touches="RequestId", deployment=CLOUD),
)
_TOLD = Put("Subscribed", (), type=BOOLEAN)
NOTIFICATIONS = tuple(
    Write(UPDATE, method, f"{_OF_REQUEST}/notification", (_TOLD,), value=("Subscribed", value), deployment=CLOUD)
    for method, value in (("PUT", True), ("DELETE", False))
)
CUSTOMERS = tuple(
    write
    for write in membership("/rest/servicedeskapi/servicedesk/{}/customer", "ServiceDeskId")
    if (write.verb, write.deployment) != (DELETE, DATA_CENTER)
)
