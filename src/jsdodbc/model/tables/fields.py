"""Jira.Fields: system and custom fields of issues."""

from __future__ import annotations

from jsdodbc.model.column import Column, Decode
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import IDENTIFIER, NAME, json
from jsdodbc.model.types import BOOLEAN

FIELDS = Table(
    "Fields",
    "Jira",
    "The fields issues can have, system and custom.",
    (
        Column("Id", NAME, "Id of the field, such as customfield_10020.", ("id",), key=True, nullable=False),
        Column("Key", NAME, "Key of the field.", ("key",)),
        Column("Name", NAME, "Name, in the language of the account.", ("name",)),
        Column("Custom", BOOLEAN, "Whether it is a custom field.", ("custom",)),
        Column("Orderable", BOOLEAN, "Whether issues can be sorted by it.", ("orderable",)),
        Column("Navigable", BOOLEAN, "Whether it can be a column of a list.", ("navigable",)),
        Column("Searchable", BOOLEAN, "Whether JQL can filter by it.", ("searchable",)),
        json("ClauseNames", ("clauseNames",), "Its names in JQL"),
        Column("SchemaType", NAME, "Type of its value.", ("schema", "type")),
        Column("SchemaItems", NAME, "Type of the items, of a list.", ("schema", "items")),
        Column("SchemaSystem", NAME, "Name of the system field.", ("schema", "system")),
        Column("SchemaCustom", NAME, "Kind of the custom field.", ("schema", "custom")),
        Column("SchemaCustomId", IDENTIFIER, "Number of the custom field.", ("schema", "customId")),
        Column(
            "ScopeProjectId", IDENTIFIER, "Project it is limited to.", ("scope", "project", "id"), decode=Decode.SCALAR
        ),
    ),
    Listing("/rest/api/2/field", "whole", rows=""),
    kind="VIEW",
)
