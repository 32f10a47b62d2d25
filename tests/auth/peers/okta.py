"""An Okta organization as far as a sign-in sees it: okta.mjs, started and asked."""

from __future__ import annotations

import json
from typing import Any, Self
from urllib.parse import quote

from tests.auth.peers import Peer
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.saml import Pair, signed_by

CLASSIC, IDENTITY = "v1", "idx"
TOTP = "314159"  # what Okta Verify shows
API_TOKEN = "00-t0ken-of-an-administrator"


class Okta(Peer):
    """Signs ann (pw;d) in for `service`. `pipeline`: CLASSIC or IDENTITY. `factors`: her second ones."""

    def __init__(self, service: ServiceProvider, pipeline: str = CLASSIC, *factors: str, **options: Any) -> None:
        self.pair = Pair.made("okta")
        self._user = {"password": "pw;d", "factors": factors}
        super().__init__(
            "okta.mjs",
            key=self.pair.key,
            cert=self.pair.certificate,
            pipeline=pipeline,
            users={"ann": self._user},
            apiToken=API_TOKEN,
            consumer=service.consumer,
            audience=service.identity,
            **options,
        )
        self.login_url = f"{self.url}/home/jira/0oa1/46"
        service.start(signed_by(self.url, f"{self.url}/app/jira/exk1/sso/saml", self.pair))

    def set(self, **options: object) -> None:
        """Change what okta.mjs was told."""
        self.test(f"set={quote(json.dumps(options))}")

    def set_user(self, **changes: object) -> None:
        self.set(users={"ann": {**self._user, **changes}})

    def string(self, service: ServiceProvider, sso: str = "") -> str:
        """A connection string; `sso`: SSOProperties."""
        inner = f"SSOProperties='{sso}';" if sso else ""
        return (
            f"Driver=jsdodbc;AuthScheme=Okta;Url={service.url};SSOLoginURL='{self.login_url}';User=ann;"
            f"Password={{pw;d}};SSOExchangeUrl={service.consumer};{inner}Other='RetryDelay=0.01';"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
