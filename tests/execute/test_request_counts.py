"""Requests that reference queries cost on each kind of site: written in request_counts.txt, and held.

A line is "cloud dc SQL". Fewer requests are an improvement: write the new number down.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.execute.connection import Connection
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.session import Session
from tests.execute.site import rows

_LINES = (Path(__file__).parent / "request_counts.txt").read_text(encoding="utf-8").splitlines()
CASES = [line.split(maxsplit=2) for line in _LINES if line and not line.startswith("#")]


# Asks for the lists of the site that a connection keeps, so that they don't count.
WARM_UP = "SELECT COUNT(*) AS n FROM {} WHERE Status = 'x' AND Priority = 'x'"


@pytest.fixture(scope="module", params=["cloud", "dc"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param, issues=400, seed=5, bulky=False) as made:
        yield made


@pytest.mark.parametrize(("cloud", "dc", "sql"), CASES, ids=[sql for _, _, sql in CASES])
def test_requests(sandbox: Sandbox, request: pytest.FixtureRequest, cloud: str, dc: str, sql: str) -> None:
    resolved, _ = settings.resolve(connection_string.parse(sandbox.connection_string))
    session = Session.open(resolved, Cancellation())
    connection = Connection(session)
    for table in ("Requests", "Issues"):
        rows(connection, WARM_UP.format(table))
    before = len(sandbox.requests)
    rows(connection, sql)
    counted = len(sandbox.requests) - before
    connection.close()
    session.close()
    assert counted == int({"cloud": cloud, "dc": dc}[request.node.callspec.params["sandbox"]])
