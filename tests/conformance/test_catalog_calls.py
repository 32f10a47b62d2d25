"""The catalog functions as applications call them, argument for argument, through the driver manager and without it.

Each line: who calls so, the arguments, and what comes back: the rows' values of the column named.
"""

from __future__ import annotations

import ctypes
from typing import Any
from urllib.parse import urlsplit

import pytest

from jsdodbc.model.tables import TABLES
from jsdodbc.sandbox.server import Sandbox
from tests.conformance import odbc
from tests.conformance.headers import constants
from tests.conformance.odbc import Handle
from tests.odbc.clients import LISTED

NO_DATA, CHARACTERS = 100, 1  # SQL_C_CHAR
HOST = "host"  # stands for the name of the catalog
DESK, NAME = "JiraServiceDesk", "Requests"
WRITABLE, WITHOUT_CUSTOM_FIELDS = "Issues", "ServiceDesks"

EVERY = [name for *_, name in LISTED]
PLAIN = [name for name in EVERY if any(table.name == name and table.kind == "TABLE" for table in TABLES)]
(DESKS,) = [table for table in TABLES if table.name == WITHOUT_CUSTOM_FIELDS]
COLUMNS = [column.name for column in DESKS.columns if column.deployment in ("", "cloud")]
PARENTS = ["RequestTypes", "RequestTypes", "ServiceDesks"]
CHILDREN = [
    table.name
    for table in sorted(TABLES, key=lambda table: (table.schema, table.name))
    if any(column.references == ("Requests", "IssueId") and not column.hidden for column in table.declared)
]

Call = tuple[str, str, tuple[Any, ...], str, list[str | None]]
# Arguments and result columns of each.
PROCEDURES = {
    "AddAttachment": 12,
    "AttachTemporaryFile": 7,
    "CreateCustomer": 10,
    "CreateSchema": 4,
    "DownloadAttachment": 6,
    "GetOAuthAccessToken": 11,
    "GetOAuthAuthorizationURL": 7,
    "RefreshOAuthAccessToken": 5,
}
PROCEDURE_COLUMNS = [name for name, count in PROCEDURES.items() for _ in range(count)]
CALLS: list[Call] = [
    ("isql, pyodbc, RODBC, swipl, pike, clsql, gambas", "Tables", (None, None, None, None), "TABLE_NAME", EVERY),
    ("LibreOffice", "Tables", (None, None, None, "%"), "TABLE_NAME", EVERY),
    ("GDAL, ogr_fdw", "Tables", (None, None, None, "'TABLE','VIEW'"), "TABLE_NAME", EVERY),
    ("Power BI", "Tables", (None, None, None, "TABLE,VIEW"), "TABLE_NAME", EVERY),
    ("LibreOffice", "Tables", (None, None, "%", "VIEW,TABLE,%,"), "TABLE_NAME", EVERY),
    ("R odbc", "Tables", (None, None, "%", None), "TABLE_NAME", EVERY),
    ("RODBC, Qt", "Tables", (None, None, None, "TABLE"), "TABLE_NAME", PLAIN),
    ("pyodbc, PHP, DBD::ODBC", "Tables", (None, None, WRITABLE, "TABLE"), "TABLE_NAME", [WRITABLE]),
    ("LibreOffice", "Tables", (None, None, WRITABLE, "TABLE,"), "TABLE_NAME", [WRITABLE]),
    ("LibreOffice", "Tables", (None, None, NAME, "VIEW,TABLE,%,"), "TABLE_NAME", [NAME]),
    ("LibreOffice", "Tables", (HOST, DESK, NAME, "VIEW,TABLE,%,"), "TABLE_NAME", [NAME]),
    ("R odbc, RODBC, node, tdbc, tclodbc, ruby", "Tables", (None, None, NAME, None), "TABLE_NAME", [NAME]),
    ("DBD::ODBC's ping", "Tables", (None, None, "XXXX", None), "TABLE_NAME", []),
    ("R odbc", "Tables", ("%", "", "", ""), "TABLE_CAT", [HOST]),
    ("R odbc", "Tables", ("", "%", "", ""), "TABLE_SCHEM", ["Assets", "Jira", DESK]),
    ("Excel", "Tables", ("", "", "", "%"), "TABLE_TYPE", ["TABLE", "VIEW"]),
    ("LibreOffice", "Columns", (HOST, DESK, WITHOUT_CUSTOM_FIELDS, "%"), "COLUMN_NAME", COLUMNS),
    ("GDAL", "Columns", (None, DESK, WITHOUT_CUSTOM_FIELDS, None), "COLUMN_NAME", COLUMNS),
    ("PHP, DBD::ODBC, LibreOffice, tdbc", "Columns", (None, None, WITHOUT_CUSTOM_FIELDS, "%"), "COLUMN_NAME", COLUMNS),
    (
        "isql, pyodbc, R, node, Qt, GDAL, ruby …",
        "Columns",
        (None, None, WITHOUT_CUSTOM_FIELDS, None),
        "COLUMN_NAME",
        COLUMNS,
    ),
    ("LibreOffice", "ForeignKeys", (None, None, None, HOST, None, NAME), "PKTABLE_NAME", PARENTS),
    ("LibreOffice", "ForeignKeys", (None, None, None, None, None, NAME), "PKTABLE_NAME", PARENTS),
    ("pyodbc, tdbc", "ForeignKeys", (None, None, NAME, None, None, None), "FKTABLE_NAME", CHILDREN),
    ("GDAL, ogr_fdw", "PrimaryKeys", ("", "", NAME), "COLUMN_NAME", ["IssueId"]),
    ("GDAL", "PrimaryKeys", ("", DESK, NAME), "COLUMN_NAME", ["IssueId"]),
    ("LibreOffice", "PrimaryKeys", (HOST, DESK, NAME), "COLUMN_NAME", ["IssueId"]),
    ("PHP", "PrimaryKeys", (None, "", NAME), "COLUMN_NAME", ["IssueId"]),
    ("pyodbc, RODBC, DBD, node, Qt, ruby …", "PrimaryKeys", (None, None, NAME), "COLUMN_NAME", ["IssueId"]),
    ("pyodbc", "Procedures", (None, None, None), "PROCEDURE_NAME", list(PROCEDURES)),
    ("pyodbc", "ProcedureColumns", (None, None, None, None), "PROCEDURE_NAME", PROCEDURE_COLUMNS),
    ("pyodbc", "SpecialColumns", (1, None, None, NAME, 1, 1), "COLUMN_NAME", ["IssueId"]),
    ("pyodbc", "SpecialColumns", (2, None, None, NAME, 1, 1), "COLUMN_NAME", []),
    ("mono", "SpecialColumns", (2, None, None, NAME, 2, 0), "COLUMN_NAME", []),
    ("DBD::ODBC", "Statistics", (None, None, NAME, 0, 0), "COLUMN_NAME", [None, "IssueId"]),
    ("pyodbc", "Statistics", (None, None, NAME, 1, 0), "COLUMN_NAME", [None, "IssueId"]),
    ("ruby", "Statistics", (None, None, NAME, 1, 1), "COLUMN_NAME", [None, "IssueId"]),
    ("LibreOffice", "ColumnPrivileges", (HOST, DESK, NAME, "Id%"), "COLUMN_NAME", []),
    ("LibreOffice", "TablePrivileges", (HOST, DESK, NAME), "PRIVILEGE", ["SELECT"]),
    ("Qt", "GetTypeInfo", (11,), "TYPE_NAME", ["TIMESTAMP"]),
    ("pyodbc", "GetTypeInfo", (93,), "TYPE_NAME", ["TIMESTAMP"]),
    ("pyodbc", "GetTypeInfo", (-9,), "TYPE_NAME", ["VARCHAR"]),
    ("pyodbc", "GetTypeInfo", (-3,), "TYPE_NAME", ["VARBINARY"]),
]


@pytest.mark.parametrize(
    ("function", "arguments", "column", "wanted"),
    [call[1:] for call in CALLS],
    ids=[f"{who}: {function}{arguments}" for who, function, arguments, *_ in CALLS],
)
def test_as_applications_call_it(
    statement: Handle, site: Sandbox, function: str, arguments: tuple[Any, ...], column: str, wanted: list[str | None]
) -> None:
    host = urlsplit(dict(part.split("=", 1) for part in site.connection_string.split(";") if part)["URL"]).hostname
    given = [host if argument == HOST else argument for argument in arguments]
    statement.must(f"SQL{function}", *_passed(given))
    assert _values(statement, column) == [host if value == HOST else value for value in wanted]


def test_an_application_of_odbc_2_sees_its_names_and_codes(driver: odbc.Odbc, site: Sandbox, _engine: None) -> None:
    environment = odbc.environment(driver, 2)
    connection = environment.child(odbc.CONNECTION)
    odbc.connect(connection, site.connection_string)
    with connection.held(odbc.STATEMENT) as statement:
        statement.must("SQLColumns", *_passed([None, None, NAME, "StatusDate"]))
        names = _names(statement)
        assert (names[0], names[1], names[6]) == ("TABLE_QUALIFIER", "TABLE_OWNER", "PRECISION")
        assert _values(statement, "DATA_TYPE") == ["11"]
        assert statement.outcome("SQLGetTypeInfo", 4711) == "S1004"
        assert statement.outcome("SQLPrimaryKeys", *_passed([None, None, None])) == "S1009"
    connection.must("SQLDisconnect")
    connection.free()
    environment.free()


def test_identifiers(statement: Handle) -> None:
    statement.must("SQLSetStmtAttr", constants()["SQL_ATTR_METADATA_ID"], 1, 0)
    statement.must("SQLColumns", *_passed(["127.0.0.1", f'"{DESK}"', "REQUESTS  ", "issueid"]))
    assert _values(statement, "COLUMN_NAME") == ["IssueId"]
    assert statement.outcome("SQLColumns", *_passed([None, None, NAME, None])) == "HY009"


def _passed(arguments: list[Any]) -> list[Any]:
    """Each text with its length."""
    passed: list[Any] = []
    for argument in arguments:
        if isinstance(argument, int):
            passed.append(argument)
        else:
            passed += [None if argument is None else argument.encode(), 0 if argument is None else odbc.NTS]
    return passed


def _names(statement: Handle) -> list[str]:
    count = ctypes.c_short()
    statement.must("SQLNumResultCols", ctypes.byref(count))
    names = []
    for number in range(1, count.value + 1):
        name = ctypes.create_string_buffer(256)
        statement.must("SQLDescribeCol", number, name, 256, None, None, None, None, None)
        names.append(name.value.decode())
    return names


def _values(statement: Handle, column: str) -> list[str | None]:
    number = _names(statement).index(column) + 1
    values: list[str | None] = []
    text, length = ctypes.create_string_buffer(1024), ctypes.c_ssize_t()
    while statement.call("SQLFetch") != NO_DATA:
        statement.must("SQLGetData", number, CHARACTERS, text, 1024, ctypes.byref(length))
        values.append(None if length.value == odbc.NULL_DATA else text.value.decode())
    statement.must("SQLFreeStmt", constants()["SQL_CLOSE"])
    return values
