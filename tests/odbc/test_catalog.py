"""The catalog functions, as pyodbc calls them."""

from __future__ import annotations

from collections.abc import Iterator

import pyodbc
import pytest

from jsdodbc.model.tables import TABLES
from tests.odbc.clients import Client


@pytest.fixture
def cursor(client: Client) -> Iterator[pyodbc.Cursor]:
    connection = client.connect()
    yield connection.cursor()
    connection.close()


def test_every_table_is_listed(cursor: pyodbc.Cursor) -> None:
    listed = {(row.table_schem, row.table_name, row.table_type) for row in cursor.tables()}
    assert {(table.schema, table.name) for table in TABLES} <= {(schema, name) for schema, name, _ in listed}


def test_tables_by_pattern_and_type(cursor: pyodbc.Cursor) -> None:
    found = [row.table_name for row in cursor.tables(table="Request%", tableType="TABLE,VIEW")]
    assert sorted(found) == sorted(table.name for table in TABLES if table.name.startswith("Request"))


def test_columns_are_those_of_select_star(cursor: pyodbc.Cursor) -> None:
    for table in TABLES:
        listed = [row.column_name for row in cursor.columns(table=table.name)]
        described = [entry[0] for entry in cursor.execute(f"SELECT * FROM {table.name} LIMIT 0").description]
        assert listed == described, table.name


def test_keys(cursor: pyodbc.Cursor) -> None:
    assert [row.column_name for row in cursor.primaryKeys("Requests")] == ["IssueId"]
    foreign = {(row.pktable_name, row.fkcolumn_name) for row in cursor.foreignKeys(foreignTable="RequestComments")}
    assert ("Requests", "RequestId") in foreign


def test_statistics_and_special_columns(cursor: pyodbc.Cursor) -> None:
    names = {row.column_name for row in cursor.statistics("Issues", unique=True) if row.index_name}
    assert "IssueId" in names
    assert [row.column_name for row in cursor.rowIdColumns("Issues")] == ["IssueId"]


def test_type_info(cursor: pyodbc.Cursor) -> None:
    listed = cursor.getTypeInfo().fetchall()
    assert {row.type_name for row in listed} >= {"BIGINT", "VARCHAR", "TIMESTAMP", "BIT"}
    assert [row.data_type for row in listed] == sorted(row.data_type for row in listed)
    assert {row.data_type for row in cursor.getTypeInfo(pyodbc.SQL_TYPE_TIMESTAMP)} == {pyodbc.SQL_TYPE_TIMESTAMP}


def test_who_we_are(client: Client) -> None:
    connection = client.connect()
    assert "Jira" in connection.getinfo(pyodbc.SQL_DBMS_NAME)
    assert connection.getinfo(pyodbc.SQL_DRIVER_ODBC_VER) >= "03.80"[:2]
    assert connection.getinfo(pyodbc.SQL_IDENTIFIER_QUOTE_CHAR) == '"'
    connection.close()


def test_procedures_are_listed_with_arguments_and_results(cursor: pyodbc.Cursor) -> None:
    names = [row.procedure_name for row in cursor.procedures()]
    serving = ["AddAttachment", "AttachTemporaryFile", "CreateCustomer", "CreateSchema", "DownloadAttachment"]
    assert names == [*serving, "GetOAuthAccessToken", "GetOAuthAuthorizationURL", "RefreshOAuthAccessToken"]
    assert [row.procedure_name for row in cursor.procedures("Refresh%")] == names[-1:]
    kinds = {row.column_name: row.type_name for row in cursor.procedureColumns("DownloadAttachment")}
    assert (kinds["AttachmentId"], kinds["Size"], kinds["Content"]) == ("VARCHAR", "BIGINT", "LONGVARBINARY")
    columns = [(row.column_name, row.column_type) for row in cursor.procedureColumns("RefreshOAuthAccessToken")]
    assert columns[0] == ("OAuthRefreshToken", 1)
    results = [name for name, kind in columns if kind == 3]
    assert results == ["OAuthAccessToken", "OAuthRefreshToken", "ExpiresIn", "OAuthAccessTokenSecret"]
