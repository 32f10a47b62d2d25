"""SQLTables and SQLColumns of the whole model, custom fields too, read cell by cell from a C program.

Beside it libsqliteodbc with a database of the same tables and columns.
"""

from __future__ import annotations

import sqlite3
import subprocess

import pyodbc

from bench.environment import FOLDER, OURS, built, table
from jsdodbc.sandbox.server import Sandbox

TIMES = 30
PEER = FOLDER / "catalog.db"


def run() -> str:
    with Sandbox("cloud", 10, 1, process=True, bulky=False) as site:
        string = OURS + site.connection_string.rstrip(";") + ";IncludeCustomFields=true"
        _fill_sqlite(string)
        rows = [
            ["jsdodbc", *_measured(string)],
            ["libsqliteodbc", *_measured(f"Driver={{sqlite}};Database={PEER};")],
        ]
    header = ["driver", "tables", "columns", "cells", "first time", "warm (median)", "a cell, warm"]
    return table("SQLTables and SQLColumns, all of them", header, rows)


def _measured(string: str) -> list[str]:
    done = subprocess.run([built("catalog"), string, str(TIMES)], capture_output=True, text=True, check=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    first, *later = (float(line[3]) for line in lines)
    warm = sorted(later)[len(later) // 2]
    counts = lines[0][:3]
    return [*counts, *(f"{took * 1000:.1f} ms" for took in (first, warm)), f"{warm / int(counts[2]) * 1e9:.0f} ns"]


def _fill_sqlite(string: str) -> None:
    """A table of the same columns for each of ours."""
    PEER.unlink(missing_ok=True)
    connection = pyodbc.connect(string)
    with sqlite3.connect(PEER) as target:
        for listed in connection.cursor().tables().fetchall():
            names = [row.column_name for row in connection.cursor().columns(table=listed.table_name)]
            quoted = ", ".join('"' + name.replace('"', '""') + '" VARCHAR(255)' for name in names)
            target.execute(f'CREATE TABLE "{listed.table_name}" ({quoted})')
    connection.close()
