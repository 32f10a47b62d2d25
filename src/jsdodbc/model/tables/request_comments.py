"""JiraServiceDesk.RequestComments and Jira.IssueComments."""

from __future__ import annotations

from jsdodbc.model.column import Column, Decode
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import IDENTIFIER, JQL, LONG, instant, of_issue, of_request, person
from jsdodbc.model.types import BOOLEAN
from jsdodbc.model.write import DELETE, INSERT, UPDATE, Given, Put, Write

_COMMENT = (
    Column("Id", IDENTIFIER, "Id of the comment.", ("id",), key=True, nullable=False),
    Column("Body", LONG, "Text of the comment.", ("body",), decode=Decode.TEXT),
    Column("Public", BOOLEAN, "Whether customers see it; NULL where the site doesn't say.", ("jsdPublic",)),
    instant("Created", ("created",), "When it was written"),
    instant("Updated", ("updated",), "When it last changed"),
    *person("Author", "who wrote it", ("author",)),
    *person("UpdateAuthor", "who last changed it", ("updateAuthor",)),
)
_BODY = Put("Body", ("body",), required=True)
_FILES = "files of the comment, by what AttachTemporaryFile called them: one, several parted by commas, or a JSON list."


def _edits(issue: str) -> tuple[Write, Write]:
    """What an agent does to a comment of an issue. `issue`: the column with its id."""
    path = f"/rest/api/2/issue/{{{issue}}}/comment/{{Id}}"
    return Write(UPDATE, "PUT", path, (_BODY,), touches=issue), Write(DELETE, "DELETE", path, touches=issue)


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
    writes=(
        Write(
            INSERT,
            "POST",
            "/rest/servicedeskapi/request/{RequestId|RequestKey}/comment",
            (_BODY, Put("Public", ("public",), default=True)),
            key=("id",),
            identity="Id",
            touches="RequestId",
            unless="TemporaryAttachmentIds",
        ),
        Write(
            INSERT,
            "POST",
            "/rest/servicedeskapi/request/{RequestId|RequestKey}/attachment",
            (
                Put("Body", ("additionalComment", "body")),
                Put("Public", ("public",), default=True),
                Put("TemporaryAttachmentIds", ("temporaryAttachmentIds",), Given.LISTED, required=True, text=_FILES),
            ),
            key=("comment", "id"),
            identity="Id",
            touches="RequestId",
            when="TemporaryAttachmentIds",
        ),
        *_edits("RequestId"),
    ),
    pseudo_columns=(JQL,),
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
    writes=(
        Write(
            INSERT,
            "POST",
            "/rest/api/2/issue/{IssueId|IssueKey}/comment",
            (_BODY,),
            key=("id",),
            identity="Id",
            touches="IssueId",
        ),
        *_edits("IssueId"),
    ),
    pseudo_columns=(JQL,),
)
