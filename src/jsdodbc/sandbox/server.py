"""`Sandbox`: a site that answers on a port of this machine, for the length of a `with` block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo

from jsdodbc.sandbox.access import Access
from jsdodbc.sandbox.faults import Faults
from jsdodbc.sandbox.fields import Store
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.store import GeneratedStore
from jsdodbc.sandbox.generate.world import Shape
from jsdodbc.sandbox.live import LiveStore
from jsdodbc.sandbox.local import Local
from jsdodbc.sandbox.recorded import RecordedStore
from jsdodbc.sandbox.remote import Remote, RemoteFaults
from jsdodbc.sandbox.site import Logged, Site
from jsdodbc.sandbox.truth import Truth


class Options(TypedDict, total=False):
    """What a sandbox may be told; DEFAULTS has the rest.

    latency: seconds added to each answer. time_zone: the account's; site_time_zone: of the dates in answers ("" :
    New York on Cloud, the account's on Data Center). bulky: issues of about 7 KB. custom: "all" kinds of custom
    fields, or only those of a service "desk". clamp: the most issues of a Data Center page. long:
    the first issue has 2,000 changes, 300 worklogs and 1,200 comments. now: the site's clock
    in epoch ms, 0 for the true time. context: a path before all others. refused_login: "401", or "200" (a refused
    login is answered like nobody's). basic: whether Basic is accepted. scoped, introspection: see Access. licensed:
    whether JSM is. process: serve from a process of its own. warm: make the issues before the first request.
    """

    latency: float
    time_zone: str
    site_time_zone: str
    bulky: bool
    custom: str
    long: bool
    clamp: int
    port: int
    user: str
    token: str
    password: str
    pat: str
    refused_login: str
    captcha: bool
    basic: bool
    anonymous: bool
    scoped: bool
    introspection: str
    licensed: bool
    context: str
    version: str
    now: int
    process: bool
    warm: bool
    recorded: list[dict[str, Any]] | None
    recorded_fields: list[dict[str, Any]]


DEFAULTS: Options = {
    "latency": 0.0,
    "time_zone": "Europe/Berlin",
    "site_time_zone": "",
    "bulky": True,
    "custom": "all",
    "long": False,
    "clamp": 1000,
    "port": 0,
    "user": "",
    "token": "sandbox-token",
    "password": "sandbox-password",
    "pat": "sandbox-pat",
    "refused_login": "401",
    "captcha": False,
    "basic": True,
    "anonymous": False,
    "scoped": False,
    "introspection": "",
    "licensed": True,
    "context": "",
    "version": "",
    "now": 0,
    "process": False,
    "warm": False,
    "recorded": None,
    "recorded_fields": [],
}
FLAVOURS = {"cloud": ("1001.0.0-SNAPSHOT", "agent@example.com"), "dc": ("10.3.24", "agent")}
HOST = "127.0.0.1"


class Sandbox:
    """A running site. `url`, `user`, `token` (Cloud), `password` and `pat` (Data Center) are what a client needs.

    `faults.add(kind, path, …)` makes trouble (see faults.Fault); `requests` is what was asked; `serve` overrides a
    route; `truth` is what the site holds; `set(latency=…, revoked=True, …)` changes it while it runs.
    """

    def __init__(self, flavour: str = "cloud", issues: int = 1000, seed: int = 1, **options: Unpack[Options]) -> None:
        if flavour not in FLAVOURS:
            raise ValueError(f"flavour must be cloud or dc, not {flavour!r}")
        unknown = set(options) - set(DEFAULTS)
        if unknown:
            raise TypeError(f"unknown option {', '.join(sorted(unknown))}")
        self.given: dict[str, Any] = {"flavour": flavour, "issues": issues, "seed": seed, **options}
        self.options: Options = {**DEFAULTS, **options}
        self.flavour, self.issues, self.seed = flavour, issues, seed
        self.user = self.options["user"] or FLAVOURS[flavour][1]
        self.token, self.password, self.pat = self.options["token"], self.options["password"], self.options["pat"]
        self._running: Local | Remote | None = None

    @classmethod
    def from_recorded(
        cls,
        issues: Sequence[Mapping[str, Any]],
        fields: Sequence[Mapping[str, Any]] = (),
        flavour: str = "cloud",
        **options: Unpack[Options],
    ) -> Sandbox:
        """A site whose issues are recorded documents, served as they are; `fields` is its /field."""
        options["recorded"], options["recorded_fields"] = (
            [dict(issue) for issue in issues],
            [dict(field) for field in fields],
        )
        return cls(flavour, len(issues), **options)

    # ---- life
    def start(self) -> Sandbox:
        if self.options["process"]:
            self._running = Remote({**self.given, "process": False})
        else:
            self._running = Local(self._site, HOST, self.options["port"], self.options["context"])
        return self

    def stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # ---- what it is made of
    def _store(self, base: str) -> Store:
        options, cloud = self.options, self.flavour == "cloud"
        zone = ZoneInfo(options["time_zone"])
        site_zone = ZoneInfo(options["site_time_zone"] or ("America/New_York" if cloud else options["time_zone"]))
        if options["recorded"] is not None:
            return RecordedStore(options["recorded"], options["recorded_fields"], base, site_zone)
        shape = Shape(
            self.issues,
            self.seed,
            cloud,
            options["bulky"],
            self.user,
            zone,
            site_zone,
            options["custom"],
            options["long"],
        )
        return LiveStore(shape, base)

    def _site(self, base: str) -> Site:
        options, store = self.options, self._store(base)
        account = store.people.agents[0] if isinstance(store, GeneratedStore) else self._recorded_account(base)
        access = Access(
            account,
            self.user,
            self.token,
            self.password,
            self.pat,
            options["refused_login"],
            options["captcha"],
            options["basic"],
            options["anonymous"],
            scoped=options["scoped"],
            introspection=options["introspection"],
        )
        site = Site(
            store,
            access,
            flavour=self.flavour,
            base=base,
            zone=ZoneInfo(options["time_zone"]),
            clamp=options["clamp"],
            latency=options["latency"],
            version=options["version"] or FLAVOURS[self.flavour][0],
            clock=options["now"] or None,
            licensed=options["licensed"],
            context=options["context"],
        )
        if options["warm"]:
            site.documents.warm()
        return site

    def _recorded_account(self, base: str) -> Entity:
        shape = Shape(
            0,
            self.seed,
            self.flavour == "cloud",
            False,
            self.user,
            ZoneInfo(self.options["time_zone"]),
            ZoneInfo("UTC"),
            "desk",
        )
        return GeneratedStore(shape, base).people.agents[0]

    # ---- what a test sees
    @property
    def running(self) -> Local | Remote:
        if self._running is None:
            raise RuntimeError("the sandbox is not running: use it in a with block, or call start()")
        return self._running

    @property
    def url(self) -> str:
        return self.running.url

    @property
    def connection_string(self) -> str:
        """Ready for the driver."""
        secret = f"APIToken={self.token}" if self.flavour == "cloud" else f"Password={self.password}"
        return f"URL={self.url};AuthScheme=Basic;User={self.user};{secret};"

    @property
    def faults(self) -> Faults | RemoteFaults:
        return self.running.faults

    @property
    def requests(self) -> list[Logged]:
        """The requests answered since the start or the last clear()."""
        return self.running.requests

    @property
    def most_at_once(self) -> int:
        """The most requests that were under way at the same time."""
        return self.running.most_at_once

    def clear(self) -> None:
        """Forget the requests so far and the mark of concurrency."""
        self.running.clear()

    def set(self, **settings: Any) -> None:
        """Settings: latency, clamp, licensed, fixed_clock, captcha, revoked, refused_login, basic, token …"""
        self.running.set(**settings)

    def serve(
        self, method: str, path: str, body: object, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer `path` (a regular expression for the whole path) with a recorded body: bytes, text, or an object sent
        as JSON.
        """
        self.running.serve(method, path, body, status, headers)

    @cached_property
    def truth(self) -> Truth:
        """A second copy of the data, not the one that serves."""
        return Truth(self._store(self.url), self.url)
