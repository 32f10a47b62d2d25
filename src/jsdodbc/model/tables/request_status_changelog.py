"""JiraServiceDesk.RequestStatusChangelog."""

from __future__ import annotations

from dataclasses import replace

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import JQL, NAME, instant, of_request
from jsdodbc.model.types import varchar

REQUEST_STATUS_CHANGELOG = Table(
    "RequestStatusChangelog",
    "JiraServiceDesk",
    "The statuses a request has had, as its portal names them. Name requests (RequestId, RequestKey) to read theirs "
    "alone: the site tells them one request at a time.",
    (
        *of_request(),
        Column("Status", NAME, "Name of the status.", ("status",), key=True, nullable=False),
        Column("StatusCategory", varchar(32), "UNDEFINED, NEW, INDETERMINATE or DONE.", ("statusCategory",)),
        replace(instant("StatusDate", ("statusDate", "epochMillis"), "When it began", nullable=False), key=True),
    ),
    Listing(
        "/rest/servicedeskapi/request/{RequestId}/status",
        "service desk",
        parent=("Requests", "IssueId"),
    ),
    kind="VIEW",
    pseudo_columns=(JQL,),
)
