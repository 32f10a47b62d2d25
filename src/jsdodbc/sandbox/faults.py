"""Trouble on demand: which requests go wrong, how, and how often."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import html, json

CUTS = frozenset(
    {"before headers", "after headers", "mid body", "wrong content-length", "until close", "chunked", "chunked cut"}
)
KINDS = CUTS | {"html", "429", "429 html", "status", "slow", "empty", "truncated", "not json"}
_LIMITED = "The request has been rate-limited. Please try again later."


@dataclass(slots=True)
class Fault:
    """`kind`: one of KINDS. `times`: how many requests it meets, None for all; `skip`: how many matching ones pass
    before.

    `retry_after`: seconds told with a 429 or a status, None for none. `seconds`: how slow.
    """

    kind: str
    path: str = ".*"
    method: str = ""
    times: int | None = 1
    skip: int = 0
    status: int = 503
    retry_after: str | int | None = None
    seconds: float = 0.0
    body: str | None = None
    title: str = "Log in - Jira"
    met: int = field(default=0)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; one of {', '.join(sorted(KINDS))}")

    def matches(self, request: Request) -> bool:
        return (not self.method or self.method == request.method) and re.search(self.path, request.path) is not None

    @property
    def lets_through(self) -> bool:
        """Whether the true answer is made first."""
        return self.kind in CUTS or self.kind in ("slow", "truncated")

    def applied(self, reply: Reply) -> Reply:
        make = _MAKERS.get(self.kind)
        if make is not None:
            return make(self)
        if self.kind == "slow":
            reply.delay += self.seconds
        elif self.kind == "truncated":
            reply.body = reply.body[: len(reply.body) // 2]
        else:
            reply.cut = self.kind
        return reply

    def waits(self) -> dict[str, str]:
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


def _limited(fault: Fault) -> Reply:
    reply = json({"errorMessages": [_LIMITED], "errors": {}, "status": 429}, 429)
    reply.headers |= {
        "X-RateLimit-Limit": "350",
        "X-RateLimit-Remaining": "0",
        "RateLimit-Reason": "jira-burst-based",
        **fault.waits(),
    }
    return reply


def _limited_html(fault: Fault) -> Reply:
    reply = html(429, "Oops - an error has occurred")
    reply.headers |= fault.waits()
    return reply


def _status(fault: Fault) -> Reply:
    text = fault.body if fault.body is not None else f"sandbox fault {fault.status}"
    reply = json({"errorMessages": [text], "errors": {}}, fault.status)
    reply.headers |= fault.waits()
    return reply


_MAKERS: dict[str, Callable[[Fault], Reply]] = {
    "html": lambda fault: html(fault.status if fault.status != 503 else 200, fault.title),
    "429": _limited,
    "429 html": _limited_html,
    "status": _status,
    "empty": lambda fault: Reply(200, b""),
    "not json": lambda fault: Reply(200, (fault.body or "{'not': json").encode()),
}


class Faults:
    """The faults of a site, in order; the first that matches and is not used up applies."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []
        self.lock = threading.Lock()

    def add(self, kind: str, path: str = ".*", **options: Any) -> Fault:
        """`faults.add("429", "/search", times=2, retry_after=1)`; `path` is a regular expression."""
        fault = Fault(kind, path, **options)
        with self.lock:
            self.rules.append(fault)
        return fault

    def clear(self) -> None:
        with self.lock:
            self.rules.clear()

    def match(self, request: Request) -> Fault | None:
        with self.lock:
            for fault in self.rules:
                if fault.matches(request) and (fault.times is None or fault.met < fault.times + fault.skip):
                    fault.met += 1
                    if fault.met > fault.skip:
                        return fault
        return None
