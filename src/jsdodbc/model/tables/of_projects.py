"""Jira.ProjectComponents and ProjectVersions."""

from __future__ import annotations

from jsdodbc.model.column import Column, Decode, Filter, Pushdown
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import CLOUD, DATA_CENTER, IDENTIFIER, KEY, LONG, NAME, TEXT, person
from jsdodbc.model.types import BOOLEAN, DATE, varchar
from jsdodbc.model.write import DELETE, INSERT, UPDATE, Given, Put, Write

_PROJECT = Column(
    "ProjectId",
    IDENTIFIER,
    "Id of the project.",
    ("@parent", "Id"),
    pushdown=Pushdown(Filter.PARAMETER, "ProjectId"),
    nullable=False,
    references=("Projects", "Id"),
)


def _day(name: str, member: str, text: str) -> Column:
    return Column(name, DATE, text, (member,), decode=Decode.DATE)


def _component(deployment: str, lead: Put) -> tuple[Write, ...]:
    told = (Put("Description", ("description",)), Put("AssigneeType", ("assigneeType",)), lead)
    named, project = Put("Name", ("name",), required=True), Put("ProjectKey", ("project",), required=True)
    path = "/rest/api/2/component"
    return (
        Write(INSERT, "POST", path, (named, project, *told), key=("id",), identity="Id", deployment=deployment),
        Write(UPDATE, "PUT", f"{path}/{{Id}}", (Put("Name", ("name",)), *told), deployment=deployment),
    )


_VERSION = (
    *(Put(name, (name.lower(),)) for name in ("Description", "Archived", "Released")),
    *(Put(f"{name}Date", (f"{name.lower()}Date",)) for name in ("Start", "Release")),
)

PROJECT_COMPONENTS = Table(
    "ProjectComponents",
    "Jira",
    "The components of projects.",
    (
        Column("Id", IDENTIFIER, "Id of the component.", ("id",), key=True, nullable=False),
        _PROJECT,
        Column("ProjectKey", KEY, "Key of the project.", ("project",)),
        Column("Name", NAME, "Name of the component.", ("name",)),
        Column("Description", LONG, "Description.", ("description",)),
        Column("AssigneeType", varchar(64), "Who gets its issues.", ("assigneeType",)),
        *person("Lead", "who leads it", ("lead",)),
        Column("Self", TEXT, "Address of the component in the REST API.", ("self",)),
    ),
    Listing("/rest/api/2/project/{ProjectId}/components", "whole", rows="", parent=("Projects", "Id")),
    writes=(
        *_component(CLOUD, Put("LeadAccountId", ("leadAccountId",))),
        *_component(DATA_CENTER, Put("LeadName", ("leadUserName",))),
        Write(DELETE, "DELETE", "/rest/api/2/component/{Id}"),
    ),
)

PROJECT_VERSIONS = Table(
    "ProjectVersions",
    "Jira",
    "The versions of projects.",
    (
        Column("Id", IDENTIFIER, "Id of the version.", ("id",), key=True, nullable=False),
        _PROJECT,
        Column("Name", NAME, "Name of the version.", ("name",)),
        Column("Description", LONG, "Description.", ("description",)),
        Column("Archived", BOOLEAN, "Whether it is archived.", ("archived",)),
        Column("Released", BOOLEAN, "Whether it is released.", ("released",)),
        Column("Overdue", BOOLEAN, "Whether it should have been released.", ("overdue",)),
        _day("StartDate", "startDate", "When work on it begins."),
        _day("ReleaseDate", "releaseDate", "When it is released."),
        Column("Self", TEXT, "Address of the version in the REST API.", ("self",)),
    ),
    Listing("/rest/api/2/project/{ProjectId}/versions", "whole", rows="", parent=("Projects", "Id")),
    writes=(
        Write(
            INSERT,
            "POST",
            "/rest/api/2/version",
            (
                Put("Name", ("name",), required=True),
                Put("ProjectId", ("projectId",), Given.NUMBER, required=True),
                *_VERSION,
            ),
            key=("id",),
            identity="Id",
        ),
        Write(UPDATE, "PUT", "/rest/api/2/version/{Id}", (Put("Name", ("name",)), *_VERSION)),
        Write(
            DELETE,
            "POST",
            "/rest/api/2/version/{Id}/removeAndSwap",
            constant=(("moveFixIssuesTo", None), ("moveAffectedIssuesTo", None)),
        ),
    ),
)
