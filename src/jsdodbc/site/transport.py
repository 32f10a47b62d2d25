"""One HTTP exchange with one host: kept-alive connections, TLS, compression, whole bodies, stoppable at any time.

Built on http.client rather than a library above it: a statement that is cancelled must be able to shut the very socket
its request waits on, and connecting must not wait for imports.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import threading
import weakref
import zlib
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlsplit

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, TimedOut
from jsdodbc.properties.groups import Way
from jsdodbc.site.connection import CONNECT_SECONDS, Connection, End, readable
from jsdodbc.site.route import DIRECT, Route
from jsdodbc.site.trust import Trust

_PIECE = 1 << 18
_WANTS_CERTIFICATE = frozenset(("TLSV13_ALERT_CERTIFICATE_REQUIRED", "SSLV3_ALERT_BAD_CERTIFICATE")) | frozenset(
    ("TLSV1_ALERT_UNKNOWN_CA", "SSLV3_ALERT_CERTIFICATE_UNKNOWN", "SSLV3_ALERT_CERTIFICATE_EXPIRED")
)


class Dropped(Exception):
    """The connection failed. `reached`: whether the site had been reached. `stale`: a kept connection that the site
    had hung up.
    """

    def __init__(self, reason: str, *, reached: bool, stale: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.reached = reached
        self.stale = stale


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer; `body` is decompressed."""

    status: int
    headers: Message
    body: bytes

    def header(self, name: str) -> str:
        """The values of a header, joined by commas; "" without it."""
        return ", ".join(self.headers.get_all(name) or ())


class Transport:
    """Connections to the host of `base_url`. Safe from any thread."""

    def __init__(self, base_url: str, timeout: float, route: Route = DIRECT, trust: Trust | None = None) -> None:
        parts = urlsplit(base_url)
        secure = parts.scheme == "https"
        self.host = parts.hostname or ""
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._route = route
        self._trust = trust or Trust(Way())
        self._end = End(self.host, parts.port or (443 if secure else 80), secure)
        self._timeout = timeout or None
        self._idle: list[Connection] = []
        self._lock = threading.Lock()
        self._busy: weakref.WeakKeyDictionary[Cancellation, set[Connection]] = weakref.WeakKeyDictionary()
        self._closed = False

    def send(
        self, method: str, target: str, headers: dict[str, str], body: bytes | None, cancellation: Cancellation
    ) -> Response:
        """Ask once. Raises Dropped when the connection fails, Error 08001 for an untrusted certificate, Cancelled,
        TimedOut.
        """
        cancellation.check()
        connection, fresh = self._take(cancellation)
        reusable = False
        asked = (method, self._origin + target, {**headers, **self._route.headers}) if self._asks else None
        try:
            self._watch(connection, cancellation)
            response, reusable = _exchange(connection, *(asked or (method, target, headers)), body, cancellation)
            if self._asks and response.status == 407:
                raise self._route.refused(407, "")
            return response
        except TimeoutError:
            cancellation.check()
            raise self._silent(method, target, connected=connection.reached) from None
        except ssl.SSLCertVerificationError as error:
            raise self._untrusted(error) from None
        except (OSError, http.client.HTTPException, ValueError, AttributeError, zlib.error) as error:
            cancellation.check()
            if _last_words(connection, error) in _WANTS_CERTIFICATE:
                raise self._wants_certificate() from None
            stale = not fresh and isinstance(error, ConnectionResetError | BrokenPipeError)  # RemoteDisconnected is one
            raise Dropped(self._what(error, connection), reached=connection.reached, stale=stale) from error
        finally:
            self._give_back(connection, cancellation, reusable)

    def close(self) -> None:
        """Close idle connections now, busy ones when their answer is there."""
        self._closed = True
        self.forget()

    def forget(self) -> None:
        """Close idle connections: the site has hung up."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self, cancellation: Cancellation) -> tuple[Connection, bool]:
        """A connection, and whether it is a new one."""
        while True:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                return self._new(cancellation), True
            if connection.sock is not None and not readable(connection.sock):
                connection.sock.settimeout(self._limit(cancellation))
                return connection, False
            connection.close()  # the site hung up while it was idle

    def _new(self, cancellation: Cancellation) -> Connection:
        limit = self._limit(cancellation)
        return Connection(self._end, self._route, self._trust, limit, cancellation.check)

    def _limit(self, cancellation: Cancellation) -> float | None:
        remaining = cancellation.remaining()
        if remaining is None:
            return self._timeout
        return max(0.001, remaining if self._timeout is None else min(remaining, self._timeout))

    def _watch(self, connection: Connection, cancellation: Cancellation) -> None:
        with self._lock:
            known = cancellation in self._busy
            busy = self._busy.setdefault(cancellation, set())
            busy.add(connection)
        if not known:
            cancellation.on_cancel(lambda: self._interrupt(busy))

    def _interrupt(self, busy: set[Connection]) -> None:
        with self._lock:
            sockets = [connection.sock for connection in busy if connection.sock is not None]
        for each in sockets:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(
                    each, socket.SHUT_RDWR
                )  # not SSLSocket's own, which breaks a reader in another thread

    def _give_back(self, connection: Connection, cancellation: Cancellation, reusable: bool) -> None:
        with self._lock:
            self._busy.get(cancellation, set()).discard(connection)
            if reusable and not self._closed and connection.sock is not None:
                self._idle.append(connection)
                return
        connection.close()

    def _silent(self, method: str, target: str, *, connected: bool) -> TimedOut:
        path = target.partition("?")[0]
        what = f"did not answer {method} {path} within" if connected else "could not be reached within"
        seconds = self._timeout or 0 if connected else min(self._timeout or CONNECT_SECONDS, CONNECT_SECONDS)
        return TimedOut(
            f"{self.host} {what} {seconds:g} s. Raise Timeout, ask for fewer columns or rows, or check the network.",
            "HYT01",
        )

    @property
    def _asks(self) -> bool:
        return self._route.kind == "ASK"

    def _what(self, error: BaseException, connection: Connection) -> str:
        if connection.reached and isinstance(error, ssl.SSLEOFError):
            return f"{_reason(error, self.host)}; it may want a certificate of yours, which SSLClientCert would show"
        if connection.reached or not self._route.kind:
            return _reason(error, self.host)
        names = f"{self._route.names}Server and {self._route.names}Port"
        return f"{self._route.shown}: {_reason(error, self._route.server)}; check {names}"

    def _wants_certificate(self) -> Error:
        return Error(
            "08001",
            f"{self.host} wants a certificate of yours, and takes none or not this one. Set SSLClientCert (and "
            "SSLClientCertType, SSLClientCertPassword) to one that it knows.",
        )

    def _untrusted(self, error: ssl.SSLCertVerificationError) -> Error:
        return Error(
            "08001",
            f"The certificate of {self.host} is not trusted: {error.verify_message}. Check the host name in URL. If it "
            "is the right host, set SSLServerCert to the file of its certificate or of its authority, or "
            "to its SHA-256 fingerprint, or add the authority to this machine's trusted certificates (or name its file "
            "in the environment variable SSL_CERT_FILE).",
        )


def _last_words(connection: Connection, error: BaseException) -> str | None:
    """The TLS alert that ended a connection, which may not have been read yet when writing to it fails."""
    if isinstance(error, ssl.SSLEOFError | BrokenPipeError | ConnectionResetError) and connection.sock is not None:
        try:
            connection.sock.recv(1)
        except (OSError, ValueError) as later:
            error = later
    return error.reason if isinstance(error, ssl.SSLError) else None


def _exchange(
    connection: Connection,
    method: str,
    target: str,
    headers: dict[str, str],
    body: bytes | None,
    cancellation: Cancellation,
) -> tuple[Response, bool]:
    """The answer, and whether the connection can be used again."""
    connection.request(method, target, body, headers)
    answer = connection.getresponse()
    raw = _whole(answer, method, cancellation)
    decoded = _decompressed(raw, answer.headers.get("Content-Encoding", ""))
    return Response(answer.status, answer.headers, decoded), not answer.will_close


def _whole(answer: http.client.HTTPResponse, method: str, cancellation: Cancellation) -> bytes:
    """All of a body; one that ends before its announced length is a failure, never a short body."""
    expected = answer.length
    pieces: list[bytes] = []
    while piece := answer.read(_PIECE):
        pieces.append(piece)
        cancellation.check()
    raw = b"".join(pieces)
    if method != "HEAD" and expected is not None and len(raw) != expected:
        raise http.client.IncompleteRead(raw, expected - len(raw))
    if expected is None and not answer.chunked and raw and "json" in answer.headers.get("Content-Type", ""):
        _check_ends(answer, raw)
    return raw


def _check_ends(answer: http.client.HTTPResponse, raw: bytes) -> None:
    """A body without announced length ends with the connection, broken or not: only its content tells."""
    try:
        json.loads(_decompressed(raw, answer.headers.get("Content-Encoding", "")))
    except ValueError:
        raise http.client.IncompleteRead(raw) from None


def _decompressed(raw: bytes, encoding: str) -> bytes:
    if encoding.casefold() not in ("gzip", "x-gzip") or not raw:
        return raw
    reader = zlib.decompressobj(31)
    body = reader.decompress(raw)
    if not reader.eof:
        raise http.client.IncompleteRead(raw)
    return body


def _reason(error: BaseException, host: str) -> str:
    if isinstance(error, socket.gaierror):
        return f"there is no host {host}"
    if isinstance(error, http.client.IncompleteRead):
        return "the connection ended in the middle of an answer"
    if isinstance(error, http.client.RemoteDisconnected):
        return "the connection ended before an answer"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed ({error.reason or error})"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
