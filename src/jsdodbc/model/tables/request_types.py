"""JiraServiceDesk.RequestTypes."""

from __future__ import annotations

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import IDENTIFIER, LONG, NAME, json, of_desk

REQUEST_TYPES = Table(
    "RequestTypes",
    "JiraServiceDesk",
    "The request types of every service desk.",
    (
        Column("Id", IDENTIFIER, "Id of the request type.", ("id",), key=True, nullable=False),
        of_desk(),
        Column("Name", NAME, "Name, in the language of the account.", ("name",)),
        Column("Description", LONG, "Description.", ("description",)),
        Column("HelpText", LONG, "Help shown to customers.", ("helpText",)),
        Column("IssueTypeId", IDENTIFIER, "Id of the issue type its requests have.", ("issueTypeId",)),
        Column("PortalId", IDENTIFIER, "Id of the portal that shows it.", ("portalId",)),
        json("GroupIds", ("groupIds",), "Ids of the groups it is listed in"),
        Column("IconId", IDENTIFIER, "Id of its icon.", ("icon", "id")),
        Column("Practice", NAME, "Work category, where the site has them.", ("practice",)),
    ),
    Listing(
        "/rest/servicedeskapi/servicedesk/{ServiceDeskId}/requesttype",
        "service desk",
        parent=("ServiceDesks", "Id"),
    ),
    kind="VIEW",
)
