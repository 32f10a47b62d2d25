"""A way to provoke each SQLSTATE: functions that take a connection and answer what it said."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.conformance import odbc
from tests.conformance.odbc import NTS, NULL_DATA, Handle, number_of

CHARACTER, INTEGER, SMALL = 1, 4, 5
PROVOCATIONS: dict[str, Callable[[Handle], str]] = {}
_Provocation = Callable[[Handle], str]


def provokes(state: str) -> Callable[[_Provocation], _Provocation]:
    def keep(function: _Provocation) -> _Provocation:
        assert state not in PROVOCATIONS
        PROVOCATIONS[state] = function
        return function

    return keep


def said_by_query(state: str, sql: str) -> None:
    provokes(state)(lambda connection: _executed(connection, sql))


def said_by_value(state: str, sql: str, c_type: int, size: int = 64) -> None:
    provokes(state)(lambda connection: _read(connection, sql, c_type, size))


def said_by_call(state: str, function: str, *arguments: object) -> None:
    """Of a function on a fresh statement."""
    provokes(state)(lambda connection: _called(connection, function, *arguments))


def _called(connection: Handle, function: str, *arguments: object) -> str:
    with connection.held(odbc.STATEMENT) as statement:
        return statement.outcome(function, *arguments)


def _executed(connection: Handle, sql: str) -> str:
    with connection.held(odbc.STATEMENT) as statement:
        outcome = statement.outcome("SQLExecDirect", sql.encode(), NTS)
        return outcome or statement.outcome("SQLFetch")


@contextmanager
def fetched(connection: Handle, sql: str) -> Iterator[Handle]:
    with connection.held(odbc.STATEMENT) as statement:
        statement.must("SQLExecDirect", sql.encode(), NTS)
        statement.must("SQLFetch")
        yield statement


def _read(connection: Handle, sql: str, c_type: int, size: int) -> str:
    with fetched(connection, sql) as statement:
        buffer, length = ctypes.create_string_buffer(64), ctypes.c_ssize_t()
        return statement.outcome("SQLGetData", 1, c_type, buffer, size, ctypes.byref(length))


def _bound(connection: Handle, c_type: int, sql_type: int, data: bytes, size: int = 10, length: int = 0) -> str:
    """The outcome of executing with one parameter."""
    with connection.held(odbc.STATEMENT) as statement:
        buffer = ctypes.create_string_buffer(data, len(data))
        told = ctypes.c_ssize_t(length or len(data))
        kinds = (c_type, sql_type, size, 0)
        outcome = statement.outcome("SQLBindParameter", 1, 1, *kinds, buffer, len(data), ctypes.byref(told))
        return outcome or statement.outcome("SQLExecDirect", b"SELECT ?", NTS)


@contextmanager
def _scrollable(connection: Handle, rows: int, size: int) -> Iterator[Handle]:
    with connection.held(odbc.STATEMENT) as statement:
        statement.must("SQLSetStmtAttr", number_of("SQL_ATTR_CURSOR_TYPE"), number_of("SQL_CURSOR_STATIC"), 0)
        statement.must("SQLSetStmtAttr", number_of("SQL_ATTR_ROW_ARRAY_SIZE"), size, 0)
        statement.must("SQLExecDirect", f"SELECT i FROM generate_series(1, {rows}) AS g(i)".encode(), NTS)
        yield statement


def _asked(connection: Handle, *arguments: object) -> str:
    return _called(connection, "SQLSpecialColumns", *arguments)


@contextmanager
def _unconnected(connection: Handle) -> Iterator[Handle]:
    environment = odbc.environment(connection.odbc)
    with environment.held(odbc.CONNECTION) as other:
        yield other
    environment.free()


def _connected_with(connection: Handle, text: str, completion: int = 0) -> str:
    with _unconnected(connection) as other:
        outcome = other.outcome("SQLDriverConnect", None, text.encode(), NTS, None, 0, None, completion)
        other.call("SQLDisconnect")
        return outcome


said_by_value("01004", "SELECT 'abcd'", CHARACTER, 3)
said_by_value("01S07", "SELECT 1.5", INTEGER)
said_by_value("07006", "SELECT CAST('2024-02-29' AS DATE)", INTEGER)
said_by_value("22003", "SELECT 70000", SMALL)
said_by_value("22018", "SELECT 'one'", INTEGER)
said_by_value("22015", "SELECT 123", 101)
said_by_value("HY003", "SELECT 1", 77)
said_by_query("22012", "SELECT 1 / 0")
said_by_query("22000", "SELECT chr(-1)")
said_by_query("42000", "SELEKT 1")
said_by_query("42S02", "SELECT 1 FROM Nothings")
said_by_query("42S01", "CREATE TABLE Requests (a INTEGER)")
said_by_query("23000", "CREATE TABLE keyed (a INTEGER PRIMARY KEY); INSERT INTO keyed VALUES (1), (1)")
said_by_query("42S22", "SELECT Nothing FROM Issues")
said_by_query("07002", "SELECT ?")
said_by_query("21000", "SELECT (SELECT i FROM generate_series(1, 2) AS g(i))")
said_by_call("24000", "SQLCloseCursor")
said_by_call("34000", "SQLSetCursorName", b"SQL_CUR1", NTS)
said_by_call("HY004", "SQLGetTypeInfo", 77)
said_by_call("HY009", "SQLPrepare", None, NTS)
said_by_call("HY010", "SQLFetch")
said_by_call("HY024", "SQLSetStmtAttr", 27, 0, 0)
said_by_call("HY092", "SQLSetStmtAttr", 99999, 0, 0)
said_by_call("HY090", "SQLPrepare", b"SELECT 1", -7)
said_by_call("HY097", "SQLSpecialColumns", 7, None, 0, None, 0, b"Issues", NTS, 0, 1)
said_by_call("HY098", "SQLSpecialColumns", 1, None, 0, None, 0, b"Issues", NTS, 7, 1)
said_by_call("HY099", "SQLSpecialColumns", 1, None, 0, None, 0, b"Issues", NTS, 0, 7)
said_by_call("HY100", "SQLStatistics", None, 0, None, 0, b"Issues", NTS, 7, 0)
said_by_call("HY101", "SQLStatistics", None, 0, None, 0, b"Issues", NTS, 0, 7)
said_by_call("HY104", "SQLBindParameter", 1, 1, CHARACTER, 3, 99, 0, b"1", 2, None)
said_by_call("HY105", "SQLBindParameter", 1, 9, CHARACTER, 12, 10, 0, b"1", 2, None)
said_by_call("HY017", "SQLSetStmtAttr", 10012, 0, 0)


@provokes("07S01")
def default_parameter(connection: Handle) -> str:
    return _bound(connection, CHARACTER, 12, b"x", length=-5)


@provokes("22001")
def long_parameter(connection: Handle) -> str:
    return _bound(connection, CHARACTER, 12, b"abc", size=2)


@provokes("22007")
def no_such_day(connection: Handle) -> str:
    return _bound(connection, 91, 91, b"\xe7\x07\x02\x00\x1d\x00")


@provokes("22008")
def time_of_day_lost(connection: Handle) -> str:
    return _bound(connection, CHARACTER, 91, b"2024-02-29 01:00:00", size=30)


@provokes("22002")
def null_without_indicator(connection: Handle) -> str:
    with fetched(connection, "SELECT NULL") as statement:
        return statement.outcome("SQLGetData", 1, CHARACTER, ctypes.create_string_buffer(8), 8, None)


@provokes("07009")
def no_such_column(connection: Handle) -> str:
    with fetched(connection, "SELECT 1") as statement:
        return statement.outcome("SQLGetData", 99, CHARACTER, ctypes.create_string_buffer(8), 8, None)


@provokes("01S01")
def error_in_a_row(connection: Handle) -> str:
    with connection.held(odbc.STATEMENT) as statement:
        values = (ctypes.c_short * 2)()
        statement.must("SQLSetStmtAttr", number_of("SQL_ATTR_ROW_ARRAY_SIZE"), 2, 0)
        statement.must("SQLBindCol", 1, SMALL, values, 0, None)
        statement.must("SQLExecDirect", b"SELECT * FROM (VALUES (1), (70000)) AS t(n)", NTS)
        statement.call("SQLFetch")
        return "01S01" if "01S01" in [each.state for each in statement.records()] else "no 01S01"


@provokes("01S06")
def before_the_first_rowset(connection: Handle) -> str:
    with _scrollable(connection, 10, 5) as statement:
        statement.must("SQLFetchScroll", number_of("SQL_FETCH_ABSOLUTE"), 3)
        return statement.outcome("SQLFetchScroll", number_of("SQL_FETCH_PRIOR"), 0)


@provokes("HY107")
def no_such_row(connection: Handle) -> str:
    with _scrollable(connection, 10, 5) as statement:
        statement.must("SQLFetchScroll", number_of("SQL_FETCH_FIRST"), 0)
        return statement.outcome("SQLSetPos", 7, number_of("SQL_POSITION"), 0)


@provokes("HY109")
def no_row_to_stand_on(connection: Handle) -> str:
    with _scrollable(connection, 3, 5) as statement:
        statement.must("SQLFetchScroll", number_of("SQL_FETCH_FIRST"), 0)
        return statement.outcome("SQLSetPos", 0, number_of("SQL_POSITION"), 0)


@provokes("HY106")
def fetch_backwards(connection: Handle) -> str:
    with connection.held(odbc.STATEMENT) as statement:
        statement.must("SQLExecDirect", b"SELECT 1", NTS)
        return statement.outcome("SQLFetchScroll", number_of("SQL_FETCH_PRIOR"), 0)


@provokes("HY111")
def no_such_bookmark(connection: Handle) -> str:
    with connection.held(odbc.STATEMENT) as statement:
        statement.must("SQLSetStmtAttr", number_of("SQL_ATTR_CURSOR_TYPE"), number_of("SQL_CURSOR_STATIC"), 0)
        statement.must("SQLSetStmtAttr", number_of("SQL_ATTR_USE_BOOKMARKS"), number_of("SQL_UB_VARIABLE"), 0)
        statement.must("SQLSetStmtAttr", number_of("SQL_ATTR_FETCH_BOOKMARK_PTR"), None, 0)
        statement.must("SQLExecDirect", b"SELECT 1", NTS)
        return statement.outcome("SQLFetchScroll", number_of("SQL_FETCH_BOOKMARK"), 0)


@provokes("3C000")
def name_of_another(connection: Handle) -> str:
    with connection.held(odbc.STATEMENT) as first, connection.held(odbc.STATEMENT) as second:
        first.must("SQLSetCursorName", b"mine", NTS)
        return second.outcome("SQLSetCursorName", b"mine", NTS)


@provokes("HY007")
def not_prepared(connection: Handle) -> str:
    with connection.held(odbc.STATEMENT) as statement:
        row = odbc.implicit_descriptor(statement, "SQL_ATTR_IMP_ROW_DESC")
        return row.outcome("SQLGetDescField", 1, number_of("SQL_DESC_TYPE"), ctypes.create_string_buffer(8), 8, None)


def _set_field(connection: Handle, descriptor: str, number: int, field: int, value: int) -> str:
    with connection.held(odbc.STATEMENT) as statement:
        return odbc.implicit_descriptor(statement, descriptor).outcome("SQLSetDescField", number, field, value, 0)


@provokes("HY016")
def row_of_the_implementation(connection: Handle) -> str:
    return _set_field(connection, "SQL_ATTR_IMP_ROW_DESC", 1, number_of("SQL_DESC_TYPE"), INTEGER)


@provokes("HY021")
def no_such_type(connection: Handle) -> str:
    return _set_field(connection, "SQL_ATTR_APP_ROW_DESC", 1, number_of("SQL_DESC_TYPE"), 77)


@provokes("HY091")
def no_such_field(connection: Handle) -> str:
    return _set_field(connection, "SQL_ATTR_APP_ROW_DESC", 1, 9999, 1)


@contextmanager
def _needing(connection: Handle, c_type: int, sql_type: int) -> Iterator[Handle]:
    """A statement that waits for the pieces of its parameter."""
    with connection.held(odbc.STATEMENT) as statement:
        length = ctypes.c_ssize_t(number_of("SQL_DATA_AT_EXEC"))
        token = ctypes.c_void_p()
        statement.must("SQLBindParameter", 1, 1, c_type, sql_type, 10, 0, None, 0, ctypes.byref(length))
        assert statement.outcome("SQLExecDirect", b"SELECT ?", NTS) == "SQL_NEED_DATA"
        assert statement.outcome("SQLParamData", ctypes.byref(token)) == "SQL_NEED_DATA"
        yield statement


@provokes("HY019")
def number_in_pieces(connection: Handle) -> str:
    with _needing(connection, INTEGER, INTEGER) as statement:
        statement.must("SQLPutData", b"\x01\x00\x00\x00", 4)
        return statement.outcome("SQLPutData", b"\x01\x00\x00\x00", 4)


@provokes("HY020")
def piece_after_null(connection: Handle) -> str:
    with _needing(connection, CHARACTER, 12) as statement:
        statement.must("SQLPutData", None, NULL_DATA)
        return statement.outcome("SQLPutData", b"x", 1)


@provokes("01S02")
def manual_commit(connection: Handle) -> str:
    return connection.outcome("SQLSetConnectAttr", number_of("SQL_ATTR_AUTOCOMMIT"), 0, 0)


@provokes("HYC00")
def isolation(connection: Handle) -> str:
    return connection.outcome("SQLSetConnectAttr", number_of("SQL_ATTR_TXN_ISOLATION"), 8, 0)


@provokes("3D000")
def no_such_catalog(connection: Handle) -> str:
    return connection.outcome("SQLSetConnectAttr", number_of("SQL_ATTR_CURRENT_CATALOG"), b"nowhere", NTS)


@provokes("HY011")
def too_late(connection: Handle) -> str:
    return connection.outcome("SQLSetConnectAttr", number_of("SQL_ATTR_PACKET_SIZE"), 8192, 0)


@provokes("HY012")
def neither_commit_nor_rollback(connection: Handle) -> str:
    code = connection.odbc.call("SQLEndTran", odbc.CONNECTION, connection.value, 7)
    return connection.outcome_of(code)


@provokes("HY095")
def no_such_function(connection: Handle) -> str:
    return connection.outcome("SQLGetFunctions", 9999, ctypes.byref(ctypes.c_ushort()))


@provokes("HY096")
def no_such_information(connection: Handle) -> str:
    return connection.outcome("SQLGetInfo", 9999, ctypes.create_string_buffer(8), 8, None)


@provokes("08002")
def connected_already(connection: Handle) -> str:
    return connection.outcome("SQLDriverConnect", None, b"URL=http://127.0.0.1", NTS, None, 0, None, 0)


@provokes("08003")
def not_connected(connection: Handle) -> str:
    with _unconnected(connection) as other:
        return other.outcome("SQLNativeSql", b"SELECT 1", NTS, ctypes.create_string_buffer(8), 8, None)


@provokes("08001")
def nobody_listens(connection: Handle) -> str:
    return _connected_with(connection, "URL=http://127.0.0.1:1;AuthScheme=Basic;User=me;APIToken=x;Other='Retries=0'")


@provokes("HY110")
def no_such_completion(connection: Handle) -> str:
    return _connected_with(connection, "URL=http://127.0.0.1:1", completion=7)


@provokes("IM002")
def no_such_source(connection: Handle) -> str:
    with _unconnected(connection) as other:
        return other.outcome("SQLConnect", b"nowhere to be found", NTS, None, 0, None, 0)
