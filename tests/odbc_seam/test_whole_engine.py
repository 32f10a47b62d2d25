"""The engine as it is, against the sandbox: connecting, reading, failing and stopping, over the wire."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jsdodbc.odbc import wire
from jsdodbc.sandbox.server import Sandbox
from tests.odbc_seam.peer import Peer, driver_connect, execute

START = "import sys, runpy; sys.path.insert(0, sys.argv[1]); runpy.run_module('jsdodbc.engine', run_name='__main__')"
SOURCE = str(Path(__file__).parent.parent.parent / "src")


@pytest.fixture
def peer() -> Iterator[Peer]:
    ours, theirs = socket.socketpair()
    ours.settimeout(60)
    command = [sys.executable, "-I", "-X", "utf8", "-c", START, SOURCE]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs)
    theirs.close()
    yield Peer(ours)
    ours.close()
    assert process.wait(30) == 0


def connect(peer: Peer, site: Sandbox, secret: str = "") -> object:
    key, known = ("Password", site.password) if site.flavour == "dc" else ("APIToken", site.token)
    return peer.call(driver_connect(f"URL={site.url};User={site.user};{key}={secret or known}"), 1)


def count(peer: Peer, sql: str, statement: int = 5) -> int:
    reply = peer.call(execute(sql), statement)
    assert isinstance(reply, wire.Executed), reply
    rows, last = 0, False
    while not last:
        batch = peer.fetch(statement).message
        assert isinstance(batch, wire.Batch), batch
        rows, last = rows + batch.rows, bool(batch.last)
    return rows


@pytest.mark.parametrize("flavour", ["cloud", "dc"])
def test_rows_of_a_site_arrive(peer: Peer, flavour: str) -> None:
    with Sandbox(flavour=flavour, issues=300, seed=1) as site:
        assert isinstance(connect(peer, site), wire.ConnectOk)
        assert count(peer, "SELECT * FROM Issues") == 300
        requests = count(peer, "SELECT IssueKey, Summary FROM Requests")
        assert 0 < requests < 300
        assert count(peer, "SELECT IssueKey FROM Requests LIMIT 7", 6) == 7
        tables = peer.call(wire.CatalogCall(1, 1, [None] * 4, [], 0, wire.Options()), 7)
        assert peer.fetch(7).message.rows == tables.row_count > 5


@pytest.mark.parametrize("flavour", ["cloud", "dc"])
def test_a_wrong_secret_is_28000(peer: Peer, flavour: str) -> None:
    with Sandbox(flavour=flavour, issues=10, seed=1) as site:
        refused = connect(peer, site, "no-such-secret")
        assert isinstance(refused, wire.Failure)
        assert refused.diagnostics[0].sqlstate == "28000"
        assert "no-such-secret" not in repr(refused)


@pytest.mark.parametrize(
    ("sql", "state"),
    [("SELEC 1", "42000"), ("SELECT nope FROM Requests", "42S22"), ("SELECT * FROM nope", "42S02")],
)
def test_mistakes_have_their_sqlstate(peer: Peer, sql: str, state: str) -> None:
    with Sandbox(flavour="cloud", issues=10, seed=1) as site:
        connect(peer, site)
        failed = peer.call(execute(sql), 5)
        assert isinstance(failed, wire.Failure)
        assert failed.diagnostics[0].sqlstate == state


ENDLESS = "SELECT sum(a.range * b.range) FROM range(100000000000) a, range(1000) b"


def test_computation_is_cancelled_and_timed_out(peer: Peer) -> None:
    with Sandbox(flavour="cloud", issues=10, seed=1) as site:
        connect(peer, site)
        count(peer, "SELECT 1")
        timed_out = peer.call(execute(ENDLESS, timeout=1), 5)
        running = peer.send(execute(ENDLESS), 6)
        peer.call(wire.GetConnectionAttribute(109), 1)
        peer.send(wire.Cancel(), 6)
        cancelled = peer.receive(running).message
        assert count(peer, "SELECT 1", 6) == 1
    if isinstance(timed_out, wire.Executed):  # the error may show with the rows
        timed_out = peer.fetch(5, timeout=1).message
    if isinstance(cancelled, wire.Executed):
        pytest.fail("the execution ended although it was cancelled")
    assert timed_out.diagnostics[0].sqlstate == "HYT00"
    assert cancelled.diagnostics[0].sqlstate == "HY008"
