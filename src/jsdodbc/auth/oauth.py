"""What OAuth 1.0 and 2.0 have in common: where tokens come from, and that one of many renews them for all."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace

from jsdodbc.auth import signing_out
from jsdodbc.auth.keeping import Keeper, Kept
from jsdodbc.auth.scheme import Credentials, Scheme, SignIn
from jsdodbc.auth.settings_file import CONSENT, KeySource, Store, store_of
from jsdodbc.auth.tokens import Refused, Tokens
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, Notice

_AGAIN = (
    "Consent anew: connect with InitiateOAuth=GETANDREFRESH where there is a browser, or get a new code with "
    "GetOAuthAuthorizationURL and set OAuthVerifier to it."
)


class OAuth(Scheme):
    """InitiateOAuth says where tokens come from: OFF as given; REFRESH from the settings file, or for a verifier;
    GETANDREFRESH also from a person in a browser.
    """

    def __init__(self, context: SignIn) -> None:
        super().__init__(context)
        self.cookies = None
        self.oauth = self.settings.oauth
        self.generation = 0
        self.kept = Kept()
        self._mode = self.oauth.initiate_oauth
        self._lock = threading.Lock()
        self._keeper: Keeper | None = None

    @abstractmethod
    def new_keeper(self) -> Keeper:
        """Where tokens are kept. Raises Error 28000, HY024 when there is nothing to encrypt them with."""

    @abstractmethod
    def headers(self, tokens: Tokens, method: str, url: str) -> dict[str, str]:
        """What goes with a request."""

    @abstractmethod
    def of_verifier(self, verifier: str, kept: Kept, cancellation: Cancellation) -> Tokens:
        """Tokens for OAuthVerifier. Raises Refused."""

    @abstractmethod
    def refresh(self, old: Tokens, cancellation: Cancellation) -> Tokens:
        """New tokens for those that came with a refresh token. Raises Refused, `dead` when only consent helps."""

    @abstractmethod
    def ask_person(self, cancellation: Cancellation) -> Callable[[], Tokens]:
        """Opens a browser; returns what gets the tokens for its answer. Raises Error 28000."""

    def verifier_advice(self) -> str:
        """What to know of a verifier that is not taken."""
        return _AGAIN

    def arrive(self, cancellation: Cancellation) -> None:
        """Tokens are there: find the site that they are for. Raises Error 28000."""

    @abstractmethod
    def give_back(self, tokens: Tokens, cancellation: Cancellation) -> Notice:
        """End tokens before their time; see `signing_out`."""

    def store(self, source: KeySource) -> Store:
        """OAuthSettingsLocation, encrypted with `source` unless there is OAuthSettingsPassphrase."""
        return store_of(self.oauth.oauth_settings_location, source, self.oauth.oauth_settings_passphrase)

    def sign_out(self, cancellation: Cancellation) -> list[Notice]:
        return signing_out.forgotten(self.keeper, lambda tokens: self.give_back(tokens, cancellation), cancellation)

    @property
    def keeper(self) -> Keeper:
        self._keeper = self._keeper or self.new_keeper()
        return self._keeper

    @property
    def keeps(self) -> bool:
        """Whether tokens are kept, and renewed."""
        return self._mode != "OFF"

    def sign_in(self, cancellation: Cancellation) -> None:
        if not self.keeps:
            self.kept = Kept(self._given())
            self.without_account = not self.kept.tokens.access_token
            if self.without_account:
                return
        else:
            self.kept = self._found(cancellation)
        self.arrive(cancellation)

    def credentials(self, method: str, url: str, cancellation: Cancellation) -> Credentials:
        if not self.kept.tokens.access_token:
            raise Error(
                "28000",
                "There is no access token: InitiateOAuth=OFF uses OAuthAccessToken as it is given, and it isn't. Set "
                "InitiateOAuth=GETANDREFRESH, or REFRESH with OAuthVerifier; GetOAuthAuthorizationURL tells where to "
                "get that.",
            )
        with self._lock:
            if self.keeps and not self.kept.tokens.usable:
                self._renewed(cancellation, browser=False)
            tokens, generation = self.kept.tokens, self.generation
        return Credentials(self.headers(tokens, method, url), generation)

    def renew(self, used: Credentials, cancellation: Cancellation, *, connecting: bool) -> bool:
        """A refresh, once for all requests that were refused with the same token; consent only while connecting."""
        if not self.keeps:
            return False
        with self._lock:
            if used.generation == self.generation:
                self._renewed(cancellation, browser=connecting)
            return True

    def refreshed_token(self, given: Mapping[str, str], cancellation: Cancellation) -> Mapping[str, str | None]:
        token = given.get("OAuthRefreshToken") or self.oauth.oauth_refresh_token
        if not token:
            raise Error("HY000", "RefreshOAuthAccessToken needs OAuthRefreshToken, as argument or as property.")
        return as_row(self.refresh(replace(self.kept.tokens, refresh_token=token), cancellation))

    def _renewed(self, cancellation: Cancellation, *, browser: bool) -> None:
        self.kept = self._refreshed(self.kept, cancellation, browser=browser)
        self.generation += 1

    def _given(self) -> Tokens:
        """Those of the connection string."""
        oauth = self.oauth
        lifetime = float(oauth.oauth_expires_in)
        made = oauth.oauth_token_timestamp / 1000
        expires = made + lifetime if made and lifetime else 0.0
        secret = oauth.oauth_access_token_secret
        return Tokens(oauth.oauth_access_token, oauth.oauth_refresh_token, expires, lifetime, secret=secret)

    def _found(self, cancellation: Cancellation) -> Kept:
        """Those of the settings file, of the verifier, of the connection string, of a browser, in this order; a
        verifier that was not used yet is newer than the file.
        """
        kept = self.keeper.read()
        if self.oauth.oauth_verifier and not kept.spent(self.oauth.oauth_verifier):
            kept = self._of_verifier(cancellation)
        if not kept.tokens.access_token and not kept.tokens.refresh_token:
            kept = Kept(self._given())
        if kept.tokens.usable:
            return kept
        if kept.tokens.refresh_token:
            return self._refreshed(kept, cancellation, browser=True)
        return self._asked_for(kept, "There are no tokens yet.", cancellation)

    def _of_verifier(self, cancellation: Cancellation) -> Kept:
        """Under the lock, so that of several connections that begin at once one spends the code."""
        verifier = self.oauth.oauth_verifier
        with self.keeper.store.locked(cancellation):
            kept = self.keeper.read()
            if kept.spent(verifier):
                return kept
            try:
                tokens = self.of_verifier(verifier, kept, cancellation)
            except Refused as refused:
                if refused.dead and (kept.tokens.usable or kept.tokens.refresh_token):
                    self.context.note("OAuthVerifier is not taken any more; the settings file is used")
                    return kept
                if refused.dead:
                    raise _with(refused, self.verifier_advice()) from refused
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
            return self.refresh(kept.tokens, uncancelled)
        except Refused as refused:
            if not refused.dead or not kept.previous:
                raise
            self.context.note("the refresh token was refused; trying the one before")
            return self.refresh(replace(kept.tokens, refresh_token=kept.previous), uncancelled)

    def _asked_for(self, stale: Kept, reason: str, cancellation: Cancellation) -> Kept:
        """By a person in a browser; connections that begin at once share one consent."""
        if self._mode != "GETANDREFRESH":
            raise Error("28000", f"{reason} {_AGAIN}")
        store = self.keeper.store
        with store.locked(cancellation, CONSENT):
            current = self.keeper.read()
            if current.tokens.usable and current.tokens.access_token != stale.tokens.access_token:
                return current
            exchange = self.ask_person(cancellation)
            with store.locked(cancellation):
                return self.keeper.write(self.keeper.read().renewed(exchange(), previous=False))


def as_row(tokens: Tokens) -> dict[str, str | None]:
    """As the procedures return tokens."""
    return {
        "OAuthAccessToken": tokens.access_token,
        "OAuthRefreshToken": tokens.refresh_token or None,
        "ExpiresIn": f"{tokens.lifetime:.0f}" if tokens.lifetime else None,
        "OAuthAccessTokenSecret": tokens.secret or None,
    }


def _with(refused: Refused, advice: str) -> Refused:
    return Refused(f"{refused.message} {advice}", status=refused.native, dead=refused.dead)
