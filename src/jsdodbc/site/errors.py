"""From answers that are no answers to errors that a person can act on.

Error
├── ServiceError        the site said no: status, its messages, its messages by field
└── Lost                what changes something was sent, and nobody knows what came of it
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from jsdodbc.errors import Error
from jsdodbc.site.transport import Response

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_LOGIN_URL = re.compile(r"login-url=([^\s;,]+)")
_REFUSED = ("AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED")
_MOST = 600  # characters of the service's words in a message

# HTTP status -> (SQLSTATE, what to do). 28000: sign-in; 42000: refused or malformed; HY000: anything else.
_ADVICE: dict[int, tuple[str, str]] = {
    400: ("HY000", "The site could not read the request."),
    401: ("28000", "Check User and APIToken or Password."),
    403: (
        "42000",
        "The account may not do this; ask an administrator of the site for the permission, or a service desk licence.",
    ),
    404: ("HY000", "It does not exist, or the account may not see it."),
    405: ("HY000", "The site does not know this way of asking; check that URL is the address of Jira itself."),
    410: ("HY000", "The site has removed this endpoint; a newer version of the driver is needed."),
    413: ("HY000", "The request is too long for the site; put fewer values in the condition."),
    414: ("HY000", "The request is too long for the site; put fewer values in the condition."),
    429: ("HY000", "The site limits requests; try later, lower MaxThreads, or raise Retries in Other."),
}
_SERVER_SIDE = (
    "08S01",
    "The site itself failed; try again, ask for fewer columns or rows, or look into the site's own log.",
)
_SCOPE = (
    "The consent lacks the scope for this. Give it to the application, add it to Scope (or leave Scope empty), and "
    "consent anew."
)
# Status, what the service says -> (SQLSTATE, "" for that of the status, what to do).
_WORDS: dict[tuple[int, str], tuple[str, str]] = {
    (400, "JQL"): ("42000", "The site could not read the request."),
    (400, "SSL certificate"): (
        "08001", "Set SSLClientCert (and SSLClientCertType, SSLClientCertPassword) to one that it knows.",
    ),
    (401, "scope does not match"): ("", _SCOPE),
    (401, "OAuth 2.0 is not enabled for method"): ("", _SCOPE),
    (403, "OAuth 2.0 is not enabled for method"): ("", _SCOPE),
}  # fmt: skip



class ServiceError(Error):
    """The site refused or failed. `status`: HTTP status; `messages`: its errorMessages; `fields`: its errors by
    field.
    """

    def __init__(
        self,
        sqlstate: str,
        message: str,
        *,
        status: int,
        messages: tuple[str, ...] = (),
        fields: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sqlstate, message, native=status)
        self.status = status
        self.messages = messages
        self.fields = dict(fields or {})


class Lost(Error):
    """The answer to a request that changes something was lost (08S01): it may have happened or not."""

    def __init__(self, message: str, *, native: int = 0) -> None:
        super().__init__("08S01", message, native=native)


def check(
    method: str,
    path: str,
    response: Response,
    base_url: str,
    *,
    signed_in: bool,
    no_session: bool = False,
    anything: bool = False,
) -> None:
    """Raise what is wrong with an answer; return when it is one. `path`: without its query, which may hold what is
    private. `no_session`: the answer is how the site asks a browser to sign in.
    `anything`: what is asked for is a file of any kind.
    """
    where = f"{method} {path}"
    if signed_in:
        check_login(where, response, base_url)
    if no_session and response.status < 400:
        raise ServiceError(
            "28000",
            f"The site wants a sign-in, though there was one ({where}: {response.status}). Sign in once in a browser "
            "to see whether the account may use it.",
            status=response.status,
        )
    if 300 <= response.status < 400:
        raise _redirected(where, path, response, base_url)
    if response.status >= 400:
        raise refused(where, response)
    if response.body and not anything and "json" not in response.header("Content-Type").casefold():
        raise _not_json(where, response, base_url)


def check_login(where: str, response: Response, base_url: str) -> None:
    """A refused sign-in may come with any status, 200 too: only these headers tell (Jira answers as if to anybody)."""
    reason = response.header("X-Seraph-LoginReason").upper()
    denied = response.header("X-Authentication-Denied-Reason")
    if "CAPTCHA" in denied.upper() or "CAPTCHA_CHALLENGE" in response.body[:200].decode("utf-8", "replace"):
        raise _captcha(where, denied or response.body[:500].decode("utf-8", "replace"), base_url, response.status)
    if _REFUSED[1] in reason:
        raise _captcha(where, denied, base_url, response.status)
    if _REFUSED[0] in reason:
        raise ServiceError(
            "28000",
            f"The site refused the sign-in ({where}: {response.status}, {_REFUSED[0]}).",
            status=response.status,
        )
    if response.header("X-AUSERNAME") == "anonymous" and response.status < 400:
        message = (
            f"The site took no notice of the sign-in and answered as to an anonymous visitor ({where}: "
            f"{response.status})."
        )
        raise ServiceError("28000", message, status=response.status)


def refused(where: str, response: Response) -> ServiceError:
    """The error for a status of 400 and above, with the service's own words."""
    messages, fields = service_words(response)
    sqlstate, advice = _ADVICE.get(response.status, _SERVER_SIDE if response.status >= 500 else ("HY000", ""))
    for (status, words), (state, remedy) in _WORDS.items():
        if status == response.status and any(words in message for message in messages):
            sqlstate, advice = state or sqlstate, remedy
    shown = " ".join((*messages, *(f"{name}: {text}" for name, text in fields.items())))[:_MOST]
    said = f" It says: {shown.rstrip('.')}." if shown else ""
    message = f"The site answered {where} with {response.status}.{said} {advice}".strip()
    return ServiceError(sqlstate, message, status=response.status, messages=messages, fields=fields)


def service_words(response: Response) -> tuple[tuple[str, ...], dict[str, str]]:
    """errorMessages and errors of Jira, the message of other parts of it, or the title of a page."""
    try:
        content = json.loads(response.body)
    except ValueError:
        title = page_title(response.body)
        return ((title,) if title else ()), {}
    if not isinstance(content, dict):
        return (), {}
    listed = content.get("errorMessages")
    messages = [str(text) for text in listed] if isinstance(listed, list) else []
    messages += [
        str(content[key])
        for key in ("errorMessage", "message", "error_description")
        if isinstance(content.get(key), str)
    ]
    errors = content.get("errors")
    return tuple(messages), {str(key): str(text) for key, text in errors.items()} if isinstance(errors, dict) else {}


def page_title(body: bytes) -> str:
    """The title of an HTML page, "" without one."""
    import html  # only for mistakes; connecting must not wait for it

    found = _TITLE.search(body[:65536].decode("utf-8", "replace"))
    return " ".join(html.unescape(found.group(1)).split())[:200] if found else ""


def _captcha(where: str, denied: str, base_url: str, status: int) -> ServiceError:
    found = _LOGIN_URL.search(denied)
    address = found.group(1) if found else f"{base_url}/login.jsp"
    return ServiceError(
        "28000",
        f"The site did not check the sign-in because too many have failed before ({where}: {status}, CAPTCHA). Sign in "
        "once in a browser at "
        f"{address}, then connect again with the right User and secret.",
        status=status,
    )


def _redirected(where: str, path: str, response: Response, base_url: str) -> ServiceError:
    target = response.header("Location").partition("?")[0].partition("#")[0]
    parts = urlsplit(target)
    to = (
        f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
        if parts.hostname
        else parts.path
    )
    advice = "Check URL; nothing was sent to the other address."
    if to.endswith(path) and parts.hostname:
        advice = f"Set URL={to.removesuffix(path)} if that is the site; nothing was sent there."
    elif any(word in to.casefold() for word in ("login", "sso", "saml", "auth", "idp")):
        advice = "The site or a gateway before it wants a sign-in in a browser, which this AuthScheme does not do."
    return ServiceError(
        "08001",
        f"{base_url} sends {where} on to {to or 'nowhere'} ({response.status}). {advice}",
        status=response.status,
    )


def _not_json(where: str, response: Response, base_url: str) -> ServiceError:
    kind = response.header("Content-Type").partition(";")[0] or "no content type"
    title = page_title(response.body)
    shown = f", a page titled {title!r}" if title else ""
    return ServiceError(
        "08S01",
        f"{base_url}{where.partition(' ')[2]} answered {response.status} with {kind} instead of JSON{shown}. Check "
        "that URL is the address of Jira "
        "itself, and that no sign-in page or proxy stands before it.",
        status=response.status,
    )
