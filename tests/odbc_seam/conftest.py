from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from jsdodbc.odbc.channel import Channel
from jsdodbc.odbc.server import Server
from tests.odbc_seam.engine import Engine
from tests.odbc_seam.fakes import FakeBackend, FakeExecutor
from tests.odbc_seam.peer import Peer, driver_connect


@dataclass
class Seam:
    """A server in this process, and the library's end of its channel; connection 1 is open."""

    peer: Peer
    backend: FakeBackend
    left: threading.Event

    @property
    def executor(self) -> FakeExecutor:
        return self.backend.executors[0]


@pytest.fixture
def closed_seam() -> Iterator[Seam]:
    ours, theirs = socket.socketpair()
    ours.settimeout(20)
    backend = FakeBackend()
    left = threading.Event()
    server = Server(Channel(theirs.fileno(), theirs.fileno()), backend, leave=lambda _: left.set())
    threading.Thread(target=server.serve, daemon=True).start()
    yield Seam(Peer(ours), backend, left)
    ours.close()
    assert left.wait(20)
    theirs.close()


@pytest.fixture
def seam(closed_seam: Seam) -> Seam:
    reply = closed_seam.peer.call(driver_connect(), 1)
    assert reply.TYPE == 0x103, reply
    return closed_seam


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    engine = Engine()
    yield engine
    engine.close()
