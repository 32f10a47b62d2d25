"""AuthScheme=OAuthClient: client credentials of a service account. Tokens live an hour and are kept in memory only."""

from __future__ import annotations

import threading

from jsdodbc.auth import cloud_sites
from jsdodbc.auth.provider import provider_of
from jsdodbc.auth.scheme import Credentials, Scheme, SignIn
from jsdodbc.auth.tokens import Tokens, ask
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error


class OAuthClient(Scheme):
    """Nobody consents: the service account was given its rights when it was made."""

    def __init__(self, context: SignIn) -> None:
        super().__init__(context)
        self.cookies = None
        self._lock = threading.Lock()
        self._generation = 0
        self._tokens = Tokens()

    def sign_in(self, cancellation: Cancellation) -> None:
        self._tokens = self._fetched(cancellation)
        if provider_of(self.context).gateway:
            identifier = self.settings.oauth.cloud_id or self._cloud_id(cancellation)
            self.base_url = cloud_sites.gateway_address(self.context, identifier)

    def credentials(self, method: str, url: str, cancellation: Cancellation) -> Credentials:
        with self._lock:
            if not self._tokens.usable:
                self._renewed(cancellation)
            return Credentials({"Authorization": f"Bearer {self._tokens.access_token}"}, self._generation)

    def renew(self, used: Credentials, cancellation: Cancellation, *, connecting: bool) -> bool:
        if connecting:
            return False  # the token is new
        with self._lock:
            if used.generation == self._generation:
                self._renewed(cancellation)
            return True

    def remedy(self, *, cloud: bool, version: int) -> str:
        return (
            "The service account's credential was taken, but the site refuses it: give the account access to the site, "
            "and the credential the scopes to read Jira and Jira Service Management."
        )

    def _renewed(self, cancellation: Cancellation) -> None:
        self._tokens = self._fetched(cancellation)
        self._generation += 1

    def _fetched(self, cancellation: Cancellation) -> Tokens:
        oauth = self.settings.oauth
        form = {
            "grant_type": "client_credentials",
            "client_id": oauth.oauth_client_id,
            "client_secret": oauth.oauth_client_secret,
            "scope": oauth.scope,
        }
        return ask(self.context, provider_of(self.context).token_url, form, cancellation)

    def _cloud_id(self, cancellation: Cancellation) -> str:
        told = cloud_sites.told_by_site(self.context, cancellation) if self.settings.url else ""
        if told:
            return told
        site = cloud_sites.site_of_token(self.context, self._tokens.access_token, cancellation)
        if site is None:
            raise Error("28000", "The site of the service account can't be found out. Set CloudId.")
        self.site_url = site.url
        return site.identifier
