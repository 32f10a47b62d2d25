"""Columns that several tables share: people, entries of the site's lists, times."""

from __future__ import annotations

from dataclasses import replace

from jsdodbc.model.column import Column, Decode, Filter, Pushdown
from jsdodbc.model.types import BOOLEAN, DATE, LONGVARCHAR, TIMESTAMP, varchar
from jsdodbc.model.write import DELETE, INSERT, Given, Put, Write
from jsdodbc.site.deployment import Deployment

CLOUD, DATA_CENTER = Deployment.CLOUD.value, Deployment.DATA_CENTER.value

IDENTIFIER = varchar(64)
KEY = varchar(255)
NAME = varchar(255)
TEXT = varchar(8_000)
LONG = LONGVARCHAR

Path = tuple[str, ...]


def person(prefix: str, who: str, path: Path, jql: str = "", *, empty: bool = False) -> tuple[Column, ...]:
    """The columns of a user: AccountId on Cloud, Name and Key on Data Center, then what people know them by."""
    identifier = Pushdown(Filter.PERSON, jql, empty=empty) if jql else None
    present = Pushdown(Filter.PRESENT, jql) if jql else None

    def column(name: str, member: str, text: str, deployment: str = "", **more: object) -> Column:
        base = Column(prefix + name, NAME, f"{text} of {who}.", (*path, member), deployment=deployment)
        return _with(base, more)

    return (
        column("AccountId", "accountId", "Account id", CLOUD, pushdown=identifier),
        column("Name", "name", "User name", DATA_CENTER, pushdown=identifier),
        column("Key", "key", "User key", DATA_CENTER, pushdown=present),
        column("DisplayName", "displayName", "Display name", pushdown=present, decode=Decode.NAME),
        column("EmailAddress", "emailAddress", "E-mail address, where the site shows it,", pushdown=present),
        column("Active", "active", "Whether the account is active,", type=BOOLEAN, pushdown=present),
    )


def member() -> tuple[Column, ...]:
    """The columns of a user whom the service desk lists, keyed by AccountId on Cloud, by Key on Data Center."""
    keyed = (
        replace(each, key=True, nullable=False) if each.name in ("AccountId", "Key") else each
        for each in person("", "the user", ())
    )
    return (*keyed, Column("TimeZone", varchar(64), "Time zone of the profile.", ("timeZone",)))


def membership(path: str, place: str) -> tuple[Write, ...]:
    """People who are added to a list and taken from it. `place`: the column of the path, with alternatives."""
    found = place.partition("|")[0]
    who = (
        (CLOUD, Put("AccountId", ("accountIds",), Given.LIST, required=True)),
        (DATA_CENTER, Put("Name", ("usernames",), Given.LIST, required=True)),
    )
    return tuple(
        write
        for deployment, put in who
        for write in (
            Write(INSERT, "POST", path.format(f"{{{place}}}"), (put,), deployment=deployment),
            Write(DELETE, "DELETE", path.format(f"{{{found}}}"), (put,), deployment=deployment),
        )
    )


def of_desk() -> Column:
    """The service desk that a row was listed for."""
    return Column(
        "ServiceDeskId",
        IDENTIFIER,
        "Id of its service desk.",
        ("@parent", "Id"),
        pushdown=Pushdown(Filter.PARAMETER, "ServiceDeskId"),
        key=True,
        nullable=False,
        references=("ServiceDesks", "Id"),
    )


def of_issue(prefix: str, who: str, table: str) -> tuple[Column, Column]:
    """The issue or request that a row was listed for: `prefix` Issue, `who` "the issue", `table` Issues."""
    parameter = f"{prefix}Id"
    number = Column(
        parameter,
        IDENTIFIER,
        f"Id of {who}.",
        ("@parent", "id"),
        pushdown=Pushdown(Filter.PARAMETER, parameter, "id"),
        key=True,
        nullable=False,
        references=(table, "IssueId"),
    )
    key = Column(
        f"{prefix}Key",
        KEY,
        f"Key of {who}.",
        ("@parent", "key"),
        pushdown=Pushdown(Filter.PARAMETER, parameter, "key"),
        nullable=False,
    )
    return number, key


def of_request() -> tuple[Column, Column]:
    """The request that a row was listed for."""
    return of_issue("Request", "the request", "Requests")


def _with(column: Column, changes: dict[str, object]) -> Column:
    return replace(column, **changes)  # type: ignore[arg-type]


def entry(name: str, field: str, jql: str, entries: str, text: str, *, empty: bool = False) -> tuple[Column, ...]:
    """Id and name of an entry of one of the site's lists: status, priority, issue type, resolution."""

    def by(part: str) -> Pushdown:
        return Pushdown(Filter.NAMED, jql, part, entries, empty)

    return (
        Column(f"{name}Id", IDENTIFIER, f"Id of the {text}.", ("fields", field, "id"), pushdown=by("id")),
        Column(
            name,
            NAME,
            f"Name of the {text}, in the language of the account.",
            ("fields", field, "name"),
            decode=Decode.NAME,
            pushdown=by("name"),
        ),
    )


def instant(
    name: str, path: Path, text: str, jql: str = "", *, nullable: bool = True, empty: bool = False, hidden: bool = False
) -> Column:
    """A UTC time."""
    pushdown = Pushdown(Filter.INSTANT, jql, empty=empty) if jql else None
    return Column(
        name,
        TIMESTAMP,
        f"{text} (UTC).",
        path,
        decode=Decode.INSTANT,
        pushdown=pushdown,
        order=jql,
        nullable=nullable,
        hidden=hidden,
    )


def pseudo(name: str, text: str, pushdown: Pushdown) -> Column:
    """A pseudo-column (Table.pseudo_columns)."""
    return Column(name, TEXT, text, pushdown=pushdown, pseudo=True, hidden=True)


JQL = pseudo("JQL", "A search in JQL that finds the issues of the rows.", Pushdown(Filter.JQL, "JQL"))


def day(name: str, path: Path, text: str, jql: str) -> Column:
    """A calendar date, of no zone."""
    return Column(name, DATE, text, path, decode=Decode.DATE, pushdown=Pushdown(Filter.DATE, jql), order=jql)


def json(name: str, path: Path, text: str, jql: str = "", kind: Filter = Filter.PRESENT) -> Column:
    """A value with structure, as JSON text."""
    pushdown = Pushdown(kind, jql) if jql else None
    return Column(name, LONG, f"{text} (JSON).", path, decode=Decode.JSON, pushdown=pushdown)
