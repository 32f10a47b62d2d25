"""The engine as a process: how it starts, what it keeps to itself, and that it never outlives its host."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jsdodbc.odbc import wire
from tests.odbc_seam.peer import Peer, driver_connect, execute

ROOT = Path(__file__).parent.parent.parent
SOURCES = [str(ROOT / "src"), str(ROOT)]
HEAVY = ("duckdb", "pyarrow", "sqlglot", "numpy", "urllib3", "ssl")


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[Peer, subprocess.Popen[bytes]]]:
    ours, theirs = socket.socketpair()
    ours.settimeout(30)
    environment = {**os.environ, "PYTHONPATH": "/nowhere", "PYTHONHOME": "/nowhere"}
    command = [sys.executable, "-I", "-X", "utf8", str(Path(__file__).parent / "fake_engine.py"), *SOURCES]
    with (tmp_path / "errors").open("w+b") as errors:
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=errors, env=environment)
        theirs.close()
        yield Peer(ours), process
        ours.close()
        process.wait(30)


def test_it_starts_isolated_and_answers(started: tuple[Peer, subprocess.Popen[bytes]]) -> None:
    peer, _ = started
    assert peer.call(wire.Hello(1, "0.1.0")).version == 1
    assert peer.call(driver_connect(), 1).info
    assert peer.call(execute("one"), 5).has_result_set
    assert peer.fetch(5).message.rows == 1


def test_nothing_heavy_is_imported_before_the_handshake() -> None:
    check = f"import sys; sys.path.insert(0, {SOURCES[0]!r}); import jsdodbc.engine; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", check], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "jsdodbc.odbc.server" in loaded
    assert not set(HEAVY) & set(loaded)


@pytest.mark.parametrize("sql", [None, "wait", "stuck"])
def test_it_ends_with_its_host_even_while_a_statement_runs(
    started: tuple[Peer, subprocess.Popen[bytes]], sql: str | None
) -> None:
    peer, process = started
    peer.call(wire.Hello(1, "0.1.0"))
    peer.call(driver_connect(), 1)
    if sql:
        peer.call(execute("one"), 5)  # the executor is there
        peer.send(execute(sql), 6)
    peer.stream.close()
    assert process.wait(5) == 0


def test_it_ends_with_its_host_while_a_reply_is_stuck_in_the_channel(
    started: tuple[Peer, subprocess.Popen[bytes]],
) -> None:
    peer, process = started
    peer.call(driver_connect(), 1)
    for statement in range(10, 30):
        peer.call(execute("rows 100000"), statement)
    for statement in range(10, 30):
        for _ in range(20):
            peer.send(wire.Fetch(0, 0), statement)
    peer.stream.close()
    assert process.wait(5) == 0


def test_half_a_frame_is_an_end_too(started: tuple[Peer, subprocess.Popen[bytes]]) -> None:
    peer, process = started
    peer.stream.sendall(wire.header(1000, wire.Hello.TYPE, 0, 1) + b"half")
    peer.stream.close()
    assert process.wait(5) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts reach a Windows process in another way")
def test_an_interrupt_in_the_terminal_is_not_for_the_engine(started: tuple[Peer, subprocess.Popen[bytes]]) -> None:
    peer, process = started
    peer.call(wire.Hello(1, "0.1.0"))
    process.send_signal(signal.SIGINT)
    assert peer.call(driver_connect(), 1).info
    assert process.poll() is None


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files of a process are listed in /proc only")
def test_it_holds_none_of_the_hosts_files(started: tuple[Peer, subprocess.Popen[bytes]], tmp_path: Path) -> None:
    peer, process = started
    peer.call(wire.Hello(1, "0.1.0"))
    files = {entry.name: entry.readlink().name for entry in Path(f"/proc/{process.pid}/fd").iterdir()}
    assert files["0"] == "null"
    assert files["1"] == files["2"] == "errors"
    assert [name.split(":")[0] for number, name in files.items() if number > "2"] == ["socket", "socket"]
    assert peer.call(driver_connect(), 1).info


def test_what_it_prints_goes_where_the_library_looks(
    started: tuple[Peer, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    peer, _ = started
    peer.call(driver_connect(), 1)
    assert peer.call(execute("say hello"), 5).row_count == 0
    assert (tmp_path / "errors").read_text() == "hello\n"
