"""The loopback listener: one answer, from this machine, with the right state; nothing else."""

from __future__ import annotations

import http.client
import threading

import pytest

from jsdodbc.auth.listener import Listener
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Cancelled, Error
from tests.auth.peers import free_port


def got(port: int, target: str, *, host: str = "", method: str = "GET", address: str = "127.0.0.1") -> int:
    connection = http.client.HTTPConnection(address, port, timeout=10)
    connection.request(method, target, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    assert b"c0de" not in answer.read()
    connection.close()
    return answer.status


def test_first_right_answer_is_taken_and_no_other() -> None:
    port = free_port()
    with Listener(f"http://localhost:{port}/back", "st4te") as listener:
        assert got(port, "/back?code=c0de&state=foreign") == 400
        assert listener.foreign
        assert got(port, "/back?code=c0de") == 400
        assert got(port, "/favicon.ico?state=st4te") == 404
        assert got(port, "/back?code=c&state=st4te", host="attacker.example") == 404
        assert got(port, "/back?code=c&state=st4te", method="POST") == 501
        assert got(port, "/back?code=c0de&state=st4te") == 200
        assert got(port, "/back?code=another&state=st4te") == 400
        assert listener.wait(1, Cancellation()) == {"code": "c0de", "state": "st4te"}


def test_second_listener_is_refused_and_the_port_is_free_afterwards() -> None:
    callback = f"http://127.0.0.1:{free_port()}"
    with Listener(callback, "s"), pytest.raises(Error, match="CallbackURL") as caught, Listener(callback, "s"):
        pass
    assert caught.value.sqlstate == "HY000"
    with Listener(callback, "s"):
        pass


def test_waiting_ends_in_time_or_when_cancelled() -> None:
    with Listener(f"http://127.0.0.1:{free_port()}", "s") as listener:
        assert listener.wait(0, Cancellation()) is None
        cancellation = Cancellation()
        threading.Thread(target=cancellation.cancel).start()
        with pytest.raises(Cancelled):
            listener.wait(60, cancellation)


@pytest.mark.parametrize("callback", ["https://localhost:1", "http://example.com:1", "http://localhost", "urn:x"])
def test_addresses_that_are_not_listened_at(callback: str) -> None:
    with pytest.raises(Error, match="http://localhost:PORT") as caught:
        Listener(callback, "s")
    assert caught.value.sqlstate == "HY024"
