"""Peak memory of host and engine while a long result is read and thrown away."""

from __future__ import annotations

import json
import subprocess
import sys

from bench.cells import COLUMNS
from bench.environment import OURS, table
from jsdodbc.sandbox.server import Sandbox

READER = """
import json, os, pathlib, pyodbc, sys
def peak(process):
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
connection = pyodbc.connect(sys.argv[1], autocommit=True)
cursor = connection.execute(sys.argv[2])
count = 0
while rows := cursor.fetchmany(1000):
    count += len(rows)
children = pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
engine = [c for c in children if b"jsdodbc.engine" in pathlib.Path(f"/proc/{c}/cmdline").read_bytes()][0]
print(json.dumps([count, peak("self"), peak(engine)]))
"""
GENERATED = f"SELECT {', '.join(COLUMNS)} FROM generate_series(1, {{}}) AS g(i)"
SCANNED = "SELECT IssueKey, Summary, Status, Created FROM Issues LIMIT {}"


def run() -> str:
    rows = []
    with Sandbox("dc", 1_000_000, 1, process=True, bulky=False) as site:
        for what, query, sizes in (
            ("computed, 20 columns", GENERATED, (10_000, 1_000_000)),
            ("read from the site, 4 columns", SCANNED, (10_000, 1_000_000)),
        ):
            rows += [_measured(what, query.format(size), OURS + site.connection_string) for size in sizes]
    return table("Peak memory", ["result", "rows", "host, MiB", "engine, MiB"], rows)


def _measured(what: str, query: str, string: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", READER, string, query], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, host, engine = json.loads(done.stdout)
    return [what, f"{count:,}", f"{host:.0f}", f"{engine:.0f}"]
