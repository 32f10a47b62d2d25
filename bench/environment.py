"""The drivers registered in build/bench, and small helpers to measure and to print."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from jsdodbc.cli import register
from jsdodbc.cli.ini import IniFile

FOLDER = Path("build/bench").resolve()
_LIBRARIES = Path("/usr/lib/x86_64-linux-gnu/odbc")
DRIVERS = {
    "libsqliteodbc": _LIBRARIES / "libsqlite3odbc.so",
    "odbc-postgresql": _LIBRARIES / "psqlodbcw.so",
    "odbc-mariadb": _LIBRARIES / "libmaodbc.so",
}
OURS = "Driver={jsdodbc};"
SQLITE = f"Driver={{libsqliteodbc}};Database={FOLDER / 'cells.db'};"


def prepare() -> None:
    """Register the drivers, for this process and its children."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    drivers = IniFile([])
    drivers.set(register.NAME, register.driver_entries())
    for name, library in DRIVERS.items():
        drivers.set(name, {"Driver": str(library)})
    drivers.write(FOLDER / "odbcinst.ini")
    (FOLDER / "odbc.ini").touch()
    os.environ |= {"ODBCSYSINI": str(FOLDER), "ODBCINI": str(FOLDER / "odbc.ini")}


def built(name: str) -> Path:
    """A C program of this folder, compiled."""
    source, target = Path(__file__).with_name(f"{name}.c"), FOLDER / name
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["gcc", "-O2", "-o", target, source, "-lodbc"], check=True)
    return target


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(work: Callable[[], object], times: int) -> float:
    """The median of that many runs, in seconds."""
    return sorted(seconds(work) for _ in range(times))[times // 2]


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table under a heading."""
    lines = [f"### {title}\n", "| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows), ""])
