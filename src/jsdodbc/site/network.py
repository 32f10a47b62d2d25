"""Connections to whatever hosts a connection has to speak to: the site, its gateway, where tokens come from."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import jsdodbc
from jsdodbc import log, site_url
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.settings import Settings
from jsdodbc.site import route
from jsdodbc.site.transport import Dropped, Response, Transport
from jsdodbc.site.trust import Trust

USER_AGENT = f"jsdodbc/{getattr(jsdodbc, '__version__', '0')}"


class Network:
    """One Transport an origin, made when first needed; all of them as the settings say. Safe from any thread."""

    def __init__(self, settings: Settings, journal: log.Log) -> None:
        self._settings = settings
        self._log = journal
        self._lock = threading.Lock()
        self._transports: dict[str, Transport] = {}
        self._trust: Trust | None = None

    def transport(self, url: str) -> Transport:
        """The connections to the origin of `url`."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            if origin not in self._transports:
                self._transports[origin] = self._new(origin, parts.hostname or "", secure=parts.scheme == "https")
            return self._transports[origin]

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        cancellation: Cancellation,
    ) -> Response:
        """See `auth.Network`. A kept connection that the host has hung up is replaced."""
        parts = urlsplit(url)
        self._check_scheme(parts.scheme, parts.hostname or "")
        # path parameters may hold a session
        shown = f"{method} {parts.scheme}://{parts.netloc}{parts.path.partition(';')[0]}"
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **(headers or {})}
        started = time.monotonic()
        response = self._exchange(shown, url, (method, target, sent, body), cancellation)
        took = (time.monotonic() - started) * 1000
        self._log.write(log.REQUESTS, f"{shown} {response.status} {len(response.body)} bytes {took:.0f} ms")
        return response

    def close(self) -> None:
        """Close what is idle now, what is busy when it has its answer."""
        with self._lock:
            transports = list(self._transports.values())
        for transport in transports:
            transport.close()

    def _new(self, origin: str, host: str, *, secure: bool) -> Transport:
        way = route.route(self._settings.way, host, secure=secure)
        if self._trust is None:
            self._trust = Trust(self._settings.way)
            if self._trust.takes_any:
                self._log.write(log.CONNECTIONS, "SSLServerCert=* takes any certificate: nobody checks who answers.")
        return Transport(origin, self._settings.timeout, way, self._trust)

    def _exchange(
        self,
        shown: str,
        url: str,
        request: tuple[str, str, dict[str, str], bytes | None],
        cancellation: Cancellation,
    ) -> Response:
        transport = self.transport(url)
        for last in (False, True):
            try:
                return transport.send(*request, cancellation)
            except Dropped as dropped:
                transport.forget()
                if last or not dropped.stale:
                    self._log.write(log.CONNECTIONS, f"{shown} failed: {dropped.reason}")
                    raise Error(
                        "08001",
                        f"{transport.host} could not be reached ({shown}): {dropped.reason}. Check the network.",
                    ) from dropped
        raise AssertionError("unreachable")

    def _check_scheme(self, scheme: str, host: str) -> None:
        if scheme == "https" or (scheme == "http" and (self._settings.allow_http or site_url.is_loopback(host))):
            return
        raise Error("08001", f"{host} is to be asked over {scheme}, not https, with what signs you in. Use https.")
