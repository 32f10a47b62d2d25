"""Jira.Projects, IssueTypes, Priorities, Statuses and Resolutions: lists of the site's configuration."""

from __future__ import annotations

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import CLOUD, DATA_CENTER, IDENTIFIER, KEY, LONG, NAME, TEXT
from jsdodbc.model.types import BOOLEAN, INTEGER, varchar


def _entry(what: str) -> tuple[Column, ...]:
    """Id and name, which every entry of such a list has."""
    return (
        Column("Id", IDENTIFIER, f"Id of the {what}.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name, in the language of the account.", ("name",)),
    )


_DESCRIPTION = Column("Description", LONG, "Description.", ("description",))
_ICON = Column("IconUrl", TEXT, "Address of its icon.", ("iconUrl",))

PROJECTS = Table(
    "Projects",
    "Jira",
    "The projects that the account may browse, service desks and others.",
    (
        Column("Id", IDENTIFIER, "Id of the project.", ("id",), key=True, nullable=False),
        Column("Key", KEY, "Key of the project.", ("key",), nullable=False),
        Column("Name", NAME, "Name of the project.", ("name",), nullable=False),
        Column("TypeKey", varchar(64), "Kind: service_desk, software or business.", ("projectTypeKey",)),
        Column("CategoryId", IDENTIFIER, "Id of its category.", ("projectCategory", "id")),
        Column("CategoryName", NAME, "Name of its category.", ("projectCategory", "name")),
        Column("Simplified", BOOLEAN, "Whether its team manages it.", ("simplified",), deployment=CLOUD),
        Column("Self", TEXT, "Address of the project in the REST API.", ("self",)),
    ),
    Listing("/rest/api/2/project/search", "offset", page_size=100),
    reads={DATA_CENTER: Listing("/rest/api/2/project", "whole", rows="")},
    kind="VIEW",
)

ISSUE_TYPES = Table(
    "IssueTypes",
    "Jira",
    "The issue types of the site.",
    (
        *_entry("issue type"),
        _DESCRIPTION,
        Column("Subtask", BOOLEAN, "Whether its issues are subtasks.", ("subtask",)),
        Column("HierarchyLevel", INTEGER, "Level in the hierarchy.", ("hierarchyLevel",), deployment=CLOUD),
        _ICON,
    ),
    Listing("/rest/api/2/issuetype", "whole", rows=""),
    kind="VIEW",
)

PRIORITIES = Table(
    "Priorities",
    "Jira",
    "The priorities of the site, the highest first.",
    (*_entry("priority"), _DESCRIPTION, Column("StatusColor", varchar(32), "Its colour.", ("statusColor",)), _ICON),
    Listing("/rest/api/2/priority", "whole", rows=""),
    kind="VIEW",
)

STATUSES = Table(
    "Statuses",
    "Jira",
    "The statuses of the site.",
    (
        *_entry("status"),
        _DESCRIPTION,
        Column(
            "CategoryKey",
            varchar(32),
            "Category: new, indeterminate (in progress), done or undefined.",
            ("statusCategory", "key"),
        ),
        Column("CategoryName", NAME, "Name of the category.", ("statusCategory", "name")),
        _ICON,
    ),
    Listing("/rest/api/2/status", "whole", rows=""),
    kind="VIEW",
)

RESOLUTIONS = Table(
    "Resolutions",
    "Jira",
    "The resolutions of the site.",
    (*_entry("resolution"), _DESCRIPTION),
    Listing("/rest/api/2/resolution", "whole", rows=""),
    kind="VIEW",
)
