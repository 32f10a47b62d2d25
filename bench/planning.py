"""What preparing a statement takes before anything is asked of the site: parsing, planning, DuckDB's binding."""

from __future__ import annotations

from bench.environment import median, table
from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.execute.connection import Connection
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.session import Session

_ONE = "SELECT IssueKey, Summary FROM Requests WHERE Status = 'Open'"
_FIVE = (
    "SELECT r.IssueKey, r.Summary, t.Name, s.SlaName, s.Breached, p.DisplayName, a.FinalDecision FROM Requests r "
    "JOIN RequestTypes t ON t.Id = r.RequestTypeId AND t.ServiceDeskId = r.ServiceDeskId "
    "LEFT JOIN RequestSLACycles s ON s.RequestId = r.IssueId "
    "LEFT JOIN RequestParticipants p ON p.RequestId = r.IssueId "
    "LEFT JOIN RequestApprovals a ON a.RequestId = r.IssueId "
    "WHERE r.CreatedDate >= '2024-01-01' AND r.Priority <> 'Low'"
)
_MANY = f"SELECT Summary FROM Issues WHERE IssueId IN ({', '.join(map(str, range(10_000, 20_000)))})"
STATEMENTS = {"one table": _ONE, "five tables joined": _FIVE, "10,000 values in IN": _MANY}


def run() -> str:
    with Sandbox("cloud", 10, 1, bulky=False) as site:
        resolved, _ = settings.resolve(connection_string.parse(site.connection_string))
        session = Session.open(resolved, Cancellation())
        connection = Connection(session)
        rows = [[name, f"{1000 * _seconds(connection, sql):.1f} ms"] for name, sql in STATEMENTS.items()]
        connection.close()
        session.close()
    return table("Preparing a statement that the connection has not seen", ["statement", "median"], rows)


def _seconds(connection: Connection, sql: str) -> float:
    """A comment makes each statement a new one."""
    connection.prepare(sql)
    unseen = iter(f"{sql} -- {number}" for number in range(1_000))
    return median(lambda: connection.prepare(next(unseen)), 20)
