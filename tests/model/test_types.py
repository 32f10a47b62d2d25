"""The table of SQL types: what ODBC, Arrow and DuckDB call the same thing."""

from __future__ import annotations

import duckdb
import pytest

from jsdodbc.model.types import TYPES, SqlType, decimal, varchar


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_duckdb_and_arrow_mean_the_same(kind: SqlType) -> None:
    table = duckdb.sql(f"SELECT NULL::{kind.duckdb} AS v").to_arrow_table()
    assert table.schema.field("v").type == kind.arrow


def test_no_type_is_listed_twice() -> None:
    assert len({kind.name for kind in TYPES}) == len(TYPES)
    assert len({kind.sql_type for kind in TYPES}) == len(TYPES)


def test_sizes_are_the_columns_own() -> None:
    assert varchar(64).column_size == 64
    assert (decimal(12, 2).duckdb, decimal(12, 2).decimal_digits) == ("DECIMAL(12,2)", 2)
    assert str(decimal(12, 2).arrow) == "decimal128(12, 2)"
