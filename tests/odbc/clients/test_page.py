"""What docs/clients.md shows works as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.odbc.clients import DRIVER, Client
from tests.odbc.clients.applications import NODE_MODULE, PYTHON, ROOT

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall((ROOT / "docs/clients.md").read_text(encoding="utf-8"))
PROGRAMS = {
    "sh": "sh", "python": PYTHON, "php": "php", "perl": "perl", "r": "Rscript", "js": "node", "tcl": "tclsh",
    "ruby": "ruby", "lua": "lua5.3",
}  # fmt: skip
ELSEWHERE = {"sql": "test_postgres.py"}
PRELOADED = {"ruby": {"LD_PRELOAD": "libodbc.so.2"}}


@pytest.mark.parametrize(
    ("language", "program"),
    [pytest.param(*block, id=f"{block[0]}-{number}") for number, block in enumerate(BLOCKS) if block[0] in PROGRAMS],
)
def test_block(client: Client, odbc: Path, tmp_path: Path, language: str, program: str) -> None:
    file = tmp_path / f"program.{language}"
    file.write_text(program)
    client.data_source("Desk")
    environment = {
        **os.environ, **PRELOADED.get(language, {}), "DESK": DRIVER + client.string,
        "NODE_PATH": str(Path(NODE_MODULE).parent),
        **({"ODBCINSTINI": str(odbc / "odbcinst.ini")} if "iodbctest" in program else {}),  # a path in iODBC only
        "JSDODBC_ENGINE_PYTHON": sys.executable,
    }  # fmt: skip
    try:
        done = subprocess.run([PROGRAMS[language], file], capture_output=True, text=True, env=environment, check=False)
    except FileNotFoundError:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            f"{PROGRAMS[language]} is not installed: make test does it"
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SUP" in done.stdout, done.stderr


def test_every_language_is_run() -> None:
    assert {language for language, _ in BLOCKS} <= {*PROGRAMS, *ELSEWHERE}
