"""Asking a person for consent: the page in a browser, and the answer that comes back to this machine."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from jsdodbc.auth.provider import Provider
from jsdodbc.auth.scheme import SignIn
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error

if TYPE_CHECKING:
    from jsdodbc.auth.listener import Listener


@dataclass(frozen=True, slots=True)
class Code:
    """What a token is exchanged for. `verifier`: of the proof key, "" without one."""

    code: str
    verifier: str


def page_url(
    context: SignIn, provider: Provider, client_id: str, callback: str, *, state: str, scope: str = "",
    challenge: str = "", prompt: str = "",
) -> str:  # fmt: skip
    """The address of the page where a person consents."""
    proof = {"code_challenge": challenge, "code_challenge_method": "S256"} if challenge else {}
    consent = provider.consent | ({"prompt": prompt} if prompt else {})
    parameters = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": callback,
        "scope": scope or provider.scope(context.settings),
        "state": state,
        **consent,
        **proof,
    }
    joint = "&" if "?" in provider.authorization_url else "?"
    return provider.authorization_url + joint + urlencode(parameters, quote_via=quote)


def in_browser(
    context: SignIn,
    provider: Provider,
    client_id: str,
    callback: str,
    cancellation: Cancellation,
    *,
    scope: str = "",
    state: str = "",
) -> Code:
    """Opens the browser and waits for its answer. Raises Error 28000 for any end but a code."""
    oauth = context.settings.oauth
    state = state or secrets.token_urlsafe(32)
    verifier = secrets.token_urlsafe(64) if oauth.pkce else ""
    challenge = _challenge(verifier) if verifier else ""
    url = page_url(context, provider, client_id, callback, state=state, scope=scope, challenge=challenge)
    return Code(_code(answer(context, url, callback, state, cancellation)), verifier)


def answer(
    context: SignIn, url: str, callback: str, state: str, cancellation: Cancellation, parameter: str = "state"
) -> dict[str, str]:
    """Opens the browser at `url`; what it brings to `callback`. Raises Error 28000 when nothing comes."""
    from jsdodbc.auth.listener import Listener  # a web server, which other connects don't wait for

    seconds = context.settings.oauth.browser_timeout
    with Listener(callback, state, parameter) as listener:
        context.note(f"asking for consent in a browser, answer expected at {callback}")
        _open(url, listener)
        found = listener.wait(seconds, cancellation)
    if found is None:
        raise _nothing_came(listener, callback, seconds)
    if "no browser" in found:
        raise Error(
            "28000",
            "There is no browser on this machine. Call GetOAuthAuthorizationURL on it, open what it returns in a "
            "browser elsewhere, and connect with InitiateOAuth=REFRESH and OAuthVerifier set to the code in the "
            "address that the browser is sent to.",
        )
    return found


def declined(said: str) -> Error:
    return Error("28000", f"Consent was declined in the browser ({said}). Connect again to be asked again.")


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _open(url: str, listener: Listener) -> None:
    """In a thread: some browsers only come back when they are closed."""
    import webbrowser

    def show() -> None:
        if not webbrowser.open(url):
            listener.give_up()

    threading.Thread(target=show, name="browser", daemon=True).start()


def _code(found: dict[str, str]) -> str:
    if found.get("code"):
        return found["code"]
    error, said = found.get("error", "no code"), found.get("error_description", "")[:300]
    if error == "access_denied":
        raise declined(said or error)
    raise Error("28000", f"The browser came back without a code ({error}: {said}). Check the application's settings.")


def _nothing_came(listener: Listener, callback: str, seconds: int) -> Error:
    refused = " An answer with a foreign state was refused: it belongs to another sign-in." if listener.foreign else ""
    return Error(
        "28000",
        f"Nobody consented in the browser within {seconds} s.{refused} If it shows an error about redirect_uri, the "
        f"application is not registered with exactly CallbackURL={callback}, port included.",
    )
