"""What a scheme works with, on paper: answers by address, and what was asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message

from jsdodbc.auth import SignIn
from jsdodbc.cancel import Cancellation
from jsdodbc.settings import Settings


@dataclass
class Reply:
    """An answer; text is sent as it is, any other body as JSON."""

    status: int = 200
    content: object = None
    headers: Message = field(default_factory=Message)

    @property
    def body(self) -> bytes:
        if isinstance(self.content, str):
            return self.content.encode()
        return b"" if self.content is None else json.dumps(self.content).encode()

    def header(self, name: str) -> str:
        return ", ".join(self.headers.get_all(name) or ())


def moved(to: str, status: int = 302, *cookies: str) -> Reply:
    """A redirect."""
    headers = Message()
    headers["Location"] = to
    for cookie in cookies:
        headers["Set-Cookie"] = cookie
    return Reply(status, None, headers)


def page(text: str, *cookies: str, status: int = 200) -> Reply:
    """A page of HTML."""
    headers = Message()
    headers["Content-Type"] = "text/html"
    for cookie in cookies:
        headers["Set-Cookie"] = cookie
    return Reply(status, text, headers)


@dataclass
class Asked:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None


class FakeNetwork:
    """Answers from `replies`, by address."""

    def __init__(self, replies: Mapping[str, Reply] | None = None) -> None:
        self.replies = dict(replies or {})
        self.asked: list[Asked] = []

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        cancellation: Cancellation,
    ) -> Reply:
        self.asked.append(Asked(method, url, headers or {}, body))
        return self.replies[url]


def context(settings: Settings, *, cloud: bool, network: FakeNetwork | None = None) -> SignIn:
    return SignIn(settings, network or FakeNetwork(), lambda _: None, lambda: cloud)
