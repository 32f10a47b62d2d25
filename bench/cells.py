"""Cells a second out of a result of 100,000 rows by 20 columns, beside libsqliteodbc on the same data."""

from __future__ import annotations

import sqlite3
import subprocess

import duckdb

from bench.environment import FOLDER, OURS, SQLITE, built, table
from jsdodbc.sandbox.server import Sandbox

ROWS = 100_000
# Looked up in a list rather than computed: it is the reading that is measured, and the others read stored rows.
WORDS = [("Größe, 価格 and résumé of request number " * 3)[: 10 + 5 * k] for k in range(15)]
BODIES = [("The printer on floor three is on fire again. " * 12)[: 480 + 20 * k] for k in range(4)]


def _picked(values: list[str], index: str) -> str:
    quoted = ", ".join(f"'{value}'" for value in values)
    return f"[{quoted}][1 + ({index}) % {len(values)}]"


TEXTS = [
    f"CASE WHEN (i * 7 + {k}) % 10 < 2 THEN NULL ELSE {_picked(WORDS, f'i * {k + 2} + {k}')} END AS text_{k}"
    for k in range(11)
]
TIMES = [f"TIMESTAMP '2024-01-01 00:00:00.123' + i * INTERVAL '{k + 1}' SECOND AS time_{k}" for k in range(3)]
NUMBERS = [f"CASE WHEN i % 10 = {k} THEN NULL ELSE i * {k + 3} END AS number_{k}" for k in range(3)]
FLAG = "i % 3 = 0 AS flag"
COLUMNS = ["i AS id", *TEXTS, f"{_picked(BODIES, 'i')} AS body", *TIMES, *NUMBERS, FLAG]
QUERY = f"SELECT {', '.join(COLUMNS)} FROM generate_series(1, {ROWS}) AS g(i)"
KINDS = ["BIGINT", *["VARCHAR(80)"] * 11, "VARCHAR(600)", *["TIMESTAMP"] * 3, *["BIGINT"] * 3, "BOOLEAN"]
MODES = ("getdata", "bound", "block")


def run() -> str:
    _fill_sqlite()
    with Sandbox("cloud", 10, 1, bulky=False) as site:
        strings = {"jsdodbc": (OURS + site.connection_string, QUERY), "libsqliteodbc": (SQLITE, "SELECT * FROM cells")}
        rows = [_row(mode, form, strings) for form in ("char", "native") for mode in MODES]
    header = ["read by", "as", "jsdodbc, M cells/s", "libsqliteodbc, M cells/s", "ours relative to it"]
    return table(f"{ROWS:,} rows by {len(COLUMNS)} columns, execution included", header, rows)


def _row(mode: str, form: str, strings: dict[str, tuple[str, str]]) -> list[str]:
    ours, theirs = (_speed(*strings[name], mode, form) for name in ("jsdodbc", "libsqliteodbc"))
    return [mode, form, f"{ours / 1e6:.2f}", f"{theirs / 1e6:.2f}", f"{ours / theirs:.2f}"]


def _speed(string: str, query: str, mode: str, form: str) -> float:
    """Cells a second, the median of three."""
    speeds = []
    for _ in range(3):
        done = subprocess.run([built("cells"), string, query, mode, form], capture_output=True, text=True, check=True)
        rows, columns, _nulls, execute, fetch = done.stdout.split()
        assert (int(rows), int(columns)) == (ROWS, len(COLUMNS)), done.stdout
        speeds.append(int(rows) * int(columns) / (float(execute) + float(fetch)))
    return sorted(speeds)[1]


def _fill_sqlite() -> None:
    path = FOLDER / "cells.db"
    path.unlink(missing_ok=True)
    rows = duckdb.sql(QUERY).fetchall()
    with sqlite3.connect(path) as target:
        names = [column.rpartition(" ")[2] for column in COLUMNS]
        declared = ", ".join(f"{name} {kind}" for name, kind in zip(names, KINDS, strict=True))
        target.execute(f"CREATE TABLE cells ({declared})")
        marks = ", ".join("?" * len(COLUMNS))
        target.executemany(f"INSERT INTO cells VALUES ({marks})", [[_plain(value) for value in row] for row in rows])


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | str) else str(value)[:23]
