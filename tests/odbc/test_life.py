"""Host and engine: neither outlives the other, and each process has its own."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyodbc
import pytest

from tests.odbc.clients import DRIVER, Client

HOST = """
import pyodbc, sys
connection = pyodbc.connect(sys.argv[1], autocommit=True)
assert connection.execute("SELECT COUNT(*) FROM Issues").fetchval() == 250
print("ready", flush=True)
sys.stdin.read()
"""
FORK = """
import os, pyodbc, sys
connection = pyodbc.connect(sys.argv[1], autocommit=True)
count = connection.execute("SELECT COUNT(*) FROM Issues").fetchval()
child = os.fork()
if child == 0:
    try:
        own = pyodbc.connect(sys.argv[1], autocommit=True)
        same = own.execute("SELECT COUNT(*) FROM Issues").fetchval() == count
        try:
            connection.execute("SELECT 1")
            state = ""
        except pyodbc.Error as error:
            state = error.args[0]
        os._exit(0 if same and state == "08S01" else 1)
    except BaseException as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(2)
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
assert connection.execute("SELECT COUNT(*) FROM Issues").fetchval() == count
sys.exit(status)
"""


def engines_of(process: int) -> list[int]:
    """The engines that a process has started."""
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in text.split() if b"jsdodbc.engine" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.fixture
def host(own_client: Client) -> Iterator[subprocess.Popen[str]]:
    """An application of its own that is connected."""
    command = [sys.executable, "-c", HOST, DRIVER + own_client.string]
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def ended(handle: int, seconds: float) -> bool:
    """Whether the process of a pidfd ends within that time."""
    return bool(select.select([handle], [], [], seconds)[0])


def test_killed_host_leaves_no_engine(host: subprocess.Popen[str]) -> None:
    (engine,) = engines_of(host.pid)
    handle = os.pidfd_open(engine)
    host.kill()
    assert ended(handle, 2)
    os.close(handle)


def test_killed_engine_is_told_and_replaced(own_client: Client) -> None:
    connection = own_client.connect()
    assert connection.execute("SELECT 1").fetchval() == 1
    for engine in engines_of(os.getpid()):
        os.kill(engine, signal.SIGKILL)
    with pytest.raises(pyodbc.Error) as caught:
        connection.execute("SELECT COUNT(*) FROM Issues").fetchall()
    assert caught.value.args[0] == "08S01"
    fresh = own_client.connect()
    assert fresh.execute("SELECT COUNT(*) FROM Issues").fetchval() == 250
    fresh.close()
    connection.close()


def test_one_engine_for_all_connections_of_a_process(own_client: Client) -> None:
    connections = [own_client.connect() for _ in range(5)]
    assert len(engines_of(os.getpid())) == 1
    for connection in connections:
        connection.close()


def test_forked_child_has_an_engine_of_its_own(own_client: Client) -> None:
    command = [sys.executable, "-c", FORK, DRIVER + own_client.string]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_of_the_hosts_environment_reaches_the_engine(
    own_client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "jsdodbc.py").write_text("raise SystemExit('the wrong jsdodbc')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    assert own_client.isql_rows("SELECT COUNT(*) FROM Issues") == [["250"]]


def test_engine_that_cannot_start_says_why(own_client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "python3"
    broken.write_text("#!/bin/sh\necho 'no module named jsdodbc' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("JSDODBC_ENGINE_PYTHON", str(broken))
    done = own_client.isql("SELECT 1")
    assert done.returncode != 0
    assert "no module named jsdodbc" in done.stdout + done.stderr
