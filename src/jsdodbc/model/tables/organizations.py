"""JiraServiceDesk.Organizations, and the service desks and users that they have."""

from __future__ import annotations

from jsdodbc.model.column import Column, Filter, Pushdown
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import CLOUD, IDENTIFIER, NAME, member, membership, of_desk
from jsdodbc.model.types import BOOLEAN
from jsdodbc.model.write import DELETE, INSERT, Given, Put, Write

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
    writes=(
        Write(
            INSERT,
            "POST",
            "/rest/servicedeskapi/organization",
            (Put("Name", ("name",), required=True),),
            key=("id",),
            identity="Id",
        ),
        Write(DELETE, "DELETE", "/rest/servicedeskapi/organization/{Id}"),
    ),
)

SERVICE_DESK_ORGANIZATIONS = Table(
    "ServiceDeskOrganizations",
    "JiraServiceDesk",
    "Which organizations use which service desk.",
    (
        of_desk(),
        Column(
            "OrganizationId",
            IDENTIFIER,
            "Id of the organization.",
            ("id",),
            key=True,
            nullable=False,
            references=("Organizations", "Id"),
        ),
        Column("OrganizationName", NAME, "Name of the organization.", ("name",), nullable=False),
    ),
    Listing(
        "/rest/servicedeskapi/servicedesk/{ServiceDeskId}/organization", "service desk", parent=("ServiceDesks", "Id")
    ),
    writes=tuple(
        Write(
            verb,
            method,
            "/rest/servicedeskapi/servicedesk/{ServiceDeskId}/organization",
            (Put("OrganizationId", ("organizationId",), Given.NUMBER, required=True),),
        )
        for verb, method in ((INSERT, "POST"), (DELETE, "DELETE"))
    ),
)

ORGANIZATION_USERS = Table(
    "OrganizationUsers",
    "JiraServiceDesk",
    "The members of organizations. Name organizations (OrganizationId) to read theirs alone.",
    (
        Column(
            "OrganizationId",
            IDENTIFIER,
            "Id of the organization.",
            ("@parent", "Id"),
            pushdown=Pushdown(Filter.PARAMETER, "OrganizationId"),
            key=True,
            nullable=False,
            references=("Organizations", "Id"),
        ),
        *member(),
    ),
    Listing("/rest/servicedeskapi/organization/{OrganizationId}/user", "service desk", parent=("Organizations", "Id")),
    writes=membership("/rest/servicedeskapi/organization/{}/user", "OrganizationId"),
)
