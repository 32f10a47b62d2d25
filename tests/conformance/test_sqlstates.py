"""Every SQLSTATE that the driver says is provoked, here or in the test its row names."""

from __future__ import annotations

import ast
import re

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.conformance import odbc
from tests.conformance.odbc import ROOT, Handle
from tests.conformance.provocations import PROVOCATIONS
from tests.conformance.sqlstates import HERE, MORE, STATES, State

SAID = [each for each in (*STATES, *MORE) if each.by == "driver"]
PROVOKED = [each for each in SAID if each.held == HERE]


@pytest.mark.parametrize("row", PROVOKED, ids=[each.state for each in PROVOKED])
def test_it_is_said(direct: Handle, row: State) -> None:
    assert PROVOCATIONS[row.state](direct) == row.state


@pytest.mark.parametrize("row", [each for each in SAID if each.held != HERE], ids=lambda row: row.state)
def test_another_test_provokes_it(row: State) -> None:
    assert row.state in (ROOT / row.held).read_text("utf-8")


def test_each_provocation_has_its_row() -> None:
    assert PROVOCATIONS.keys() == {each.state for each in PROVOKED}
    assert len({each.state for each in (*STATES, *MORE)}) == len(STATES) + len(MORE)


def test_what_the_sources_say_is_in_the_table() -> None:
    said = {each.state for each in SAID}
    native = (ROOT / "native/diagnostics/sqlstates.cpp").read_text("utf-8")
    assert set(re.findall(r'^    \{"([0-9A-Z]{5})", "[^"]*"\},$', native, re.MULTILINE)) - said == set()
    assert _raised_by_the_engine() - said == set()


def _raised_by_the_engine() -> set[str]:
    """The first arguments of Error(…) and Notice(…) in its source."""
    found: set[str] = set()
    for path in (ROOT / "src/jsdodbc").rglob("*.py"):
        if "sandbox" in path.parts or "cli" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Error", "Notice"):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and re.fullmatch("[0-9A-Z]{5}", str(first.value)):
                    found.add(str(first.value))
    return found


def test_a_wrong_password_is_refused(direct: Handle, site: Sandbox) -> None:
    wrong = re.sub(r"(APIToken|Password)=[^;]*", r"\1=wrong", site.connection_string)
    assert _connected(direct, wrong) == "28000"


def test_an_unknown_property_is_told(direct: Handle, site: Sandbox) -> None:
    assert _connected(direct, f"NoSuchThing=1;{site.connection_string}") == "01S00"


def _connected(direct: Handle, text: str) -> str:
    environment = odbc.environment(direct.odbc)
    with environment.held(odbc.CONNECTION) as connection:
        outcome = connection.outcome("SQLDriverConnect", None, text.encode(), odbc.NTS, None, 0, None, 0)
        connection.call("SQLDisconnect")
    environment.free()
    return outcome
