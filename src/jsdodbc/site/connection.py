"""One connection to one host, whatever lies between; its socket can be shut from another thread at any moment."""

from __future__ import annotations

import contextlib
import http.client
import select
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from jsdodbc.site.passage import pass_through
from jsdodbc.site.route import Route
from jsdodbc.site.trust import Trust

CONNECT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class End:
    """The host that is meant. `secure`: by TLS."""

    host: str
    port: int
    secure: bool


class Connection(http.client.HTTPConnection):
    """`reached`: whether a connection to the host, or to the proxy that asks it, came about. `check` raises when the
    work has to stop.
    """

    reached = False

    def __init__(self, end: End, route: Route, trust: Trust, limit: float | None, check: Callable[[], None]) -> None:
        self.default_port = 443 if end.secure else 80
        super().__init__(end.host, end.port, timeout=limit)
        self._end, self._route, self._trust = end, route, trust
        self._limit = limit
        self._check = check

    def connect(self) -> None:
        """An address that nobody answers is told sooner than a slow answer. Raises OSError, Error 08001."""
        if self._end.secure:
            self._connect_securely()
        elif self._route.secure:
            self._open()
            self._shake_hands(self._trust.proxy_context(), self._route.server)
        else:
            self._open()
        self.reached = True
        self.sock.settimeout(self._limit)

    def _connect_securely(self) -> None:
        for context in self._trust.contexts(self._end.host):
            self._open()
            if self._trust.accepts(self._shake_hands(context, self._end.host)):
                return
            self.sock.close()

    def _open(self) -> None:
        seconds = CONNECT_SECONDS if self._limit is None else min(self._limit, CONNECT_SECONDS)
        address = (self._route.server, self._route.port) if self._route.kind else (self._end.host, self._end.port)
        self.sock = socket.create_connection(address, seconds)
        self._check()  # whoever cancels from here on finds the socket
        with contextlib.suppress(OSError):
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pass_through(self.sock, self._route, self._end.host, self._end.port)

    def _shake_hands(self, context: ssl.SSLContext, name: str) -> ssl.SSLSocket:
        wrapped = context.wrap_socket(self.sock, server_hostname=name, do_handshake_on_connect=False)
        self.sock = wrapped
        self._check()
        wrapped.do_handshake()
        return wrapped


def readable(connected: socket.socket) -> bool:
    """Whether something came on an idle connection: only its end can."""
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(connected, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([connected], [], [], 0)[0])
