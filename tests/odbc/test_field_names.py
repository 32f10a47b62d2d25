"""Custom fields of any name: listed with it, found by it, and selected by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyodbc
import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.odbc.clients import Client

NAMES = [
    'say "hello"', "it's", "[brackets]", "`ticks`", "per%cent", "under_score", "back\\slash", "semi;colon", "a?b:c",
    "x", "é", "日", "😀", "Größe 📏 in Fuß", "ل", "SELECT", "longest " + "n" * 247, "📏" * 255, "tab\tand\nline",
]  # fmt: skip
TWICE = "Twice"


def entry(number: int, name: str) -> dict[str, Any]:
    id = f"customfield_{number}"
    schema = {"type": "string", "custom": "com.atlassian.jira.plugin.system.customfieldtypes:textfield"}
    return {
        "id": id, "name": name, "custom": True, "orderable": True, "navigable": True, "searchable": True,
        "clauseNames": [f"cf[{number}]", name], "schema": {**schema, "customId": number},
    }  # fmt: skip


@pytest.fixture(scope="module")
def connection(odbc: Path) -> Iterator[pyodbc.Connection]:
    with Sandbox("dc", 5, 1, bulky=False) as site:
        fields = [entry(20001 + position, name) for position, name in enumerate([*NAMES, TWICE, TWICE])]
        site.serve("GET", "/rest/api/2/field", fields)
        found = Client.of(site, odbc).connect()
        yield found
        found.close()


def shown(name: str) -> str:
    return " ".join(name.split())


def test_they_are_listed_with_remarks(connection: pyodbc.Connection) -> None:
    rows = [row for row in connection.cursor().columns(table="Issues") if row.remarks.startswith("Custom field")]
    assert [row.column_name for row in rows] == [*map(shown, NAMES), TWICE, f"{TWICE} ({20002 + len(NAMES)})"]
    assert rows[0].remarks.startswith("Custom field customfield_20001 ")


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:12])
def test_a_pattern_finds_the_one(connection: pyodbc.Connection, name: str) -> None:
    escaped = "".join("\\" + letter if letter in "%_\\" else letter for letter in shown(name))
    found = [row.column_name for row in connection.cursor().columns(table="Issues", column=escaped)]
    assert found == [shown(name)]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:12])
def test_it_is_a_name_in_quotes(connection: pyodbc.Connection, name: str) -> None:
    quoted = '"' + shown(name).replace('"', '""') + '"'
    described = connection.execute(f"SELECT {quoted} FROM Issues WHERE {quoted} IS NULL LIMIT 1").description
    assert [column[0] for column in described] == [shown(name)]


def test_all_at_once_are_those_of_select_star(connection: pyodbc.Connection) -> None:
    listed = [row.column_name for row in connection.cursor().columns(table="Issues")]
    assert [column[0] for column in connection.execute("SELECT * FROM Issues LIMIT 0").description] == listed
