"""pyodbc."""

import sys

import pyodbc
import shared

connection = pyodbc.connect(sys.argv[1], autocommit=True)


def bound(sql: str, *parameters: str) -> shared.Rows:
    return connection.execute(sql, *map(shared.parameter, parameters)).fetchall()


shared.answer(
    {
        "rows": bound,
        "bind": bound,
        "tables": lambda: [[row.table_name] for row in connection.cursor().tables()],
        "columns": lambda table: [[row.column_name] for row in connection.cursor().columns(table)],
        "keys": lambda table, schema: [[row.column_name] for row in connection.cursor().primaryKeys(table)],
    }
)
connection.close()
