"""The first wall: which statements and functions may reach DuckDB."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from jsdodbc.errors import Error
from jsdodbc.sql import guard
from jsdodbc.sql.parse import parse

KNOWN = Path(__file__).parent / "known_functions.txt"


def known() -> set[str]:
    return {line for line in KNOWN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")}


def test_no_function_of_this_duckdb_was_overlooked() -> None:
    """When DuckDB brings functions: refuse in sql/guard.py what reaches out, then add all to the list."""
    with duckdb.connect() as connection:
        rows = connection.sql("SELECT DISTINCT function_name FROM duckdb_functions()").fetchall()
    assert {name for (name,) in rows} - known() == set()


def test_every_table_function_is_refused_but_those_that_compute() -> None:
    with duckdb.connect() as connection:
        kinds = "('table', 'pragma', 'table_macro')"
        sql = f"SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN {kinds}"
        names = {name for (name,) in connection.sql(sql).fetchall()}
    assert len(names) > 50
    for name in sorted(names - guard.TABLE_FUNCTIONS):
        with pytest.raises(Error) as caught:
            parse(f'SELECT * FROM "{name}"(1)')
        assert caught.value.sqlstate == "42000", name


STATEMENTS = [
    "ATTACH 'x.db'",
    "DETACH x",
    "COPY (SELECT 1) TO 'x'",
    "COPY t FROM 'x'",
    "EXPORT DATABASE 'x'",
    "IMPORT DATABASE 'x'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "FORCE INSTALL x",
    "SET threads = 1",
    "RESET threads",
    "SET VARIABLE x = 1",
    "PRAGMA database_list",
    "USE memory",
    "CHECKPOINT",
    "FORCE CHECKPOINT",
    "CREATE TABLE x AS SELECT getenv('HOME')",
    "CREATE TABLE x (a INT DEFAULT getenv('HOME'))",
    "CREATE MACRO f(x) AS x",
    "CREATE VIEW v AS SELECT 1",
    "CREATE SECRET s (TYPE s3)",
    "DROP VIEW x",
    "CREATE MACRO f(x) AS getenv(x)",
    "ALTER TABLE x ADD a INT",
    "VACUUM",
    "ANALYZE",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "PREPARE x AS SELECT 1",
    "DEALLOCATE x",
    "DESCRIBE t",
    "SHOW TABLES",
    "SUMMARIZE t",
    "INSERT INTO t SELECT * FROM read_csv('x')",
    "UPDATE t SET a = getenv('HOME')",
    "DELETE FROM t WHERE a = getenv('HOME')",
    "DELETE FROM read_csv('x')",
    "MERGE INTO t USING u ON 1 = 1 WHEN MATCHED THEN DELETE",
    "TRUNCATE DATABASE t",
    "EXPLAIN ATTACH 'x'",
    "EXPLAIN (FORMAT XML) SELECT 1",
    "EXPLAIN ANALYZE DROP TABLE x",
    "(ATTACH 'x')",
    "COMMENT ON TABLE t IS 'x'",
    "WITH x AS (DELETE FROM t RETURNING a) SELECT * FROM x",
    "WITH x AS (INSERT INTO t VALUES (1) RETURNING a) SELECT * FROM x",
    "SELECT * FROM (DESCRIBE t)",
    "SELECT * FROM (SUMMARIZE t)",
    "SELECT 1; ATTACH 'x'",
    "SELECT getenv('HOME') INTO b FROM t",
    "SELECT * FROM (SELECT a INTO b FROM t)",
    "SELECT * FROM (CALL pragma_version())",
]


@pytest.mark.parametrize("sql", STATEMENTS)
def test_only_queries_pass(sql: str) -> None:
    with pytest.raises(Error) as caught:
        parse(sql)
    assert caught.value.sqlstate in ("42000", "HYC00")


FUNCTIONS = [
    "getenv('HOME')",
    "current_setting('threads')",
    "getvariable('x')",
    "nextval('x')",
    "read_text('/etc/passwd')",
    "\"read_text\"('x')",
    "'x'.read_text()",
    "upper(getenv('HOME'))",
    "(SELECT getenv('x'))",
    "list_transform(['HOME'], x -> getenv(x))",
    "pg_sleep(1)",
    "version()",
    "current_query()",
    "pg_get_viewdef(1)",
    "write_log('x')",
    "txid_current()",
    "json_execute_serialized_sql('x')",
    "main.getenv('x')",
    "system.main.getenv('x')",
    "inet_server_addr()",
]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_functions_that_reach_out_are_refused(function: str) -> None:
    with pytest.raises(Error) as caught:
        parse(f"SELECT {function} AS x")
    assert caught.value.sqlstate == "42000"
