"""Arrays of parameters that change the site: the status of each set, and how many were looked at."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.conformance import odbc
from tests.conformance.odbc import NTS, Handle, Odbc, number_of

SETS, WIDTH = 3, 16
GOOD, BAD, UNUSED = 0, 5, 7  # SQL_PARAM_SUCCESS, SQL_PARAM_ERROR, SQL_PARAM_UNUSED
INSERT = b"INSERT INTO RequestComments (RequestKey, Body) VALUES (?, 'by a set')"


@pytest.fixture(scope="module")
def own_site() -> Iterator[Sandbox]:
    with Sandbox("cloud", 20, 1, bulky=False) as sandbox:
        yield sandbox


def _written(library: Odbc, site: Sandbox, more: str, keys: list[str]) -> tuple[str, list[int], int, int]:
    """Outcome, statuses, sets processed and the row count of one execution."""
    environment = odbc.environment(library)
    with environment.held(odbc.CONNECTION) as connection:
        odbc.connect(connection, f"Readonly=false;{more}{site.connection_string}")
        with connection.held(odbc.STATEMENT) as statement:
            found = _executed(statement, keys)
        connection.must("SQLDisconnect")
    environment.free()
    return found


def _executed(statement: Handle, keys: list[str]) -> tuple[str, list[int], int, int]:
    values = (ctypes.c_char * (SETS * WIDTH))(*b"".join(key.encode().ljust(WIDTH, b"\0") for key in keys))
    lengths = (ctypes.c_ssize_t * SETS)(*([NTS] * SETS))
    status = (ctypes.c_ushort * SETS)(*([99] * SETS))
    processed, count = ctypes.c_size_t(), ctypes.c_ssize_t(-9)
    statement.must("SQLSetStmtAttr", number_of("SQL_ATTR_PARAMSET_SIZE"), SETS, 0)
    statement.must("SQLSetStmtAttr", number_of("SQL_ATTR_PARAM_STATUS_PTR"), status, 0)
    statement.must("SQLSetStmtAttr", number_of("SQL_ATTR_PARAMS_PROCESSED_PTR"), ctypes.byref(processed), 0)
    statement.must("SQLBindParameter", 1, 1, 1, 12, WIDTH, 0, values, WIDTH, lengths)
    outcome = statement.outcome("SQLExecDirect", INSERT, NTS)
    statement.call("SQLRowCount", ctypes.byref(count))
    return outcome, list(status), processed.value, count.value


@pytest.fixture(scope="module")
def key(own_site: Sandbox) -> str:
    return next(str(issue["key"]) for issue in own_site.truth.issues() if issue["fields"]["customfield_10010"])


def test_every_set_is_written(library: Odbc, own_site: Sandbox, key: str, _engine: None) -> None:
    assert _written(library, own_site, "", [key] * 3) == ("", [GOOD] * 3, 3, 3)


def test_nothing_after_the_first_that_fails(library: Odbc, own_site: Sandbox, key: str, _engine: None) -> None:
    outcome, status, processed, _ = _written(library, own_site, "", [key, "NO-1", key])
    assert (outcome, status, processed) == ("HY000", [GOOD, BAD, UNUSED], 2)


def test_or_each_with_its_own_status(library: Odbc, own_site: Sandbox, key: str, _engine: None) -> None:
    own_site.clear()
    more = "BatchErrors=continue;"
    outcome, status, processed, count = _written(library, own_site, more, [key, "NO-1", key])
    assert (outcome, status, processed, count) == ("HY000", [GOOD, BAD, GOOD], 3, 2)
    assert len([each for each in own_site.requests if each.method == "POST" and "comment" in each.path]) == 3
    outcome, status, _, _ = _written(library, own_site, more, ["NO-1", "NO-2", "NO-3"])
    assert (outcome, status) == ("HY000", [BAD] * 3)
