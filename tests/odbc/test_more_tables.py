"""Tables of the portal, of projects, of administrators and of boards, through the driver manager."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyodbc
import pytest

from jsdodbc.model.table import Unavailable
from jsdodbc.model.tables import TABLES
from jsdodbc.sandbox import routes_administration, routes_agile, routes_lists, routes_portal
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.sandbox.site import Site
from tests.odbc.clients import Client
from tests.odbc.test_children_of_issues import instant, ordered, plain, read, store_of


@pytest.fixture
def cursor(client: Client) -> Iterator[pyodbc.Cursor]:
    connection = client.connect()
    yield connection.cursor()
    connection.close()


@pytest.fixture
def held(site: Sandbox) -> Site:
    """The site once more, to ask its routes what they tell."""
    return site._site(site.url)


def identifier(site: Sandbox) -> tuple[str, str]:
    return ("AccountId", "accountId") if site.flavour == "cloud" else ("Name", "name")


def test_every_table_is_read_or_says_why_not(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    kind = "Cloud" if site.flavour == "cloud" else "Data Center"
    for table in TABLES:
        where = " WHERE Query = 'print'" if table.name == "KnowledgeBaseArticles" else ""
        sql = f"SELECT * FROM {table.schema}.{table.name}{where}"
        if isinstance(table.only(kind).read, Unavailable):
            with pytest.raises(pyodbc.Error, match="HYC00"):
                cursor.execute(sql).fetchall()
        else:
            rows = cursor.execute(sql).fetchall()
            assert rows, table.name
            keys = [column.name for column in table.only(kind).keys]
            names = [item[0] for item in cursor.description]
            places = [names.index(name) for name in keys]
            if table.name == "RequestStatusChangelog":
                continue  # of what was never touched, the site tells the first status twice
            found = [tuple(row[place] for place in places) for row in rows]
            assert None not in {value for row in found for value in row}, table.name
            assert len(set(found)) == len(found), (table.name, "a primary key is not unique")


@pytest.mark.parametrize("table", ["Customers", "ServiceDeskCustomers"])
def test_customers(cursor: pyodbc.Cursor, site: Sandbox, held: Site, table: str) -> None:
    if site.flavour != "cloud":
        with pytest.raises(pyodbc.Error, match="Read Users"):
            cursor.execute(f"SELECT * FROM {table}")
        return
    wanted = [
        (desk, user.json["accountId"], user.json["displayName"])
        for desk in ("1", "2", "3", "4")
        for user in routes_portal.customers_of(held, desk)
    ]
    columns = "ServiceDeskId, AccountId, DisplayName"
    assert read(cursor, f"SELECT {columns} FROM {table}") == ordered(wanted)
    two = [row for row in wanted if row[0] == "2"]
    assert read(cursor, f"SELECT {columns} FROM {table} WHERE ServiceDeskId = '2'") == ordered(two)


def test_articles_are_searched(cursor: pyodbc.Cursor, site: Sandbox, held: Site) -> None:
    if site.flavour != "cloud":
        with pytest.raises(pyodbc.Error, match="Confluence"):
            cursor.execute("SELECT * FROM KnowledgeBaseArticles WHERE Query = 'print'")
        return
    with pytest.raises(pyodbc.Error, match="Query = '…'"):
        cursor.execute("SELECT * FROM KnowledgeBaseArticles")
    every = [routes_portal.article(held, "2", at) for at in range(routes_portal.ARTICLES)]
    wanted = [(row["title"], row["source"]["pageId"]) for row in every if "order" in row["title"]]
    sql = "SELECT Title, SourcePageId FROM KnowledgeBaseArticles WHERE Query = 'order' AND ServiceDeskId = '2'"
    assert read(cursor, sql) == ordered(wanted)


def test_fields_of_request_types(cursor: pyodbc.Cursor, held: Site) -> None:
    types = [(each.json["serviceDeskId"], each.id) for each in held.store.of_kind("requesttype")]
    fields = routes_portal.asked_fields(held)
    wanted = [
        (desk, kind, field.id, f"{field.name}?", field.id == "summary", kind != "10")
        for desk, kind in types
        for field in fields
    ]
    columns = "ServiceDeskId, RequestTypeId, FieldId, Name, Required, CanAddRequestParticipants"
    assert read(cursor, f"SELECT {columns} FROM RequestTypeFields") == ordered(wanted)
    some = [row for row in wanted if row[1] == "20"]
    assert read(cursor, f"SELECT {columns} FROM RequestTypeFields WHERE RequestTypeId = '20'") == ordered(some)
    valid = cursor.execute("SELECT ValidValues FROM RequestTypeFields WHERE FieldId LIKE 'custom%'").fetchval()
    assert {"value", "label"} <= set(json.loads(valid)[0])


def test_requests_of_queues(cursor: pyodbc.Cursor, site: Sandbox, held: Site) -> None:
    wanted = [
        (queue["queue"], site.truth.issue(index)["key"], site.truth.issue(index)["fields"]["summary"])
        for queue in _queues(held)
        for index in held.searches.result(queue["jql"]).numbers
    ]
    assert read(cursor, "SELECT QueueId, IssueKey, Summary FROM QueueRequests") == ordered(wanted)
    some = [row for row in wanted if row[0] == "101"]
    sql = "SELECT QueueId, IssueKey, Summary FROM QueueRequests WHERE ServiceDeskId = '1' AND QueueId = '101'"
    assert read(cursor, sql) == ordered(some)


def _queues(held: Site) -> list[dict[str, Any]]:
    from jsdodbc.sandbox.routes_desk import desks, queue_rows

    return [{**row, "queue": row["id"]} for desk in desks(held) for row in queue_rows(held, desk)]


def test_components_and_versions(cursor: pyodbc.Cursor, held: Site) -> None:
    projects = held.store.of_kind("project")
    components = [
        (each.id, row["project"], row["id"], row["name"], row.get("description"),
         (plain(row.get("lead")) or {}).get("displayName"))
        for each in projects
        for row in routes_lists.component_rows(held, each)
    ]  # fmt: skip
    columns = "ProjectId, ProjectKey, Id, Name, Description, LeadDisplayName"
    assert read(cursor, f"SELECT {columns} FROM ProjectComponents") == ordered(components)
    versions = [
        (each.id, row["id"], row["name"], row["released"], row.get("overdue"))
        for each in projects
        for row in routes_lists.version_rows(held, each)
    ]
    columns = "ProjectId, Id, Name, Released, Overdue"
    assert read(cursor, f"SELECT {columns} FROM ProjectVersions") == ordered(versions)
    one = projects[0].id
    assert read(cursor, f"SELECT {columns} FROM ProjectVersions WHERE ProjectId = ?", one) == ordered(
        [row for row in versions if row[0] == one]
    )


def test_groups_and_their_members(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    store, (column, member) = store_of(site), identifier(site)
    assert read(cursor, "SELECT Name FROM Groups") == ordered([(each.name,) for each in store.groups()])
    group = "GroupId" if site.flavour == "cloud" else "GroupName"
    wanted = [(each.id, user.json[member]) for each in store.groups() for user in store.members(each)]
    assert read(cursor, f"SELECT {group}, {column} FROM GroupMembers") == ordered(wanted)
    first = wanted[0][0]
    assert read(cursor, f"SELECT {group}, {column} FROM GroupMembers WHERE {group} = ?", first) == ordered(
        [row for row in wanted if row[0] == first]
    )


def test_boards_and_sprints(cursor: pyodbc.Cursor, held: Site) -> None:
    boards = [(str(row["id"]), row["name"], row["type"]) for row in (
        routes_agile.board_row(held, at) for at in range(len(routes_agile.BOARDS)))]  # fmt: skip
    assert read(cursor, "SELECT Id, Name, Type FROM Boards") == ordered(boards)
    counts = routes_agile._SPRINTS
    rows = [
        routes_agile.sprint_row(held, board + 1, at, counts[board] - 1)
        for board in range(len(counts))
        for at in range(counts[board])
    ]
    wanted = [
        (str(row["originBoardId"]), str(row["id"]), row["name"], row["state"], instant(row.get("startDate")),
         instant(row.get("completeDate")))
        for row in rows
    ]  # fmt: skip
    columns = "BoardId, Id, Name, State, StartDate, CompleteDate"
    assert read(cursor, f"SELECT {columns} FROM Sprints") == ordered(wanted)
    some = [row for row in wanted if row[0] == "2"]
    assert read(cursor, f"SELECT {columns} FROM Sprints WHERE BoardId = '2'") == ordered(some)
    assert read(cursor, f"SELECT {columns} FROM Sprints WHERE BoardId = '1'") == []
    assert read(cursor, f"SELECT {columns} FROM Sprints WHERE BoardId = '4711'") == []


OPTIONS = ("select", "radiobuttons", "multiselect", "multicheckboxes", "cascadingselect")


def test_options_of_fields(cursor: pyodbc.Cursor, held: Site) -> None:
    wanted = [
        (field.id, row["id"], row["value"], row["disabled"])
        for field in held.store.fields
        if str((field.schema or {}).get("custom")).rpartition(":")[2] in OPTIONS
        for row in routes_administration.option_rows(held, field)
    ]
    assert read(cursor, "SELECT FieldId, Id, Value, Disabled FROM FieldOptions") == ordered(wanted)
    one = wanted[0][0]
    sql = "SELECT FieldId, Id, Value, Disabled FROM FieldOptions WHERE FieldId = ?"
    assert read(cursor, sql, one) == ordered([row for row in wanted if row[0] == one])


def test_filters(cursor: pyodbc.Cursor, site: Sandbox, held: Site) -> None:
    rows = [row for row in routes_administration.filter_rows(held) if site.flavour == "cloud" or row["favourite"]]
    wanted = [(row["id"], row["name"], row["jql"], row["favourite"], row.get("description")) for row in rows]
    assert read(cursor, "SELECT Id, Name, Jql, Favourite, Description FROM Filters") == ordered(wanted)


def test_the_audit_log(cursor: pyodbc.Cursor, site: Sandbox, held: Site) -> None:
    if site.flavour != "cloud":
        return
    rows = [routes_administration.audit_row(held, at) for at in range(routes_administration.AUDITED)]
    wanted = [(str(row["id"]), instant(row["created"]), row["category"], row["objectItem"]["name"]) for row in rows]
    assert read(cursor, "SELECT Id, Created, Category, ObjectName FROM AuditRecords") == ordered(wanted)


def test_permissions(cursor: pyodbc.Cursor) -> None:
    rows = dict(read(cursor, "SELECT PermissionKey, HavePermission FROM MyPermissions"))
    assert rows["BROWSE_PROJECTS"] is True
    assert rows["SYSTEM_ADMIN"] is False
    sql = "SELECT HavePermission FROM MyPermissions WHERE ProjectKey = 'SUP' AND PermissionKey = 'EDIT_ISSUES'"
    assert read(cursor, sql) == [(True,)]


def test_slas_approvers_organizations_feedback(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    slas = [(field["id"], field["name"]) for field in site.truth.fields() if "sd-sla-field" in str(field.get("schema"))]
    assert read(cursor, "SELECT FieldId, Name FROM SLAs") == ordered(slas)
    desks = {each["id"] for each in site.truth.all("project") if each["projectTypeKey"] == "service_desk"}
    requests = [issue for issue in site.truth.issues() if issue["fields"]["project"]["id"] in desks]
    approvers = [
        (issue["key"], approval["id"], place, plain(each["approver"])["displayName"], each["approverDecision"])
        for issue in requests
        for approval in issue["fields"]["customfield_10003"] or ()
        for place, each in enumerate(approval["approvers"], 1)
    ]
    columns = "RequestKey, ApprovalId, Place, ApproverDisplayName, Decision"
    assert read(cursor, f"SELECT {columns} FROM RequestApprovers") == ordered(approvers)
    organizations = [
        (issue["id"], each["id"], each["name"]) for issue in requests for each in issue["fields"]["customfield_10002"]
    ]
    columns = "RequestId, OrganizationId, OrganizationName"
    assert read(cursor, f"SELECT {columns} FROM RequestOrganizations") == ordered(organizations)
    rated = read(cursor, "SELECT IssueKey, Satisfaction, SatisfactionDate FROM Requests WHERE Satisfaction IS NOT NULL")
    assert read(cursor, "SELECT RequestKey, Rating, RatedDate FROM RequestFeedback") == ordered(rated)


@pytest.mark.parametrize(
    ("table", "denied", "said"),
    [
        ("QueueRequests", "SERVICEDESK_AGENT", "an agent's licence"),
        ("FieldOptions", "ADMINISTER", "Administer Jira"),
        ("Groups", "USER_PICKER", "Browse users and groups"),
    ],
)
def test_a_missing_permission_is_named(odbc: Path, table: str, denied: str, said: str) -> None:
    for flavour in ("cloud", "dc"):
        with Sandbox(flavour, issues=5, seed=1, bulky=False) as site:
            site.set(denied=[denied])
            connection = Client.of(site, odbc).connect()
            with pytest.raises(pyodbc.Error, match=said):
                connection.execute(f"SELECT * FROM {table}").fetchall()
            connection.close()


OWN = "SELECT IssueKey FROM Requests WHERE RequestOwnership = '{}'"


def test_the_portals_own_view_of_requests(cursor: pyodbc.Cursor, site: Sandbox, held: Site) -> None:
    from jsdodbc.sandbox.routes_request import mine_as

    store = store_of(site)
    requests = [index for index in range(store.size) if store.request_type(index) is not None]
    for role in ("OWNED_REQUESTS", "APPROVER"):
        mine = [(store.key(index),) for index in requests if mine_as(held, index, [role])]
        assert read(cursor, OWN.format(role)) == ordered(mine)
    one = read(cursor, OWN.format("OWNED_REQUESTS"))[0][0]
    summary = cursor.execute("SELECT Summary FROM Requests WHERE IssueKey = ?", one).fetchval()
    asked = "SELECT IssueKey FROM Requests WHERE SearchTerm = ? AND IssueKey = ?"
    assert read(cursor, asked, summary, one) == [(one,)]
    both = "SELECT COUNT(*) AS n FROM Requests WHERE RequestOwnership IN ('OWNED_REQUESTS', 'APPROVER')"
    states = [
        cursor.execute(f"{both} AND RequestStatus = '{state}'").fetchval()
        for state in ("OPEN_REQUESTS", "CLOSED_REQUESTS", "ALL_REQUESTS")
    ]
    assert states[0] + states[1] == states[2] > 0
    with pytest.raises(pyodbc.Error, match="only be used with requestOwnership APPROVER"):
        cursor.execute("SELECT IssueKey FROM Requests WHERE ApprovalStatus = 'MY_PENDING_APPROVAL'").fetchall()
    with pytest.raises(pyodbc.Error, match="two ways of asking"):
        cursor.execute("SELECT IssueKey FROM Requests WHERE SearchTerm = 'x' AND JQL = 'key = SUP-1'").fetchall()
