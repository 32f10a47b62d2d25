"""`Sandbox`: a site that answers on a port of this machine, for the length of a `with` block."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import jsdodbc.sandbox.routes_issue
import jsdodbc.sandbox.routes_platform
import jsdodbc.sandbox.routes_search  # noqa: F401
from jsdodbc.sandbox.access import Access
from jsdodbc.sandbox.generate.store import GeneratedStore
from jsdodbc.sandbox.generate.world import Shape
from jsdodbc.sandbox.http import Request, Reply, serve
from jsdodbc.sandbox.site import Logged, Site

VERSIONS = {"cloud": "1001.0.0-SNAPSHOT", "dc": "10.3.24"}


class Sandbox:
    """A running site. `url`, `user`, `token` (Cloud), `password` and `pat` (Data Center) are what a client needs.

    `latency`: seconds added to each answer. `time_zone`: the account's; `site_time_zone`: of the dates in answers (default: New York on
    Cloud, the account's on Data Center). `clamp`: the most issues of a Data Center page. `refused_login`: "401" or "200".
    """

    def __init__(self, flavour: str = "cloud", issues: int = 1000, seed: int = 1, *, latency: float = 0.0, time_zone: str = "Europe/Berlin",
                 site_time_zone: str | None = None, bulky: bool = True, clamp: int = 1000, port: int = 0, user: str | None = None,
                 token: str = "sandbox-token", password: str = "sandbox-password", pat: str = "sandbox-pat", refused_login: str = "401",
                 captcha: bool = False, basic: bool = True, anonymous: bool = False, licensed: bool = True, context: str = "",
                 version: str | None = None, clock: int | None = None, host: str = "127.0.0.1") -> None:
        if flavour not in VERSIONS:
            raise ValueError(f"flavour must be cloud or dc, not {flavour!r}")
        self.flavour, self.user = flavour, user or ("agent@example.com" if flavour == "cloud" else "agent")
        self.token, self.password, self.pat = token, password, pat
        zone = ZoneInfo(time_zone)
        site_zone = ZoneInfo(site_time_zone or ("America/New_York" if flavour == "cloud" else time_zone))
        self.shape = Shape(issues, seed, flavour == "cloud", bulky, self.user, zone, site_zone)
        self._site_options: dict[str, Any] = {"flavour": flavour, "zone": zone, "clamp": clamp, "latency": latency, "clock": clock,
                                              "version": version or VERSIONS[flavour], "licensed": licensed, "context": context}
        self._access: dict[str, Any] = {"refused_login": refused_login, "captcha": captcha, "basic": basic, "anonymous": anonymous}
        self.host, self.port = host, port
        self._thread: threading.Thread | None = None

    # ---- life
    def start(self) -> Sandbox:
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), name="sandbox", daemon=True)
        self._thread.start()
        started.wait()
        return self

    def stop(self) -> None:
        if self._thread is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self, started: threading.Event) -> None:
        asyncio.run(self._serve(started))

    async def _serve(self, started: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()

        def ready(port: int) -> None:
            self.port = port
            self.site = self._make_site()
            started.set()

        await serve(self._answer, self.host, self.port, ready, self._stop)

    def _answer(self, request: Request) -> Reply:
        return self.site.answer(request)

    def _make_site(self) -> Site:
        base = f"http://{self.host}:{self.port}{self._site_options['context']}"
        store = GeneratedStore(self.shape, base)
        access = Access(store.people.agents[0], self.user, self.token, self.password, self.pat, **self._access)
        return Site(store, access, base=base, **self._site_options)

    # ---- what a test sees
    @property
    def url(self) -> str:
        return self.site.base

    @property
    def connection_string(self) -> str:
        """Ready for the driver."""
        secret = f"APIToken={self.token}" if self.flavour == "cloud" else f"Password={self.password}"
        return f"URL={self.url};AuthScheme=Basic;User={self.user};{secret};"

    @property
    def faults(self) -> Any:
        return self.site.faults

    @property
    def requests(self) -> Sequence[Logged]:
        """The requests answered since the start or the last clear()."""
        return list(self.site.traffic.ring)

    def clear(self) -> None:
        """Forget the requests so far and the mark of concurrency."""
        self.site.traffic.ring.clear()
        self.site.traffic.most = self.site.traffic.now
