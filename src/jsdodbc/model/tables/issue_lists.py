"""Child tables of fields that hold lists: a row an item, read with the issues."""

from __future__ import annotations

from dataclasses import replace

from jsdodbc.model.column import Column, Decode
from jsdodbc.model.table import Items, Search, Table
from jsdodbc.model.tables import issue_columns as issue
from jsdodbc.model.tables.issue_writes import FEEDBACK as RATING
from jsdodbc.model.tables.issue_writes import ISSUE_FILES, LINKS, REQUEST_FILES, item
from jsdodbc.model.tables.parts import IDENTIFIER, KEY, NAME, TEXT, instant, person
from jsdodbc.model.tables.requests import APPROVALS, FEEDBACK, FEEDBACK_DATE, ORGANIZATIONS
from jsdodbc.model.types import BIGINT, BOOLEAN, DATE, INTEGER, varchar


def _of(prefix: str, table: str) -> tuple[Column, Column]:
    """The issue or request that has the item."""
    who = prefix.lower()
    return (
        replace(
            issue.ID,
            name=f"{prefix}Id",
            description=f"Id of the {who}.",
            path=("issue", "id"),
            references=(table, "IssueId"),
        ),
        replace(issue.ISSUE_KEY, name=f"{prefix}Key", description=f"Key of the {who}.", path=("issue", "key")),
    )


_OF_ISSUE, _OF_REQUEST = _of("Issue", "Issues"), _of("Request", "Requests")


def _within(name: str, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(replace(column, path=(name, *column.path)) for column in columns)


ISSUE_LABELS = Table(
    "IssueLabels",
    "Jira",
    "The labels of issues, one a row.",
    (
        *_OF_ISSUE,
        Column("Label", NAME, "The label.", ("label",), key=True, nullable=False),
    ),
    Search("site", items=(Items("label", ("fields", "labels")),)),
    writes=item("labels", ("Label", "")),
)

ISSUE_COMPONENTS = Table(
    "IssueComponents",
    "Jira",
    "The components of issues, one a row.",
    (
        *_OF_ISSUE,
        Column(
            "ComponentId",
            IDENTIFIER,
            "Id of the component.",
            ("component", "id"),
            key=True,
            nullable=False,
            references=("ProjectComponents", "Id"),
        ),
        Column("Component", NAME, "Name of the component.", ("component", "name")),
    ),
    Search("site", items=(Items("component", ("fields", "components")),)),
    writes=item("components", ("ComponentId", "id"), ("Component", "name")),
)


def _versions(name: str, field: str, text: str) -> Table:
    return Table(
        name,
        "Jira",
        f"The versions that issues {text}, one a row.",
        (
            *_OF_ISSUE,
            Column(
                "VersionId",
                IDENTIFIER,
                "Id of the version.",
                ("version", "id"),
                key=True,
                nullable=False,
                references=("ProjectVersions", "Id"),
            ),
            Column("Version", NAME, "Name of the version.", ("version", "name")),
            Column("Released", BOOLEAN, "Whether it is released.", ("version", "released")),
            Column("Archived", BOOLEAN, "Whether it is archived.", ("version", "archived")),
            Column("ReleaseDate", DATE, "When it is released.", ("version", "releaseDate"), decode=Decode.DATE),
        ),
        Search("site", items=(Items("version", ("fields", field)),)),
        writes=item(field, ("VersionId", "id"), ("Version", "name")),
    )


ISSUE_FIX_VERSIONS = _versions("IssueFixVersions", "fixVersions", "are fixed in")
ISSUE_AFFECTED_VERSIONS = _versions("IssueAffectedVersions", "versions", "are found in")


def _linked(name: str, text: str, kind: Column) -> Column:
    path, other = ("link", "outwardIssue", *kind.path), ("link", "inwardIssue", *kind.path)
    return replace(kind, name=f"Linked{name}", description=f"{text} the other issue.", path=path, otherwise=other)


ISSUE_LINKS = Table(
    "IssueLinks",
    "Jira",
    "The links between issues, seen from each of the two. OutwardIssueId is NULL where it is the other that does it.",
    (
        *_OF_ISSUE,
        Column("Id", IDENTIFIER, "Id of the link.", ("link", "id"), key=True, nullable=False),
        Column("TypeId", IDENTIFIER, "Id of the kind of link.", ("link", "type", "id")),
        Column("TypeName", NAME, "Name of the kind of link.", ("link", "type", "name")),
        Column("Inward", NAME, "How it is read from the other issue: is blocked by.", ("link", "type", "inward")),
        Column("Outward", NAME, "How it is read to the other issue: blocks.", ("link", "type", "outward")),
        Column("OutwardIssueId", IDENTIFIER, "Id of the issue this one acts on.", ("link", "outwardIssue", "id")),
        Column("OutwardIssueKey", KEY, "Key of the issue this one acts on.", ("link", "outwardIssue", "key")),
        Column("InwardIssueId", IDENTIFIER, "Id of the issue that acts on this one.", ("link", "inwardIssue", "id")),
        Column("InwardIssueKey", KEY, "Key of the issue that acts on this one.", ("link", "inwardIssue", "key")),
        _linked("IssueId", "Id of", Column("", IDENTIFIER, "", ("id",))),
        _linked("IssueKey", "Key of", Column("", KEY, "", ("key",))),
        _linked("Summary", "Summary of", Column("", varchar(255), "", ("fields", "summary"))),
        _linked("Status", "Status of", Column("", NAME, "", ("fields", "status", "name"))),
    ),
    Search("site", items=(Items("link", ("fields", "issuelinks")),)),
    writes=LINKS,
)

_ATTACHMENT = (
    Column("Id", IDENTIFIER, "Id of the attachment.", ("attachment", "id"), key=True, nullable=False),
    Column("FileName", NAME, "Name of the file.", ("attachment", "filename")),
    Column("MimeType", NAME, "Kind of the file.", ("attachment", "mimeType")),
    Column("Size", BIGINT, "Size, in bytes.", ("attachment", "size")),
    instant("Created", ("attachment", "created"), "When it was attached"),
    *person("Author", "who attached it", ("attachment", "author")),
    Column("Content", TEXT, "Address of the file.", ("attachment", "content")),
    Column("Thumbnail", TEXT, "Address of a small picture of it.", ("attachment", "thumbnail")),
)
_ATTACHMENTS = (Items("attachment", ("fields", "attachment")),)

ISSUE_ATTACHMENTS = Table(
    "IssueAttachments",
    "Jira",
    "The files attached to issues.",
    (*_OF_ISSUE, *_ATTACHMENT),
    Search("site", items=_ATTACHMENTS),
    writes=ISSUE_FILES,
)

REQUEST_ATTACHMENTS = Table(
    "RequestAttachments",
    "JiraServiceDesk",
    "The files attached to requests.",
    (*_OF_REQUEST, *_ATTACHMENT),
    Search("service desks", items=_ATTACHMENTS),
    writes=REQUEST_FILES,
)

REQUEST_ORGANIZATIONS = Table(
    "RequestOrganizations",
    "JiraServiceDesk",
    "The organizations that requests are shared with, one a row.",
    (
        *_OF_REQUEST,
        Column(
            "OrganizationId",
            IDENTIFIER,
            "Id of the organization.",
            ("organization", "id"),
            key=True,
            nullable=False,
            references=("Organizations", "Id"),
        ),
        Column("OrganizationName", NAME, "Name of the organization.", ("organization", "name")),
    ),
    Search("service desks", items=(Items("organization", ORGANIZATIONS),)),
    kind="VIEW",
)

REQUEST_APPROVERS = Table(
    "RequestApprovers",
    "JiraServiceDesk",
    "Who is asked to approve requests, and what each decided.",
    (
        *_OF_REQUEST,
        Column("ApprovalId", IDENTIFIER, "Id of the approval.", ("approval", "id"), key=True, nullable=False),
        Column("ApprovalName", NAME, "Name of the approval.", ("approval", "name")),
        Column(
            "Place",
            INTEGER,
            "Place among those asked, from 1.",
            ("approver", "@index"),
            key=True,
            nullable=False,
        ),
        *person("Approver", "who is asked", ("approver", "approver")),
        Column("Decision", varchar(16), "approved, declined or pending.", ("approver", "approverDecision")),
    ),
    Search("service desks", items=(Items("approval", APPROVALS), Items("approver", ("approvers",)))),
    kind="VIEW",
)

REQUEST_FEEDBACK = Table(
    "RequestFeedback",
    "JiraServiceDesk",
    "How satisfied customers were, of the requests that were rated.",
    (
        *_OF_REQUEST,
        Column("Rating", INTEGER, "Rating, 1 to 5.", ("feedback", "rating")),
        instant("RatedDate", ("issue", *FEEDBACK_DATE), "When it was rated"),
    ),
    Search("service desks", items=(Items("feedback", FEEDBACK, one=True),)),
    writes=RATING,
)
