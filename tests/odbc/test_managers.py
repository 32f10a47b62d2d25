"""One library for two driver managers whose wide characters differ."""

from __future__ import annotations

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jsdodbc.cli import register
from tests.odbc.clients import Client
from tests.odbc.wide_program import ERROR, NO_DATA, TEXT, WVARCHAR

UNIXODBC, IODBC = "libodbc.so.2", "libiodbc.so.2"
PROGRAM = Path(__file__).with_name("wide_program.py")


@pytest.fixture
def iodbc(odbc: Path) -> dict[str, str]:
    """An environment in which iODBC finds the same files."""
    if ctypes.util.find_library("iodbc") is None or shutil.which("iodbctest") is None:
        pytest.skip("iODBC is not installed: apt-get install iodbc (make test does it)")
    return {
        **os.environ, "ODBCINSTINI": str(odbc / "odbcinst.ini"), "ODBCINI": str(odbc / "odbc.ini"),
        "JSDODBC_ENGINE_PYTHON": sys.executable,
    }  # fmt: skip


def run(command: list[str], given: str, environment: dict[str, str]) -> str:
    done = subprocess.run(command, input=given, env=environment, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr if command[0] == "iodbctest" else done.stdout


@pytest.mark.parametrize("other", [False, True], ids=["alone", "beside the other"])
@pytest.mark.parametrize("manager", [UNIXODBC, IODBC])
def test_wide_program(client: Client, iodbc: dict[str, str], manager: str, other: bool) -> None:
    beside = [UNIXODBC if manager == IODBC else IODBC] if other else []
    string = f"Driver={register.library()};{client.string}"
    answers = json.loads(run([sys.executable, str(PROGRAM), manager, *beside], string + "\n", iodbc))
    assert answers["executed"] == [0, 0, [NO_DATA, TEXT]]
    assert answers["described"] == [0, "Größe 😀", WVARCHAR]
    assert answers["pieces"] == [0, 0, [NO_DATA, TEXT * 3]]
    code, diagnosed, state, message = answers["failed"]
    assert (code, state) == (ERROR, "42S02")
    assert diagnosed in (0, 1)  # the message may be longer than the room for it
    assert "Nö 😀" in message
    assert answers["echoed"] == [0, 0, TEXT]
    assert answers["native"] == [0, True]
    assert answers["information"] == [0, register.LIBRARY]
    assert answers["tables"] == [0, "RequestSLACycles"]
    assert answers["connected"] == ["driver"]


QUESTION = "SELECT IssueKey, Summary FROM Issues ORDER BY IssueKey LIMIT 3"


@pytest.mark.parametrize("by", ["dsn", "string", "name"])
def test_iodbctest(client: Client, iodbc: dict[str, str], by: str) -> None:
    targets = {
        "dsn": lambda: f"DSN={client.data_source('Managed')}",
        "string": lambda: f"Driver={register.library()};{client.string}",
        "name": lambda: f"Driver={register.NAME};{client.string}",
    }
    printed = run(["iodbctest", targets[by]()], QUESTION + "\n\nquit\n", iodbc)
    for key, summary in client.command_line_rows(QUESTION):
        assert key in printed
        assert summary[:20] in printed


def test_iodbctest_is_told_of_errors(client: Client, iodbc: dict[str, str]) -> None:
    printed = run(["iodbctest", f"Driver={register.library()};{client.string}"], "SELECT * FROM Nope\n\nquit\n", iodbc)
    assert "42S02" in printed


def test_iodbcs_registration_names_the_engine(client: Client, iodbc: dict[str, str]) -> None:
    folder = Path(iodbc["ODBCINSTINI"]).parent / "elsewhere"
    folder.mkdir(exist_ok=True)
    library = shutil.copy(register.library(), folder / "libjsdodbc.so")  # where no engine is beside it
    (folder / "mine.ini").write_text(f"[jsd]\nDriver = {library}\nEngine = {sys.executable}\n", "utf-8")
    environment = {**iodbc, "ODBCINSTINI": str(folder / "mine.ini")}
    environment.pop("JSDODBC_ENGINE_PYTHON", None)
    printed = run(["iodbctest", f"Driver=jsd;{client.string}"], QUESTION + "\n\nquit\n", environment)
    assert client.command_line_rows(QUESTION)[0][0] in printed
