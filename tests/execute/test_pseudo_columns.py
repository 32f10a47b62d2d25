"""JQL in WHERE, on both kinds of site: what the site finds, no more, no less, and told where it can't be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection
from jsdodbc.model.column import Filter, Pushdown
from jsdodbc.model.table import Listing
from jsdodbc.model.tables.parts import pseudo
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.scan.given import given, queried
from jsdodbc.scan.predicates import And, Comparison, Membership, Or
from jsdodbc.site.session import Session
from tests.execute.site import rows


@pytest.fixture(scope="module", params=["cloud", "dc"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param, 200, 1, bulky=False) as site:
        yield site


@pytest.fixture(scope="module")
def connection(sandbox: Sandbox) -> Iterator[Connection]:
    yield from opened(sandbox)


@pytest.fixture
def listing(sandbox: Sandbox) -> Iterator[Connection]:
    yield from opened(sandbox, "PseudoColumns={Issues=JQL}")


def opened(sandbox: Sandbox, more: str = "") -> Iterator[Connection]:
    resolved, _ = settings.resolve(connection_string.parse(f"{sandbox.connection_string};{more}"))
    session = Session.open(resolved, Cancellation())
    made = Connection(session)
    yield made
    made.close()
    session.close()


# With JQL, and the same in SQL.
SAME = [
    (
        "SELECT IssueKey FROM Issues WHERE JQL = 'priority = High'",
        "SELECT IssueKey FROM Issues WHERE Priority = 'High'",
    ),
    (
        "SELECT COUNT(*) FROM Issues WHERE JQL = 'status = Open or priority = High'",
        "SELECT COUNT(*) FROM Issues WHERE Status = 'Open' OR Priority = 'High'",
    ),
    (
        "SELECT IssueKey FROM Requests WHERE JQL = 'priority = High ORDER BY created' "
        "AND Status <> 'Open' AND Votes > 0",
        "SELECT IssueKey FROM Requests WHERE Priority = 'High' AND Status <> 'Open' AND Votes > 0",
    ),
    (
        "SELECT IssueKey FROM Requests WHERE JQL IN ('priority = High', 'status = Open')",
        "SELECT IssueKey FROM Requests WHERE Priority = 'High' OR Status = 'Open'",
    ),
    (
        "SELECT Id FROM RequestComments WHERE JQL = 'priority = High'",
        "SELECT Id FROM RequestComments WHERE RequestId IN (SELECT IssueId FROM Requests WHERE Priority = 'High')",
    ),
    (
        "SELECT c.Id FROM RequestComments c JOIN Requests r ON c.RequestId = r.IssueId AND r.JQL = 'priority = High'",
        "SELECT c.Id FROM RequestComments c JOIN Requests r ON c.RequestId = r.IssueId WHERE r.Priority = 'High'",
    ),
    (
        "SELECT c.Id, r.IssueId FROM RequestComments c LEFT JOIN Requests r "
        "ON c.RequestId = r.IssueId AND r.JQL = 'status = Open'",
        "SELECT c.Id, r.IssueId FROM RequestComments c LEFT JOIN Requests r "
        "ON c.RequestId = r.IssueId AND r.Status = 'Open'",
    ),
    (
        "SELECT RequestId, SlaId, CycleNumber FROM RequestSLACycles WHERE JQL = 'priority = High'",
        "SELECT s.RequestId, SlaId, CycleNumber FROM RequestSLACycles s JOIN Issues i ON s.RequestId = i.IssueId "
        "WHERE Priority = 'High'",
    ),
    (
        "SELECT IssueKey FROM (SELECT JQL, IssueKey FROM Requests) q WHERE 'priority = ' || 'High' = q.JQL",
        "SELECT IssueKey FROM Requests WHERE Priority = 'High'",
    ),
    (
        "SELECT IssueKey FROM Issues WHERE JQL = 'priority = High' "
        "AND IssueKey IN ('SUP-8', 'SUP-9', 'NO-1', 'no key')",
        "SELECT IssueKey FROM Issues WHERE Priority = 'High' AND IssueKey IN ('SUP-8', 'SUP-9')",
    ),
    (
        "SELECT Id FROM RequestComments WHERE JQL = 'priority = High' AND RequestKey IN ('ITH-16', 'ITH-17', 'NO-1')",
        "SELECT Id FROM RequestComments WHERE RequestKey = 'ITH-16'",
    ),
    ("SELECT IssueKey FROM Requests WHERE JQL = ''", "SELECT IssueKey FROM Requests"),
    ("SELECT JQL FROM Issues WHERE IssueKey = 'SUP-8'", "SELECT NULL"),
    ("SELECT JQL FROM Issues WHERE IssueKey = 'SUP-8' AND JQL = 'priority = High'", "SELECT 'priority = High'"),
    (
        "SELECT IssueKey FROM Issues WHERE JQL = 'priority = High' ORDER BY Created DESC LIMIT 3",
        "SELECT IssueKey FROM Issues WHERE Priority = 'High' ORDER BY Created DESC LIMIT 3",
    ),
]


@pytest.mark.parametrize(("with_jql", "without"), SAME, ids=[pair[0] for pair in SAME])
def test_jql_with_conditions_of_sql(connection: Connection, with_jql: str, without: str) -> None:
    found = rows(connection, with_jql)
    assert sorted(found) == sorted(rows(connection, without))
    assert found


def test_duckdb_may_ask_for_every_column(connection: Connection) -> None:
    sql = (
        "SELECT COUNT(*) FROM RequestSLACycles s JOIN Requests r ON s.RequestId = r.IssueId WHERE s.SlaName >= ? "
        "AND NOT EXISTS (SELECT t.IssueKey FROM Requests t WHERE t.IssueKey = s.RequestKey)"
    )
    assert rows(connection, sql, "A") == [(0,)]


def test_a_parameter(connection: Connection) -> None:
    sql = "SELECT IssueKey FROM Requests WHERE JQL = ? AND Votes > ?"
    expected = "SELECT IssueKey FROM Requests WHERE Priority = 'High' AND Votes > 1"
    assert sorted(rows(connection, sql, "priority = High", 1)) == sorted(rows(connection, expected))
    assert rows(connection, sql, None, 1) == []


def test_thousands_of_keys_beside_jql(connection: Connection) -> None:
    keys = ", ".join(f"'SUP-{number}'" for number in range(2_000))
    expected = "SELECT IssueKey FROM Issues WHERE Priority = 'High' AND ProjectKey = 'SUP'"
    found = rows(connection, f"SELECT IssueKey FROM Issues WHERE JQL = 'priority = High' AND IssueKey IN ({keys})")
    assert sorted(found) == sorted(rows(connection, expected))


REFUSED = [
    "JQL <> 'priority = High'",
    "NOT JQL = 'priority = High'",
    "JQL = 'priority = High' OR Status = 'Open'",
    "JQL LIKE 'priority%'",
    "JQL IS NULL",
    "JQL > 'a'",
    "JQL NOT IN ('priority = High')",
    "JQL = Summary",
    "JQL = (SELECT 'priority = High')",
    "JQL = 'priority = High' AND JQL = 'status = Open'",
    "UPPER(JQL) = 'PRIORITY = HIGH'",
    "CASE WHEN JQL = 'priority = High' THEN TRUE END",
]


@pytest.mark.parametrize("where", REFUSED)
def test_anything_but_a_search_is_refused(connection: Connection, where: str) -> None:
    with pytest.raises(Error, match="JQL can only be given, once") as caught:
        connection.prepare(f"SELECT IssueKey FROM Issues WHERE {where}")
    assert caught.value.sqlstate == "42000"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM (SELECT JQL FROM Requests LIMIT 5) q WHERE q.JQL = 'priority = High'",
        "SELECT 1 FROM RequestComments c LEFT JOIN Requests r ON c.RequestId = r.IssueId AND c.JQL = 'status = Open'",
    ],
)
def test_a_condition_that_does_not_reach_the_site_is_refused(connection: Connection, sql: str) -> None:
    with pytest.raises(Error, match="JQL is told to the site") as caught:
        rows(connection, sql)
    assert caught.value.sqlstate == "42000"


@pytest.mark.parametrize("select", ["IssueKey", "COUNT(*)"])
@pytest.mark.parametrize(
    ("jql", "words"),
    [
        ("nosuch = 1", "The site refuses JQL = 'nosuch = 1': .*nosuch"),
        ("project = ", "The site refuses JQL = 'project = '"),
        ("priority = High) OR (status = Open", "not closed"),
        ('summary ~ "abc', "not closed"),
    ],
)
def test_jql_that_is_wrong_is_told_in_the_words_of_the_site(
    connection: Connection, select: str, jql: str, words: str
) -> None:
    with pytest.raises(Error, match=words) as caught:
        rows(connection, f"SELECT {select} FROM Requests WHERE JQL = '{jql}' AND Status = 'Open'")
    assert caught.value.sqlstate == "42000"


def test_it_is_not_seen_unless_asked_for(connection: Connection, listing: Connection) -> None:
    def columns(of: Connection, table: str) -> list[str]:
        return [name for (name,) in rows(of, f"SELECT ColumnName FROM sys_tablecolumns WHERE TableName = '{table}'")]

    assert "JQL" not in columns(connection, "Issues")
    assert "JQL" in columns(listing, "Issues")
    assert "JQL" not in columns(listing, "Requests")
    prepared = listing.prepare("SELECT * FROM Issues")
    assert [column.name for column in prepared.columns or ()] == columns(listing, "Issues")
    assert rows(listing, "SELECT DISTINCT JQL FROM (SELECT * FROM Issues) i") == [(None,)]
    assert rows(listing, "SELECT DISTINCT JQL FROM Issues i NATURAL JOIN (SELECT IssueId FROM Issues) j") == [(None,)]
    with_jql = "SELECT COUNT(*) FROM (SELECT * FROM Issues) i WHERE JQL = 'priority = High'"
    assert rows(listing, with_jql) == rows(listing, "SELECT COUNT(*) FROM Issues WHERE Priority = 'High'")


@pytest.mark.parametrize("text", ["JQL", "Issues=", "=JQL", "Issues=JQL;Requests"])
def test_pseudo_columns_that_name_no_column(sandbox: Sandbox, text: str) -> None:
    with pytest.raises(Error, match=r"PseudoColumns is .*must be pairs like") as caught:
        settings.resolve(connection_string.parse(f"{sandbox.connection_string};PseudoColumns={{{text}}}"))
    assert caught.value.sqlstate == "HY024"


QUERY = pseudo("Query", "Words to look for.", Pushdown(Filter.QUERY, "query"))
OTHER = pseudo("Highlight", "Whether to mark them.", Pushdown(Filter.QUERY, "highlight"))


def test_a_query_parameter_of_a_listing() -> None:
    predicate = And((Comparison(QUERY, "=", "printer"), Membership(OTHER, ("true", "false"))))
    assert given(predicate) == {"Query": ("printer",), "Highlight": ("true", "false")}
    asked = queried(Listing("/articles", "service desk", query=(("limit", "5"),)), predicate)
    assert dict(asked.query) == {"limit": "5", "query": "printer", "highlight": ("true", "false")}


@pytest.mark.parametrize(
    "predicate",
    [
        Comparison(QUERY, ">", "a"),
        Membership(QUERY, ("a",), negated=True),
        Or((Comparison(QUERY, "=", "a"), Comparison(QUERY, "=", "b"))),
        And((Comparison(QUERY, "=", "a"), Comparison(QUERY, "=", "b"))),
    ],
)
def test_a_scan_refuses_what_is_no_value(predicate: And | Or | Comparison | Membership) -> None:
    with pytest.raises(Error, match="Query is told to the site") as caught:
        given(predicate)
    assert caught.value.sqlstate == "42000"
