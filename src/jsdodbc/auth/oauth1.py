"""AuthScheme=OAuth, OAuthVersion=1.0: application links of Data Center, requests signed by a private key.

Atlassian, "OAuth for REST APIs": request-token, authorize and access-token below /plugins/servlet/oauth.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from jsdodbc.auth import consent, oauth1_problems, signing_out
from jsdodbc.auth.keeping import Keeper, Kept
from jsdodbc.auth.key_store import Source
from jsdodbc.auth.oauth import OAuth, as_row
from jsdodbc.auth.oauth1_signing import authorization
from jsdodbc.auth.scheme import Answer, Credentials, SignIn
from jsdodbc.auth.settings_file import KeySource
from jsdodbc.auth.tokens import Refused, Tokens, patiently
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, Notice

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_DENIED = "denied"  # Jira's verifier for who declines


class _Refusal(threading.local):
    """Why the last request of this thread was refused: the problem's name, and what to do. Others are under way."""

    problem: tuple[str, str] = ("", "")


class OAuth1(OAuth):
    """Tokens live for years; those that end are renewed by their session handle, or by a person."""

    def __init__(self, context: SignIn) -> None:
        super().__init__(context)
        self._key = private_key(self._source())
        self._base = f"{self.settings.url}/plugins/servlet/oauth"
        self._refused = _Refusal()

    def new_keeper(self) -> Keeper:
        from cryptography.hazmat.primitives import serialization

        der = self._key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        store = self.store(KeySource.private_key(der))
        return Keeper(store, "OAuth 1.0", self.oauth.oauth_client_id, self.settings.url, self.settings.user)

    def headers(self, tokens: Tokens, method: str, url: str) -> dict[str, str]:
        signed = authorization(self.oauth.oauth_client_id, self._key, method, url, token=tokens.access_token)
        return {"Authorization": signed}

    def of_verifier(self, verifier: str, kept: Kept, cancellation: Cancellation) -> Tokens:
        return self._exchange(self.oauth.auth_token or kept.request_token, verifier, cancellation)

    def refresh(self, old: Tokens, cancellation: Cancellation) -> Tokens:
        """By the session handle, which stays when the answer has no other."""
        handle = old.refresh_token
        new = self._ask("access-token", cancellation, token=old.access_token, session_handle=handle)
        return new if new.refresh_token else replace(new, refresh_token=handle)

    def ask_person(self, cancellation: Cancellation) -> Callable[[], Tokens]:
        token = self._ask("request-token", cancellation, callback=self.oauth.callback_url).access_token
        found = consent.answer(
            self.context, self._page(token), self.oauth.callback_url, token, cancellation, "oauth_token"
        )
        return lambda: self._exchange(token, found.get("oauth_verifier", ""), cancellation)

    def give_back(self, tokens: Tokens, cancellation: Cancellation) -> Notice:
        page = f"{self._base}/users/access-tokens"
        return signing_out.not_given_back("An application link has no address to give tokens back to.", page)

    def refused(self, answer: Answer) -> bool:
        refused = super().refused(answer)
        if refused:
            name = oauth1_problems.problem(answer)
            self._refused.problem = (name, oauth1_problems.advice(name, answer))
        return refused

    def renew(self, used: Credentials, cancellation: Cancellation, *, connecting: bool) -> bool:
        """Only where new tokens can help: not for a key or a clock that is wrong."""
        name = self._refused.problem[0]
        if name in oauth1_problems.AGAIN:
            return True
        if name and name not in oauth1_problems.GONE:
            return False
        return super().renew(used, cancellation, connecting=connecting)

    def remedy(self, *, cloud: bool, version: int) -> str:
        name, advice = self._refused.problem
        said = f"It says {name}. " if name else ""
        return f"{said}{advice}"

    def authorization_url(self, given: Mapping[str, str], cancellation: Cancellation) -> Mapping[str, str | None]:
        """The request token is kept for the verifier to come."""
        callback = given.get("CallbackURL") or self.oauth.callback_url
        token = self._ask("request-token", cancellation, callback=callback)
        with self.keeper.store.locked(cancellation):
            self.keeper.write(self.keeper.read().awaiting(token.access_token))
        return {"URL": self._page(token.access_token), "AuthToken": token.access_token, "AuthKey": token.secret or None}

    def access_token(self, given: Mapping[str, str], cancellation: Cancellation) -> Mapping[str, str | None]:
        verifier = given.get("Verifier") or self.oauth.oauth_verifier
        if given.get("AuthMode", "WEB" if verifier else "APP").upper() == "APP":
            return as_row(self.ask_person(cancellation)())
        token = given.get("AuthToken") or self.oauth.auth_token or self.keeper.read().request_token
        return as_row(self._exchange(token, verifier, cancellation))

    def _page(self, request_token: str) -> str:
        return f"{self._base}/authorize?{urlencode({'oauth_token': request_token})}"

    def _exchange(self, request_token: str, verifier: str, cancellation: Cancellation) -> Tokens:
        """Raises Refused; Error 28000 without what is needed for it."""
        if verifier == _DENIED:
            raise consent.declined(f"oauth_verifier={_DENIED}")
        if not request_token:
            raise Error(
                "28000",
                "OAuthVerifier belongs to a request token, and there is none: call GetOAuthAuthorizationURL with the "
                "same OAuthSettingsLocation first, or set AuthToken to what it returned.",
            )
        return self._ask("access-token", cancellation, token=request_token, verifier=verifier)

    def _ask(self, what: str, cancellation: Cancellation, **parameters: str) -> Tokens:
        url = f"{self._base}/{what}"

        def send() -> Answer:
            """Signed anew each time: a nonce is taken once."""
            signed = authorization(self.oauth.oauth_client_id, self._key, "POST", url, **parameters)
            headers = {"Authorization": signed, "Content-Length": "0"}
            return self.context.network.send("POST", url, headers=headers, body=b"", cancellation=cancellation)

        answer = patiently(self.context, send, cancellation)
        content = dict(parse_qsl(answer.body.decode("utf-8", "replace")))
        if answer.status == 200 and content.get("oauth_token"):
            return _tokens(content)
        raise _refusal(answer, url)

    def _source(self) -> Source:
        oauth = self.oauth
        return Source(
            "OAuthJWTCert",
            oauth.oauth_jwt_cert,
            oauth.oauth_jwt_cert_type,
            oauth.oauth_jwt_cert_password,
            oauth.oauth_jwt_cert_subject,
        )


def private_key(source: Source) -> RSAPrivateKey:
    """Raises Error HY024 for any other kind of key."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    key = source.read().key
    if not isinstance(key, RSAPrivateKey):
        raise source.unusable("its key is not RSA, which OAuth 1.0 signs with")
    return key


def _tokens(content: Mapping[str, str]) -> Tokens:
    seconds = content.get("oauth_expires_in", "")
    lifetime = float(seconds) if seconds.isdigit() else 0.0
    return Tokens(
        content["oauth_token"],
        content.get("oauth_session_handle", ""),
        time.time() + lifetime if lifetime else 0.0,
        lifetime,
        secret=content.get("oauth_token_secret", ""),
    )


def _refusal(answer: Answer, url: str) -> Error:
    where = f"{url} answered {answer.status}"
    name = oauth1_problems.problem(answer)
    if not name and answer.status == 404:
        return Error("08001", f"{where}: URL is no Jira with application links. Check URL.", native=answer.status)
    if not name and answer.status >= 500:
        return Error("08S01", f"{where} instead of a token. Try again later.", native=answer.status)
    told = f"{where}, {name}" if name else where
    message = f"No token was given ({told}). {oauth1_problems.advice(name, answer)}"
    dead = name in oauth1_problems.GONE or name == "verifier_invalid"
    return Refused(message, status=answer.status, dead=dead)
