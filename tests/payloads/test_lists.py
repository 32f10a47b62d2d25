"""Recorded lists (fields, users, comments, service desks, request types, SLAs) decoded by the tables that read them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables import TABLES
from jsdodbc.scan.decode import Decoder
from jsdodbc.scan.page import Page
from jsdodbc.scan.structure import Layout, decode_sql
from tests.payloads.documents import body_of, files, issues
from tests.payloads.oracle import at, expected, matches
from tests.shared_data import needs_shared

pytestmark = needs_shared


def table(name: str, deployment: str = "Cloud") -> Table:
    return next(table for table in TABLES if table.name == name).only(deployment)


def documents(path: Path, *names: str) -> list[dict[str, Any]]:
    """The entries of a recorded list, under one of its usual names."""
    body = body_of(path)
    if isinstance(body, dict):
        body = next((body[name] for name in names if isinstance(body.get(name), list)), [])
    return [each.get("data", each) for each in body or [] if isinstance(each, dict)]


ALONE = ("RequestApprovals", "ServerInfo")  # recorded one by one
NEVER_EMPTY = ("OrganizationUsers", "Organizations")
CASES = [
    *(("Fields", path) for path in files("field")),
    *(("Users", path) for path in files("user")),
    *(("RequestComments", path) for path in files("comment")),
    *(("ServiceDesks", path) for path in files("jsm") if "servicedesks" in path.name or "projects" in path.name),
    *(("Organizations", path) for path in files("jsm") if "organizations" in path.name or path.name[:4] == "oca_"),
    *(("OrganizationUsers", path) for path in files("jsm") if "__user_" in path.name),
    *(("RequestApprovals", path) for path in files("jsm") if "get-approval" in path.name),
    *(("ServerInfo", path) for path in files("meta") if "serverInfo" in path.name),
    *(("RequestTypes", path) for path in files("jsm") if "request-types" in path.name),
]


@pytest.mark.parametrize(("name", "path"), CASES, ids=lambda value: getattr(value, "name", value))
@pytest.mark.parametrize("deployment", ["Cloud", "Data Center"])
def test_lists(name: str, path: Path, deployment: str) -> None:
    entries = [body_of(path)] if name in ALONE else documents(path, "comments", "values")
    assert entries or name not in NEVER_EMPTY
    declared = table(name, deployment)
    assert isinstance(declared.read, Listing)
    columns = tuple(column for column in declared.every if not column.pseudo)
    sql = decode_sql(columns, Layout(declared.read.rows, given=declared.read.given), {})
    body = {declared.read.rows: entries} if declared.read.rows else entries
    batch = Decoder(sql, columns).decode([Page(json.dumps(body).encode(), ("7", "X-7"))])
    rows = batch.to_pylist()
    assert len(rows) == len(entries)
    for row, entry in zip(rows, entries, strict=True):
        for column in columns:
            parent = dict(zip(declared.read.given, ("7", "X-7"), strict=False))
            wanted = parent[column.path[1]] if column.path[0] == "@parent" else expected(column, entry)
            assert matches(row[column.name], wanted), (column.name, row[column.name], wanted)


@pytest.mark.parametrize("path", files("jsm"), ids=lambda path: path.name)
def test_sla_cycles(path: Path) -> None:
    recorded = issues(path)
    body = body_of(path)
    if isinstance(body, dict) and "completedCycles" in body:
        recorded = [{"id": "1", "key": "X-1", "fields": {"customfield_1": body}}]
    slas = sorted({name for each in recorded for name, value in each["fields"].items() if is_sla(value)})
    columns = tuple(column for column in table("RequestSLACycles").every if not column.pseudo)
    sql = decode_sql(columns, Layout("issues", ("id",), tuple(slas)), {})
    rows = Decoder(sql, columns).decode([Page(json.dumps({"issues": recorded}).encode())]).to_pylist()
    wanted = [
        (issue, sla, number, cycle)
        for issue in recorded
        for sla in slas
        for number, cycle in enumerate(cycles(issue["fields"].get(sla)), 1)
    ]
    assert len(rows) == len(wanted)
    for row, (issue, sla, number, cycle) in zip(rows, wanted, strict=True):
        assert (row["RequestId"], row["SlaField"], row["CycleNumber"]) == (issue["id"], sla, number)
        for column in columns:
            if column.path[0] == "cycle":
                inner = replace(column, path=column.path[1:])
                assert matches(row[column.name], expected(inner, cycle)), (column.name, row)
        assert row["SlaName"] == at(issue, ("fields", sla, "name"))


def is_sla(value: object) -> bool:
    return isinstance(value, dict) and "completedCycles" in value


def cycles(value: Any) -> list[Any]:
    ongoing = value.get("ongoingCycle") if is_sla(value) else None
    return [*(value["completedCycles"] if is_sla(value) else ()), *([ongoing] if ongoing else ())]
