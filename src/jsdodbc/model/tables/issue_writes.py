"""How issues and requests are changed: their fields, their status, and that they go."""

from __future__ import annotations

from jsdodbc.model.write import DELETE, UPDATE, Given, Put, Write

_ISSUE = "/rest/api/2/issue/{IssueId}"
EDITABLE = (
    *("summary", "description", "environment", "duedate", "labels", "components", "fixVersions", "versions"),
    *("priority", "assignee", "reporter", "parent", "security", "issuetype"),
)
COMMENT = "the text of a comment that goes with the transition."

CHANGES = (
    Write(UPDATE, "PUT", _ISSUE, fields=("fields",), allowed=EDITABLE, touches="IssueId"),
    Write(
        UPDATE,
        "POST",
        f"{_ISSUE}/transitions",
        (
            Put("Status", ("transition", "id"), Given.TRANSITION, required=True),
            Put("Resolution", ("fields", "resolution", "name")),
            Put("TransitionComment", ("update", "comment"), Given.COMMENTS, text=COMMENT),
        ),
        touches="IssueId",
        when="Status",
    ),
    Write(DELETE, "DELETE", _ISSUE, touches="IssueId"),
)
