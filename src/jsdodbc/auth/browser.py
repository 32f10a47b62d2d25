"""What a browser does at a sign-in: redirects, forms, cookies, each of them to hosts that were named and no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, cast
from urllib.parse import SplitResult, quote, urlencode, urlsplit
from urllib.request import Request

from jsdodbc.auth.pages import Form, Page, joined
from jsdodbc.auth.scheme import Answer, SignIn
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error

if TYPE_CHECKING:
    from http.client import HTTPResponse

_MOST_HOPS = 12
_MOST_BYTES = 2 << 20
_MOVED = (301, 302, 303, 307, 308)
_SAME_METHOD = (307, 308)
_PORTS = {"http": 80, "https": 443}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_ACCEPT = {"Accept": "text/html,application/xhtml+xml"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a walk along redirects ended. `elsewhere`: the origin that it would have left for, "" if it didn't."""

    url: str
    answer: Answer
    page: Page
    elsewhere: str = ""


class Browser:
    """Asks the origins of `known` addresses and no others; each origin has cookies of its own. For one thread."""

    def __init__(self, context: SignIn, known: tuple[str, ...], cancellation: Cancellation) -> None:
        self.context = context
        self.cancellation = cancellation
        self._jars = {origin(url): CookieJar() for url in known}

    def knows(self, url: str) -> bool:
        """Whether `url` is of an origin that may be asked."""
        return origin(url) in self._jars

    def get(self, url: str) -> Arrival:
        """The page at `url`, after redirects. Raises Error 28000 when they don't end, 08001."""
        return self._walk("GET", url, None)

    def post(self, form: Form, typed: Mapping[str, str] | None = None) -> Arrival:
        """The page that comes of sending `form`, with `typed` in its fields. Raises Error 28000, 08001."""
        fields = urlencode({**form.fields, **(typed or {})}).encode("ascii")
        return self._walk("POST", form.action, fields)

    def keep(self, url: str, cookies: list[str]) -> None:
        """Take Set-Cookie lines as if `url` had sent them."""
        answered = Message()
        for line in cookies:
            answered["Set-Cookie"] = line
        self._jars[origin(url)].extract_cookies(cast("HTTPResponse", _Answered(answered)), Request(_plain(url)))

    def cookies(self, url: str) -> dict[str, str]:
        """Those that go with a request for `url`."""
        request = Request(_plain(url))
        self._jars[origin(url)].add_cookie_header(request)
        pairs = (pair.partition("=") for pair in request.get_header("Cookie", "").split("; ") if pair)
        return {name: value for name, _, value in pairs}

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Ask once, without cookies and redirects. Raises Error 28000 for an origin that isn't known, 08001."""
        if not self.knows(url):
            raise Error("28000", f"Signing in leads to {origin(url)}, which is neither URL's nor SSOLoginURL's host.")
        try:
            return self.context.network.send(method, url, headers=headers, body=body, cancellation=self.cancellation)
        except Error as error:
            login_url = self.context.settings.sso.sso_login_url
            if error.sqlstate != "08001" or origin(url) != origin(login_url):
                raise
            raise Error("08001", f"{error.message} This is the host of SSOLoginURL={shown(login_url)}.") from error

    def _walk(self, method: str, url: str, body: bytes | None) -> Arrival:
        for _ in range(_MOST_HOPS):
            answer = self._ask(method, url, body)
            if answer.status not in _MOVED:
                return Arrival(url, answer, _page(url, answer))
            target = joined(url, answer.header("Location"))
            carries = answer.status in _SAME_METHOD and body is not None
            if not self.knows(target) or (carries and origin(target) != origin(url)):
                return Arrival(url, answer, Page(url, ""), elsewhere=origin(target))
            method, body, url = (method, body, target) if carries else ("GET", None, target)
        raise Error("28000", f"Signing in was redirected more than {_MOST_HOPS} times, last to {shown(url)}.")

    def _ask(self, method: str, url: str, body: bytes | None) -> Answer:
        headers = {**_ACCEPT, **(_FORM if body is not None else {})}
        cookies = self.cookies(url) if self.knows(url) else {}
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        answer = self.send(method, _plain(url), headers, body)
        self.keep(url, answer.headers.get_all("Set-Cookie") or [])
        return answer


class _Answered:
    """As much of an answer as a cookie jar looks at."""

    def __init__(self, headers: Message) -> None:
        self._headers = headers

    def info(self) -> Message:
        return self._headers


def origin(url: str) -> str:
    """`scheme://host[:port]` of an address, comparable. Raises Error 28000 for what is none."""
    parts = split("An address", url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or _PORTS[parts.scheme]
    shown_host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown_host}" + ("" if port == _PORTS[parts.scheme] else f":{port}")


def same_place(url: str, other: str) -> bool:
    """Whether both addresses are of one origin and path."""
    return origin(url) == origin(other) and urlsplit(url).path.rstrip("/") == urlsplit(other).path.rstrip("/")


def below(url: str, base: str) -> bool:
    """Whether `url` is `base` or an address below it."""
    path = urlsplit(base).path.rstrip("/")
    return origin(url) == origin(base) and f"{urlsplit(url).path}/".startswith(f"{path}/")


def shown(url: str) -> str:
    """An address for a message: without its query and path parameters, which may hold what signs in."""
    return origin(url) + urlsplit(url).path.partition(";")[0]


def words(context: SignIn, arrived: Arrival) -> str:
    """What a page or a redirect says, to be put behind a message; no secret in it."""
    if arrived.elsewhere:
        return f", it sent on to {arrived.elsewhere}"
    said = context.settings.redact(arrived.page.words)
    return f", it says {said!r}" if said else f" ({shown(arrived.url)}: {arrived.answer.status})"


def split(name: str, url: str) -> SplitResult:
    """The parts of a web address. Raises Error HY024 with the property's `name`, 28000 for one that a server gave."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise Error("HY024" if name != "An address" else "28000", f"{name} is no web address: write https://host/path.")
    return parts


def _plain(url: str) -> str:
    """As it is sent: without a fragment, and with no character that a request line can't hold."""
    return quote(urlsplit(url)._replace(fragment="").geturl(), safe="%/:=&?~#+!$,;'@()*[]|")


def _page(url: str, answer: Answer) -> Page:
    if len(answer.body) > _MOST_BYTES:
        raise Error("28000", f"{shown(url)} answered with {len(answer.body)} bytes, too many for a page to sign in.")
    return Page(url, answer.body.decode("utf-8", "replace"))
