"""Recorded issues of real sites, served as they are: every row and every value arrives through ODBC."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.model.catalog import Catalog
from jsdodbc.model.column import Column
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.site.session import Session
from tests.odbc.clients import Client
from tests.payloads.documents import body_of, files
from tests.payloads.oracle import expected, matches
from tests.payloads.test_served import FILES, described, issues
from tests.shared_data import needs_shared


def is_field_list(body: Any) -> bool:
    return isinstance(body, list) and bool(body) and all("id" in each and "orderable" in each for each in body)


pytestmark = needs_shared
FIELD_LISTS = [path for path in files("field") if is_field_list(body_of(path))]


@pytest.mark.parametrize("flavour", ["cloud", "dc"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_value_of_select_star(path: Path, flavour: str, odbc: Path) -> None:
    documents = {str(int(each["id"])): each for each in issues(path)}
    with Sandbox.from_recorded(list(documents.values()), described(list(documents.values())), flavour) as site:
        columns = columns_of(site)
        connection = Client.of(site, odbc).connect()
        rows = connection.execute("SELECT * FROM Issues").fetchall()
        connection.close()
    assert {row.IssueId for row in rows} == set(documents)
    for row in rows:
        compare(dict(zip([entry[0] for entry in row.cursor_description], row, strict=True)), columns, documents)


@pytest.mark.parametrize("path", FIELD_LISTS, ids=lambda path: path.name)
def test_every_field_list(path: Path, odbc: Path) -> None:
    entries = body_of(path)
    with Sandbox("dc", 10, 1, bulky=False) as site:
        site.serve("GET", "/rest/api/2/field", entries)
        client = Client(site.connection_string, odbc)
        connection = client.connect()
        rows = connection.execute("SELECT * FROM Fields").fetchall()
        connection.close()
    assert [row.Id for row in rows] == [entry["id"] for entry in entries]
    assert [(row.Name, row.Custom) for row in rows] == [(entry.get("name"), entry.get("custom")) for entry in entries]
    assert [row.SchemaCustom for row in rows] == [entry.get("schema", {}).get("custom") for entry in entries]


def compare(row: dict[str, Any], columns: tuple[Column, ...], documents: dict[str, Any]) -> None:
    document = documents[row["IssueId"]]
    for column in columns:
        if column.path and column.path[0] == "fields" and not column.pseudo:
            wanted = expected(column, document)
            assert matches(row[column.name], wanted), (column.name, row[column.name], wanted)


def columns_of(site: Sandbox) -> tuple[Column, ...]:
    given = connection_string.parse(site.connection_string + "IncludeCustomFields=true")
    session = Session.open(settings.resolve(given)[0], Cancellation())
    try:
        table = Catalog(session).find("Issues")
        assert table is not None
        return table.columns
    finally:
        session.close()
