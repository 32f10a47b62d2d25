"""JiraServiceDesk.Organizations."""

from __future__ import annotations

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import CLOUD, IDENTIFIER, NAME
from jsdodbc.model.types import BOOLEAN

ORGANIZATIONS = Table(
    "Organizations",
    "JiraServiceDesk",
    "The organizations of customers that the account may see.",
    (
        Column("Id", IDENTIFIER, "Id of the organization.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the organization.", ("name",), nullable=False),
        Column("Uuid", IDENTIFIER, "Id that never changes.", ("uuid",), deployment=CLOUD),
        Column(
            "ScimManaged", BOOLEAN, "Whether a directory outside Jira manages it.", ("scimManaged",), deployment=CLOUD
        ),
    ),
    Listing("/rest/servicedeskapi/organization", "service desk"),
    kind="VIEW",
)
