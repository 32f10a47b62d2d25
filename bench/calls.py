"""What one call takes: a connect with no engine and with a running one, and the round trip of `SELECT 1`."""

from __future__ import annotations

import subprocess
import sys

import pyodbc

from bench.environment import OURS, SQLITE, median, table
from jsdodbc.sandbox.server import Sandbox

COLD = "import pyodbc, sys, time; s = time.perf_counter(); pyodbc.connect(sys.argv[1]); print(time.perf_counter() - s)"


def run() -> str:
    with Sandbox("cloud", 10, 1, process=True, bulky=False) as site:
        ours, theirs = _measure(OURS + site.connection_string), _measure(SQLITE)
    rows = [[name, _shown(ours[name]), _shown(theirs[name])] for name in ours]
    return table(
        "Calls, from pyodbc", ["call", "jsdodbc (signs in to the sandbox)", "libsqliteodbc (in process)"], rows
    )


def _measure(string: str) -> dict[str, float]:
    measured = {"first connect of a process": _cold(string)}
    held = pyodbc.connect(string, autocommit=True)
    held.execute("SELECT 1").fetchval()
    measured["further connect and disconnect"] = median(lambda: pyodbc.connect(string).close(), 50)
    cursor = held.cursor()
    measured["`SELECT 1`, executed and fetched"] = median(lambda: cursor.execute("SELECT 1").fetchval(), 1000)
    held.close()
    return measured


def _cold(string: str) -> float:
    """The median of five processes."""
    command = [sys.executable, "-c", COLD, string]
    times = [float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(5)]
    return sorted(times)[2]


def _shown(took: float) -> str:
    return f"{took * 1000:.1f} ms" if took >= 1e-3 else f"{took * 1e6:.0f} µs"
