"""JiraServiceDesk.RequestComments and Jira.IssueComments."""

from __future__ import annotations

from jsdodbc.model.column import Column, Decode, Filter, Pushdown
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import IDENTIFIER, KEY, LONG, instant, person
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
        Column(
            "RequestId",
            IDENTIFIER,
            "Id of the request.",
            ("@parent", "id"),
            pushdown=Pushdown(Filter.PARAMETER, "RequestId", "id"),
            key=True,
            nullable=False,
            references=("Requests", "IssueId"),
        ),
        Column(
            "RequestKey",
            KEY,
            "Key of the request.",
            ("@parent", "key"),
            pushdown=Pushdown(Filter.PARAMETER, "RequestId", "key"),
            nullable=False,
        ),
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
        Column(
            "IssueId",
            IDENTIFIER,
            "Id of the issue.",
            ("@parent", "id"),
            pushdown=Pushdown(Filter.PARAMETER, "IssueId", "id"),
            key=True,
            nullable=False,
            references=("Issues", "IssueId"),
        ),
        Column(
            "IssueKey",
            KEY,
            "Key of the issue.",
            ("@parent", "key"),
            pushdown=Pushdown(Filter.PARAMETER, "IssueId", "key"),
            nullable=False,
        ),
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
