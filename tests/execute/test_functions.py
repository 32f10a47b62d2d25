"""Every function against a written expectation, one line each in function_expectations.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsdodbc.errors import Error
from jsdodbc.execute.connection import Connection
from tests.execute.site import rows, site

_TEXT = (Path(__file__).parent / "function_expectations.txt").read_text(encoding="utf-8")
CASES = [line.rsplit(" = ", 1) for line in _TEXT.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def connection() -> Connection:
    return site(1).connect()


@pytest.mark.parametrize(("expression", "expected"), CASES, ids=[expression for expression, _ in CASES])
def test_function(connection: Connection, expression: str, expected: str) -> None:
    ((value,),) = rows(connection, f"SELECT {expression}")
    shown = "NULL" if value is None else str(value)
    assert expected in (shown, repr(value))


def test_what_there_is_none_of_says_so(connection: Connection) -> None:
    with pytest.raises(Error, match="XML_EXTRACT is not supported: nothing that Jira gives is XML") as caught:
        connection.prepare("SELECT XML_EXTRACT(Summary, '/a') FROM Requests")
    assert caught.value.sqlstate == "HYC00"
