"""Statements that change the site, against the sandbox: what is sent, what comes back, what goes wrong."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.session import Session
from tests.execute.site import rows

ALLOWED = "Readonly=false;"


class Site:
    """A site with a connection that may change it."""

    def __init__(self, sandbox: Sandbox, more: str = ALLOWED) -> None:
        resolved, _ = settings.resolve(connection_string.parse(sandbox.connection_string + more))
        self.sandbox = sandbox
        self.session = Session.open(resolved, Cancellation())
        self.connection = Connection(self.session)

    def run(self, sql: str, *sets: tuple[Any, ...]) -> list[int]:
        """The row count of each result."""
        execution = self.connection.execute(
            self.connection.prepare(sql), list(sets) or [()], cancellation=Cancellation()
        )
        return [result.row_count for result in execution.results]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return rows(self.connection, sql, *values)

    def a_request(self) -> str:
        sql = "SELECT IssueKey FROM Requests WHERE RequestTypeId IS NOT NULL ORDER BY IssueKey LIMIT 1"
        return str(self.rows(sql)[0][0])

    def sent(self) -> list[tuple[str, str, Any]]:
        """What changed the site since the last `clear`."""
        written = [
            each
            for each in self.sandbox.requests
            if each.method in ("PUT", "DELETE") or (each.method == "POST" and "search" not in each.path)
        ]
        return [
            (each.method, each.path, json.loads(each.body or b"null"))
            for each in written
            if "bulk" not in each.path and "/comment/list" not in each.path
        ]

    def close(self) -> None:
        self.connection.close()
        self.session.close()


@pytest.fixture(scope="module", params=["cloud", "dc"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with Sandbox(request.param, 120, bulky=False) as sandbox:
        made = Site(sandbox)
        yield made
        made.close()


@pytest.fixture(autouse=True)
def whole(site: Site) -> Iterator[None]:
    site.sandbox.clear()
    yield
    site.sandbox.faults.clear()
    site.sandbox.set(denied=[])


def failure(site: Site, sql: str, *sets: tuple[Any, ...]) -> Error:
    with pytest.raises(Error) as caught:
        site.run(sql, *sets)
    return caught.value


def test_read_only_is_the_default(site: Site) -> None:
    careful = Site(site.sandbox, "")
    refused = failure(careful, "INSERT INTO Organizations (Name) VALUES ('x')")
    assert refused.sqlstate == "42000" and "Readonly=false" in refused.message
    careful.close()
    prepared = site.connection.prepare("INSERT INTO Organizations (Name) VALUES ('x')")
    site.connection.read_only_asked = True
    try:
        with pytest.raises(Error, match="SQL_ATTR_ACCESS_MODE"):
            site.connection.execute(prepared, cancellation=Cancellation())
    finally:
        site.connection.read_only_asked = False
    assert site.sent() == []


def test_many_rows_and_their_keys(site: Site) -> None:
    assert site.run("INSERT INTO Organizations (Name) VALUES ('One'), ('Two'), (upper('three'))") == [3]
    found = site.rows("SELECT Id, Name FROM Organizations WHERE Name IN ('One', 'Two', 'THREE') ORDER BY Id")
    assert [name for _, name in found] == ["One", "Two", "THREE"]
    assert site.rows("SELECT SCOPE_IDENTITY()") == [(found[-1][0],)]
    told = site.rows("SELECT Id, Operation, Message FROM sys_identity")
    assert told == [(number, "INSERT", None) for number, _ in found]
    assert site.run("DELETE FROM Organizations WHERE Name IN ('One', 'Two', 'THREE')") == [3]
    assert site.run("DELETE FROM Organizations WHERE Name = 'One'") == [0]


def test_the_key_follows_in_the_same_text(site: Site) -> None:
    text = "INSERT INTO Organizations (Name) VALUES (?); SELECT SCOPE_IDENTITY() AS k"
    key = site.rows(text, "Followed")[0][0]
    assert site.rows("SELECT Name FROM Organizations WHERE Id = ?", key) == [("Followed",)]


def test_returning_reads_back_what_was_written(site: Site) -> None:
    key = site.a_request()
    sql = f"INSERT INTO RequestComments (RequestKey, Body, Public) VALUES ('{key}', ?, FALSE)"
    ((number, body, public, author),) = site.rows(f"{sql} RETURNING Id, Body, Public, AuthorDisplayName", "psst")
    assert (body, public, author) == ("psst", False, "Ada Agent")
    where = f"WHERE RequestKey = '{key}' AND Id = '{number}'"
    assert site.rows(f"UPDATE RequestComments SET Body = Body || '!' {where} RETURNING Body") == [("psst!",)]
    assert site.rows(f"DELETE FROM RequestComments {where} RETURNING *")[0][3] == "psst!"
    assert site.rows(f"SELECT * FROM RequestComments {where}") == []
    assert [method for method, *_ in site.sent()] == ["POST", "PUT", "DELETE"]


def test_insert_select_finds_its_rows_first(site: Site) -> None:
    key = site.a_request()
    assert site.run(f"INSERT INTO RequestComments (RequestKey, Body) VALUES ('{key}', 'again')") == [1]
    own = f"SELECT RequestId, Body FROM RequestComments WHERE RequestKey = '{key}' AND Body = 'again'"
    assert site.run(f"INSERT INTO RequestComments (RequestId, Body) {own}") == [1]
    assert len(site.rows(own)) == 2
    assert site.run(f"DELETE FROM RequestComments WHERE RequestKey = '{key}' AND Body = 'again'") == [2]
    scratch = f"SELECT '{key}' AS k, 'kept' AS b INTO #mine"
    site.run(scratch)
    assert site.run("INSERT INTO RequestComments (RequestKey, Body) SELECT k, b FROM #mine") == [1]


def test_parameter_arrays(site: Site) -> None:
    sql = "INSERT INTO RequestComments (RequestKey, Body, Public) VALUES (?, ?, ?)"
    key = site.a_request()
    assert site.run(sql, (key, "a", True), (key, "b", None)) == [2]
    bodies = [body for method, _, body in site.sent() if method == "POST"]
    assert bodies == [{"body": "a", "public": True}, {"body": "b", "public": True}]
    described = site.connection.prepare(sql).parameters
    assert [(each.sql_type, each.column_size) for each in described] == [(-9, 255), (-10, 32767), (-7, 1)]
    update = "UPDATE RequestComments SET Body = ? WHERE RequestKey = ? AND Id = ?"
    described = site.connection.prepare(update).parameters
    assert [(each.sql_type, each.column_size) for each in described] == [(-10, 32767), (-9, 255), (-9, 64)]


@pytest.mark.parametrize(
    ("sql", "state", "said"),
    [
        ("INSERT INTO RequestComments (RequestKey) VALUES ('x')", "23000", "needs a value for Body"),
        ("INSERT INTO RequestComments (Body) VALUES ('x')", "23000", "RequestId or RequestKey"),
        ("INSERT INTO RequestComments (RequestKey, Body) VALUES ('x', NULL)", "23000", "Body, which is NULL"),
        (
            "INSERT INTO RequestComments (RequestKey, Body, Created) VALUES ('x', 'x', NOW())",
            "42000",
            "Created a value",
        ),
        ("INSERT INTO RequestComments (RequestKey, Bodi) VALUES ('x', 'x')", "42S22", "Did you mean Body"),
        ("INSERT INTO RequestComments (RequestKey, Body, Body) VALUES (1, 2, 3)", "42000", "twice"),
        ("INSERT INTO RequestComments (RequestKey, Body) VALUES ('x')", "21S01", "has 1"),
        ("INSERT INTO RequestComments (RequestKey, Body) SELECT 'x'", "21S01", "its SELECT gives another number"),
        ("INSERT INTO RequestComments (RequestKey, Body, Public) VALUES ('x', 'x', 'maybe')", "22018", "maybe"),
        ("INSERT INTO Statuses (Name) VALUES ('x')", "42000", "can only be read"),
        ("UPDATE Organizations SET Name = 'x'", "42000", "takes INSERT and DELETE only"),
        ("UPDATE RequestComments SET Public = TRUE", "42000", "It takes Body"),
        ("TRUNCATE TABLE Organizations", "42000", "TRUNCATE"),
        ("DROP TABLE Organizations", "42000", "can't be dropped"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_sent(site: Site, sql: str, state: str, said: str) -> None:
    refused = failure(site, sql)
    assert refused.sqlstate == state and said in refused.message
    assert site.sent() == []


def test_the_first_row_that_fails_ends_the_statement(site: Site) -> None:
    key = site.a_request()
    refused = failure(
        site, f"INSERT INTO RequestComments (RequestKey, Body) VALUES ('{key}', 'a'), ('NO-1', 'b'), ('{key}', 'c')"
    )
    assert refused.message.startswith("Row 2 of 3: ")
    assert "The one before it was written; the 1 after it were not tried." in refused.message
    assert len(site.sent()) == 2
    told = site.rows("SELECT Id IS NULL, Message FROM sys_identity")
    assert told[0] == (False, None) and told[1][0] and "404" in told[1][1]
    several = failure(site, "INSERT INTO RequestComments (RequestKey, Body) VALUES (?, 'x')", (key,), ("NO-1",), (key,))
    assert several.row == 2
    assert len(site.sent()) == 4


def test_or_all_rows_are_tried(site: Site) -> None:
    going_on = Site(site.sandbox, ALLOWED + "BatchErrors=continue;")
    key = going_on.a_request()
    site.sandbox.clear()
    sql = f"INSERT INTO RequestComments (RequestKey, Body) VALUES ('{key}', 'a'), ('NO-1', 'b'), ('{key}', 'c')"
    execution = going_on.connection.execute(going_on.connection.prepare(sql), cancellation=Cancellation())
    (result,) = execution.results
    assert result.row_count == 2
    assert [(each.sqlstate, each.message[:29]) for each in result.notices] == [
        ("01S01", "Row 2 of 3 was not written: T")
    ]
    prepared = going_on.connection.prepare("INSERT INTO RequestComments (RequestKey, Body) VALUES (?, 'x')")
    execution = going_on.connection.execute(prepared, [("NO-1",), (key,)], cancellation=Cancellation())
    assert [result.row_count for result in execution.results] == [1]
    assert list(execution.refused) == [1]
    assert len(site.sent()) == 5
    going_on.close()


@pytest.mark.parametrize("kind", ["before headers", "mid body", "status", "html"])
def test_an_answer_that_is_lost_leaves_the_outcome_unknown(site: Site, kind: str) -> None:
    site.sandbox.faults.add(kind, "/organization", method="POST", times=None, status=502)
    refused = failure(site, "INSERT INTO Organizations (Name) VALUES ('Once')")
    assert refused.sqlstate == "08S01" and "unknown" in refused.message
    assert len(site.sent()) == 1  # never sent again
    assert site.rows("SELECT Id FROM sys_identity") == [(None,)]


def test_a_site_that_is_busy_is_asked_again(site: Site) -> None:
    site.sandbox.faults.add("429", "/organization", method="POST", retry_after=0)
    assert site.run("INSERT INTO Organizations (Name) VALUES ('Busy')") == [1]
    assert site.run("DELETE FROM Organizations WHERE Name = 'Busy'") == [1]


def test_missing_permission(site: Site) -> None:
    site.sandbox.set(denied=["MANAGE_ORGANIZATIONS"])
    refused = failure(site, "INSERT INTO Organizations (Name) VALUES ('x')")
    assert refused.sqlstate == "42000" and refused.native == 403 and "MANAGE_ORGANIZATIONS" in refused.message


# ---- requests and issues
def raised(site: Site, summary: str, kind: str = "22", desk: str = "2") -> str:
    """The key of a new request."""
    sql = "INSERT INTO Requests (ServiceDeskId, RequestTypeId, Summary) VALUES (?, ?, ?) RETURNING IssueKey"
    return str(site.rows(sql, desk, kind, summary)[0][0])


def test_a_request_is_raised_with_fields_of_every_kind(site: Site) -> None:
    own = Site(site.sandbox, ALLOWED + "IncludeCustomFields=true;")
    names = "ServiceDeskId, RequestTypeId, Summary, Description, Priority, DueDate, Labels, Impact, [Story Points]"
    columns = {column.name: column for column in own.connection.catalog.find("Requests").every}
    number = next(name for name, column in columns.items() if "float" in column.description and "[" not in name)
    values = "'2', '22', 'A laptop', 'the old one broke', 'High', '2027-02-01', '[\"new\"]', 'Minor / Localized', 2.5"
    read = f"IssueKey, Summary, Description, Priority, CAST(DueDate AS VARCHAR), Labels, Impact, [{number}], Status"
    (row,) = own.rows(
        f"INSERT INTO Requests ({names.replace('Story Points', number)}) VALUES ({values}) RETURNING {read}"
    )
    wanted = ("A laptop", "the old one broke", "High", "2027-02-01", '["new"]', "Minor / Localized", 2.5, "Open")
    assert row[1:] == wanted
    sent = next(body for _, path, body in site.sent() if path.endswith("/request"))
    assert sent["requestFieldValues"]["priority"] == {"name": "High"}
    assert own.rows("SELECT Summary FROM Requests WHERE IssueKey = ?", row[0]) == [("A laptop",)]
    own.close()


def test_lists_are_written_as_they_are_read(site: Site) -> None:
    own = Site(site.sandbox, ALLOWED + "IncludeCustomFields=true;")
    key = raised(own, "Several")
    changes = """[Operational categorization] = '["Access","1.0"]', Tags = '["vip"]'"""
    written = f"UPDATE Requests SET {changes} WHERE IssueKey = ?"
    assert own.run(written, (key,)) == [1]
    read = "SELECT [Operational categorization], Tags FROM Requests WHERE IssueKey = ?"
    assert own.rows(read, key) == [('["Access","1.0"]', '["vip"]')]
    sent = next(body for method, _, body in site.sent() if method == "PUT")
    assert [{"value": "Access"}, {"value": "1.0"}] in sent["fields"].values()
    refused = failure(own, "UPDATE Requests SET [Change manager Id] = 'x' WHERE IssueKey = '" + key + "'")
    assert refused.sqlstate == "42000" and "Change manager" in refused.message
    own.close()


def test_a_request_on_behalf_of_a_customer(site: Site) -> None:
    who = "AccountId" if site.sandbox.flavour == "cloud" else "Name"
    user, name = site.rows(f"SELECT {who}, DisplayName FROM Users WHERE DisplayName LIKE 'Grace%'")[0]
    names = "ServiceDeskId, RequestTypeId, Summary, RaiseOnBehalfOf, Participants"
    sql = f"INSERT INTO Requests ({names}) VALUES ('1', '10', 'for her', ?, ?) RETURNING ReporterDisplayName, IssueId"
    reporter, number = site.rows(sql, user, json.dumps([user]))[0]
    assert reporter == name
    assert site.rows(f"SELECT DisplayName FROM RequestParticipants WHERE RequestId = '{number}'") == [(name,)]


@pytest.mark.parametrize(
    ("columns", "values", "said"),
    [
        ("Summary, Priority", "'x', 'Nope'", "Priority: The priority selected is invalid."),
        ("Summary, Labels", "'x', '[\"a b\"]'", "Labels: The label 'a b' contains spaces"),
        ("Description", "'x'", "Summary: You must specify a summary of the issue."),
    ],
)
def test_what_is_wrong_with_a_field_names_its_column(site: Site, columns: str, values: str, said: str) -> None:
    refused = failure(
        site, f"INSERT INTO Requests (ServiceDeskId, RequestTypeId, {columns}) VALUES ('2', '22', {values})"
    )
    assert refused.sqlstate == "23000" and said in refused.message
    where = f"INSERT INTO Issues (ProjectKey, IssueType, {columns}) VALUES ('SUP', 'Task', {values})"
    refused = failure(site, where)
    assert refused.sqlstate == "23000" and refused.native == 400 and said in refused.message


def test_fields_and_status_of_an_issue_are_changed_and_it_is_deleted(site: Site) -> None:
    key = raised(site, "to be changed")
    assignee = "AssigneeAccountId" if site.sandbox.flavour == "cloud" else "AssigneeName"
    me = site.session.account.identifier
    settings = f"Summary = 'done', {assignee} = '{me}', Status = 'resolved', Resolution = 'Duplicate'"
    returned = site.rows(
        f"UPDATE Requests SET {settings}, TransitionComment = 'see the other' WHERE IssueKey = '{key}' "
        "RETURNING Summary, AssigneeDisplayName, Status, Resolution, ResolutionDate IS NOT NULL"
    )
    assert returned == [("done", "Ada Agent", "Resolved", "Duplicate", True)]
    assert site.rows(f"SELECT Body FROM RequestComments WHERE RequestKey = '{key}'") == [("see the other",)]
    cleared = f"UPDATE Issues SET {assignee} = NULL, Priority = NULL WHERE IssueKey = '{key}' RETURNING Priority"
    assert site.rows(cleared) == [(None,)]
    assert failure(site, f"UPDATE Requests SET Status = 'Nowhere' WHERE IssueKey = '{key}'").sqlstate == "23000"
    partly = failure(site, f"UPDATE Requests SET Summary = 'again', Status = 'Nowhere' WHERE IssueKey = '{key}'")
    assert "was written before" in partly.message
    assert "together with Status" in failure(site, "UPDATE Requests SET Resolution = 'Done'").message
    assert site.run(f"DELETE FROM Issues WHERE IssueKey = '{key}'") == [1]
    assert site.rows(f"SELECT IssueId FROM Issues WHERE IssueKey = '{key}'") == []


def test_update_from_another_table(site: Site) -> None:
    keys = [raised(site, f"number {at}") for at in range(2)]
    site.run(f"SELECT '{keys[0]}' AS k, 'first' AS s INTO #names")
    site.run(f"INSERT INTO #names VALUES ('{keys[1]}', 'second')")
    assert site.run("UPDATE Requests SET Summary = n.s FROM #names n WHERE n.k = IssueKey") == [2]
    found = site.rows(f"SELECT Summary FROM Requests WHERE IssueKey IN ('{keys[0]}', '{keys[1]}') ORDER BY IssueId")
    assert found == [("first",), ("second",)]
    site.run("DROP TABLE #names")


def test_issues_with_parents_and_components(site: Site) -> None:
    names = "ProjectKey, IssueType, Summary, Components, ParentKey"
    values = "'DEV', 'Bug', 'a bug', '[\"API\"]', 'DEV-1'"
    sql = f"INSERT INTO Issues ({names}) VALUES ({values}) RETURNING IssueKey, ParentKey"
    (row,) = site.rows(sql)
    assert row[1] == "DEV-1"
    components = json.loads(site.rows(f"SELECT Components FROM Issues WHERE IssueKey = '{row[0]}'")[0][0])
    assert [each["name"] for each in components] == ["API"]


def test_approvals_are_answered_once(site: Site) -> None:
    number = site.rows(f"SELECT IssueId FROM Requests WHERE IssueKey = '{raised(site, 'approve me')}'")[0][0]
    answer = f"UPDATE RequestApprovals SET FinalDecision = 'approved' WHERE RequestId = '{number}'"
    assert site.rows(f"{answer} RETURNING FinalDecision, CanAnswerApproval") == [("approved", False)]
    assert failure(site, answer).native == 403


def test_people_of_requests_organizations_and_desks(site: Site) -> None:
    who = "AccountId" if site.sandbox.flavour == "cloud" else "Name"
    key = raised(site, "with others")
    add = f"INSERT INTO RequestParticipants (RequestKey, {who}) SELECT '{key}', {who} FROM Users ORDER BY 2 LIMIT 2"
    assert site.run(add) == [2]
    where = f"WHERE RequestKey = '{key}'"
    users = [row[0] for row in site.rows(f"SELECT {who} FROM RequestParticipants {where} ORDER BY 1")]
    assert len(users) == 2
    assert site.run(f"DELETE FROM RequestParticipants {where} AND {who} = '{users[0]}'") == [1]
    assert site.rows(f"SELECT {who} FROM RequestParticipants {where}") == [(users[1],)]
    site.run("INSERT INTO Organizations (Name) VALUES ('Of people')")
    number = site.rows("SELECT SCOPE_IDENTITY()")[0][0]
    assert site.run(f"INSERT INTO OrganizationUsers (OrganizationId, {who}) VALUES ('{number}', ?)", (users[0],)) == [1]
    members = f"SELECT {who} FROM OrganizationUsers WHERE OrganizationId = '{number}'"
    assert site.rows(members) == [(users[0],)]
    assert site.run(f"DELETE FROM OrganizationUsers WHERE OrganizationId = '{number}'") == [1]
    assert site.rows(members) == []
    assert site.run(f"INSERT INTO ServiceDeskOrganizations (ServiceDeskId, OrganizationId) VALUES (1, {number})") == [1]
    of_desk = f"SELECT ServiceDeskId FROM ServiceDeskOrganizations WHERE OrganizationId = '{number}'"
    assert site.rows(of_desk) == [("1",)]
    assert site.run(f"DELETE FROM ServiceDeskOrganizations WHERE OrganizationId = '{number}'") == [1]
    assert site.rows(of_desk) == []


def test_queues_are_changed_on_data_center_only(site: Site) -> None:
    sql = "INSERT INTO Queues (ServiceDeskId, Name, Jql, Fields) VALUES ('1', 'Mine', ?, '[\"summary\"]')"
    if site.sandbox.flavour == "cloud":
        assert "can only be read" in failure(site, sql, ("project = SUP",)).message
        return
    assert site.run(sql, ("project = SUP",)) == [1]
    assert failure(site, sql, ("priority = Nope",)).sqlstate in ("23000", "42000")
    assert site.run("UPDATE Queues SET Name = 'Ours' WHERE Name = 'Mine'") == [1]
    assert site.rows("SELECT ServiceDeskId, Jql, Fields FROM Queues WHERE Name = 'Ours'") == [
        ("1", "project = SUP", '["summary"]')
    ]
    assert site.run("DELETE FROM Queues WHERE Name = 'Ours'") == [1]
    assert site.rows("SELECT Id FROM Queues WHERE Name = 'Ours'") == []


# ---- an index that lags behind
@pytest.fixture
def lagging(site: Site) -> Iterator[Site]:
    site.sandbox.set(lag=3)
    yield site
    site.sandbox.set(lag=0)


def test_the_sandbox_lags_on_purpose(lagging: Site) -> None:
    sql = "INSERT INTO Requests (ServiceDeskId, RequestTypeId, Summary) VALUES ('2', '22', 'late')"
    assert lagging.run(sql) == [1]
    other = Site(lagging.sandbox)
    assert other.rows("SELECT IssueKey FROM Requests WHERE Summary = 'late'") == []
    other.close()
    assert len(lagging.rows("SELECT IssueKey FROM Requests WHERE Summary = 'late'")) == 1


def test_what_was_written_is_read_at_once(lagging: Site) -> None:
    key = raised(lagging, "seen at once")
    count = "SELECT COUNT(*) FROM Requests WHERE ServiceDeskId = '2' AND Created >= '2026-11-01'"
    before = lagging.rows(count)[0][0]
    assert lagging.rows("SELECT IssueKey FROM Requests WHERE Summary = 'seen at once'") == [(key,)]
    assert lagging.rows("SELECT IssueKey FROM Requests ORDER BY Created DESC LIMIT 1") == [(key,)]
    lagging.run(f"UPDATE Requests SET Priority = 'Blocker', Summary = 'and again' WHERE IssueKey = '{key}'")
    sql = (
        "SELECT Summary FROM Requests WHERE Priority = 'Blocker' AND ServiceDeskId = '2' ORDER BY Created DESC LIMIT 1"
    )
    assert lagging.rows(sql) == [("and again",)]
    lagging.run(f"INSERT INTO RequestComments (RequestKey, Body) VALUES ('{key}', 'of today')")
    assert lagging.rows("SELECT RequestKey FROM RequestComments WHERE Body = 'of today'") == [(key,)]
    lagging.run(f"UPDATE Requests SET Status = 'Closed' WHERE IssueKey = '{key}'")
    assert lagging.rows("SELECT Summary FROM Requests WHERE Status = 'Closed' AND Summary = 'and again'")
    lagging.run(f"DELETE FROM Requests WHERE IssueKey = '{key}'")
    assert lagging.rows(count) == [(before - 1,)]
    assert lagging.rows("SELECT IssueKey FROM Requests WHERE Summary = 'and again'") == []


def test_an_index_that_never_catches_up_is_an_error(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jsdodbc.site.reconcile._PAUSES", (0.0, 0.0))
    site.sandbox.set(lag=1000)
    try:
        site.run("INSERT INTO Requests (ServiceDeskId, RequestTypeId, Summary) VALUES ('2', '22', 'never')")
        read = "SELECT Summary FROM Requests WHERE Summary = 'never'"
        if site.sandbox.flavour == "cloud":  # which is told where to look
            assert site.rows(read) == [("never",)]
            return
        refused = failure(site, read)
        assert refused.sqlstate == "HY000" and "index" in refused.message
    finally:
        site.sandbox.set(lag=0)
        site.session.recent.settled(site.session.recent.issues())


def test_time_that_runs_out_in_the_middle_leaves_one_outcome_unknown(site: Site) -> None:
    going_on = Site(site.sandbox, ALLOWED + "BatchErrors=continue;")
    site.sandbox.faults.add("slow", "/organization", method="POST", skip=1, seconds=30)
    prepared = going_on.connection.prepare("INSERT INTO Organizations (Name) VALUES ('T1'), ('T2'), ('T3')")
    with pytest.raises(Error) as caught:
        going_on.connection.execute(prepared, cancellation=Cancellation(0.5))
    assert caught.value.sqlstate == "HYT00" and "unknown" in caught.value.message
    assert len(site.sent()) == 2  # the third was not tried
    going_on.close()


def test_lists_inside_issues_are_found_by_key_and_counted(site: Site) -> None:
    key = raised(site, "rated")
    assert site.rows(f"SELECT Rating FROM RequestFeedback WHERE RequestKey = '{key}'") == []
    every = len(site.rows("SELECT Id FROM IssueAttachments"))
    assert site.rows("SELECT COUNT(*) FROM IssueAttachments") == [(every,)]


# Custom fields of every kind: what is given, what is read back (None: the same).
VALUES: dict[str, tuple[Any, Any]] = {
    "Customer reference": ("REF 1", None),
    "Root cause": ("two\nlines", None),
    "Effort": (2.5, None),
    "Change start date": ("2027-03-01", datetime.date(2027, 3, 1)),
    "Change completion date": ("2027-03-01 12:34:00", datetime.datetime(2027, 3, 1, 12, 34)),
    "Urgency": ("low-ish", None),
    "Operational categorization": ('["Access", "Order, by mail"]', ["Access", "Order, by mail"]),
    "Affected hardware": ('[{"value": "Dock"}]', ["Dock"]),
    "Product categorization": ("Hardware > Printer, large", None),
    "Approver group": ("select", None),
    "Approver groups": ('["select", "Night Shift\'s crew"]', ["select", "Night Shift's crew"]),
    "Tags": ('["a", "b"]', ["a", "b"]),
    "Target version": ("1.9", None),
    "Found in": ('["1.10", "Next\'s"]', ["1.10", "Next's"]),
    "Related project": ("ITH", "IT Help Desk"),
    "Severity": ("S2", None),
    "cf[10038]": ("Major", None),
    "cf[10020].json": ('"by its JSON"', None),
}


@pytest.mark.parametrize("name", VALUES)
def test_custom_fields_are_written_and_cleared(site: Site, name: str) -> None:
    own = Site(site.sandbox, ALLOWED + "IncludeCustomFields=true;")
    key = raised(own, f"with {name}")
    given, wanted = VALUES[name]
    update = f'UPDATE Requests SET "{name}" = ? WHERE IssueKey = \'{key}\' RETURNING "{name}"'
    ((found,),) = own.rows(update, given)
    if isinstance(wanted, list):
        found = [each if isinstance(each, str) else each.get("value") or each["name"] for each in json.loads(found)]
    assert found == (given if wanted is None else wanted)
    assert own.rows(update, None) in ([(None,)], [("[]",)])
    own.close()


@pytest.mark.parametrize("name", ["Change manager", "Approvers"])
def test_people_are_written_by_what_identifies_them(site: Site, name: str) -> None:
    own = Site(site.sandbox, ALLOWED + "IncludeCustomFields=true;")
    key, me = raised(own, f"with {name}"), own.session.account.identifier
    given = me if name == "Change manager" else json.dumps([me])
    sql = f'UPDATE Requests SET "{name}" = ? WHERE IssueKey = \'{key}\' RETURNING "{name}"'
    ((found,),) = own.rows(sql, given)
    assert "Ada Agent" in found
    refused = failure(
        own, f"UPDATE Requests SET \"{name}\" = ? WHERE IssueKey = '{key}'", (given.replace(me, "nobody"),)
    )
    assert refused.sqlstate == "23000" and name in refused.message and "nobody" in refused.message
    own.close()


def test_a_comment_comes_with_files(site: Site) -> None:
    key = raised(site, "with files")
    ((number, _),) = site.rows("EXEC AttachTemporaryFile '2', NULL, 'hello', 'hello.txt'")
    columns = "RequestKey, Body, Public, TemporaryAttachmentIds"
    sql = f"INSERT INTO RequestComments ({columns}) VALUES ('{key}', 'look', FALSE, ?) RETURNING Body, Public"
    assert site.rows(sql, number) == [("look", False)]
    assert site.rows(f"SELECT FileName FROM RequestAttachments WHERE RequestKey = '{key}'") == [("hello.txt",)]


def test_items_of_lists_come_and_go(site: Site) -> None:
    key = raised(site, "with lists")
    assert site.run(f"INSERT INTO IssueLabels (IssueKey, Label) VALUES ('{key}', 'one'), ('{key}', 'two')") == [2]
    assert site.rows(f"SELECT Labels FROM Issues WHERE IssueKey = '{key}'") == [('["one","two"]',)]
    assert site.run(f"DELETE FROM IssueLabels WHERE IssueKey = '{key}' AND Label <> 'two'") == [1]
    assert site.rows(f"SELECT Label FROM IssueLabels WHERE IssueKey = '{key}'") == [("two",)]
    wrong = failure(site, f"INSERT INTO IssueLabels (IssueKey, Label) VALUES ('{key}', 'a b')")
    assert wrong.sqlstate == "23000" and "Label: The label 'a b'" in wrong.message
    assert "ComponentId or Component" in failure(site, "INSERT INTO IssueComponents (IssueKey) VALUES ('x')").message


def test_spellings(site: Site) -> None:
    columns = "NULL, NULL" if site.sandbox.flavour == "cloud" else ""
    values = f"(NULL, 'All columns'{', ' if columns else ''}{columns})"
    assert site.run(f"INSERT INTO Organizations VALUES {values}") == [1]
    refused = failure(site, f"INSERT INTO Organizations VALUES {values.replace('(NULL', '(7')}")
    assert refused.sqlstate == "42000" and "Organizations.Id" in refused.message
    key = site.rows("SELECT @@IDENTITY")[0][0]
    assert site.rows("SELECT Name FROM Organizations WHERE Id = ?", key) == [("All columns",)]
    assert site.rows(f"DELETE FROM Organizations o WHERE o.Id = '{key}' RETURNING o.Name") == [("All columns",)]
    with_cte = (
        "WITH names AS (SELECT 'by CTE' AS n) INSERT INTO JiraServiceDesk.Organizations ([Name]) SELECT n FROM names"
    )
    assert site.run(with_cte) == [1]
    assert site.run("DELETE o FROM Organizations o WHERE o.Name = 'by CTE'") == [1]
    assert "EXPLAIN tells of queries" in failure(site, "EXPLAIN DELETE FROM Organizations").message


def test_fields_of_the_screen_go_with_the_transition(site: Site) -> None:
    key = raised(site, "with a screen")
    fields = '{"resolution": {"name": "Won\'\'t Do"}, "priority": {"name": "Low"}}'
    sql = f"UPDATE Requests SET Status = 'Closed', TransitionFields = '{fields}' WHERE IssueKey = '{key}'"
    assert site.rows(f"{sql} RETURNING Status, Resolution, Priority") == [("Closed", "Won't Do", "Low")]


def test_a_new_component_can_be_given_to_issues(site: Site) -> None:
    key = raised(site, "of a component")
    assert site.run("INSERT INTO ProjectComponents (ProjectKey, Name) VALUES ('ITH', 'Brand new')") == [1]
    assert site.run(f"INSERT INTO IssueComponents (IssueKey, Component) VALUES ('{key}', 'Brand new')") == [1]
    assert site.rows(f"SELECT Component FROM IssueComponents WHERE IssueKey = '{key}'") == [("Brand new",)]
    twice = failure(site, "INSERT INTO ProjectComponents (ProjectKey, Name) VALUES ('ITH', 'Brand new')")
    assert twice.sqlstate == "23000" and "Name: A component with this name" in twice.message


def test_keys_of_what_was_written_are_resolved_once(site: Site) -> None:
    key = raised(site, "by its key")
    site.run(f"INSERT INTO RequestComments (RequestKey, Body) VALUES ('{key}', 'x')")
    for _ in range(3):
        site.rows("SELECT IssueKey FROM Requests WHERE Summary = 'by its key'")
    asked = [each for each in site.sandbox.requests if each.method == "GET" and each.path.endswith(f"/issue/{key}")]
    assert len(asked) <= 1


@pytest.mark.parametrize("value", ["text", '"quoted"', "12", "[]", '{"a": [1, null]}'])
def test_properties_hold_any_json(site: Site, value: str) -> None:
    key = raised(site, "with a property")
    sql = "INSERT INTO IssueProperties (IssueKey, PropertyKey, Value) VALUES (?, 'a b', ?)"
    assert site.run(sql, (key, value)) == [1]
    kept = site.sandbox.running.site.store.kept if hasattr(site.sandbox.running, "site") else {}
    wanted = value if value == "text" else json.loads(value)
    assert {"a b": wanted} in [dict(each) for each in kept.values()]
    assert site.run(f"DELETE FROM IssueProperties WHERE IssueKey = '{key}'") == [1]
