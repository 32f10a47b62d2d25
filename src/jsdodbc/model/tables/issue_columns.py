"""The columns of an issue that Issues and Requests have in common."""

from __future__ import annotations

from jsdodbc.model.column import Column, Decode, Filter, Pushdown
from jsdodbc.model.tables.parts import CLOUD, IDENTIFIER, KEY, LONG, NAME, TEXT, day, entry, instant, json, person
from jsdodbc.model.types import BIGINT, DOUBLE, INTEGER, varchar

ID = Column(
    "IssueId", IDENTIFIER, "Id of the issue.", ("id",), pushdown=Pushdown(Filter.ID, "id"), key=True, nullable=False
)
ISSUE_KEY = Column(
    "IssueKey", KEY, "Key, such as HELP-12.", ("key",), pushdown=Pushdown(Filter.KEY, "key"), nullable=False
)

PROJECT = (
    Column(
        "ProjectId",
        IDENTIFIER,
        "Id of the project.",
        ("fields", "project", "id"),
        pushdown=Pushdown(Filter.PROJECT, "project", "id"),
        nullable=False,
    ),
    Column(
        "ProjectKey",
        KEY,
        "Key of the project.",
        ("fields", "project", "key"),
        pushdown=Pushdown(Filter.PROJECT, "project", "key"),
        nullable=False,
    ),
    Column(
        "ProjectName",
        NAME,
        "Name of the project.",
        ("fields", "project", "name"),
        decode=Decode.NAME,
        pushdown=Pushdown(Filter.PROJECT, "project", "name"),
        nullable=False,
    ),
)

TEXTS = (
    Column("Summary", varchar(255), "Summary.", ("fields", "summary"), decode=Decode.TEXT),
    Column(
        "Description",
        LONG,
        "Description, as plain text or wiki markup.",
        ("fields", "description"),
        decode=Decode.TEXT,
    ),
)

ENVIRONMENT = Column("Environment", LONG, "Environment.", ("fields", "environment"), decode=Decode.TEXT)

STATE = (
    *entry("IssueType", "issuetype", "issuetype", "issue types", "issue type"),
    *entry("Status", "status", "status", "statuses", "status"),
    Column(
        "StatusCategory",
        varchar(32),
        "Category of the status: new, indeterminate (in progress), done or undefined.",
        ("fields", "status", "statusCategory", "key"),
        pushdown=Pushdown(Filter.NAMED, "status", "category", "statuses"),
    ),
    *entry("Priority", "priority", "priority", "priorities", "priority"),
    *entry("Resolution", "resolution", "resolution", "resolutions", "resolution", empty=True),
    instant("ResolutionDate", ("fields", "resolutiondate"), "When it was resolved", "resolutiondate", empty=True),
)

DUE = day("DueDate", ("fields", "duedate"), "Due date.", "duedate")

PEOPLE = (
    *person("Reporter", "who raised it", ("fields", "reporter"), "reporter"),
    *person("Assignee", "who works on it", ("fields", "assignee"), "assignee", empty=True),
    *person("Creator", "who created it", ("fields", "creator"), "creator"),
)

LISTS = (
    json("Labels", ("fields", "labels"), "Labels", "labels", Filter.LABELS),
    json("Components", ("fields", "components"), "Components"),
    json("FixVersions", ("fields", "fixVersions"), "Versions it is fixed in"),
    json("AffectedVersions", ("fields", "versions"), "Versions it affects"),
    json("IssueLinks", ("fields", "issuelinks"), "Links to other issues"),
    json("Subtasks", ("fields", "subtasks"), "Subtasks"),
    json("Attachments", ("fields", "attachment"), "Attachments"),
)


def _seconds(name: str, field: str, text: str) -> Column:
    return Column(name, BIGINT, f"{text}, in seconds.", ("fields", field))


MEASURES = (
    Column("ParentId", IDENTIFIER, "Id of the parent issue.", ("fields", "parent", "id")),
    Column("ParentKey", KEY, "Key of the parent issue.", ("fields", "parent", "key")),
    Column("SecurityLevelId", IDENTIFIER, "Id of the security level.", ("fields", "security", "id")),
    Column("SecurityLevel", NAME, "Security level.", ("fields", "security", "name"), decode=Decode.NAME),
    _seconds("TimeOriginalEstimate", "timeoriginalestimate", "Original estimate"),
    _seconds("TimeEstimate", "timeestimate", "Remaining estimate"),
    _seconds("TimeSpent", "timespent", "Time spent"),
    _seconds("AggregateTimeOriginalEstimate", "aggregatetimeoriginalestimate", "Original estimate with subtasks"),
    _seconds("AggregateTimeEstimate", "aggregatetimeestimate", "Remaining estimate with subtasks"),
    _seconds("AggregateTimeSpent", "aggregatetimespent", "Time spent with subtasks"),
    # No integer: Jira writes the largest number there is, rounded, where time was spent without an estimate.
    Column(
        "WorkRatio",
        DOUBLE,
        "Work ratio in percent, -1 without estimate.",
        ("fields", "workratio"),
        decode=Decode.NUMBER,
    ),
    Column("Votes", INTEGER, "Number of votes.", ("fields", "votes", "votes")),
    Column("Watches", INTEGER, "Number of watchers.", ("fields", "watches", "watchCount")),
    Column(
        "StatusCategoryChangeDate",
        instant("x", (), "").type,
        "When the status category last changed (UTC).",
        ("fields", "statuscategorychangedate"),
        decode=Decode.INSTANT,
        deployment=CLOUD,
    ),
    instant("LastViewed", ("fields", "lastViewed"), "When the account last looked at it"),
    Column("Self", TEXT, "Address of the issue in the REST API.", ("self",)),
)
