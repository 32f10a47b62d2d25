"""JiraServiceDesk.RequestApprovals."""

from __future__ import annotations

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import CLOUD, DATA_CENTER, IDENTIFIER, JQL, NAME, instant, json, of_request
from jsdodbc.model.types import BOOLEAN, varchar
from jsdodbc.model.write import UPDATE, Given, Put, Write

_ANSWER = "/rest/servicedeskapi/request/{RequestId}/approval/{Id}"
_DECISION = Put("FinalDecision", ("decision",), Given.DECISION, required=True)

REQUEST_APPROVALS = Table(
    "RequestApprovals",
    "JiraServiceDesk",
    "The approvals that requests had or wait for.",
    (
        *of_request(),
        Column("Id", IDENTIFIER, "Id of the approval.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the approval.", ("name",)),
        Column("FinalDecision", varchar(16), "approved, declined or pending.", ("finalDecision",)),
        Column("CanAnswerApproval", BOOLEAN, "Whether the account may answer it.", ("canAnswerApproval",)),
        json("Approvers", ("approvers",), "Who is asked, and what each decided"),
        instant("CreatedDate", ("createdDate", "epochMillis"), "When it was asked for"),
        instant("CompletedDate", ("completedDate", "epochMillis"), "When it was decided"),
    ),
    Listing(
        "/rest/servicedeskapi/request/{RequestId}/approval",
        "service desk",
        parent=("Requests", "IssueId"),
        embedded="@com.atlassian.servicedesk.approvals-plugin:sd-approvals",
    ),
    writes=(
        Write(UPDATE, "POST", _ANSWER, (_DECISION,), touches="RequestId", deployment=CLOUD),
        Write(
            UPDATE,
            "POST",
            _ANSWER,
            (
                _DECISION,
                Put("Comment", ("comment",), text="the text of a comment that goes with the answer."),
                Put("CommentPublic", ("commentPublic",), type=BOOLEAN, text="whether customers see that comment."),
            ),
            touches="RequestId",
            deployment=DATA_CENTER,
            when="FinalDecision",
        ),
    ),
    pseudo_columns=(JQL,),
)
