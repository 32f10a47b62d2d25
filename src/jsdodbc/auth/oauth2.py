"""AuthScheme=OAuth, OAuthVersion=2.0: consent in a browser (3LO), tokens that are refreshed and kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

from jsdodbc.auth import cloud_sites, consent, signing_out
from jsdodbc.auth.application import Application, application
from jsdodbc.auth.keeping import Keeper, Kept
from jsdodbc.auth.oauth import OAuth, as_row
from jsdodbc.auth.provider import Provider, provider_of
from jsdodbc.auth.scheme import Credentials, SignIn
from jsdodbc.auth.settings_file import KeySource
from jsdodbc.auth.tokens import Tokens, ask
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, Notice


class OAuth2(OAuth):
    """Atlassian's consent on Cloud, the site's own provider on Data Center."""

    def __init__(self, context: SignIn) -> None:
        super().__init__(context)
        self._provider: Provider | None = None

    @property
    def provider(self) -> Provider:
        self._provider = self._provider or provider_of(self.context)
        return self._provider

    @property
    def application(self) -> Application:
        """Raises Error 28000 without one."""
        return application(self.settings, self.provider)

    def new_keeper(self) -> Keeper:
        source = KeySource.client_secret(self.application.client_secret)
        store = self.store(source)
        return Keeper(store, "OAuth 2.0", self.application.client_id, self.settings.url, self.settings.user)

    def headers(self, tokens: Tokens, method: str, url: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {tokens.access_token}"}

    def of_verifier(self, verifier: str, kept: Kept, cancellation: Cancellation) -> Tokens:
        return self.exchange(verifier, cancellation)

    def ask_person(self, cancellation: Cancellation) -> Callable[[], Tokens]:
        app = self.application
        code = consent.in_browser(self.context, self.provider, app.client_id, app.callback_url, cancellation)
        return lambda: self.exchange(code.code, cancellation, verifier=code.verifier)

    def verifier_advice(self) -> str:
        text = (
            "Codes live for minutes and are taken once, with the CallbackURL they were made for. "
            f"{super().verifier_advice()}"
        )
        if not self.provider.gateway:
            text += (
                " On Data Center a code lives 10 s unless an administrator raises "
                "atlassian.oauth2.provider.max.client.delay.seconds."
            )
        return text

    def remedy(self, *, cloud: bool, version: int) -> str:
        if not self.keeps:
            return (
                "OAuthAccessToken is expired or revoked, or not for this site. InitiateOAuth=REFRESH would refresh it."
            )
        return (
            "The access token is fresh, so the account or the application may not do this: check that the application "
            f"has the scopes {self.provider.scope(self.settings)} and that the account may use the site, then consent "
            "anew."
        )

    def give_back(self, tokens: Tokens, cancellation: Cancellation) -> Notice:
        return signing_out.given_back(self.context, self.provider, self.application, tokens, cancellation)

    def ask(self, form: dict[str, str], cancellation: Cancellation) -> Tokens:
        """Tokens for a grant of the application. Raises Refused."""
        known = {"client_id": self.application.client_id, "client_secret": self.application.client_secret}
        return ask(self.context, self.provider.token_url, known | form, cancellation)

    def exchange(self, code: str, cancellation: Cancellation, *, verifier: str = "", callback: str = "") -> Tokens:
        """Tokens for a code."""
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return self.ask(form | {"redirect_uri": callback or self.application.callback_url}, cancellation)

    def refresh(self, old: Tokens, cancellation: Cancellation) -> Tokens:
        """Tokens for a refresh token. Raises Refused, `dead` when only consent helps."""
        form = {"grant_type": "refresh_token", "refresh_token": old.refresh_token}
        if self.provider.redirect_on_refresh:
            form["redirect_uri"] = self.application.callback_url
        return self.ask(form, cancellation)

    def authorization_url(self, given: Mapping[str, str], cancellation: Cancellation) -> Mapping[str, str | None]:
        """Without a proof key: the code may be exchanged on another machine."""
        app = self.application
        url = consent.page_url(
            self.context,
            self.provider,
            app.client_id,
            given.get("CallbackURL") or app.callback_url,
            state=given.get("State") or secrets.token_urlsafe(32),
            scope=given.get("Scope", ""),
            prompt=given.get("Prompt", ""),
        )
        return {"URL": url}

    def access_token(self, given: Mapping[str, str], cancellation: Cancellation) -> Mapping[str, str | None]:
        verifier = given.get("Verifier") or self.oauth.oauth_verifier
        app = self.application
        callback = given.get("CallbackURL") or app.callback_url
        if given.get("AuthMode", "WEB" if verifier else "APP").upper() == "WEB":
            return as_row(self.exchange(verifier, cancellation, callback=callback))
        scope, state = given.get("Scope", ""), given.get("State", "")
        code = consent.in_browser(
            self.context, self.provider, app.client_id, callback, cancellation, scope=scope, state=state
        )
        return as_row(self.exchange(code.code, cancellation, verifier=code.verifier, callback=callback))

    def arrive(self, cancellation: Cancellation) -> None:
        """To the site of the tokens: on Cloud it lies behind the gateway."""
        if not self.provider.gateway:
            return
        identifier, url = self.oauth.cloud_id or self.kept.cloud_id, self.settings.url or self.kept.site_url
        if not identifier:
            site = cloud_sites.site_of_token(self.context, self.kept.tokens.access_token, cancellation)
            if site is None and self.renew(Credentials({}, self.generation), cancellation, connecting=True):
                site = cloud_sites.site_of_token(self.context, self.kept.tokens.access_token, cancellation)
            if site is None:
                raise Error(
                    "28000", f"Cloud's gateway doesn't take the access token. {self.remedy(cloud=True, version=0)}"
                )
            identifier, url = site.identifier, self.settings.url or site.url
            self._remember_site(identifier, url, cancellation)
        self.base_url = cloud_sites.gateway_address(self.context, identifier)
        self.site_url = url or self.base_url

    def _remember_site(self, identifier: str, url: str, cancellation: Cancellation) -> None:
        if not self.keeps:
            return
        with self.keeper.store.locked(cancellation):
            current = self.keeper.read()
            self.keeper.write(current.at_site(identifier, url))
        self.kept = self.kept.at_site(identifier, url)
