"""JiraServiceDesk.Queues and RequestTypeGroups: lists that each service desk has."""

from __future__ import annotations

from dataclasses import replace

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import DATA_CENTER, IDENTIFIER, LONG, NAME, json, of_desk
from jsdodbc.model.write import DELETE, INSERT, UPDATE, Given, Put, Write

_OF_DESK = "/rest/servicedeskapi/servicedesk/{ServiceDeskId}/queue"
_QUEUE = (
    Put("Name", ("name",), required=True),
    Put("Jql", ("jql",), required=True),
    Put("Fields", ("fields",), Given.JSON, required=True),
)

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
    writes=(
        Write(INSERT, "POST", _OF_DESK, _QUEUE, key=("id",), identity="Id", deployment=DATA_CENTER),
        Write(
            UPDATE,
            "POST",
            f"{_OF_DESK}/{{Id}}",
            tuple(replace(put, keep=True) for put in _QUEUE),
            deployment=DATA_CENTER,
        ),
        Write(DELETE, "DELETE", f"{_OF_DESK}/{{Id}}", deployment=DATA_CENTER),
    ),
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
