"""AuthScheme=Crowd: User and Password at Atlassian Crowd, whose SAML answer opens a session of the site."""

from __future__ import annotations

import json
import socket
from base64 import b64encode
from urllib.parse import urlsplit

from jsdodbc.auth import saml
from jsdodbc.auth.browser import Arrival, Browser, below, origin, shown, words
from jsdodbc.auth.scheme import Answer
from jsdodbc.errors import Error

_REST = "/rest/usermanagement/1"
_CONSOLE = "/console/"
_COOKIE = "crowd.token_key"
_LOCKED = "LOCKED"
_SAYS_LOCKED = ("locked", "too many", "attempts has been reached")
# Crowd's reason -> (SQLSTATE, what to do). 08004: who it is is clear, but they are not let in.
_REASONS = {
    "INVALID_USER_AUTHENTICATION": ("28000", "Check User and Password in a browser before trying again"),
    "USER_NOT_FOUND": ("28000", "There is no such User among those of the application SSOAppName"),
    "EXPIRED_CREDENTIAL": ("28000", "The password has expired: change it in a browser, then set Password"),
    _LOCKED: ("08004", "The account is locked after too many failures: ask a Crowd administrator to unlock it"),
    "INACTIVE_ACCOUNT": ("08004", "The account is deactivated: ask a Crowd administrator to activate it"),
    "APPLICATION_ACCESS_DENIED": ("08004", "Ask a Crowd administrator to let User use the application SSOAppName"),
}


class Crowd(saml.SamlScheme):
    """With SSOAppName Crowd's REST gives a token, which its pages take for a sign-in; without it the login form is
    filled in. Password goes to the host of SSOLoginURL only, and is not sent again once it was refused.
    """

    def arrive(self, browser: Browser) -> Arrival:
        if self.sso.sso_app_name:
            browser.keep(self.sso.sso_login_url, [self._token(browser)])
        arrived = self._at_identity_provider(browser)
        return arrived if saml.has_answer(arrived) else self._filled_in(browser, arrived)

    def _at_identity_provider(self, browser: Browser) -> Arrival:
        """The site's question first; where it has none for this provider, SSOLoginURL as it is."""
        arrived = saml.start(browser, self.sso.sso_exchange_url)
        there = below(arrived.url, self._crowd) and not arrived.elsewhere and arrived.answer.status == 200
        if saml.has_answer(arrived) or there:
            return arrived
        self.context.note(f"the site starts no sign-in at SSOLoginURL{words(self.context, arrived)}")
        return browser.get(self.sso.sso_login_url)

    def _filled_in(self, browser: Browser, arrived: Arrival) -> Arrival:
        """What comes of the login form, if the provider shows one."""
        form = arrived.page.login
        if form is None:
            return arrived
        if origin(form.action) != origin(self.sso.sso_login_url):
            raise Error(
                "28000",
                f"The login form at {shown(arrived.url)} is for {origin(form.action)}, not the host of SSOLoginURL; "
                "Password was not sent. Check SSOLoginURL.",
            )
        done = browser.post(form, form.typed(self.settings.user, self.settings.password))
        if done.page.login is not None and not saml.has_answer(done):
            raise self._refused("INVALID_USER_AUTHENTICATION", done.page.complaint)
        return done

    def _token(self, browser: Browser) -> str:
        """The cookie that Crowd knows User by, as Crowd would set it."""
        cookie = self._rest(browser, "GET", "/config/cookie", None)
        address = self._own_address()
        factors = [{"name": "remote_address", "value": address}] if address else []
        content: dict[str, object] = {
            "username": self.settings.user,
            "password": self.settings.password,
            "validation-factors": {"validationFactors": factors},
        }
        session = self._rest(browser, "POST", "/session", content)
        token = str(session.get("token") or "")
        if not token or any(character in token for character in ";, \r\n"):
            raise Error("08001", f"Crowd at {shown(self._crowd)} gave no token. Check SSOLoginURL.")
        return f"{cookie.get('name') or _COOKIE}={token}; Path={urlsplit(self._crowd).path or '/'}"

    def _rest(self, browser: Browser, method: str, path: str, content: dict[str, object] | None) -> dict[str, object]:
        application = f"{self.sso.sso_app_name}:{self.sso.sso_app_password}".encode()
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Authorization": f"Basic {b64encode(application).decode('ascii')}",
        }
        body = None if content is None else json.dumps(content).encode()
        url = f"{self._crowd}{_REST}{path}"
        answer = browser.send(method, url, headers, body)
        said = _object(answer.body)
        if answer.status in (200, 201) and said:
            return said
        raise self._rest_error(url, answer, said)

    def _rest_error(self, url: str, answer: Answer, said: dict[str, object]) -> Error:
        name, reason = self.sso.sso_app_name, str(said.get("reason") or "")
        if answer.status == 401:
            return Error(
                "28000",
                f"Crowd does not know the application SSOAppName={name}, or SSOAppPassword is wrong. Both are those of "
                "the application in Crowd's console, not of a person.",
            )
        if reason in _REASONS:
            return self._refused(reason, str(said.get("message") or ""))
        if answer.status == 403:
            return Error(
                "08004",
                f"Crowd refuses the application SSOAppName={name} from this machine. In Crowd's console add the "
                "machine to the application's remote addresses, and allow the application to generate user tokens.",
            )
        told = f" ({reason})" if reason else ""
        return Error(
            "08001",
            f"{shown(url)} answered {answer.status}{told} instead of a session. Check that SSOLoginURL is Crowd's, as "
            f"https://crowd.example.com/crowd{_CONSOLE}secure/saml/sso.action, and that Crowd is well.",
        )

    def _refused(self, reason: str, said: str) -> Error:
        locked = any(telling in said.casefold() for telling in _SAYS_LOCKED)
        sqlstate, remedy = _REASONS[_LOCKED if locked else reason]
        quoted = f" It says: {self.settings.redact(said).rstrip('.')}." if said else ""
        return Error(sqlstate, f"{origin(self._crowd)} refused User={self.settings.user}.{quoted} {remedy}.")

    @property
    def _crowd(self) -> str:
        """Crowd's base address: SSOLoginURL up to its console; for another identity provider the whole origin."""
        base, console, _ = self.sso.sso_login_url.partition(_CONSOLE)
        return base if console else origin(base)

    def _own_address(self) -> str:
        """As Crowd sees this machine: the token is good from there only. Nothing is sent to find it out."""
        return self.sso.remote_address or _address_towards(self._crowd)


def _address_towards(url: str) -> str:
    """The address of this machine on the way to a host, "" when only a proxy knows that host."""
    parts = urlsplit(url)
    try:
        family, kind, _, _, address = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind) as probe:
            probe.connect(address)
            return str(probe.getsockname()[0])
    except OSError:
        return ""


def _object(body: bytes) -> dict[str, object]:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
