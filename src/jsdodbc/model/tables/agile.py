"""Jira.Boards, Sprints and Filters."""

from __future__ import annotations

from jsdodbc.model.column import Column, Filter, Pushdown
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import CLOUD, DATA_CENTER, IDENTIFIER, KEY, LONG, NAME, TEXT, instant, json, person
from jsdodbc.model.types import BOOLEAN, INTEGER, varchar

BOARDS = Table(
    "Boards",
    "Jira",
    "The boards that the account may see.",
    (
        Column("Id", IDENTIFIER, "Id of the board.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the board.", ("name",)),
        Column("Type", varchar(32), "scrum, kanban or simple.", ("type",)),
        Column("ProjectId", IDENTIFIER, "Id of its project.", ("location", "projectId"), deployment=CLOUD),
        Column("ProjectKey", KEY, "Key of its project.", ("location", "projectKey"), deployment=CLOUD),
        Column("ProjectName", NAME, "Name of its project.", ("location", "projectName"), deployment=CLOUD),
        Column("IsPrivate", BOOLEAN, "Whether others may not see it.", ("isPrivate",), deployment=CLOUD),
        Column("Self", TEXT, "Address of the board in the REST API.", ("self",)),
    ),
    Listing("/rest/agile/1.0/board", "offset", page_size=50),
    kind="VIEW",
    needs="a licence for Jira Software",
)

SPRINTS = Table(
    "Sprints",
    "Jira",
    "The sprints of boards. Name boards (BoardId) to read theirs alone.",
    (
        Column(
            "BoardId",
            IDENTIFIER,
            "Id of the board.",
            ("@parent", "Id"),
            pushdown=Pushdown(Filter.PARAMETER, "BoardId"),
            key=True,
            nullable=False,
            references=("Boards", "Id"),
        ),
        Column("Id", IDENTIFIER, "Id of the sprint.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the sprint.", ("name",)),
        Column("State", varchar(16), "future, active or closed.", ("state",)),
        instant("StartDate", ("startDate",), "When it begins"),
        instant("EndDate", ("endDate",), "When it is to end"),
        instant("CompleteDate", ("completeDate",), "When it was ended"),
        Column("OriginBoardId", IDENTIFIER, "The board it was made on.", ("originBoardId",)),
        Column("Goal", LONG, "What is to be reached.", ("goal",)),
        Column("Self", TEXT, "Address of the sprint in the REST API.", ("self",)),
    ),
    # A board without sprints answers 400.
    Listing("/rest/agile/1.0/board/{BoardId}/sprint", "offset", parent=("Boards", "Id"), page_size=50, gone=(400,)),
    kind="VIEW",
    needs="a licence for Jira Software",
)

FILTERS = Table(
    "Filters",
    "Jira",
    "Saved searches: on Cloud all that the account may see, on Data Center its favourites, the only ones it lists.",
    (
        Column("Id", IDENTIFIER, "Id of the filter.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the filter.", ("name",)),
        Column("Description", LONG, "Description.", ("description",)),
        *person("Owner", "whose it is", ("owner",)),
        Column("Jql", LONG, "What it searches for.", ("jql",)),
        Column("Favourite", BOOLEAN, "Whether it is a favourite of the account.", ("favourite",)),
        Column("FavouritedCount", INTEGER, "Whose favourite it is, counted.", ("favouritedCount",), deployment=CLOUD),
        json("SharePermissions", ("sharePermissions",), "With whom it is shared"),
        Column("ViewUrl", TEXT, "Address that people use.", ("viewUrl",)),
        Column("Self", TEXT, "Address of the filter in the REST API.", ("self",)),
    ),
    Listing(
        "/rest/api/2/filter/search",
        "offset",
        query=(("expand", "description,owner,jql,favourite,favouritedCount,sharePermissions,viewUrl"),),
        page_size=100,
    ),
    reads={DATA_CENTER: Listing("/rest/api/2/filter/favourite", "whole", rows="")},
    kind="VIEW",
)
