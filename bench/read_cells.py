"""Reads a whole result in Python: CONNECTION_STRING QUERY pyodbc|arrow-odbc; prints what cells.c prints."""

from __future__ import annotations

import sys
import time

import arrow_odbc
import pyodbc


def with_pyodbc(string: str, query: str) -> tuple[int, int]:
    """Rows and columns, as Python objects."""
    connection = pyodbc.connect(string, autocommit=True)
    rows = connection.execute(query).fetchall()
    connection.close()
    return len(rows), len(rows[0])


def with_arrow(string: str, query: str) -> tuple[int, int]:
    """Rows and columns, as Arrow batches."""
    reader = arrow_odbc.read_arrow_batches_from_odbc(query, string, batch_size=1_000, max_text_size=600)
    return sum(batch.num_rows for batch in reader), len(reader.schema)


def main(string: str, query: str, way: str) -> None:
    read = with_pyodbc if way == "pyodbc" else with_arrow
    held = pyodbc.connect(string, autocommit=True)  # a running engine, a warm server
    read(string, query)
    start = time.perf_counter()
    rows, columns = read(string, query)
    print(rows, columns, 0, 0, time.perf_counter() - start)
    held.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
