"""JiraServiceDesk.Queues and RequestTypeGroups: lists that each service desk has."""

from __future__ import annotations

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import IDENTIFIER, LONG, NAME, json, of_desk

QUEUES = Table(
    "Queues",
    "JiraServiceDesk",
    "The queues of every service desk, as agents see them.",
    (
        Column("Id", IDENTIFIER, "Id of the queue.", ("id",), key=True, nullable=False),
        of_desk(),
        Column("Name", NAME, "Name of the queue.", ("name",)),
        Column("Jql", LONG, "The JQL that finds its requests.", ("jql",)),
        json("Fields", ("fields",), "Ids of the fields that are its columns"),
    ),
    Listing(
        "/rest/servicedeskapi/servicedesk/{ServiceDeskId}/queue", "service desk", parent=("ServiceDesks", "Id")
    ),
    kind="VIEW",
)

REQUEST_TYPE_GROUPS = Table(
    "RequestTypeGroups",
    "JiraServiceDesk",
    "The groups that the portal of a service desk lists request types in.",
    (
        Column("Id", IDENTIFIER, "Id of the group.", ("id",), key=True, nullable=False),
        of_desk(),
        Column("Name", NAME, "Name of the group.", ("name",)),
    ),
    Listing(
        "/rest/servicedeskapi/servicedesk/{ServiceDeskId}/requesttypegroup",
        "service desk",
        parent=("ServiceDesks", "Id"),
    ),
    kind="VIEW",
)
