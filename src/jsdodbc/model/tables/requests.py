"""JiraServiceDesk.Requests: every issue of a service desk project the account may browse."""

from __future__ import annotations

from dataclasses import replace

from jsdodbc.model.column import Column, Decode, Filter, Pushdown
from jsdodbc.model.table import Listing, Search, Table
from jsdodbc.model.tables import issue_columns as issue
from jsdodbc.model.tables.issue_writes import CHANGES, EDITABLE
from jsdodbc.model.tables.parts import IDENTIFIER, JQL, NAME, TEXT, instant, json, pseudo
from jsdodbc.model.types import INTEGER, varchar
from jsdodbc.model.write import INSERT, Given, Put, Write

REQUEST_TYPE = ("fields", "@com.atlassian.servicedesk:vp-origin")
PARTICIPANTS = ("fields", "@com.atlassian.servicedesk:sd-request-participants")
ORGANIZATIONS = ("fields", "@com.atlassian.servicedesk:sd-customer-organizations")
APPROVALS = ("fields", "@com.atlassian.servicedesk.approvals-plugin:sd-approvals")
FEEDBACK = ("fields", "@com.atlassian.servicedesk:sd-request-feedback")
FEEDBACK_DATE = ("fields", "@com.atlassian.servicedesk:sd-request-feedback-date")
LANGUAGE = ("fields", "@com.atlassian.servicedesk.servicedesk-lingo-integration-plugin:sd-request-language")

_CREATED = instant("CreatedDate", ("fields", "created"), "When it was raised", "created", nullable=False)
_UPDATED = instant("UpdatedDate", ("fields", "updated"), "When it last changed", "updated", nullable=False)

# Names that reports may use for the same values; they are not listed.
_ALIASES = (
    replace(_CREATED, name="Created", hidden=True),
    replace(_UPDATED, name="Updated", hidden=True),
    replace(issue.ID, name="RequestId", hidden=True, key=False),
    replace(issue.ISSUE_KEY, name="RequestKey", hidden=True),
)

_ON_BEHALF = "for whom the request is raised: account id (Cloud) or user name (Data Center)."

# What the portal's list of requests can be told; it lists those of the account alone.
_PORTAL = (
    pseudo("SearchTerm", "Words that the portal looks for in summaries.", Pushdown(Filter.QUERY, "searchTerm")),
    pseudo(
        "RequestOwnership",
        "Whose requests the portal lists: OWNED_REQUESTS, PARTICIPATED_REQUESTS, ORGANIZATION, "
        "ALL_ORGANIZATIONS, APPROVER.",
        Pushdown(Filter.QUERY, "requestOwnership"),
    ),
    pseudo(
        "RequestStatus",
        "Which of them: OPEN_REQUESTS, CLOSED_REQUESTS or ALL_REQUESTS.",
        Pushdown(Filter.QUERY, "requestStatus"),
    ),
    pseudo(
        "ApprovalStatus",
        "Of those to approve: MY_PENDING_APPROVAL or MY_HISTORY_APPROVAL.",
        Pushdown(Filter.QUERY, "approvalStatus"),
    ),
)

REQUESTS = Table(
    "Requests",
    "JiraServiceDesk",
    "Every request the account may browse: the issues of all service desk projects, read from the issue search.",
    (
        issue.ID,
        issue.ISSUE_KEY,
        Column(
            "ServiceDeskId",
            IDENTIFIER,
            "Id of the service desk.",
            ("fields", "project", "id"),
            decode=Decode.LOOKUP,
            lookup="service desk of project",
            pushdown=Pushdown(Filter.SERVICE_DESK, "project"),
            references=("ServiceDesks", "Id"),
        ),
        Column(
            "RequestTypeId",
            IDENTIFIER,
            "Id of the request type; NULL for an issue that was raised without one.",
            (*REQUEST_TYPE, "requestType", "id"),
            references=("RequestTypes", "Id"),
        ),
        Column("RequestTypeName", NAME, "Name of the request type.", (*REQUEST_TYPE, "requestType", "name")),
        *issue.TEXTS,
        Column("CurrentStatus", NAME, "Status as the portal names it.", (*REQUEST_TYPE, "currentStatus", "status")),
        instant(
            "StatusDate", (*REQUEST_TYPE, "currentStatus", "statusDate", "epochMillis"), "When it came into its status"
        ),
        *issue.STATE,
        _CREATED,
        _UPDATED,
        issue.DUE,
        *issue.PEOPLE,
        *issue.PROJECT,
        json("Participants", PARTICIPANTS, "Request participants"),
        json("Organizations", ORGANIZATIONS, "Organizations the request is shared with"),
        json("Approvals", APPROVALS, "Approvals"),
        Column("Satisfaction", INTEGER, "Rating given by the customer, 1 to 5.", (*FEEDBACK, "rating")),
        instant("SatisfactionDate", FEEDBACK_DATE, "When the rating was given"),
        Column("LanguageCode", varchar(32), "Language the request was raised in.", (*LANGUAGE, "languageCode")),
        *issue.LISTS,
        *issue.MEASURES,
        Column("PortalUrl", TEXT, "Address of the request in the portal.", (*REQUEST_TYPE, "_links", "web")),
        Column("AgentUrl", TEXT, "Address of the request for agents.", (*REQUEST_TYPE, "_links", "agent")),
        *_ALIASES,
    ),
    Search("service desks", portal=Listing("/rest/servicedeskapi/request", "service desk")),
    writes=(
        Write(
            INSERT,
            "POST",
            "/rest/servicedeskapi/request",
            (
                Put("ServiceDeskId", ("serviceDeskId",), required=True),
                Put("RequestTypeId", ("requestTypeId",), required=True),
                Put("Participants", ("requestParticipants",), Given.JSON),
                Put("RaiseOnBehalfOf", ("raiseOnBehalfOf",), text=_ON_BEHALF),
            ),
            fields=("requestFieldValues",),
            allowed=EDITABLE,
            key=("issueId",),
            identity="IssueId",
            touches="IssueId",
        ),
        *CHANGES,
    ),
    pseudo_columns=(JQL, *_PORTAL),
)
