"""isql, pyodbc and PHP see what the command line sees."""

from __future__ import annotations

import pytest

from tests.odbc.clients import Client
from tools.demo import QUESTIONS

QUESTION = pytest.mark.parametrize("sql", [question.sql for question in QUESTIONS], ids=lambda sql: sql.split()[0])


@QUESTION
def test_isql_by_connection_string(client: Client, sql: str) -> None:
    expected = client.command_line_rows(sql)
    assert expected
    assert client.isql_rows(sql) == expected


@QUESTION
def test_isql_by_data_source(client: Client, sql: str) -> None:
    assert client.isql_rows(sql, dsn=client.data_source("clients")) == client.command_line_rows(sql)


@QUESTION
def test_pyodbc(client: Client, sql: str) -> None:
    assert client.pyodbc_rows(sql) == client.command_line_rows(sql)


@QUESTION
@pytest.mark.usefixtures("needs_php")
def test_php(client: Client, sql: str) -> None:
    assert client.php_rows(sql) == client.command_line_rows(sql)


def test_text_of_any_language_in_a_c_locale(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert client.isql_rows("SELECT '東京 é 😀' AS x") == [["東京 é 😀"]]


def test_command_line_explains(client: Client) -> None:
    done = client.command_line("explain", "SELECT Summary FROM Issues WHERE ProjectKey = 'SUP' LIMIT 10")
    assert done.returncode == 0
    assert "project" in done.stdout and "LIMIT" not in done.stderr


def test_command_line_says_a_failure_in_one_line(client: Client) -> None:
    done = client.command_line("query", "SELECT * FROM Nothing")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("jsdodbc: [42S02]") and done.stderr.count("\n") == 1
