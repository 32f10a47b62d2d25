"""JiraServiceDesk.RequestParticipants."""

from __future__ import annotations

from dataclasses import replace

from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import JQL, member, membership, of_request

REQUEST_PARTICIPANTS = Table(
    "RequestParticipants",
    "JiraServiceDesk",
    "Who takes part in a request besides its reporter.",
    (*of_request(), *member()),
    Listing(
        "/rest/servicedeskapi/request/{RequestId}/participant",
        "service desk",
        parent=("Requests", "IssueId"),
        embedded="@com.atlassian.servicedesk:sd-request-participants",
    ),
    writes=tuple(
        replace(write, touches="RequestId")
        for write in membership("/rest/servicedeskapi/request/{}/participant", "RequestId|RequestKey")
    ),
    pseudo_columns=(JQL,),
)
