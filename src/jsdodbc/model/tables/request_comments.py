"""JiraServiceDesk.RequestComments and Jira.IssueComments."""

from __future__ import annotations

from jsdodbc.model.column import Column, Decode
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import IDENTIFIER, LONG, instant, of_issue, of_request, person
from jsdodbc.model.types import BOOLEAN

_COMMENT = (
    Column("Id", IDENTIFIER, "Id of the comment.", ("id",), key=True, nullable=False),
    Column("Body", LONG, "Text of the comment.", ("body",), decode=Decode.TEXT),
    Column("Public", BOOLEAN, "Whether customers see it; NULL where the site doesn't say.", ("jsdPublic",)),
    instant("Created", ("created",), "When it was written"),
    instant("Updated", ("updated",), "When it last changed"),
    *person("Author", "who wrote it", ("author",)),
    *person("UpdateAuthor", "who last changed it", ("updateAuthor",)),
)


REQUEST_COMMENTS = Table(
    "RequestComments",
    "JiraServiceDesk",
    "The comments of requests, public and internal. Name requests (RequestId, RequestKey) to read theirs alone.",
    (
        *of_request(),
        *_COMMENT,
    ),
    Listing(
        "/rest/api/2/issue/{RequestId}/comment",
        "offset",
        rows="comments",
        parent=("Requests", "IssueId"),
        embedded="comment",
        query=(("orderBy", "created"),),
    ),
)

ISSUE_COMMENTS = Table(
    "IssueComments",
    "Jira",
    "The comments of all issues, not only of requests. Name issues (IssueId, IssueKey) to read theirs alone.",
    (
        *of_issue("Issue", "the issue", "Issues"),
        *_COMMENT,
    ),
    Listing(
        "/rest/api/2/issue/{IssueId}/comment",
        "offset",
        rows="comments",
        parent=("Issues", "IssueId"),
        embedded="comment",
        query=(("orderBy", "created"),),
    ),
)
