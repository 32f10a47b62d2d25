"""OAuth 2.0 tokens, and the address that hands them out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from urllib.parse import urlencode, urljoin

from jsdodbc.auth.scheme import Answer, SignIn
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error

_SKEW = 60.0  # seconds before its end that a token is not used any more
_BUSY = frozenset((429, 500, 502, 503, 504))


class Refused(Error):
    """The token endpoint said no. `dead`: the grant is gone, only consent helps; else the application is wrong."""

    def __init__(self, message: str, *, status: int, dead: bool) -> None:
        super().__init__("28000", message, native=status)
        self.dead = dead


@dataclass(frozen=True, slots=True)
class Tokens:
    """`expires_at`: epoch seconds, 0 not known; `lifetime`: seconds. In OAuth 1.0 `refresh_token` is the session
    handle, and `secret` the access token's.
    """

    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: float = 0.0
    lifetime: float = 0.0
    scope: str = ""
    secret: str = field(default="", repr=False)

    @property
    def usable(self) -> bool:
        """Whether the access token is likely to be taken still."""
        if not self.access_token:
            return False
        return not self.expires_at or time.time() < self.expires_at - min(_SKEW, self.lifetime / 2)

    @classmethod
    def of(cls, entry: Mapping[str, object]) -> Tokens:
        """From what `as_entry` made."""
        return cls(**{each.name: entry[each.name] for each in fields(cls) if each.name in entry})  # type: ignore[arg-type]

    def as_entry(self) -> dict[str, object]:
        return asdict(self)


def ask(context: SignIn, url: str, form: Mapping[str, str], cancellation: Cancellation) -> Tokens:
    """Tokens for a grant. A busy server is asked again. Raises Refused; Error 08S01 for an answer that is none."""
    body = urlencode({name: value for name, value in form.items() if value}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    answer = patiently(
        context,
        lambda: context.network.send("POST", url, headers=headers, body=body, cancellation=cancellation),
        cancellation,
    )
    content = _object(answer)
    if answer.status == 200 and content.get("access_token"):
        return _tokens(content, form.get("refresh_token", ""))
    raise _refusal(answer, content, url, form.get("grant_type", ""))


def patiently(context: SignIn, send: Callable[[], Answer], cancellation: Cancellation) -> Answer:
    """The answer to what `send` sends, which is called again while the server is busy."""
    settings = context.settings
    for tries in range(settings.retries):
        answer = send()
        if answer.status not in _BUSY:
            return answer
        cancellation.wait(min(30.0, settings.retry_delay * 2**tries))
    return send()


def _tokens(content: Mapping[str, object], refresh_token: str) -> Tokens:
    try:
        lifetime = float(str(content.get("expires_in") or 0))
    except ValueError:
        lifetime = 0.0
    return Tokens(
        str(content["access_token"]),
        str(content.get("refresh_token") or refresh_token),
        time.time() + lifetime if lifetime else 0.0,
        lifetime,
        str(content.get("scope") or ""),
    )


def _refusal(answer: Answer, content: Mapping[str, object], url: str, grant: str) -> Error:
    """By what the server says, not by its status, which has changed before."""
    error, said = str(content.get("error") or ""), str(content.get("error_description") or "")[:300]
    where = f"{url} answered {answer.status}"
    if 300 <= answer.status < 400:
        return _sent_on(answer, url)
    if not error:
        return Error("08S01", f"{where} instead of a token, without saying why. Try again later.", native=answer.status)
    words = f"{error}: {said.rstrip('.')}" if said else error
    if error == "invalid_grant" or (error == "unauthorized_client" and "refresh_token" in said):
        what = "refresh token" if grant == "refresh_token" else "code (OAuthVerifier)"
        reason = f"The {what} is expired, revoked or used already ({where}, {words})."
        return Refused(reason, status=answer.status, dead=True)
    if error in ("invalid_client", "access_denied", "unauthorized_client"):
        advice = "Check OAuthClientId and OAuthClientSecret, and that the application may use this grant."
    elif error == "invalid_scope":
        advice = "Set Scope to what the application is allowed."
    else:
        advice = "Check CallbackURL, OAuthClientId and the application's settings."
    return Refused(f"No token was given ({where}, {words}). {advice}", status=answer.status, dead=False)


def _sent_on(answer: Answer, url: str) -> Error:
    """Nobody follows: the secret of the application is for the origin that was named."""
    target = urljoin(url, answer.header("Location")).partition("?")[0]
    return Error(
        "08001",
        f"{url} sends whoever wants a token on to {target} ({answer.status}); nothing was sent there. Check URL, and "
        "TokenURL in Other.",
        native=answer.status,
    )


def _object(answer: Answer) -> Mapping[str, object]:
    try:
        content = json.loads(answer.body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
