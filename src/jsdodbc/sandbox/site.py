"""One site: its data, its account, and the way of a request through it."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from jsdodbc.sandbox import gateway
from jsdodbc.sandbox.access import Access
from jsdodbc.sandbox.documents import Documents
from jsdodbc.sandbox.faults import Faults
from jsdodbc.sandbox.fields import Store
from jsdodbc.sandbox.generate.assets import Changes
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import Refusal, json, unknown_route
from jsdodbc.sandbox.router import router
from jsdodbc.sandbox.search import Searches

_ACCESS_SETTINGS = (
    *("refused_login", "captcha", "basic", "anonymous", "revoked", "token", "password", "pat"),
    *("scoped", "introspection"),
)
_SITE_SETTINGS = ("latency", "licensed", "clamp", "fixed_clock", "denied", "lag")


@dataclass(frozen=True, slots=True)
class Logged:
    """One request that was answered; `time` in epoch seconds, `size` of the body in bytes before compression."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: bytes
    status: int
    time: float
    size: int


@dataclass(slots=True)
class Traffic:
    """What came in: a ring of requests, and how many were under way at once."""

    ring: deque[Logged] = field(default_factory=lambda: deque(maxlen=200_000))
    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def end(self) -> None:
        with self.lock:
            self.now -= 1


@dataclass(slots=True)
class Unindexed:
    """An issue of which the index has an old state, None for none; `left`: searches until it knows."""

    left: int
    before: Any


class Site:
    """`flavour`: cloud | dc. `clamp`: the most issues of a Data Center search page."""

    def __init__(
        self,
        store: Store,
        access: Access,
        *,
        flavour: str,
        base: str,
        zone: ZoneInfo,
        clamp: int,
        latency: float,
        version: str,
        clock: int | None = None,
        licensed: bool = True,
        context: str = "",
    ) -> None:
        self.store, self.access, self.flavour, self.base, self.zone = store, access, flavour, base, zone
        self.clamp, self.latency, self.version, self.fixed_clock = clamp, latency, version, clock
        self.licensed, self.context = licensed, context
        self.denied: list[str] = []  # permissions that the account lacks
        self.assets = Changes()
        self.lag = 0  # searches that don't know yet what was written before them
        self.unindexed: dict[int, Unindexed] = {}
        self.cloud = flavour == "cloud"
        self.documents, self.searches = Documents(store, base), Searches(self)
        self.faults, self.traffic = Faults(), Traffic()
        self.served: list[tuple[str, re.Pattern[str], Reply]] = []

    @property
    def account(self) -> Entity | None:
        return self.access.account

    def now(self) -> int:
        return int(time.time() * 1000) if self.fixed_clock is None else self.fixed_clock

    def index_of(self, name: str) -> int | None:
        """The issue number of an id or key."""
        return self.store.index_of_id(int(name)) if name.isdecimal() else self.store.index_of_key(name)

    def writes(self, index: int, *, made: bool = False) -> None:
        """An issue is about to be written: an index that lags keeps to what it knows."""
        if self.lag and index not in self.unindexed:
            self.unindexed[index] = Unindexed(self.lag, None if made else self.store.snapshot(index))  # type: ignore[attr-defined]

    @contextlib.contextmanager
    def as_indexed(self, reconciled: Collection[int] = ()) -> Iterator[None]:
        """Answer a search with what the index knows; of `reconciled` issues (by id) it knows all."""
        stale = {index: each for index, each in self.unindexed.items() if self.store.id(index) not in reconciled}
        now = {index: self.store.snapshot(index) for index in stale}  # type: ignore[attr-defined]
        try:
            self._restore({index: each.before for index, each in stale.items()})
            yield
        finally:
            self._restore(now)
            for index, each in list(self.unindexed.items()):
                each.left -= 1
                if each.left <= 0:
                    del self.unindexed[index]

    def _restore(self, issues: Mapping[int, Any]) -> None:
        for index, snapshot in issues.items():
            self.store.restore(index, snapshot)  # type: ignore[attr-defined]
            self.changed(index)

    def changed(self, index: int) -> None:
        """An issue was written: what was made of it is made anew."""
        self.documents.forget(index)
        self.searches.forget()

    def answer(self, request: Request) -> Reply:
        """The reply to a request, with its log entry, latency and faults."""
        self.traffic.begin()
        fault = None if request.path.startswith("/__sandbox__") else self.faults.match(request)
        reply = self._reply(request) if fault is None or fault.lets_through else Reply()
        if fault is not None:
            reply = fault.applied(reply)
        if not request.path.startswith("/__sandbox__"):
            reply.delay += self.latency
            self._log(request, reply)
        reply.on_sent = self.traffic.end
        return reply

    def _reply(self, request: Request) -> Reply:
        try:
            return self._routed(request)
        except Refusal as refusal:
            return refusal.reply
        except Exception as error:  # a bug of the sandbox must be seen by the test that meets it
            return json({"errorMessages": [f"sandbox: {type(error).__name__}: {error}"], "errors": {}}, 500)

    def _routed(self, request: Request) -> Reply:
        if request.path.startswith("/__sandbox__"):
            return router.answer(self, request) or unknown_route()
        if self.cloud and request.path == gateway.RESOURCES:
            return gateway.resources(self, request)
        request.gateway = self.cloud and gateway.enter(request)
        if self.context and not request.gateway:
            if not request.path.startswith(self.context + "/"):
                return unknown_route()
            request.path = request.path[len(self.context) :]
        request.path = request.path.replace("/rest/api/latest/", "/rest/api/2/")
        refused = self.access.refusal(self, request)
        if refused is not None:
            return self.access.marked(self, request, refused)
        served = next(
            (
                reply
                for method, pattern, reply in self.served
                if method == request.method and pattern.fullmatch(request.path)
            ),
            None,
        )
        reply = (
            Reply(served.status, served.body, dict(served.headers), served.content_type)
            if served
            else router.answer(self, request)
        )
        return self.access.marked(self, request, reply or unknown_route())

    def _log(self, request: Request, reply: Reply) -> None:
        self.traffic.ring.append(
            Logged(
                request.method,
                request.path,
                tuple(request.query),
                request.body,
                reply.status,
                time.time(),
                len(reply.body),
            )
        )

    def serve(
        self, method: str, path: str, body: object, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer `path` (a regular expression for the whole path) with a recorded body: bytes, text, or an object sent
        as JSON.
        """
        raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else orjson.dumps(body)
        given = dict(headers or {})
        kind = next(
            (given.pop(name) for name in list(given) if name.lower() == "content-type"),
            "application/json;charset=UTF-8",
        )
        self.served.insert(0, (method, re.compile(path), Reply(status, raw, given, kind)))

    def set(self, **settings: object) -> None:
        """Change how the site signs in and answers while it runs."""
        for name, value in settings.items():
            if name not in _ACCESS_SETTINGS + _SITE_SETTINGS:
                raise ValueError(f"unknown setting {name!r}; one of {', '.join(_ACCESS_SETTINGS + _SITE_SETTINGS)}")
            setattr(self.access if name in _ACCESS_SETTINGS else self, name, value)

    def clear(self) -> None:
        """Forget the requests so far and the mark of concurrency."""
        self.traffic.ring.clear()
        self.traffic.most = self.traffic.now
