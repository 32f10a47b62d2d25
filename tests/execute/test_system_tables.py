"""The system tables: each has rows of its declared columns, and says what the model says."""

from __future__ import annotations

import pytest

from jsdodbc.execute.connection import Connection
from jsdodbc.plan.system_tables import TABLES
from tests.execute.fake import FakeCatalog
from tests.execute.site import rows, site


@pytest.fixture(scope="module")
def connection() -> Connection:
    return site(1).connect()


@pytest.mark.parametrize(("schema", "name"), TABLES)
def test_every_one_can_be_read(connection: Connection, schema: str, name: str) -> None:
    found = rows(connection, f"SELECT * FROM {schema.upper()}.{name.upper()}")
    assert bool(found) == (name not in ("sys_identity", "sys_foreignkeys", "sys_sqlinfo"))
    assert all(len(row) == len(TABLES[schema, name].columns) for row in found)


def test_tables_and_columns_are_those_of_the_model(connection: Connection) -> None:
    sql = (
        "SELECT t.table_name, COUNT(*) AS n FROM information_schema.tables t JOIN information_schema.columns c "
        "ON c.table_name = t.table_name AND c.table_schema = t.table_schema GROUP BY 1"
    )
    assert dict(rows(connection, sql)) == {table.name: len(table.columns) for table in FakeCatalog.tables}
    named = "SELECT ColumnName FROM sys_primarykeys WHERE TableName = 'RequestComments' ORDER BY KeySeq"
    keys = rows(connection, named)
    assert keys == [("RequestId",), ("Id",)]


def test_they_ask_the_site_nothing() -> None:
    fake = site(1)
    rows(fake.connect(), "SELECT COUNT(*) AS n FROM sys_tablecolumns")
    assert fake.pages == []
