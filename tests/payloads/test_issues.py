"""Every recorded issue, decoded by the model: every row arrives, every value is the recorded one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jsdodbc.model import custom_fields
from jsdodbc.model.column import Column
from jsdodbc.model.metadata import Field
from jsdodbc.model.table import Table
from jsdodbc.model.tables import TABLES
from jsdodbc.scan.decode import Decoder
from jsdodbc.scan.page import Page
from jsdodbc.scan.structure import Layout, decode_sql
from tests.payloads.documents import files, issues
from tests.payloads.oracle import expected, matches
from tests.shared_data import needs_shared

pytestmark = needs_shared

FILES = [path for path in files("issue", "search", "jsm", "agile") if issues(path)]
KINDS = {  # of the fields that a recording does not describe: each way it could have been declared
    "undeclared": ("", "any", ""),
    "text": ("com.atlassian.jira.plugin.system.customfieldtypes:textfield", "string", ""),
    "long text": ("com.atlassian.jira.plugin.system.customfieldtypes:textarea", "string", ""),
    "number": ("com.atlassian.jira.plugin.system.customfieldtypes:float", "number", ""),
    "day": ("com.atlassian.jira.plugin.system.customfieldtypes:datepicker", "date", ""),
    "time": ("com.atlassian.jira.plugin.system.customfieldtypes:datetime", "datetime", ""),
    "option": ("com.atlassian.jira.plugin.system.customfieldtypes:select", "option", ""),
    "cascade": ("com.atlassian.jira.plugin.system.customfieldtypes:cascadingselect", "option-with-child", ""),
    "user": ("com.atlassian.jira.plugin.system.customfieldtypes:userpicker", "user", ""),
    "list": ("com.atlassian.jira.plugin.system.customfieldtypes:multiselect", "array", "option"),
}


def table(name: str, deployment: str) -> Table:
    return next(table for table in TABLES if table.name == name).only(deployment)


def custom(documents: list[dict[str, Any]], kind: str) -> list[Column]:
    """Columns for the custom fields met in the documents, declared as `kind`."""
    met = sorted({name for each in documents for name in each["fields"] if name.startswith("customfield_")})
    fields = [Field(name, f"Field {name}", *KINDS[kind], (), False) for name in met]
    return list(custom_fields.columns(fields, ()))


def decode(columns: list[Column], documents: list[dict[str, Any]], rows: str = "issues") -> list[dict[str, Any]]:
    resolved = [
        replace(column, path=()) if any(name[:1] == "@" for name in column.path) else column for column in columns
    ]
    sql = decode_sql(resolved, Layout(rows), {"service desk of project": {}})
    body = json.dumps({rows: documents} if rows else documents, ensure_ascii=False).encode()
    batch = Decoder(sql, tuple(resolved)).decode([Page(body)])
    assert [batch.schema.field(column.name).type for column in columns] == [column.type.arrow for column in columns]
    names = [column.name for column in columns]
    assert len(set(names)) == len(names)
    return batch.select(names).to_pylist()


@pytest.mark.parametrize("deployment", ["Cloud", "Data Center"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_system_fields(path: Path, deployment: str) -> None:
    documents = issues(path)
    columns = [column for column in table("Issues", deployment).every if not column.pseudo]
    rows = decode(columns, documents)
    assert len(rows) == len(documents)
    compare(columns, rows, documents)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_custom_fields_whatever_they_are_declared(path: Path, kind: str) -> None:
    documents = issues(path)
    columns = custom(documents, kind)
    if not columns:
        columns = [table("Issues", "Cloud").every[0]]
    rows = decode(columns, documents)
    assert len(rows) == len(documents)
    compare(columns, rows, documents)


def compare(columns: list[Column], rows: list[dict[str, Any]], documents: list[dict[str, Any]]) -> None:
    wrong = [
        (document["id"], column.name, row[column.name], expected(column, document))
        for row, document in zip(rows, documents, strict=True)
        for column in columns
        if not matches(row[column.name], expected(column, document))
    ]
    assert not wrong, wrong[:5]
