"""Cells a second out of a result of 100,000 rows by 20 columns, beside three databases' drivers on the same rows."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.environment import OURS, built, table
from bench.peers import peers
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
PROGRAM = (
    "getdata char,getdata wchar,getdata native,bound char,bound wchar,bound native,block char,block wchar,block native"
)
CLIENTS = Path("build/clients/bin/python").absolute()
PYTHON = ("pyodbc", "arrow-odbc")


def run() -> str:
    names = [column.rpartition(" ")[2] for column in COLUMNS]
    with Sandbox("cloud", 10, 1, bulky=False) as site, peers(QUERY, list(zip(names, KINDS, strict=True))) as strings:
        ways = {"jsdodbc": (OURS + site.connection_string, QUERY)}
        ways |= {name: (string, "SELECT * FROM cells") for name, string in strings.items()}
        rows = [_row(way, ways) for way in (*PROGRAM.split(","), *PYTHON)]
    header = ["read by, as", *ways, "ours relative to the best of them"]
    return table(f"{ROWS:,} rows by {len(COLUMNS)} columns, M cells/s, execution included", header, rows)


def _row(way: str, ways: dict[str, tuple[str, str]]) -> list[str]:
    speeds = [_speed(way, *target) / 1e6 for target in ways.values()]
    return [way, *(f"{speed:.2f}" for speed in speeds), f"{speeds[0] / max(speeds[1:]):.2f}"]


def _speed(way: str, string: str, query: str) -> float:
    """Cells a second, the median of three processes; each reads twice, and the second time counts."""
    command: list[str | Path] = [CLIENTS, Path(__file__).with_name("read_cells.py"), string, query, way]
    if way not in PYTHON:
        command = [built("cells"), string, query, *way.split()]
    speeds = []
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{way}: {done.stdout}{done.stderr}"
        rows, columns, _nulls, execute, fetch = done.stdout.split()
        assert (int(rows), int(columns)) == (ROWS, len(COLUMNS)), done.stdout
        speeds.append(int(rows) * int(columns) / (float(execute) + float(fetch)))
    return sorted(speeds)[1]
