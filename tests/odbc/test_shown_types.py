"""MaximumColumnSize and its like, as applications see them."""

from __future__ import annotations

import pyodbc
import pytest

from tests.odbc.clients import Client

QUESTION = "SELECT Description, Summary, Summary || 'x' AS Computed FROM Issues LIMIT 5"
LONG, SHORT, COMPUTED = range(3)


def sizes(connection: pyodbc.Connection) -> list[int]:
    return [column[3] for column in connection.execute(QUESTION).description]


def listed(connection: pyodbc.Connection, column: str, table: str = "Issues") -> tuple[int, str, int]:
    row = connection.cursor().columns(table=table, column=column).fetchone()
    return row.data_type, row.type_name, row.column_size


def test_sizes_are_told_everywhere_alike_and_values_stay_whole(client: Client) -> None:
    plain = client.connect()
    assert sizes(plain)[LONG] == listed(plain, "Description")[2] == 32_767
    small = client.connect("MaximumColumnSize=50;Other='DefaultColumnSize=40';")
    assert sizes(small) == [50, 50, 40]
    assert listed(small, "Description")[2] == 50
    expected = [tuple(row) for row in plain.execute(QUESTION)]
    assert any(len(value) > 50 for row in expected for value in row if value)
    assert [tuple(row) for row in small.execute(QUESTION)] == expected


@pytest.mark.parametrize(
    ("asked", "code", "name"),
    [
        ("", pyodbc.SQL_WVARCHAR, "VARCHAR"),
        ("MapToWVarchar=false;", pyodbc.SQL_VARCHAR, "VARCHAR"),
        ("MapToLongVarchar=100;", pyodbc.SQL_WLONGVARCHAR, "LONGVARCHAR"),
    ],
)
def test_types_of_text(client: Client, asked: str, code: int, name: str) -> None:
    connection = client.connect(asked)
    assert listed(connection, "Summary")[:2] == (code, name)
    expected = [row[0] for row in client.connect().execute("SELECT Summary FROM Issues ORDER BY IssueKey LIMIT 5")]
    found = connection.execute("SELECT Summary FROM Issues ORDER BY IssueKey LIMIT 5")
    assert [row[0] for row in found] == expected


def test_keys_are_shown_as_the_columns_are(client: Client) -> None:
    connection = client.connect("MapToWVarchar=false;")
    keys = connection.cursor().rowIdColumns("Requests").fetchall()
    assert [(key.data_type, key.type_name, key.column_size) for key in keys] == [
        listed(connection, key.column_name, "Requests") for key in keys
    ]
    assert keys
