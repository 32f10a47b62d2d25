"""Scans of one statement that want the same issues: asked for once, and the rows are those of the tables read apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jsdodbc import connection_string
from jsdodbc import settings as connection_settings
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.scan.group import Group
from jsdodbc.site.session import Session
from tests.execute.site import rows

EXAMPLES = 150
# Table → (column that names the issue, columns to read).
CHILDREN = {
    "RequestSLACycles": ("RequestId", ("SlaName", "CycleNumber", "Breached")),
    "RequestParticipants": ("RequestId", ("DisplayName",)),
    "RequestApprovals": ("RequestId", ("Id", "FinalDecision")),
    "RequestComments": ("RequestId", ("Id", "Public")),
    "Issues": ("IssueId", ("IssueKey", "Status")),
    "Requests": ("IssueId", ("Summary", "Status")),
}
PARENTS = ("Requests", "Issues")
FILTERS = (
    "",
    "{0}.Created >= '2022-01-01'",
    "{0}.Created < '2021-06-01' AND {0}.Priority <> 'High'",
    "{0}.Status IN (SELECT Status FROM {1} WHERE Priority = 'High')",
    "{0}.Summary LIKE '%e%'",
    "{0}.IssueId IN ('10003', '10017', '10040', 'x')",
    "{0}.IssueKey LIKE '%1' AND {0}.Resolution IS NULL",
    "{0}.Priority = 'Nothing like it'",
)


ODD_SHAPES = ("in", "twice", "exists", "desks", "cte", "derived", "lateral", "scalar")


@dataclass
class Bench:
    sandbox: Sandbox
    connection: Connection
    plain: duckdb.DuckDBPyConnection


@pytest.fixture(scope="module", params=["cloud", "dc"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with Sandbox(request.param, issues=150, seed=5, bulky=False, time_zone="Australia/Lord_Howe") as sandbox:
        resolved, _ = connection_settings.resolve(connection_string.parse(sandbox.connection_string))
        session = Session.open(resolved, Cancellation())
        made = Bench(sandbox, Connection(session), duckdb.connect())
        for name in (*CHILDREN, "ServiceDesks"):
            made.plain.register(name, _copy(made.connection, name))
        yield made
        made.connection.close()
        session.close()


def _copy(connection: Connection, table: str) -> pa.Table:
    wanted = [column.name for column in connection.catalog.find(table).every if not column.pseudo]
    names = ", ".join(f'"{name}"' for name in wanted)
    execution = connection.execute(connection.prepare(f"SELECT {names} FROM {table}"), cancellation=Cancellation())
    batches = [batch for result in execution.results for batch in result.batches()]
    return pa.Table.from_batches(batches).rename_columns(wanted)


@st.composite
def statements(draw: st.DrawFn) -> str:
    """Joins of a table of issues with what belongs to them; conditions; in a CTE or a subquery."""
    parent = draw(st.sampled_from(PARENTS))
    items, joins = ["p.IssueKey"], [f"{parent} p"]
    for number, table in enumerate(draw(st.lists(st.sampled_from(list(CHILDREN)), min_size=1, max_size=3))):
        key, columns = CHILDREN[table]
        alias = f"c{number}"
        kind = draw(st.sampled_from(("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")))
        before = draw(st.sampled_from(["p.IssueId", *(item for item in items if item.endswith(".IssueId"))]))
        joins.append(f"{kind} {table} {alias} ON {alias}.{key} = {before}")
        items += [f"{alias}.{draw(st.sampled_from((key, *columns)))} AS v{number}"]
    where = draw(st.sampled_from(FILTERS)).format("p", parent)
    shape = draw(st.sampled_from(("plain", "plain", "plain", *ODD_SHAPES)))
    text = " ".join(joins) + (f" WHERE {where}" if where else "")
    if shape == "in":
        inner = f"SELECT IssueId FROM {parent} q WHERE {where.replace('p.', 'q.') or '1 = 1'}"
        return f"SELECT c.Id FROM RequestComments c WHERE c.RequestId IN ({inner})"
    if shape == "exists":
        inner = "SELECT 1 FROM RequestSLACycles s WHERE s.RequestId = p.IssueId AND s.Breached"
        return f"SELECT p.IssueKey FROM {parent} p WHERE EXISTS ({inner}){' AND ' + where if where else ''}"
    if shape == "desks":
        desk = draw(
            st.sampled_from(("d.ProjectKey = 'ITH'", "d.Id IN ('1', '2')", "d.ProjectName LIKE '%e%'", "1 = 0"))
        )
        text = text.replace(f"{parent} p", "ServiceDesks d JOIN Requests p ON p.ServiceDeskId = d.Id", 1)
        return f"SELECT {', '.join(items)} FROM {text} {'AND' if where else 'WHERE'} {desk}"
    if shape == "cte":
        kind = draw(st.sampled_from(("JOIN", "LEFT JOIN")))
        inner = f"SELECT p.IssueId, p.IssueKey FROM {text}"
        return f"WITH x AS ({inner}) SELECT x.IssueKey, c.Id FROM x {kind} RequestComments c ON c.RequestId = x.IssueId"
    if shape == "derived":
        inner = f"SELECT p.IssueId AS number, COUNT(*) AS n FROM {text} GROUP BY p.IssueId HAVING COUNT(*) > 1"
        return f"SELECT c.SlaName, x.n FROM RequestSLACycles c JOIN ({inner}) x ON c.RequestId = x.number"
    if shape == "lateral":
        inner = "SELECT COUNT(*) AS n, MAX(c.Id) AS m FROM RequestComments c WHERE c.RequestId = p.IssueId"
        return f"SELECT p.IssueKey, y.n, y.m FROM {parent} p, LATERAL ({inner}) y{' WHERE ' + where if where else ''}"
    if shape == "scalar":
        inner = "SELECT COUNT(*) FROM RequestParticipants c WHERE c.RequestId = p.IssueId"
        return f"SELECT p.IssueKey, ({inner}) AS n FROM {parent} p{' WHERE ' + where if where else ''}"
    if shape == "twice":
        both = "SELECT * FROM x WHERE IssueKey LIKE '%2' UNION ALL SELECT * FROM x WHERE IssueKey LIKE '%3'"
        return f"WITH x AS (SELECT {', '.join(items)} FROM {text}) {both}"
    return f"SELECT {', '.join(items)} FROM {text}"


def test_sharing_changes_no_result(bench: Bench) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(statements())
    def check(sql: str) -> None:
        expected = bench.plain.execute(sql).fetchall()
        assert _sorted(rows(bench.connection, sql)) == _sorted(expected), sql

    check()


def _sorted(found: list[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row)) for row in found)


@pytest.mark.parametrize("where", ["", "WHERE r.CreatedDate > '2001-01-01'"])
def test_a_thousand_requests_with_all_that_their_fields_hold(where: str) -> None:
    for flavour in ("cloud", "dc"):
        with Sandbox(flavour, issues=1_000, seed=5, bulky=False) as sandbox:
            resolved, _ = connection_settings.resolve(connection_string.parse(sandbox.connection_string))
            session = Session.open(resolved, Cancellation())
            connection = Connection(session)
            sql = (
                "SELECT r.IssueKey, r.Summary, r.Organizations, s.SlaName, p.DisplayName, a.Name FROM Requests r "
                "LEFT JOIN RequestSLACycles s ON s.RequestId = r.IssueId "
                "LEFT JOIN RequestParticipants p ON p.RequestId = r.IssueId "
                f"LEFT JOIN RequestApprovals a ON a.RequestId = r.IssueId {where}"
            )
            before = len(sandbox.requests)
            found = rows(connection, sql)
            assert len({row[0] for row in found}) > 500
            assert len(sandbox.requests) - before <= 25
            connection.close()
            session.close()


def test_pages_come_again_for_the_others_and_so_does_a_failure() -> None:
    asked: list[tuple[str, ...]] = []

    def read(fields: Any) -> Iterator[bytes]:
        asked.append(tuple(fields))
        yield b"one"
        yield b"two" * 10_000_000
        raise Error("08S01", "gone")

    group = Group(("",), read, requests=True)
    group.join(("id", "summary"))
    group.join(("id", "status"))
    first = group.pages()
    assert [next(first), len(next(first))] == [b"one", 30_000_000]
    second = group.pages()
    assert [next(second), len(next(second))] == [b"one", 30_000_000]
    for pages in (first, second):
        with pytest.raises(Error, match="gone"):
            next(pages)
    assert asked == [("summary", "status")]
    group.close()
    assert list(group.pages()) == []
