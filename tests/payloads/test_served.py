"""Recorded issues served by a site and read through a scan, custom fields included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.model.catalog import Catalog
from jsdodbc.model.column import Column
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.scan.source import TableSource
from jsdodbc.scan.values import quote
from jsdodbc.site.session import Session
from tests.payloads.documents import body_of, files, issues
from tests.payloads.oracle import expected, matches
from tests.shared_data import needs_shared

pytestmark = needs_shared

FILES = [path for path in files("issue", "search", "jsm", "agile") if issues(path)]
FIELDS = [entry for path in files("field") for entry in [body_of(path)] if isinstance(entry, list)]


def described(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The /field of the site, from the longest recorded list that knows a field; the others have no schema."""
    met = sorted({name for each in documents for name in each["fields"] if name.startswith("customfield_")})
    listed = {
        str(entry["id"]): entry for entries in sorted(FIELDS, key=len) for entry in entries if "clauseNames" in entry
    }
    undescribed = {"name": "Undescribed", "custom": True, "searchable": False, "clauseNames": []}
    system = [entry for name, entry in listed.items() if not name.startswith("customfield_") and name != "issuekey"]
    return [*system, *(listed.get(name) or {"id": name, **undescribed} for name in met)]


@pytest.mark.parametrize("flavour", ["cloud", "dc"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_served_as_recorded(path: Path, flavour: str) -> None:
    documents = list({int(each["id"]): each for each in issues(path)}.values())
    with Sandbox.from_recorded(documents, described(documents), flavour) as site:
        resolved, _ = settings.resolve(connection_string.parse(f"{site.connection_string};IncludeCustomFields=true"))
        session = Session.open(resolved, Cancellation())
        try:
            rows, columns = read(session)
        finally:
            session.close()
    assert len(rows) == len(documents)
    by_id = {str(document["id"]): document for document in documents}
    for row in rows:
        document = by_id[row["IssueId"]]
        for column in columns:
            if column.path[0] == "fields":
                wanted = expected(column, document)
                assert matches(row[column.name], wanted), (column.name, row[column.name], wanted)


def read(session: Session) -> tuple[list[dict[str, Any]], tuple[Column, ...]]:
    table = Catalog(session).find("Issues")
    assert table is not None
    connection = duckdb.connect(":memory:")
    connection._register_arrow_source("Issues", TableSource(session, table, cancellation=Cancellation()))
    try:
        columns = tuple(column for column in table.every if not column.pseudo)
        names = ", ".join(quote(column.name) for column in columns)
        return connection.sql(f"SELECT {names} FROM Issues").to_arrow_table().to_pylist(), columns
    finally:
        connection.close()
