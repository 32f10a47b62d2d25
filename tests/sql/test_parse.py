"""The dialect as pairs in dialect_cases.txt; statements, labels, errors."""

from __future__ import annotations

import pytest

from jsdodbc.errors import Error
from jsdodbc.sql.dialect import render
from jsdodbc.sql.parse import StatementKind, parse
from tests.sql.cases import pairs


@pytest.mark.parametrize(("written", "meant"), pairs("dialect_cases.txt"))
def test_case(written: str, meant: str) -> None:
    if meant.startswith("! "):
        with pytest.raises(Error) as caught:
            parse(written)
        assert caught.value.sqlstate in ("42000", "HYC00")
        assert meant[2:] in caught.value.message
    else:
        (statement,) = parse(written).statements
        assert render(statement.tree) == meant


def test_several_statements_run_in_order() -> None:
    text = parse("SELECT 1; ; EXPLAIN SELECT ';' AS x WHERE 1 = ?;")
    assert [one.kind for one in text.statements] == [StatementKind.SELECT, StatementKind.EXPLAIN]
    assert [one.parameters for one in text.statements] == [(), (1,)]


def test_a_place_in_a_later_statement_counts_from_the_beginning() -> None:
    with pytest.raises(Error, match="line 2, column 12: unexpected 'c'"):
        parse("SELECT 1;\nSELECT a b c FROM t")


@pytest.mark.parametrize("depth", [100, 20_000])
def test_deep_nesting_ends_in_an_answer(depth: int) -> None:
    try:
        parse("SELECT " + "(" * depth + "1" + ")" * depth)
    except Error as error:
        assert error.sqlstate in ("42000", "54001")


BROKEN = [
    "SELECT",
    "SELECT FROM",
    "SELECT a FROM",
    "SELECT (a FROM t",
    "SELECT a) FROM t",
    "SELECT a FROM t WHERE a =",
    "SELECT a,, b FROM t",
    "SELECT CASE a FROM t",
    "SELECT a FROM t JOIN",
    "WITH x AS SELECT 1",
    "SELECT CAST(a AS) FROM t",
    "(((",
    ")",
    "{",
    "}",
    "?",
    "@",
    "$",
    "''",
    "SELECT 1 2 3",
    "\x00",
    "SELECT \x00",
    "🙂",
    "SELECT 🙂🙂 FROM",
    "EXPLAIN",
    "EXPLAIN EXPLAIN SELECT 1",
    "WITH",
    "VALUES",
    "FROM",
]


@pytest.mark.parametrize("sql", BROKEN)
def test_broken_text_is_a_clear_42000(sql: str) -> None:
    with pytest.raises(Error) as caught:
        parse(sql)
    assert caught.value.sqlstate == "42000"
    assert "sqlglot" not in caught.value.message
    assert "class" not in caught.value.message
