"""The table of docs/tables: each statement that it promises works through ODBC, each other is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyodbc
import pytest

from jsdodbc.model.table import Unavailable
from jsdodbc.model.tables import TABLES
from jsdodbc.model.write import DELETE, INSERT, UPDATE
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.deployment import Deployment
from tests.odbc.clients import Client

# What a table must be asked by, or has rows for.
CONDITIONS = {
    "KnowledgeBaseArticles": "Query = 'How'",
    "IssueTransitions": "IssueId = '{r}'",
    "CustomerTransitions": "RequestId = '{r}'",
    "RequestNotifications": "RequestId = '{r}'",
}
VERBS = (INSERT, UPDATE, DELETE)


def _named(name: str) -> str:
    """The attributes of an object of Assets, as the API has them."""
    return json.dumps([{"objectTypeAttributeId": "1202", "objectAttributeValues": [{"value": name}]}])


FLAVOURS = {"cloud": Deployment.CLOUD.value, "dc": Deployment.DATA_CENTER.value}
# By table: the statements in their order, each changing one row. {r}: id of a request of the account, {k}: its key,
# {u}: a user, by the column {U}; {o}: an organization.
EXAMPLES: dict[str, dict[str, str]] = {
    "Organizations": {
        INSERT: "INSERT INTO Organizations (Name) VALUES ('Matrix')",
        DELETE: "DELETE FROM Organizations WHERE Name = 'Matrix'",
    },
    "OrganizationUsers": {
        INSERT: "INSERT INTO OrganizationUsers (OrganizationId, {U}) VALUES ('{o}', '{u}')",
        DELETE: "DELETE FROM OrganizationUsers WHERE OrganizationId = '{o}' AND {U} = '{u}'",
    },
    "ServiceDeskOrganizations": {
        INSERT: "INSERT INTO ServiceDeskOrganizations (ServiceDeskId, OrganizationId) VALUES ('2', '{o}')",
        DELETE: "DELETE FROM ServiceDeskOrganizations WHERE ServiceDeskId = '2' AND OrganizationId = '{o}'",
    },
    "RequestComments": {
        INSERT: "INSERT INTO RequestComments (RequestKey, Body) VALUES ('{k}', 'matrix')",
        UPDATE: "UPDATE RequestComments SET Body = 'changed' WHERE RequestKey = '{k}' AND Body = 'matrix'",
        DELETE: "DELETE FROM RequestComments WHERE RequestKey = '{k}' AND Body = 'changed'",
    },
    "IssueComments": {
        INSERT: "INSERT INTO IssueComments (IssueKey, Body) VALUES ('{k}', 'matrix')",
        UPDATE: "UPDATE IssueComments SET Body = 'changed' WHERE IssueKey = '{k}' AND Body = 'matrix'",
        DELETE: "DELETE FROM IssueComments WHERE IssueKey = '{k}' AND Body = 'changed'",
    },
    "RequestParticipants": {
        INSERT: "INSERT INTO RequestParticipants (RequestId, {U}) VALUES ('{r}', '{u}')",
        DELETE: "DELETE FROM RequestParticipants WHERE RequestId = '{r}' AND {U} = '{u}'",
    },
    "RequestApprovals": {UPDATE: "UPDATE RequestApprovals SET FinalDecision = 'declined' WHERE RequestId = '{r}'"},
    "Requests": {
        INSERT: "INSERT INTO Requests (ServiceDeskId, RequestTypeId, Summary) VALUES ('1', '10', 'matrix')",
        UPDATE: "UPDATE Requests SET Summary = 'changed', Status = 'Closed' WHERE Summary = 'matrix'",
        DELETE: "DELETE FROM Requests WHERE Summary = 'changed'",
    },
    "Issues": {
        INSERT: "INSERT INTO Issues (ProjectKey, IssueType, Summary) VALUES ('DEV', 'Task', 'matrix')",
        UPDATE: "UPDATE Issues SET Summary = 'changed', Status = 'Closed' WHERE Summary = 'matrix'",
        DELETE: "DELETE FROM Issues WHERE Summary = 'changed'",
    },
    "IssueWorklogs": {
        INSERT: "INSERT INTO IssueWorklogs (IssueKey, TimeSpent, Comment) VALUES ('{k}', '2h', 'matrix')",
        UPDATE: "UPDATE IssueWorklogs SET TimeSpentSeconds = 600 WHERE IssueKey = '{k}' AND Comment = 'matrix'",
        DELETE: "DELETE FROM IssueWorklogs WHERE IssueKey = '{k}' AND TimeSpentSeconds = 600",
    },
    "IssueLabels": {
        INSERT: "INSERT INTO IssueLabels (IssueKey, Label) VALUES ('{k}', 'matrix')",
        DELETE: "DELETE FROM IssueLabels WHERE IssueKey = '{k}' AND Label = 'matrix'",
    },
    "IssueComponents": {
        INSERT: "INSERT INTO IssueComponents (IssueKey, Component) VALUES ('{k}', 'Laptop')",
        DELETE: "DELETE FROM IssueComponents WHERE IssueKey = '{k}' AND Component = 'Laptop'",
    },
    "IssueFixVersions": {
        INSERT: "INSERT INTO IssueFixVersions (IssueKey, Version) VALUES ('{k}', '1.1')",
        DELETE: "DELETE FROM IssueFixVersions WHERE IssueKey = '{k}' AND Version = '1.1'",
    },
    "IssueAffectedVersions": {
        INSERT: "INSERT INTO IssueAffectedVersions (IssueKey, VersionId) VALUES ('{k}', '30001')",
        DELETE: "DELETE FROM IssueAffectedVersions WHERE IssueKey = '{k}'",
    },
    "ProjectComponents": {
        INSERT: "INSERT INTO ProjectComponents (ProjectKey, Name, Description) VALUES ('DEV', 'Matrix', 'new')",
        UPDATE: "UPDATE ProjectComponents SET Description = 'changed' WHERE Name = 'Matrix'",
        DELETE: "DELETE FROM ProjectComponents WHERE Name = 'Matrix' AND Description = 'changed'",
    },
    "ProjectVersions": {
        INSERT: "INSERT INTO ProjectVersions (ProjectId, Name, ReleaseDate) VALUES (10003, 'Matrix', '2027-01-01')",
        UPDATE: "UPDATE ProjectVersions SET Released = TRUE WHERE Name = 'Matrix'",
        DELETE: "DELETE FROM ProjectVersions WHERE Name = 'Matrix' AND Released",
    },
    "IssueProperties": {
        INSERT: "INSERT INTO IssueProperties (IssueKey, PropertyKey, Value) VALUES ('{k}', 'matrix', '[1, null]')",
        UPDATE: "UPDATE IssueProperties SET Value = '7' WHERE IssueKey = '{k}' AND PropertyKey = 'matrix'",
        DELETE: "DELETE FROM IssueProperties WHERE IssueKey = '{k}' AND PropertyKey = 'matrix' AND Value = '7'",
    },
    "IssueLinks": {
        INSERT: "INSERT INTO IssueLinks (IssueKey, TypeName, OutwardIssueKey) VALUES ('{k}', 'Blocks', 'SUP-1')",
        DELETE: "DELETE FROM IssueLinks WHERE IssueKey = '{k}'",
    },
    "IssueAttachments": {DELETE: "DELETE FROM IssueAttachments WHERE Id = '50011'"},
    "RequestAttachments": {DELETE: "DELETE FROM RequestAttachments WHERE Id = '50022'"},
    "RequestFeedback": {
        INSERT: "INSERT INTO RequestFeedback (RequestKey, Rating, Comment) VALUES ('{k}', 4, 'well')",
        DELETE: "DELETE FROM RequestFeedback WHERE RequestKey = '{k}'",
    },
    "RequestNotifications": {UPDATE: "UPDATE RequestNotifications SET Subscribed = FALSE WHERE RequestKey = '{k}'"},
    "ServiceDeskCustomers": {
        INSERT: "INSERT INTO ServiceDeskCustomers (ServiceDeskId, {U}) VALUES ('2', '{u}')",
        DELETE: "DELETE FROM ServiceDeskCustomers WHERE ServiceDeskId = '2' AND {U} = '{u}'",
    },
    "CustomerTransitions": {
        INSERT: "INSERT INTO CustomerTransitions (RequestId, Id, Comment) SELECT RequestId, Id, 'bye' "
        "FROM CustomerTransitions WHERE RequestId = '{r}' AND Name = 'Cancel request'"
    },
    "IssueTransitions": {
        INSERT: "INSERT INTO IssueTransitions (IssueId, Id) "
        "SELECT IssueId, Id FROM IssueTransitions WHERE IssueId = '{r}' AND ToStatus = 'Pending'"
    },
    "Queues": {
        INSERT: "INSERT INTO Queues (ServiceDeskId, Name, Jql, Fields) VALUES (1, 'Matrix', 'id > 1', '[\"summary\"]')",
        UPDATE: "UPDATE Queues SET Jql = 'project = ITH' WHERE Name = 'Matrix'",
        DELETE: "DELETE FROM Queues WHERE Name = 'Matrix'",
    },
    "Objects": {
        INSERT: f"INSERT INTO Objects (ObjectTypeId, Attributes) VALUES ('12', '{_named('Matrix')}')",
        UPDATE: f"UPDATE Objects SET Attributes = '{_named('Matrix 2')}' WHERE Label = 'Matrix'",
        DELETE: "DELETE FROM Objects WHERE Label = 'Matrix 2'",
    },
}


@dataclass(frozen=True, slots=True)
class Writer:
    flavour: str
    sandbox: Sandbox
    connection: pyodbc.Connection
    names: dict[str, str]

    def run(self, sql: str) -> int:
        for name, value in self.names.items():
            sql = sql.replace(f"{{{name}}}", value)
        return int(self.connection.execute(sql).rowcount)


@pytest.fixture(scope="module", params=FLAVOURS)
def writer(request: pytest.FixtureRequest, odbc: Path) -> Iterator[Writer]:
    with Sandbox(request.param, 60, bulky=False) as sandbox:
        connection = Client.of(sandbox, odbc).connect("Readonly=false;")
        who = "AccountId" if request.param == "cloud" else "Name"
        sql = "INSERT INTO Requests (ServiceDeskId, RequestTypeId, Summary) VALUES ('2', '22', 'of the matrix')"
        number, key = connection.execute(f"{sql} RETURNING IssueId, IssueKey").fetchone()
        user = connection.execute(f"SELECT {who} FROM Users WHERE DisplayName LIKE 'Grace%'").fetchval()
        connection.execute("INSERT INTO Organizations (Name) VALUES ('Of the matrix')")
        organization = connection.execute("SELECT SCOPE_IDENTITY()").fetchval()
        names = {"r": number, "k": key, "U": who, "u": user, "o": organization}
        yield Writer(request.param, sandbox, connection, names)
        connection.close()


def read(name: str, flavour: str) -> bool:
    """Whether the declarations promise SELECT."""
    table = next(each for each in TABLES if each.name == name).only(FLAVOURS[flavour])
    return not isinstance(table.read, Unavailable)


def possible(name: str, flavour: str) -> list[str]:
    """The verbs that the declarations promise."""
    table = next(each for each in TABLES if each.name == name).only(FLAVOURS[flavour])
    return [verb for verb in VERBS if table.written(verb)]


def test_every_table_that_can_be_written_has_its_examples() -> None:
    promised = {table.name: {write.verb for write in table.writes} for table in TABLES if table.writes}
    assert {name: set(each) for name, each in EXAMPLES.items()} == promised


@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_what_is_read_has_rows_with_every_column(writer: Writer, name: str) -> None:
    sql = f"SELECT * FROM {name} WHERE {CONDITIONS.get(name, 'TRUE')} LIMIT 3"
    if not read(name, writer.flavour):
        with pytest.raises(pyodbc.Error, match="can't be read from this kind of site"):
            writer.run(sql)
        return
    rows = writer.connection.execute(sql.replace("{r}", writer.names["r"]))
    table = next(each for each in TABLES if each.name == name).only(FLAVOURS[writer.flavour])
    visible = [column.name for column in table.columns if not column.pseudo]
    assert [column[0] for column in rows.description][: len(visible)] == visible
    assert rows.fetchall()


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_promised_works(writer: Writer, name: str) -> None:
    for verb in possible(name, writer.flavour):
        assert writer.run(EXAMPLES[name][verb]) == 1, verb


@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_what_is_not_promised_is_refused(writer: Writer, name: str) -> None:
    column = next(each for each in TABLES if each.name == name).declared[0].name
    statements = {
        INSERT: f"INSERT INTO {name} ({column}) VALUES (NULL)",
        UPDATE: f"UPDATE {name} SET {column} = NULL",
        DELETE: f"DELETE FROM {name}",
    }
    writer.sandbox.clear()
    for verb in set(VERBS) - set(possible(name, writer.flavour)):
        with pytest.raises(pyodbc.Error, match=f"{verb} is not possible") as caught:
            writer.run(statements[verb])
        assert caught.value.args[0] == "42000"
    assert writer.sandbox.requests == []


def test_the_system_tables_say_the_same(writer: Writer) -> None:
    found = dict(writer.connection.execute("SELECT TableName, IsUpdateable FROM sys_tables").fetchall())
    promised = {table.name: bool(possible(table.name, writer.flavour)) for table in TABLES}
    assert promised == {name: found.pop(name) for name in promised}
    assert not any(found.values())  # views of the site's own
    sql = "SELECT ColumnName FROM sys_tablecolumns WHERE TableName = 'RequestComments' AND NOT IsReadOnly"
    changed = {row[0] for row in writer.connection.execute(sql)}
    assert changed == {"RequestId", "RequestKey", "Body", "Public"}
