"""What issues have besides their fields: changelog, worklogs, transitions, properties."""

from __future__ import annotations

from dataclasses import replace

from jsdodbc.model.column import Column, Decode
from jsdodbc.model.table import Items, Listing, Table
from jsdodbc.model.tables.issue_writes import PROPERTIES, TRANSITIONS, WORKLOGS
from jsdodbc.model.tables.parts import CLOUD, DATA_CENTER, IDENTIFIER, LONG, NAME, instant, json, of_issue, person
from jsdodbc.model.types import BIGINT, BOOLEAN, INTEGER, varchar

_OF_ISSUE = of_issue("Issue", "the issue", "Issues")
_CHANGES = (Items("item", ("items",)),)

ISSUE_CHANGELOG = Table(
    "IssueChangelog",
    "Jira",
    "Every change of every field of issues, complete. Name issues (IssueId, IssueKey) to read theirs alone.",
    (
        *_OF_ISSUE,
        Column("HistoryId", IDENTIFIER, "Id of what was changed at once.", ("row", "id"), key=True, nullable=False),
        Column(
            "ItemNumber", INTEGER, "Place of the change in it, from 1.", ("item", "@index"), key=True, nullable=False
        ),
        instant("Created", ("row", "created"), "When it was changed"),
        *person("Author", "who changed it", ("row", "author")),
        Column("Field", NAME, "Name of the field.", ("item", "field")),
        Column("FieldId", NAME, "Id of the field, where the site says it.", ("item", "fieldId"), deployment=CLOUD),
        Column("FieldType", varchar(32), "jira for a field of the system, or custom.", ("item", "fieldtype")),
        Column("FromValue", LONG, "What it was, as the site keeps it: an id, a key.", ("item", "from")),
        Column("FromText", LONG, "What it was, as people read it.", ("item", "fromString")),
        Column("ToValue", LONG, "What it became, as the site keeps it: an id, a key.", ("item", "to")),
        Column("ToText", LONG, "What it became, as people read it.", ("item", "toString")),
    ),
    Listing(
        "",
        "whole",
        rows="histories",
        parent=("Issues", "IssueId"),
        items=_CHANGES,
        bulk=("/rest/api/2/changelog/bulkfetch", "issueChangeLogs", "changeHistories"),
    ),
    reads={
        DATA_CENTER: Listing(
            "", "whole", rows="histories", parent=("Issues", "IssueId"), items=_CHANGES, expand="changelog"
        )
    },
    kind="VIEW",
)

ISSUE_WORKLOGS = Table(
    "IssueWorklogs",
    "Jira",
    "The work that was logged on issues. Name issues (IssueId, IssueKey) to read theirs alone.",
    (
        *_OF_ISSUE,
        Column("Id", IDENTIFIER, "Id of the entry.", ("id",), key=True, nullable=False),
        Column("Comment", LONG, "What was done.", ("comment",), decode=Decode.TEXT),
        instant("Started", ("started",), "When the work began"),
        Column("TimeSpent", NAME, "Time spent, as the site writes it.", ("timeSpent",)),
        Column("TimeSpentSeconds", BIGINT, "Time spent, in seconds.", ("timeSpentSeconds",)),
        instant("Created", ("created",), "When it was logged"),
        instant("Updated", ("updated",), "When it last changed"),
        *person("Author", "who logged it", ("author",)),
        *person("UpdateAuthor", "who last changed it", ("updateAuthor",)),
        Column("VisibilityType", NAME, "group or role, where not everybody may see it.", ("visibility", "type")),
        Column("VisibilityValue", NAME, "The group or role that may see it.", ("visibility", "value")),
    ),
    Listing(
        "/rest/api/2/issue/{IssueId}/worklog",
        "offset",
        rows="worklogs",
        parent=("Issues", "IssueId"),
        embedded="worklog",
        page_size=5_000,
    ),
    writes=WORKLOGS,
)

ISSUE_TRANSITIONS = Table(
    "IssueTransitions",
    "Jira",
    "What the account may do next with issues, and the status that it leads to.",
    (
        *_OF_ISSUE,
        Column("Id", IDENTIFIER, "Id of the transition.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the transition.", ("name",)),
        Column("ToStatusId", IDENTIFIER, "Id of the status it leads to.", ("to", "id"), references=("Statuses", "Id")),
        Column("ToStatus", NAME, "Name of the status it leads to.", ("to", "name")),
        Column("ToStatusCategory", varchar(32), "Category of that status.", ("to", "statusCategory", "key")),
        Column("HasScreen", BOOLEAN, "Whether it asks for fields.", ("hasScreen",), deployment=CLOUD),
        Column("IsGlobal", BOOLEAN, "Whether it is there in every status.", ("isGlobal",), deployment=CLOUD),
        Column("IsConditional", BOOLEAN, "Whether it has conditions.", ("isConditional",), deployment=CLOUD),
    ),
    Listing(
        "/rest/api/2/issue/{IssueId}/transitions",
        "whole",
        rows="transitions",
        parent=("Issues", "IssueId"),
        expand="transitions",
    ),
    writes=TRANSITIONS,
)

ISSUE_PROPERTIES = Table(
    "IssueProperties",
    "Jira",
    "Values that apps keep with issues. Name issues (IssueId, IssueKey): the site tells them one issue at a time.",
    (
        *_OF_ISSUE,
        Column("PropertyKey", NAME, "Name of the property.", ("property", "@key"), key=True, nullable=False),
        replace(json("Value", ("property",), "Its value"), decode=Decode.JSON),
    ),
    Listing(
        "/rest/api/2/issue/{IssueId}",
        "single",
        rows="",
        parent=("Issues", "IssueId"),
        query=(("fields", "issuetype"), ("properties", "*all")),
        items=(Items("property", ("properties",), map=True),),
    ),
    writes=PROPERTIES,
)
