"""The declarations: complete, consistent, true to each other."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from jsdodbc.model.column import Decode, Filter
from jsdodbc.model.table import Search, Table
from jsdodbc.model.tables import TABLES

DEPLOYMENTS = ("Cloud", "Data Center")
EACH = [(table.only(deployment), deployment) for table in TABLES for deployment in DEPLOYMENTS]
IDS = [f"{table.name} {deployment}" for table, deployment in EACH]


@pytest.mark.parametrize(("table", "deployment"), EACH, ids=IDS)
def test_a_declaration_is_complete(table: Table, deployment: str) -> None:
    names = [column.name.lower() for column in table.every]
    assert len(set(names)) == len(names)
    assert table.description.endswith(".")
    for column in table.every:
        assert column.description, column.name
        assert column.path or column.pseudo, column.name
        assert column.type.column_size > 0, column.name
        assert not column.key or not column.nullable, column.name
        assert column.deployment in ("", deployment)
        assert (column.decode is Decode.LOOKUP) == bool(column.lookup)
    assert table.keys
    assert [column for column in table.every if not column.hidden] == list(table.columns)


@pytest.mark.parametrize(("table", "deployment"), EACH, ids=IDS)
def test_references_lead_to_a_column(table: Table, deployment: str) -> None:
    by_name = {each.name: each.only(deployment) for each in TABLES}
    for column in table.columns:
        if column.references:
            target, name = column.references
            found = by_name[target].column(name)
            assert found is not None
            assert found.key
            assert found.type == column.type


@pytest.mark.parametrize(("table", "deployment"), EACH, ids=IDS)
def test_filters_are_declared_whole(table: Table, deployment: str) -> None:
    for column in table.every:
        if column.pushdown is None:
            continue
        assert column.pushdown.jql
        if column.pushdown.kind is Filter.NAMED:
            assert column.pushdown.part
            assert column.pushdown.entries
        if column.order:
            assert column.pushdown.jql == column.order
    if isinstance(table.read, Search):
        assert table.every[0].path[-1] == "id", "DuckDB counts rows by the first column: the cheapest must stand there"


def test_columns_are_found_in_any_case() -> None:
    table = next(each for each in TABLES if each.name == "Issues")
    assert table.column("ISSUEID") is table.column("issueid") is not None
    assert table.column("nope") is None


def test_the_model_needs_no_heavy_module() -> None:
    program = (
        "import sys, jsdodbc.model.catalog\n"
        "print([name for name in ('duckdb', 'pyarrow', 'sqlglot') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"
