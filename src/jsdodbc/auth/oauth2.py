"""AuthScheme=OAuth, OAuthVersion=2.0: consent in a browser (3LO), tokens that are refreshed and kept."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping

from jsdodbc.auth import cloud_sites, consent
from jsdodbc.auth.application import Application, application
from jsdodbc.auth.keeping import Keeper, Kept
from jsdodbc.auth.provider import Provider, provider_of
from jsdodbc.auth.scheme import Credentials, Scheme, SignIn
from jsdodbc.auth.settings_file import CONSENT, KeySource, store_of
from jsdodbc.auth.tokens import Refused, Tokens, ask
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error

_AGAIN = (
    "Consent anew: connect with InitiateOAuth=GETANDREFRESH where there is a browser, or get a new code with "
    "GetOAuthAuthorizationURL and set OAuthVerifier to it."
)


class OAuth2(Scheme):
    """InitiateOAuth says where tokens come from: OFF as given; REFRESH from the settings file, or for a verifier;
    GETANDREFRESH also from a person in a browser.
    """

    def __init__(self, context: SignIn) -> None:
        super().__init__(context)
        self.cookies = None
        self._oauth = self.settings.oauth
        self._mode = self._oauth.initiate_oauth
        self._lock = threading.Lock()
        self._generation = 0
        self._kept = Kept()
        self._provider: Provider | None = None
        self._keeper: Keeper | None = None

    @property
    def provider(self) -> Provider:
        self._provider = self._provider or provider_of(self.context)
        return self._provider

    @property
    def application(self) -> Application:
        """Raises Error 28000 without one."""
        return application(self.settings, self.provider)

    @property
    def keeper(self) -> Keeper:
        if self._keeper is None:
            source = KeySource.client_secret(self.application.client_secret)
            store = store_of(self._oauth.oauth_settings_location, source)
            self._keeper = Keeper(store, "OAuth 2.0", self.application.client_id, self.settings.url, self.settings.user)
        return self._keeper

    def sign_in(self, cancellation: Cancellation) -> None:
        if self._mode == "OFF":
            self._kept = Kept(self._given())
            self.without_account = not self._kept.tokens.access_token
            if self.without_account:
                return
        else:
            self._kept = self._found(cancellation)
        self._go_to_site(cancellation)

    def credentials(self, method: str, url: str, cancellation: Cancellation) -> Credentials:
        if not self._kept.tokens.access_token:
            raise Error(
                "28000",
                "There is no access token: InitiateOAuth=OFF uses OAuthAccessToken as it is given, and it isn't. Set "
                "InitiateOAuth=GETANDREFRESH, or REFRESH with OAuthVerifier; GetOAuthAuthorizationURL tells where to "
                "get that.",
            )
        with self._lock:
            if self._mode != "OFF" and not self._kept.tokens.usable:
                self._renewed(cancellation, browser=False)
            return Credentials({"Authorization": f"Bearer {self._kept.tokens.access_token}"}, self._generation)

    def renew(self, used: Credentials, cancellation: Cancellation, *, connecting: bool) -> bool:
        """A refresh, once for all requests that were refused with the same token; consent only while connecting."""
        if self._mode == "OFF":
            return False
        with self._lock:
            if used.generation == self._generation:
                self._renewed(cancellation, browser=connecting)
            return True

    def remedy(self, *, cloud: bool, version: int) -> str:
        if self._mode == "OFF":
            return (
                "OAuthAccessToken is expired or revoked, or not for this site. InitiateOAuth=REFRESH would refresh it."
            )
        return (
            "The access token is fresh, so the account or the application may not do this: check that the application "
            f"has the scopes {self.provider.scope(self.settings)} and that the account may use the site, then consent "
            "anew."
        )

    def _renewed(self, cancellation: Cancellation, *, browser: bool) -> None:
        self._kept = self._refreshed(self._kept, cancellation, browser=browser)
        self._generation += 1

    def ask(self, form: dict[str, str], cancellation: Cancellation) -> Tokens:
        """Tokens for a grant of the application. Raises Refused."""
        known = {"client_id": self.application.client_id, "client_secret": self.application.client_secret}
        return ask(self.context, self.provider.token_url, known | form, cancellation)

    def exchange(self, code: str, cancellation: Cancellation, *, verifier: str = "", callback: str = "") -> Tokens:
        """Tokens for a code."""
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return self.ask(form | {"redirect_uri": callback or self.application.callback_url}, cancellation)

    def refresh(self, refresh_token: str, cancellation: Cancellation) -> Tokens:
        """Tokens for a refresh token. Raises Refused, `dead` when only consent helps."""
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
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
        verifier = given.get("Verifier") or self._oauth.oauth_verifier
        app = self.application
        callback = given.get("CallbackURL") or app.callback_url
        if given.get("AuthMode", "WEB" if verifier else "APP").upper() == "WEB":
            return _as_row(self.exchange(verifier, cancellation, callback=callback))
        scope, state = given.get("Scope", ""), given.get("State", "")
        code = consent.in_browser(
            self.context, self.provider, app.client_id, callback, cancellation, scope=scope, state=state
        )
        return _as_row(self.exchange(code.code, cancellation, verifier=code.verifier, callback=callback))

    def refreshed_token(self, given: Mapping[str, str], cancellation: Cancellation) -> Mapping[str, str | None]:
        token = given.get("OAuthRefreshToken") or self._oauth.oauth_refresh_token
        if not token:
            raise Error("HY000", "RefreshOAuthAccessToken needs OAuthRefreshToken, as argument or as property.")
        return _as_row(self.refresh(token, cancellation))

    def _given(self) -> Tokens:
        """Those of the connection string."""
        oauth = self._oauth
        lifetime = float(oauth.oauth_expires_in)
        made = oauth.oauth_token_timestamp / 1000
        expires = made + lifetime if made and lifetime else 0.0
        return Tokens(oauth.oauth_access_token, oauth.oauth_refresh_token, expires, lifetime)

    def _found(self, cancellation: Cancellation) -> Kept:
        """Those of the settings file, of the verifier, of the connection string, of a browser, in this order; a
        verifier that was not used yet is newer than the file.
        """
        kept = self.keeper.read()
        if self._oauth.oauth_verifier and not kept.spent(self._oauth.oauth_verifier):
            kept = self._of_verifier(kept, cancellation)
        if not kept.tokens.access_token and not kept.tokens.refresh_token:
            kept = Kept(self._given())
        if kept.tokens.usable:
            return kept
        if kept.tokens.refresh_token:
            return self._refreshed(kept, cancellation, browser=True)
        return self._asked_for(kept, "There are no tokens yet.", cancellation)

    def _of_verifier(self, kept: Kept, cancellation: Cancellation) -> Kept:
        """Under the lock, so that of several connections that begin at once one spends the code."""
        verifier = self._oauth.oauth_verifier
        with self.keeper.store.locked(cancellation):
            kept = self.keeper.read()
            if kept.spent(verifier):
                return kept
            try:
                tokens = self.exchange(verifier, cancellation)
            except Refused as refused:
                if refused.dead and (kept.tokens.usable or kept.tokens.refresh_token):
                    self.context.note("OAuthVerifier is not taken any more; the settings file is used")
                    return kept
                if refused.dead:
                    raise _with(refused, _code_advice(self.provider)) from refused
                raise
            return self.keeper.write(kept.renewed(tokens).with_spent(verifier))

    def _refreshed(self, stale: Kept, cancellation: Cancellation, *, browser: bool) -> Kept:
        """What another process has refreshed meanwhile, or else a refresh."""
        try:
            with self.keeper.store.locked(cancellation):
                current = self.keeper.read()
                if current.tokens.access_token not in ("", stale.tokens.access_token) and current.tokens.usable:
                    return current
                base = current if current.tokens.refresh_token else stale
                return self.keeper.write(base.renewed(self._by_any_token(base)))
        except Refused as refused:
            if not refused.dead:
                raise
            if browser and self._mode == "GETANDREFRESH":
                return self._asked_for(stale, refused.message, cancellation)
            raise _with(refused, _AGAIN) from refused

    def _by_any_token(self, kept: Kept) -> Tokens:
        """By the refresh token; by the one before, if that may have been taken by a process that died before it wrote
        its answer down. Not to be cancelled, only timed out: the server has used the token up when it answers.
        """
        uncancelled = Cancellation()
        if not kept.tokens.refresh_token:
            raise Refused("There is no refresh token.", status=0, dead=True)
        try:
            return self.refresh(kept.tokens.refresh_token, uncancelled)
        except Refused as refused:
            if not refused.dead or not kept.previous:
                raise
            self.context.note("the refresh token was refused; trying the one before")
            return self.refresh(kept.previous, uncancelled)

    def _asked_for(self, stale: Kept, reason: str, cancellation: Cancellation) -> Kept:
        """By a person in a browser; connections that begin at once share one consent."""
        if self._mode != "GETANDREFRESH":
            raise Error("28000", f"{reason} {_AGAIN}")
        app, store = self.application, self.keeper.store
        with store.locked(cancellation, CONSENT):
            current = self.keeper.read()
            if current.tokens.usable and current.tokens.access_token != stale.tokens.access_token:
                return current
            code = consent.in_browser(self.context, self.provider, app.client_id, app.callback_url, cancellation)
            with store.locked(cancellation):
                tokens = self.exchange(code.code, cancellation, verifier=code.verifier)
                return self.keeper.write(self.keeper.read().renewed(tokens, previous=False))

    def _go_to_site(self, cancellation: Cancellation) -> None:
        """To the site of the tokens: on Cloud it lies behind the gateway."""
        if not self.provider.gateway:
            return
        identifier, url = self._oauth.cloud_id or self._kept.cloud_id, self.settings.url or self._kept.site_url
        if not identifier:
            site = cloud_sites.site_of_token(self.context, self._kept.tokens.access_token, cancellation)
            if site is None and self.renew(Credentials({}, self._generation), cancellation, connecting=True):
                site = cloud_sites.site_of_token(self.context, self._kept.tokens.access_token, cancellation)
            if site is None:
                raise Error(
                    "28000", f"Cloud's gateway doesn't take the access token. {self.remedy(cloud=True, version=0)}"
                )
            identifier, url = site.identifier, self.settings.url or site.url
            self._remember_site(identifier, url, cancellation)
        self.base_url = cloud_sites.gateway_address(self.context, identifier)
        self.site_url = url or self.base_url

    def _remember_site(self, identifier: str, url: str, cancellation: Cancellation) -> None:
        if self._mode == "OFF":
            return
        with self.keeper.store.locked(cancellation):
            current = self.keeper.read()
            self.keeper.write(current.at_site(identifier, url))
        self._kept = self._kept.at_site(identifier, url)


def _as_row(tokens: Tokens) -> dict[str, str | None]:
    return {
        "OAuthAccessToken": tokens.access_token,
        "OAuthRefreshToken": tokens.refresh_token or None,
        "ExpiresIn": f"{tokens.lifetime:.0f}" if tokens.lifetime else None,
    }


def _code_advice(provider: Provider) -> str:
    text = f"Codes live for minutes and are taken once, with the CallbackURL they were made for. {_AGAIN}"
    if not provider.gateway:
        text += (
            " On Data Center a code lives 10 s unless an administrator raises "
            "atlassian.oauth2.provider.max.client.delay.seconds."
        )
    return text


def _with(refused: Refused, advice: str) -> Refused:
    return Refused(f"{refused.message} {advice}", status=refused.native, dead=refused.dead)
