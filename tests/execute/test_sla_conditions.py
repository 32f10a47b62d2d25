"""Conditions on the state of SLAs: told to the site, and never a row lost by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.execute.connection import Connection
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.session import Session
from tests.execute.site import rows

CYCLES = "RequestId, SlaId, CycleNumber, CycleType, Breached, Paused"


@pytest.fixture(scope="module", params=["cloud", "dc"])
def site(request: pytest.FixtureRequest) -> Iterator[tuple[Sandbox, Connection]]:
    with Sandbox(request.param, issues=300, seed=4, bulky=False) as sandbox:
        text = sandbox.connection_string + "IncludeCustomFields=true;"
        session = Session.open(settings.resolve(connection_string.parse(text))[0], Cancellation())
        connection = Connection(session)
        yield sandbox, connection
        connection.close()
        session.close()


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("Breached = TRUE", "everBreached()"),
        ("Paused = TRUE", "paused()"),
        ("CycleType = 'ongoing'", "running()"),
        ("CycleType <> 'ongoing'", "completed()"),
        ("Breached = TRUE AND CycleType = 'completed'", "completed()"),
        ("Breached = FALSE", ""),
        ("CycleType IN ('ongoing', 'completed')", ""),
        ("Paused IS NULL", ""),
        ("Paused = TRUE OR Breached = FALSE", ""),
        ("NOT (CycleType = 'completed')", "running()"),
    ],
)
def test_cycles(site: tuple[Sandbox, Connection], where: str, told: str) -> None:
    sandbox, connection = site
    every = rows(connection, f"SELECT {CYCLES} FROM RequestSLACycles")
    before = len(sandbox.requests)
    found = rows(connection, f"SELECT {CYCLES} FROM RequestSLACycles WHERE {where}")
    sent = " ".join(request.body.decode() for request in sandbox.requests[before:] if request.body)
    assert (told in sent) if told else not any(word in sent for word in ("reached()", "paused()", "running()"))
    truth = {
        "Breached = TRUE": lambda row: row[4],
        "Paused = TRUE": lambda row: row[5],
        "CycleType = 'ongoing'": lambda row: row[3] == "ongoing",
        "CycleType <> 'ongoing'": lambda row: row[3] != "ongoing",
        "Breached = TRUE AND CycleType = 'completed'": lambda row: row[4] and row[3] == "completed",
        "Breached = FALSE": lambda row: row[4] is False,
        "CycleType IN ('ongoing', 'completed')": lambda row: True,
        "Paused IS NULL": lambda row: row[5] is None,
        "Paused = TRUE OR Breached = FALSE": lambda row: row[5] or row[4] is False,
        "NOT (CycleType = 'completed')": lambda row: row[3] != "completed",
    }[where]
    assert sorted(found) == sorted(row for row in every if truth(row))
    assert every


def test_columns_of_an_sla(site: tuple[Sandbox, Connection]) -> None:
    sandbox, connection = site
    name = "Time to resolution"
    every = rows(connection, f'SELECT IssueKey, "{name} Breached", "{name} Paused" FROM Requests')
    for column, place, told in (("Breached", 1, "breached()"), ("Paused", 2, "paused()")):
        before = len(sandbox.requests)
        found = rows(connection, f'SELECT IssueKey FROM Requests WHERE "{name} {column}" = TRUE')
        assert sorted(found) == sorted((row[0],) for row in every if row[place])
        assert any(told in (request.body or b"").decode() for request in sandbox.requests[before:])
