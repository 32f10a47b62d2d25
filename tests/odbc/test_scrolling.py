"""Static cursors through unixODBC, as LibreOffice and Qt use them, and what they cost in memory."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.conformance.odbc import CONNECTION, MANAGER, STATEMENT, Handle, Odbc, connect, environment

CURSOR_TYPE, USE_BOOKMARKS, ROW_NUMBER, FETCH_BOOKMARK_PTR = 6, 12, 14, 16
KEYSET_DRIVEN, STATIC = 1, 3
NEXT, FIRST, LAST, PRIOR, ABSOLUTE, RELATIVE, BOOKMARK = 1, 2, 3, 4, 5, 6, 8
CHARACTER, VARBOOKMARK = 1, -2
ORDERED = b"SELECT IssueKey FROM Issues ORDER BY IssueKey"

MEMORY = """
import ctypes, json, os, pathlib, sys
from tests.conformance.odbc import CONNECTION, MANAGER, STATEMENT, Odbc, connect, environment
def peak(process):
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10
def engine():
    children = pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return next(c for c in children if b"jsdodbc.engine" in pathlib.Path(f"/proc/{c}/cmdline").read_bytes())
connection = environment(Odbc(MANAGER)).child(CONNECTION)
connect(connection, sys.argv[1])
number, length, peaks, seen = ctypes.c_longlong(), ctypes.c_longlong(), [], []
for rows in (10_000, 1_000_000):
    statement = connection.child(STATEMENT)
    statement.must("SQLSetStmtAttr", 6, 3, 0)
    sql = f"SELECT i, REPEAT('x', 200) || i AS t FROM generate_series(1, {rows}) AS g(i)"
    statement.must("SQLExecDirect", sql.encode(), -3)
    for orientation, offset in ((3, 0), (2, 0), (5, rows // 2), (4, 0), (5, -7)):
        statement.must("SQLFetchScroll", orientation, offset)
        statement.must("SQLGetData", 1, -25, ctypes.byref(number), 8, ctypes.byref(length))
        seen.append(number.value)
    peaks.append((peak("self"), peak(engine())))
    statement.free()
print(json.dumps([seen, peaks]))
"""


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found without the driver's registration, which strings that begin with the library's path do without."""
    monkeypatch.setenv("JSDODBC_ENGINE_PYTHON", sys.executable)


@pytest.fixture
def statement(site: Sandbox) -> Iterator[Handle]:
    with environment(Odbc(MANAGER)).held(CONNECTION) as connection:
        connect(connection, site.connection_string)
        with connection.held(STATEMENT) as statement:
            yield statement
        connection.call("SQLDisconnect")


def _key(statement: Handle) -> str:
    text, length = ctypes.create_string_buffer(100), ctypes.c_ssize_t()
    statement.must("SQLGetData", 1, CHARACTER, text, len(text), ctypes.byref(length))
    return text.value.decode()


def _attribute(statement: Handle, attribute: int) -> int:
    value = ctypes.c_size_t(99)
    statement.must("SQLGetStmtAttr", attribute, ctypes.byref(value), 8, None)
    return value.value


def _forward(statement: Handle) -> list[str]:
    statement.must("SQLExecDirect", ORDERED, -3)
    keys = []
    while statement.call("SQLFetch") == 0:
        keys.append(_key(statement))
    statement.must("SQLFreeStmt", 0)
    return keys


def test_a_static_cursor_goes_where_it_is_sent(statement: Handle) -> None:
    keys = _forward(statement)
    assert len(keys) == 300
    statement.must("SQLSetStmtAttr", CURSOR_TYPE, STATIC, 0)
    statement.must("SQLExecDirect", ORDERED, -3)
    moves = ((NEXT, 0, 1), (LAST, 0, 300), (PRIOR, 0, 299), (ABSOLUTE, 150, 150), (RELATIVE, -49, 101), (FIRST, 0, 1))
    for orientation, offset, row in moves:
        statement.must("SQLFetchScroll", orientation, offset)
        assert (_key(statement), _attribute(statement, ROW_NUMBER)) == (keys[row - 1], row)
    assert statement.outcome("SQLFetchScroll", PRIOR, 0) == "SQL_NO_DATA"
    assert statement.outcome("SQLFetchScroll", ABSOLUTE, 301) == "SQL_NO_DATA"
    backward = []
    while statement.call("SQLFetchScroll", PRIOR, 0) == 0:
        backward.append(_key(statement))
    assert backward == keys[::-1]


def test_libreoffice_asks_for_keyset_and_bookmarks(statement: Handle) -> None:
    statement.must("SQLSetStmtAttr", USE_BOOKMARKS, 2, 0)
    assert statement.outcome("SQLSetStmtAttr", CURSOR_TYPE, KEYSET_DRIVEN, 0) == "01S02"
    assert _attribute(statement, CURSOR_TYPE) == STATIC
    statement.must("SQLExecDirect", ORDERED, -3)
    statement.must("SQLFetchScroll", ABSOLUTE, 42)
    wanted = _key(statement)
    bookmark, length = ctypes.create_string_buffer(64), ctypes.c_ssize_t()
    statement.must("SQLGetData", 0, VARBOOKMARK, bookmark, len(bookmark), ctypes.byref(length))
    statement.must("SQLFetchScroll", LAST, 0)
    statement.must("SQLSetStmtAttr", FETCH_BOOKMARK_PTR, bookmark, 0)
    statement.must("SQLFetchScroll", BOOKMARK, 0)
    assert _key(statement) == wanted


def test_catalogue_results_scroll(statement: Handle) -> None:
    statement.must("SQLSetStmtAttr", CURSOR_TYPE, STATIC, 0)
    statement.must("SQLTables", None, 0, None, 0, b"%", -3, None, 0)
    statement.must("SQLFetchScroll", LAST, 0)
    rows = _attribute(statement, ROW_NUMBER)
    assert rows > 5
    statement.must("SQLFetchScroll", ABSOLUTE, -rows)
    assert _attribute(statement, ROW_NUMBER) == 1


def test_a_page_that_fails_fails_the_move_to_the_end(own_site: Sandbox) -> None:
    with environment(Odbc(MANAGER)).held(CONNECTION) as connection:
        connect(connection, own_site.connection_string)
        with connection.held(STATEMENT) as statement:
            statement.must("SQLSetStmtAttr", CURSOR_TYPE, STATIC, 0)
            own_site.faults.add("mid body", "bulkfetch", times=None, skip=1)
            # Pages are read ahead, so the failure may come before the first rows.
            executed = statement.call("SQLExecDirect", b"SELECT IssueKey, Summary FROM Issues", -3)
            assert executed == -1 or statement.call("SQLFetchScroll", LAST, 0) == -1, "a short result"
            assert statement.records()[0].state == "08S01"
        connection.call("SQLDisconnect")


def test_memory_stays_bounded_over_a_million_rows(odbc: object) -> None:
    """The rows are 200 MB; what ten thousand of them take is what a million take."""
    with Sandbox("dc", 10, 1, process=True, bulky=False) as site:
        command = [sys.executable, "-c", MEMORY, site.connection_string]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen, ((host_few, engine_few), (host, engine)) = json.loads(done.stdout)
    assert seen == [n for rows in (10_000, 1_000_000) for n in (rows, 1, rows // 2, rows // 2 - 1, rows - 6)]
    assert host - host_few < 50
    assert engine - engine_few < 100
