"""What issues have besides their fields, through the driver manager, compared with what the site was made with."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyodbc
import pytest

from jsdodbc.sandbox.generate import history
from jsdodbc.sandbox.generate.store import GeneratedStore
from jsdodbc.sandbox.server import Sandbox
from tests.odbc.clients import Client


@pytest.fixture
def cursor(client: Client) -> Iterator[pyodbc.Cursor]:
    connection = client.connect()
    yield connection.cursor()
    connection.close()


def store_of(site: Sandbox) -> GeneratedStore:
    store = site.truth.store
    assert isinstance(store, GeneratedStore)
    return store


def read(cursor: pyodbc.Cursor, sql: str, *given: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in cursor.execute(sql, *given)), key=repr)


def instant(text: str | None) -> datetime.datetime | None:
    moment = datetime.datetime.fromisoformat(text) if text else None
    return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment else None


def plain(value: Any) -> Any:
    """The JSON of what a generated value holds."""
    import orjson

    return json.loads(orjson.dumps(value))


def ordered(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    assert rows, "nothing to compare"
    return sorted(rows, key=repr)


def test_changelog(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    store = store_of(site)
    wanted = [
        (str(store.id(index)), store.key(index), change["id"], number, instant(change["created"]),
         (change.get("author") or {}).get("displayName"), item["field"], item["fieldtype"], item["from"],
         item["fromString"], item["to"], item["toString"])
        for index in range(store.size)
        for place in range(history.changes(store, index))
        for change in [plain(history.change_json(store, index, place))]
        for number, item in enumerate(change["items"], 1)
    ]  # fmt: skip
    columns = (
        "IssueId, IssueKey, HistoryId, ItemNumber, Created, AuthorDisplayName, Field, FieldType, FromValue, FromText, "
        "ToValue, ToText"
    )
    assert read(cursor, f"SELECT {columns} FROM IssueChangelog") == ordered(wanted)
    one = store.key(7)
    assert read(cursor, f"SELECT {columns} FROM IssueChangelog WHERE IssueKey = ?", one) == ordered(
        [row for row in wanted if row[1] == one]
    )


def test_worklogs(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    store = store_of(site)
    wanted = [
        (row["issueId"], store.key(index), row["id"], row["comment"], instant(row["started"]), row["timeSpent"],
         row["timeSpentSeconds"], instant(row["created"]), instant(row["updated"]), row["author"]["displayName"],
         row["updateAuthor"]["active"], (row.get("visibility") or {}).get("value"))
        for index in range(store.size)
        for place in range(history.worklogs(store, index))
        for row in [plain(history.worklog_json(store, index, place))]
    ]  # fmt: skip
    columns = (
        "IssueId, IssueKey, Id, Comment, Started, TimeSpent, TimeSpentSeconds, Created, Updated, AuthorDisplayName, "
        "UpdateAuthorActive, VisibilityValue"
    )
    assert read(cursor, f"SELECT {columns} FROM IssueWorklogs") == ordered(wanted)
    assert max(history.worklogs(store, index) for index in range(store.size)) > history.EMBEDDED_WORKLOGS


def test_properties(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    store = store_of(site)
    wanted = [
        (str(store.id(index)), store.key(index), key, value)
        for index in range(store.size)
        for key, value in history.properties(store, index).items()
    ]
    rows = read(cursor, "SELECT IssueId, IssueKey, PropertyKey, Value FROM IssueProperties")
    held = [(*row[:3], row[3] if row[2] == "app.note" else json.loads(row[3])) for row in rows]
    assert ordered(held) == ordered(wanted)


def test_transitions(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    store = store_of(site)
    wanted = [
        (store.key(index), f"To {status.name}", status.id, status.name, status.extra)
        for index in range(20)
        for status in store.configuration.statuses
        if status is not store.status(index)
    ]
    keys = ", ".join(f"'{store.key(index)}'" for index in range(20))
    columns = "IssueKey, Name, ToStatusId, ToStatus, ToStatusCategory"
    assert read(cursor, f"SELECT {columns} FROM IssueTransitions WHERE IssueKey IN ({keys})") == ordered(wanted)


@pytest.mark.parametrize(
    ("table", "field", "columns", "members"),
    [
        ("IssueComponents", "components", "ComponentId, Component", ("id", "name")),
        ("IssueFixVersions", "fixVersions", "VersionId, Version, Released", ("id", "name", "released")),
        ("IssueAffectedVersions", "versions", "VersionId, Version, Archived", ("id", "name", "archived")),
        ("IssueAttachments", "attachment", "Id, FileName, Size, MimeType, Content",
         ("id", "filename", "size", "mimeType", "content")),
    ],
)  # fmt: skip
def test_items(
    cursor: pyodbc.Cursor, site: Sandbox, table: str, field: str, columns: str, members: tuple[str, ...]
) -> None:
    wanted = [
        (issue["id"], issue["key"], *(item[member] for member in members))
        for issue in site.truth.issues()
        for item in issue["fields"][field]
    ]
    assert read(cursor, f"SELECT IssueId, IssueKey, {columns} FROM {table}") == ordered(wanted)


def test_labels(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    wanted = [(issue["id"], label) for issue in site.truth.issues() for label in issue["fields"]["labels"]]
    assert read(cursor, "SELECT IssueId, Label FROM IssueLabels") == ordered(wanted)


def test_links(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    wanted = [
        (issue["key"], link["id"], link["type"]["name"], link["outwardIssue"]["key"], None,
         link["outwardIssue"]["id"], link["outwardIssue"]["key"], link["outwardIssue"]["fields"]["summary"])
        for issue in site.truth.issues()
        for link in issue["fields"]["issuelinks"]
    ]  # fmt: skip
    columns = "IssueKey, Id, TypeName, OutwardIssueKey, InwardIssueKey, LinkedIssueId, LinkedIssueKey, LinkedSummary"
    assert read(cursor, f"SELECT {columns} FROM IssueLinks") == ordered(wanted)


def test_a_long_issue_is_read_whole(odbc: Path) -> None:
    """2,000 changes, 300 worklogs and 1,200 comments, on each kind of site."""
    for flavour in ("cloud", "dc"):
        with Sandbox(flavour, issues=40, seed=3, bulky=False, long=True, process=True) as site:
            connection = Client.of(site, odbc).connect()
            cursor, key = connection.cursor(), site.truth.issue(0)["key"]
            for where in (f"WHERE IssueKey = '{key}'", ""):
                for table, columns, most in (
                    ("IssueChangelog", "HistoryId", 2_000),
                    ("IssueWorklogs", "Id", 300),
                    ("IssueComments", "Id", 1_200),
                ):
                    rows = read(cursor, f"SELECT DISTINCT {columns}, IssueKey FROM {table} {where}")
                    assert sum(row[1] == key for row in rows) == most, (flavour, table, where)
            connection.close()
