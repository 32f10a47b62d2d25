"""One isql session under valgrind: a connection by name, rows, an error, the catalogue; nothing lost or invalid."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.odbc.clients import UNIT, Client

VALGRIND = (
    "valgrind", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect",
    "--show-leak-kinds=definite,indirect", "--error-exitcode=97", "--num-callers=30",
)  # fmt: skip
SESSION = """SELECT 'begun' AS x
SELECT * FROM Nothing
SELECT * FROM Issues
help
help Issues
SELECT CAST('2024-02-29' AS DATE) AS d, CAST(NULL AS VARCHAR) AS n, '東京 é 😀' AS t
SELECT 'ended' AS x
"""


def test_session_without_a_leak(client: Client, tmp_path: Path) -> None:
    if shutil.which("valgrind") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("valgrind is not installed: make test installs it")
    log = tmp_path / "valgrind.log"
    done = subprocess.run(
        [*VALGRIND, f"--log-file={log}", "isql", client.data_source("Watched"), "-b", "-v", f"-d{UNIT}"],
        input=SESSION, capture_output=True, text=True, check=False,
        env={**os.environ, "JSDODBC_ENGINE_PYTHON": sys.executable},
    )  # fmt: skip
    assert done.returncode == 0, log.read_text() + done.stderr
    assert "ERROR SUMMARY: 0 errors" in log.read_text()
    lines = done.stdout.splitlines()
    assert {"begun", "ended", f"2024-02-29{UNIT}{UNIT}東京 é 😀"} <= set(lines)
    assert "There is no table Nothing." in done.stdout
