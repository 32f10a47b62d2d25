"""Tables through the driver manager, their values compared with what the site was made with."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pyodbc
import pytest

from jsdodbc.sandbox.generate.store import GeneratedStore
from jsdodbc.sandbox.server import Sandbox
from tests.odbc.clients import Client

PARTICIPANTS, APPROVALS = "customfield_10004", "customfield_10003"


@pytest.fixture
def cursor(client: Client) -> Iterator[pyodbc.Cursor]:
    connection = client.connect()
    yield connection.cursor()
    connection.close()


def requests(site: Sandbox) -> list[dict[str, Any]]:
    """The issues of projects of service desks."""
    desks = {each["id"] for each in site.truth.all("project") if each["projectTypeKey"] == "service_desk"}
    return [issue for issue in site.truth.issues() if issue["fields"]["project"]["id"] in desks]


def identifier(site: Sandbox) -> str:
    return "AccountId" if site.flavour == "cloud" else "Name"


def identity(site: Sandbox, user: dict[str, Any]) -> str:
    found: str = user["accountId" if site.flavour == "cloud" else "name"]
    return found


def moment(value: dict[str, Any] | None) -> datetime.datetime | None:
    epoch = datetime.datetime(1970, 1, 1)
    return epoch + datetime.timedelta(milliseconds=value["epochMillis"]) if value else None


def read(cursor: pyodbc.Cursor, sql: str, *given: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in cursor.execute(sql, *given)), key=repr)


def test_participants(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    columns = f"RequestId, RequestKey, {identifier(site)}, DisplayName, EmailAddress, Active, TimeZone"
    wanted = [
        (issue["id"], issue["key"], identity(site, user), user["displayName"], user.get("emailAddress"),
         user["active"], user["timeZone"])
        for issue in requests(site)
        for user in issue["fields"][PARTICIPANTS]
    ]  # fmt: skip
    assert wanted
    assert read(cursor, f"SELECT {columns} FROM RequestParticipants") == sorted(wanted, key=repr)
    one = wanted[0][1]
    assert read(cursor, f"SELECT {columns} FROM RequestParticipants WHERE RequestKey = ?", one) == sorted(
        (row for row in wanted if row[1] == one), key=repr
    )


def test_approvals(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    columns = "RequestId, Id, Name, FinalDecision, CanAnswerApproval, CreatedDate, CompletedDate"
    wanted = [
        (issue["id"], each["id"], each["name"], each["finalDecision"], each["canAnswerApproval"],
         moment(each["createdDate"]), moment(each.get("completedDate")))
        for issue in requests(site)
        for each in issue["fields"][APPROVALS] or ()
    ]  # fmt: skip
    assert wanted
    assert read(cursor, f"SELECT {columns} FROM RequestApprovals") == sorted(wanted, key=repr)
    approvers = json.loads(
        cursor.execute("SELECT Approvers FROM RequestApprovals WHERE Id = ?", wanted[0][1]).fetchval()
    )
    assert {"approver", "approverDecision"} <= set(approvers[0])


def test_participants_and_approvals_come_with_the_issues(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    read(cursor, "SELECT Id FROM ServiceDesks")
    for table in ("RequestParticipants", "RequestApprovals"):
        before = len(site.requests)
        cursor.execute(f"SELECT * FROM {table}").fetchall()
        assert len(site.requests) - before <= 8, table


def test_status_changelog(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    field = "customfield_10010" if site.flavour == "cloud" else "customfield_10001"
    asked = requests(site)[:40]
    keys = ", ".join(f"'{issue['key']}'" for issue in asked)
    wanted = [
        (issue["key"], *state)
        for issue in asked
        if issue["fields"][field]
        for current in [issue["fields"][field]["currentStatus"]]
        for state in (
            ("Open", "NEW", instant(issue["fields"]["created"])),
            (current["status"], current["statusCategory"], moment(current["statusDate"])),
        )
    ]
    assert len(wanted) < 2 * len(asked)  # some issues of a service desk's project are no requests, and have no history
    columns = "RequestKey, Status, StatusCategory, StatusDate"
    rows = read(cursor, f"SELECT {columns} FROM RequestStatusChangelog WHERE RequestKey IN ({keys})")
    assert rows == sorted(wanted, key=repr)


def instant(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC).replace(tzinfo=None)


def test_members_of_organizations(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    store = site.truth.store
    assert isinstance(store, GeneratedStore)
    wanted = [
        (organization.id, identity(site, user.json), user.json["displayName"])
        for user in store.people.customers
        if (organization := store.people.organization_of(user)) is not None
    ]
    columns = f"OrganizationId, {identifier(site)}, DisplayName"
    assert read(cursor, f"SELECT {columns} FROM OrganizationUsers") == sorted(wanted, key=repr)
    first = wanted[0][0]
    assert read(cursor, f"SELECT {columns} FROM OrganizationUsers WHERE OrganizationId = ?", first) == sorted(
        (row for row in wanted if row[0] == first), key=repr
    )
    assert read(cursor, "SELECT * FROM OrganizationUsers WHERE OrganizationId = '4711'") == []


def test_organizations_of_service_desks(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    desks = [row[0] for row in read(cursor, "SELECT Id FROM ServiceDesks")]
    wanted = [(desk, each["id"], each["name"]) for desk in desks for each in site.truth.all("organization")]
    rows = read(cursor, "SELECT ServiceDeskId, OrganizationId, OrganizationName FROM ServiceDeskOrganizations")
    assert rows == sorted(wanted, key=repr)


def test_server_info(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    kind, title, built = cursor.execute("SELECT DeploymentType, ServerTitle, BuildDate FROM ServerInfo").fetchone()
    assert (kind, title) == ("Cloud" if site.flavour == "cloud" else "Server", "Sandbox")
    assert built == datetime.datetime(2026, 3, 18, 10, 12, 28)
    assert read(cursor, "SELECT COUNT(*) FROM ServerInfo WHERE BaseUrl = ?", site.url.rstrip("/")) == [(1,)]
