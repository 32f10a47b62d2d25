"""Atlassian Crowd as far as a sign-in sees it: crowd.mjs, started and asked."""

from __future__ import annotations

import json
from typing import Self
from urllib.parse import quote

from tests.auth.peers import Peer
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.saml import Pair, signed_by

NAME, PASSWORD = "jira", "apple;pie"
APPLICATION = f"SSOAppName={NAME};SSOAppPassword={{{PASSWORD}}};"


class Crowd(Peer):
    """Signs ann (pw;d) in for `service`, and for its application NAME with PASSWORD."""

    def __init__(self, service: ServiceProvider) -> None:
        self.pair = Pair.made("crowd")
        super().__init__(
            "crowd.mjs",
            key=self.pair.key,
            cert=self.pair.certificate,
            users={"ann": {"password": "pw;d", "active": True}},
            application={"name": NAME, "password": PASSWORD},
            consumer=service.consumer,
            audience=service.identity,
        )
        self.identity = f"{self.url}/crowd"
        self.login_url = f"{self.identity}/console/secure/saml/sso.action"

    @property
    def metadata(self) -> str:
        return signed_by(self.identity, self.login_url, self.pair)

    def set(self, **options: object) -> None:
        """Change what crowd.mjs was told."""
        self.test(f"set={quote(json.dumps(options))}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def connection(service: ServiceProvider, login_url: str, more: str = "") -> str:
    """A connection string for ann at `service`."""
    return (
        f"Driver=jsdodbc;AuthScheme=Crowd;Url={service.url};SSOLoginURL='{login_url}';User=ann;Password={{pw;d}};"
        f"SSOExchangeUrl={service.consumer};{more}Other='RetryDelay=0.01';"
    )
