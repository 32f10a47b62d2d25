"""The end of the browser's way: one answer at CallbackURL, on this machine only."""

from __future__ import annotations

import errno
import hmac
import os
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

from jsdodbc import site_url
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error

_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
    "Connection": "close",
}
_PAGE = "<!doctype html><title>Jira Service Desk ODBC</title><p>{}"
_TAKEN = "This window can be closed; the application goes on."
_REFUSED = "This answer belongs to another sign-in and was refused."


class Listener:
    """Listens at `callback` while entered; takes one answer whose `parameter` is `state`.

    `foreign`: whether one with another state came. Raises Error HY024 for an address that is not of this machine, HY000
    when its port is taken.
    """

    def __init__(self, callback: str, state: str, parameter: str = "state") -> None:
        parts = urlsplit(callback)
        self._host, self._path = parts.hostname or "", parts.path or "/"
        if parts.scheme != "http" or not site_url.is_loopback(self._host) or not parts.port:
            raise Error(
                "HY024",
                f"CallbackURL={callback} is not an address that the driver can listen at. Use http://localhost:PORT, "
                "or the way without a browser: GetOAuthAuthorizationURL and OAuthVerifier.",
            )
        self._port = parts.port
        self._state, self._parameter = state, parameter
        self._lock = threading.Lock()
        self._came = threading.Event()
        self._answer: dict[str, str] | None = None
        self._servers: list[_Server] = []
        self.foreign = False

    def __enter__(self) -> Listener:
        try:
            for address in ("127.0.0.1", "::1") if self._host == "localhost" else (self._host,):
                self._listen(address)
        except OSError as error:
            for server in self._servers:
                server.server_close()
            raise Error(
                "HY000",
                f"Port {self._port} of CallbackURL can't be listened at: {error.strerror}. End the program that "
                "has it, or register another callback for the application and set CallbackURL to it.",
            ) from error
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), name="callback", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _listen(self, address: str) -> None:
        try:
            self._servers.append(_Server(address, self._port, self))
        except OSError as error:
            if not self._servers or error.errno == errno.EADDRINUSE:
                raise
            # a machine without IPv6

    def wait(self, seconds: float, cancellation: Cancellation) -> dict[str, str] | None:
        """The parameters of the answer; None when none comes in time."""
        end = time.monotonic() + seconds
        while not self._came.wait(0.05):
            cancellation.check()
            if time.monotonic() > end:
                return None
        return self._answer

    def give_up(self) -> None:
        """There is no browser."""
        self.take({"no browser": ""}, checked=True)

    def take(self, parameters: dict[str, str], *, checked: bool = False) -> bool:
        """Whether this is the answer that was waited for."""
        with self._lock:
            said = parameters.get(self._parameter, "")
            if not checked and not hmac.compare_digest(said.encode(), self._state.encode()):
                self.foreign = True
                return False
            if self._came.is_set():
                return False
            self._answer = parameters
            self._came.set()
            return True

    def expects(self, host: str, path: str) -> bool:
        """Whether a request is one for CallbackURL."""
        named = urlsplit(f"//{host}").hostname or ""
        return site_url.is_loopback(named) and path == self._path


class _Server(ThreadingHTTPServer):
    """Elsewhere than on Windows an address in use stays refused; there reuse would let two listen."""

    allow_reuse_address = os.name != "nt"
    daemon_threads = True

    def __init__(self, address: str, port: int, listener: Listener) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.listener = listener
        super().__init__((address, port), _Handler)

    def server_bind(self) -> None:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        super().server_bind()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        listener = self.server.listener
        if not listener.expects(self.headers.get("Host", ""), parts.path or "/"):
            self._reply(404, "")
        elif listener.take(dict(parse_qsl(parts.query, keep_blank_values=True))):
            self._reply(200, _TAKEN)
        else:
            self._reply(400, _REFUSED)

    def _reply(self, status: int, text: str) -> None:
        page = _PAGE.format(text).encode()
        self.send_response_only(status)
        for name, value in {**_HEADERS, "Content-Length": str(len(page))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the request holds the code."""
