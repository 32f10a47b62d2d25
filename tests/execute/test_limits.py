"""What a statement may cost: MaxRequests ends it, WarnRequests warns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.session import Session
from tests.execute.site import rows


@pytest.fixture(scope="module", params=["cloud", "dc"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param, issues=400, seed=5, bulky=False) as made:
        yield made


@contextmanager
def connected(sandbox: Sandbox, properties: str) -> Iterator[Connection]:
    resolved, _ = settings.resolve(connection_string.parse(f"{sandbox.connection_string};{properties}"))
    with closing(Session.open(resolved, Cancellation())) as session, closing(Connection(session)) as connection:
        yield connection


def test_a_statement_that_needs_more_than_it_may_send_fails(sandbox: Sandbox) -> None:
    with connected(sandbox, "MaxRequests=3;Pagesize=50") as connection:
        with pytest.raises(Error, match="MaxRequests=3") as caught:
            rows(connection, "SELECT IssueKey, Summary FROM Issues")
        assert caught.value.sqlstate == "HY000"
        assert len(rows(connection, "SELECT IssueKey, Summary FROM Issues LIMIT 10")) == 10


def test_what_is_known_beforehand_is_not_begun(sandbox: Sandbox) -> None:
    with connected(sandbox, "MaxRequests=2") as connection:
        keys = ", ".join(str(10_000 + number) for number in range(450))
        before = len(sandbox.requests)
        with pytest.raises(Error, match="needs 5 requests"):
            rows(connection, f"SELECT Summary FROM Issues WHERE IssueId IN ({keys})")
        assert len(sandbox.requests) == before


def test_a_statement_that_costs_much_says_so_once(sandbox: Sandbox) -> None:
    with connected(sandbox, "WarnRequests=3;Pagesize=50") as connection:
        prepared = connection.prepare("SELECT IssueKey, Summary FROM Issues")
        execution = connection.execute(prepared, cancellation=Cancellation())
        for result in execution.results:
            assert sum(batch.num_rows for batch in result.batches()) == 400
            assert [notice.sqlstate for notice in result.notices] == ["01000"]
            assert "WarnRequests=3" in result.notices[0].message
