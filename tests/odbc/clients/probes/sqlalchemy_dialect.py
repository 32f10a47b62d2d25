"""SQLAlchemy with a dialect of a few lines, reading the catalogue through ODBC's own functions."""

import sys
from typing import Any
from urllib.parse import quote_plus

import shared
from sqlalchemy import Connection, bindparam, create_engine, inspect, text
from sqlalchemy.connectors.pyodbc import PyODBCConnector
from sqlalchemy.dialects import registry
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.types import NullType


class JiraServiceDesk(PyODBCConnector, DefaultDialect):
    """Reads; there is nothing to commit."""

    supports_statement_cache = True
    default_paramstyle = "qmark"

    def do_rollback(self, dbapi_connection: Any) -> None:
        pass

    do_commit = do_rollback

    def get_schema_names(self, connection: Connection, **options: Any) -> list[str]:
        return sorted({row.table_schem for row in self._cursor(connection).tables()})

    def get_table_names(self, connection: Connection, schema: str | None = None, **options: Any) -> list[str]:
        return [row.table_name for row in self._cursor(connection).tables(schema=schema)]

    def get_pk_constraint(
        self, connection: Connection, table_name: str, schema: str | None = None, **options: Any
    ) -> dict[str, Any]:
        rows = self._cursor(connection).primaryKeys(table_name, schema=schema)
        return {"constrained_columns": [row.column_name for row in rows], "name": None}

    def get_columns(
        self, connection: Connection, table_name: str, schema: str | None = None, **options: Any
    ) -> list[dict[str, Any]]:
        rows = self._cursor(connection).columns(table_name, schema=schema)
        return [{"name": row.column_name, "type": NullType(), "nullable": bool(row.nullable)} for row in rows]

    def _cursor(self, connection: Connection) -> Any:
        return connection.connection.cursor()


registry.register("jsdodbc.pyodbc", __name__, "JiraServiceDesk")
engine = create_engine("jsdodbc+pyodbc:///?odbc_connect=" + quote_plus(sys.argv[1]))


def rows(sql: str) -> shared.Rows:
    with engine.connect() as connection:
        return connection.execute(text(sql.replace(":", r"\:"))).fetchall()


def bound(sql: str, *parameters: str) -> shared.Rows:
    names = [f"p{index}" for index in range(len(parameters))]
    for name in names:
        sql = sql.replace("?", ":" + name, 1)
    statement = text(sql).bindparams(*map(bindparam, names))
    with engine.connect() as connection:
        return connection.execute(
            statement, dict(zip(names, map(shared.parameter, parameters), strict=True))
        ).fetchall()


def one(names: list[str]) -> shared.Rows:
    return [[name] for name in names]


shared.answer(
    {
        "rows": rows,
        "bind": bound,
        "tables": lambda: one(inspect(engine).get_table_names()),
        "columns": lambda table: one([column["name"] for column in inspect(engine).get_columns(table)]),
        "keys": lambda table, schema: one(inspect(engine).get_pk_constraint(table, schema)["constrained_columns"]),
    }
)
