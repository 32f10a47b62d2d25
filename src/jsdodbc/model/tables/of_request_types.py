"""JiraServiceDesk.RequestTypeFields, QueueRequests and SLAs."""

from __future__ import annotations

from dataclasses import replace

from jsdodbc.model.column import Column, Filter, Pushdown
from jsdodbc.model.table import Items, Listing, Table
from jsdodbc.model.tables import issue_columns as issue
from jsdodbc.model.tables.parts import CLOUD, IDENTIFIER, LONG, NAME, TEXT, instant, json
from jsdodbc.model.tables.requests import REQUEST_TYPE
from jsdodbc.model.types import BOOLEAN


def _echo(name: str, parent: str, text: str, references: tuple[str, str], *, key: bool = True) -> Column:
    return Column(
        name,
        IDENTIFIER,
        text,
        ("@parent", parent),
        pushdown=Pushdown(Filter.PARAMETER, name),
        key=key,
        nullable=False,
        references=references,
    )


REQUEST_TYPE_FIELDS = Table(
    "RequestTypeFields",
    "JiraServiceDesk",
    "The fields that customers fill in, of every request type.",
    (
        _echo("ServiceDeskId", "ServiceDeskId", "Id of the service desk.", ("ServiceDesks", "Id")),
        _echo("RequestTypeId", "Id", "Id of the request type.", ("RequestTypes", "Id")),
        Column("FieldId", NAME, "Id of the field.", ("field", "fieldId"), key=True, nullable=False),
        Column("Name", NAME, "Name, as customers see it.", ("field", "name")),
        Column("Description", LONG, "What customers are told about it.", ("field", "description")),
        Column("Required", BOOLEAN, "Whether it must be filled in.", ("field", "required")),
        Column("Visible", BOOLEAN, "Whether customers see it.", ("field", "visible"), deployment=CLOUD),
        json("DefaultValues", ("field", "defaultValues"), "What stands in it at first"),
        replace(json("PresetValues", ("field", "presetValues"), "What it is set to"), deployment=CLOUD),
        json("ValidValues", ("field", "validValues"), "What may be chosen"),
        Column("SchemaType", NAME, "Type of its value.", ("field", "jiraSchema", "type")),
        Column("SchemaItems", NAME, "Type of the items, of a list.", ("field", "jiraSchema", "items")),
        Column("SchemaSystem", NAME, "Name of the system field.", ("field", "jiraSchema", "system")),
        Column("SchemaCustom", NAME, "Kind of the custom field.", ("field", "jiraSchema", "custom")),
        Column(
            "CanRaiseOnBehalfOf",
            BOOLEAN,
            "Whether the account may raise such requests for others.",
            ("row", "canRaiseOnBehalfOf"),
        ),
        Column(
            "CanAddRequestParticipants",
            BOOLEAN,
            "Whether the account may add participants.",
            ("row", "canAddRequestParticipants"),
        ),
    ),
    Listing(
        "/rest/servicedeskapi/servicedesk/{ServiceDeskId}/requesttype/{RequestTypeId}/field",
        "single",
        rows="",
        parent=("RequestTypes", "ServiceDeskId", "Id"),
        items=(Items("field", ("requestTypeFields",)),),
    ),
    kind="VIEW",
)


def _shown(column: Column) -> Column:
    """As a queue shows it: only where it has the column."""
    nullable = column.path[:1] == ("fields",) or column.nullable
    return replace(column, pushdown=None, order="", nullable=nullable, references=column.references)


QUEUE_REQUESTS = Table(
    "QueueRequests",
    "JiraServiceDesk",
    "The requests in every queue, in its order. A column is NULL where the queue does not show it.",
    (
        _echo("ServiceDeskId", "ServiceDeskId", "Id of the service desk.", ("ServiceDesks", "Id")),
        _echo("QueueId", "Id", "Id of the queue.", ("Queues", "Id")),
        replace(_shown(issue.ID), references=("Requests", "IssueId")),
        _shown(issue.ISSUE_KEY),
        *(
            _shown(column)
            for column in (
                *issue.PROJECT,
                *issue.TEXTS,
                Column("RequestTypeName", NAME, "Name of the request type.", (*REQUEST_TYPE, "requestType", "name")),
                *issue.STATE,
                instant("CreatedDate", ("fields", "created"), "When it was raised"),
                instant("UpdatedDate", ("fields", "updated"), "When it last changed"),
                issue.DUE,
                *issue.PEOPLE,
                *issue.LISTS,
            )
        ),
        Column("Self", TEXT, "Address of the issue in the REST API.", ("self",)),
    ),
    Listing(
        "/rest/servicedeskapi/servicedesk/{ServiceDeskId}/queue/{QueueId}/issue",
        "service desk",
        parent=("Queues", "ServiceDeskId", "Id"),
    ),
    kind="VIEW",
    needs="an agent's licence for the service desk",
)

SLAS = Table(
    "SLAs",
    "JiraServiceDesk",
    "The SLAs that the site measures: a field of issues each.",
    (
        Column("FieldId", IDENTIFIER, "Id of the field that holds it.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name, in the language of the account.", ("name",)),
        json("ClauseNames", ("clauseNames",), "Its names in JQL"),
        Column("FieldNumber", IDENTIFIER, "Number of the field.", ("schema", "customId")),
        Column("SchemaCustom", NAME, "Kind of the field.", ("schema", "custom"), hidden=True),
    ),
    Listing(
        "/rest/api/2/field",
        "whole",
        rows="",
        only=("SchemaCustom", "com.atlassian.servicedesk:sd-sla-field"),
    ),
    kind="VIEW",
)
