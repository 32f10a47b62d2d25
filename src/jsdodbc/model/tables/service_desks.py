"""JiraServiceDesk.ServiceDesks."""

from __future__ import annotations

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import IDENTIFIER, KEY, NAME

SERVICE_DESKS = Table(
    "ServiceDesks",
    "JiraServiceDesk",
    "The service desks the account may use.",
    (
        Column("Id", IDENTIFIER, "Id of the service desk.", ("id",), key=True, nullable=False),
        Column("ProjectId", IDENTIFIER, "Id of its project.", ("projectId",), nullable=False),
        Column("ProjectKey", KEY, "Key of its project.", ("projectKey",), nullable=False),
        Column("ProjectName", NAME, "Name of its project.", ("projectName",), nullable=False),
    ),
    Listing("/rest/servicedeskapi/servicedesk", "service desk"),
    kind="VIEW",
)
