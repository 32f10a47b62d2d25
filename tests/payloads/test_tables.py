"""Recorded answers decoded by the table that reads their endpoint: every row arrives with the recorded values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jsdodbc.model.column import Column, Decode
from jsdodbc.model.table import Items, Listing, Search, Table
from jsdodbc.model.tables import TABLES
from jsdodbc.scan.decode import Decoder
from jsdodbc.scan.page import Page
from jsdodbc.scan.structure import Layout, decode_sql
from tests.payloads.documents import body_of, files, issues
from tests.payloads.oracle import at, expected, matches
from tests.shared_data import needs_shared

pytestmark = needs_shared

# table -> folder, what names of files match, member of the answer that holds the rows ("" for the answer itself)
RECORDED = (
    ("Boards", "agile", "airbyte_board|all_boards|boards-by-filter|get-board", "values"),
    ("Sprints", "agile", "devlake_api_sprints|gojira_sprints", "values"),
    ("IssueChangelog", "changelog", "devlake_api_issue_changelogs", "values"),
    ("IssueWorklogs", "worklog", "worklogs(_a)?|jrjc_worklog_|GET_issue_10000_worklog|POST_worklog_list", "worklogs"),
    ("IssueTransitions", "issue", "transitions", "transitions"),
    ("IssueTransitions", "meta", "gojira_transitions", "transitions"),
    ("AuditRecords", "audit", ".", "records"),
    ("Groups", "meta", "bulk-groups", "values"),
    ("Groups", "meta", "jrjc_groups", "groups"),
    ("Filters", "meta", "search-filters|search_filters", "values"),
    ("Filters", "meta", "gojira_my_filters|gojira_filter|create_filter|jrjc_filter", ""),
    ("Filters", "docs-examples", "get_favorites_filters", ""),
    ("ProjectComponents", "meta", "project_components|component_basic|component_get", "values"),
    ("ProjectComponents", "docs-examples", "get-project-component(s)?.json", "values"),
    ("ProjectVersions", "meta", "projects_versions|jrjc_version", "values"),
    ("ProjectVersions", "docs-examples", "project-version", "values"),
    ("FieldContexts", "field", "custom_field_contexts|issue-field-contexts", "values"),
    ("FieldOptions", "field", "custom_field_options|context-option", "values"),
    ("MyPermissions", "meta", "mypermission", ""),
    ("KnowledgeBaseArticles", "jsm", "articles", "values"),
    ("Queues", "jsm", "service-desk-queue(s)?.json", "values"),
    ("QueueRequests", "jsm", "queue-issues", "values"),
    ("RequestTypeFields", "jsm", "request-type-fields", ""),
    ("ServerInfo", "meta", "serverInfo", ""),
)
CASES = [
    (name, path, member)
    for name, folder, pattern, member in RECORDED
    for path in files(folder)
    if re.search(pattern, path.name)
]
DEPLOYMENTS = ("Cloud", "Data Center")


def table(name: str, deployment: str) -> Table:
    return next(table for table in TABLES if table.name == name).only(deployment)


def test_every_kind_of_table_has_a_recording() -> None:
    assert {name for name, *_ in CASES} == {name for name, *_ in RECORDED}


def entries(path: Path, member: str) -> list[dict[str, Any]]:
    body = body_of(path)
    found = body.get(member, [body]) if isinstance(body, dict) and member else body
    listed = found if isinstance(found, list) else [found]
    rows = [each.get("data", each) if isinstance(each, dict) else each for each in listed]
    return [json.loads(each) if isinstance(each, str) else each for each in rows]


def things(entry: Mapping[str, Any], items: tuple[Items, ...], outer: str) -> Iterator[dict[str, Any]]:
    """What each name in the paths of columns stands for, of every innermost item."""
    level: list[tuple[dict[str, Any], Any]] = [({outer: entry}, entry)]
    for item in items:
        level = [
            ({**known, item.name: inner, f"{item.name} @key": key, f"{item.name} @index": place}, inner)
            for known, value in level
            for place, (key, inner) in enumerate(listed(at(value, item.path), item), 1)
        ]
    return (known for known, _ in level)


def listed(value: Any, item: Items) -> list[tuple[str, Any]]:
    if item.map:
        return list(value.items()) if isinstance(value, dict) else []
    if item.one:
        return [("", value)] if isinstance(value, dict) else []
    return [("", each) for each in value] if isinstance(value, list) else []


def wanted_of(column: Column, known: Mapping[str, Any]) -> Any:
    first = _wanted(column, column.path, known)
    return _wanted(column, column.otherwise, known) if first is None and column.otherwise else first


def _wanted(column: Column, path: tuple[str, ...], known: Mapping[str, Any]) -> Any:
    if path[1:] and path[1] in ("@index", "@key"):
        return known[f"{path[0]} {path[1]}"]
    if len(path) == 1 and path[0] in known:
        value = known[path[0]]
        return value if value is None or isinstance(value, str) else ("json", value)
    return expected(replace(column, path=path[1:]), known[path[0]])


@pytest.mark.parametrize(("name", "path", "member"), CASES, ids=lambda value: getattr(value, "name", value))
@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_values(name: str, path: Path, member: str, deployment: str) -> None:
    declared = table(name, deployment)
    recorded = entries(path, member)
    assert recorded
    read = declared.read if isinstance(declared.read, Listing) else table(name, "Cloud").read
    assert isinstance(read, Listing)
    columns = tuple(each for each in declared.every if not each.pseudo and each.path[0] != "@parent")
    columns = tuple(
        each if not each.path[1:2] or each.path[1][:1] != "@" or read.items else UNKNOWN for each in columns
    )
    layout = Layout(read.rows, given=read.given, items=read.items, outer="row")
    body = {read.rows: recorded} if read.rows else recorded
    batch = Decoder(decode_sql(columns, layout, {}), columns).decode([Page(json.dumps(body).encode())])
    outer = [things(each, read.items, "row") for each in recorded]
    found = [known for each in outer for known in each]
    assert batch.num_rows == len(found)
    for row, known in zip(batch.to_pylist(), found, strict=True):
        for column in columns:
            wanted = wanted_of(column, known) if read.items else expected(column, known["row"])
            assert matches(row[column.name], wanted), (column.name, row[column.name], wanted)


# A field that only a site can name.
UNKNOWN = Column("Unknown", next(iter(TABLES[0].declared)).type, "", ("nothing",))


def searches() -> list[str]:
    read = {each.name: each.read for each in TABLES}
    return [name for name, each in read.items() if isinstance(each, Search) and each.items]


@pytest.mark.parametrize("path", [each for each in files("issue", "search", "jsm", "agile") if issues(each)],
                         ids=lambda path: path.name)  # fmt: skip
def test_items_of_issues(path: Path) -> None:
    """Labels, links, attachments … of every recorded issue."""
    documents = issues(path)
    for name in searches():
        declared = table(name, "Cloud")
        read = declared.read
        assert isinstance(read, Search)
        if any(part[:1] == "@" for part in read.items[0].path):
            continue  # fields that only a site can name
        columns = tuple(each for each in declared.every if not each.pseudo and each.decode is not Decode.LOOKUP)
        layout = Layout("issues", items=read.items)
        page = Page(json.dumps({"issues": documents}).encode())
        batch = Decoder(decode_sql(columns, layout, {}), columns).decode([page])
        found = [known for each in documents for known in things(each, read.items, "issue")]
        assert batch.num_rows == len(found), name
        for row, known in zip(batch.to_pylist(), found, strict=True):
            for column in columns:
                assert matches(row[column.name], wanted_of(column, known)), (name, column.name, row[column.name])
