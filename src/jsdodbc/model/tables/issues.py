"""Jira.Issues: every issue the account may browse."""

from __future__ import annotations

from jsdodbc.model.table import Search, Table
from jsdodbc.model.tables import issue_columns as issue
from jsdodbc.model.tables.issue_writes import CHANGES, EDITABLE
from jsdodbc.model.tables.parts import JQL, instant
from jsdodbc.model.write import INSERT, Write

ISSUES = Table(
    "Issues",
    "Jira",
    "Every issue the account may browse, of all projects.",
    (
        issue.ID,
        issue.ISSUE_KEY,
        *issue.PROJECT,
        *issue.TEXTS,
        *issue.STATE,
        instant("Created", ("fields", "created"), "When it was created", "created", nullable=False),
        instant("Updated", ("fields", "updated"), "When it last changed", "updated", nullable=False),
        issue.DUE,
        *issue.PEOPLE,
        *issue.LISTS,
        issue.ENVIRONMENT,
        *issue.MEASURES,
    ),
    Search("site"),
    writes=(
        Write(
            INSERT,
            "POST",
            "/rest/api/2/issue",
            fields=("fields",),
            allowed=("project", *EDITABLE),
            key=("id",),
            identity="IssueId",
            touches="IssueId",
        ),
        *CHANGES,
    ),
    kind="TABLE",
    pseudo_columns=(JQL,),
)
