"""JiraServiceDesk.Users: Cloud and Data Center ask differently for them."""

from __future__ import annotations

from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import CLOUD, DATA_CENTER, NAME, TEXT
from jsdodbc.model.types import BOOLEAN, varchar

USERS = Table(
    "Users",
    "JiraServiceDesk",
    "The users of the site that the account may see: agents, customers, apps, inactive ones too.",
    (
        Column("AccountId", NAME, "Account id.", ("accountId",), key=True, nullable=False, deployment=CLOUD),
        Column("Key", NAME, "User key.", ("key",), key=True, nullable=False, deployment=DATA_CENTER),
        Column("Name", NAME, "User name.", ("name",), nullable=False, deployment=DATA_CENTER),
        Column("AccountType", varchar(32), "atlassian, app or customer.", ("accountType",), deployment=CLOUD),
        Column("DisplayName", NAME, "Display name.", ("displayName",)),
        Column("EmailAddress", NAME, "E-mail address, where the site shows it.", ("emailAddress",)),
        Column("Active", BOOLEAN, "Whether the account is active.", ("active",)),
        Column("TimeZone", varchar(64), "Time zone of the profile.", ("timeZone",)),
        Column("Locale", varchar(32), "Language of the profile.", ("locale",)),
        Column("Self", TEXT, "Address of the user in the REST API.", ("self",)),
    ),
    Listing("/rest/api/2/users/search", "array", rows="", page_size=1_000),
    reads={
        DATA_CENTER: Listing(
            "/rest/api/2/user/search",
            "array",
            rows="",
            # A lone dot is the documented way to match every user name.
            query=(("username", "."), ("includeInactive", "true")),
            page_size=1_000,
        )
    },
    kind="VIEW",
)
