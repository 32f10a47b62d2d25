"""Jira.ServerInfo."""

from __future__ import annotations

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import CLOUD, NAME, TEXT, instant
from jsdodbc.model.types import INTEGER, varchar

SERVER_INFO = Table(
    "ServerInfo",
    "Jira",
    "What the site says of itself, in one row.",
    (
        Column("BaseUrl", TEXT, "Address of the site.", ("baseUrl",), key=True, nullable=False),
        Column("DisplayUrl", TEXT, "Address that people use.", ("displayUrl",), deployment=CLOUD),
        Column("Version", NAME, "Version of Jira.", ("version",)),
        Column("DeploymentType", varchar(32), "Cloud or Server.", ("deploymentType",)),
        Column("BuildNumber", INTEGER, "Number of the build.", ("buildNumber",)),
        instant("BuildDate", ("buildDate",), "When it was built"),
        instant("ServerTime", ("serverTime",), "The site's own clock"),
        Column("ServerTimeZone", varchar(64), "Time zone of the site.", ("serverTimeZone",), deployment=CLOUD),
        Column("ServerTitle", NAME, "Title of the site.", ("serverTitle",)),
    ),
    Listing("/rest/api/2/serverInfo", "single", rows=""),
    kind="VIEW",
)
