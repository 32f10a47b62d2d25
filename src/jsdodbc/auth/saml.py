"""Signing in by SAML as a browser does: a page whose form sends itself, cookies of the site in the end.

The driver relays the identity provider's answer and judges nothing in it; that is the site's to do. What it sees to is
where things go: an answer only to SSOExchangeUrl, a cookie only to the origin that set it, nothing to a third party.
"""

from __future__ import annotations

import binascii
import threading
from abc import abstractmethod
from base64 import b64decode

from jsdodbc import site_url
from jsdodbc.auth.browser import Arrival, Browser, origin, same_place, shown, split, words
from jsdodbc.auth.scheme import Answer, Credentials, Scheme, SignIn
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error

RESPONSE = "SAMLResponse"
REQUEST = "SAMLRequest"
_MOST_RESPONSE = 1 << 20
_START = "/plugins/servlet/external-login"
_CONSUMER = "/plugins/servlet/samlconsumer"
_FINAL = ("28000", "08004")


class SamlScheme(Scheme):
    """A session of the site that an identity provider opens. Providers differ in how the page with the answer is come
    by: `arrive`.
    """

    def __init__(self, context: SignIn) -> None:
        super().__init__(context)
        check_addresses(context)
        self.sso = self.settings.sso
        self._lock = threading.Lock()
        self._generation = 0
        self._failure: Error | None = None

    @abstractmethod
    def arrive(self, browser: Browser) -> Arrival:
        """The page with the identity provider's answer in a form; any other page is told as what came instead.

        Raises Error 28000 for a refused sign-in, 08004 for an account or machine that isn't let in, 08001.
        """

    def sign_in(self, cancellation: Cancellation) -> None:
        browser = Browser(self.context, (self.site_url, self.sso.sso_login_url), cancellation)
        self.cookies = exchange(browser, self.arrive(browser), self.sso.sso_exchange_url)
        self.context.note(f"{origin(self.sso.sso_login_url)} signed {self.settings.user} in by SAML")

    def credentials(self, method: str, url: str, cancellation: Cancellation) -> Credentials:
        return Credentials({}, self._generation)

    def refused(self, answer: Answer) -> bool:
        """A session that ended shows as 401, as a redirect to a login page, as that page, or as an answer to nobody."""
        page = answer.status == 200 and "html" in answer.header("Content-Type").casefold()
        nobody = answer.header("X-AUSERNAME") == "anonymous"
        return page or nobody or 300 <= answer.status < 400 or super().refused(answer)

    def renew(self, used: Credentials, cancellation: Cancellation, *, connecting: bool) -> bool:
        """Sign in anew, once for however many requests; a refused password is not sent again."""
        if connecting:
            return False
        with self._lock:
            if self._failure is not None:
                raise Error(self._failure.sqlstate, self._failure.message)
            if used.generation == self._generation:
                self._again(cancellation)
            return True

    def remedy(self, *, cloud: bool, version: int) -> str:
        return (
            f"The identity provider signed {self.settings.user} in, but the site opened no session. Check that the "
            "account may use Jira, and that SSOExchangeUrl is the address that the identity provider has for this site."
        )

    def _again(self, cancellation: Cancellation) -> None:
        self.context.note("the session of the site has ended; signing in again")
        try:
            self.sign_in(cancellation)
        except Error as error:
            if error.sqlstate in _FINAL:
                self._failure = error
            raise
        self._generation += 1


def start(browser: Browser, exchange_url: str) -> Arrival:
    """Begin at the site, as SAML's better half has it: the site asks the identity provider, which answers that
    question. The arrival is wherever that leads; what to do when it is nowhere is the scheme's to know.

    Which login starter there is follows from the product that `exchange_url` belongs to.
    """
    at = exchange_url.removesuffix(_CONSUMER) + _START if exchange_url.endswith(_CONSUMER) else exchange_url
    arrived = browser.get(at)
    asking = arrived.page.holding(REQUEST)
    if asking is not None and not has_answer(arrived) and browser.knows(asking.action):
        return browser.post(asking)
    return arrived


def has_answer(arrived: Arrival) -> bool:
    """Whether the page holds the identity provider's answer."""
    return arrived.page.holding(RESPONSE) is not None


def exchange(browser: Browser, arrived: Arrival, exchange_url: str) -> dict[str, str]:
    """Take the identity provider's answer out of the page arrived at to SSOExchangeUrl; the site's cookies.

    Raises Error 28000 when there is no answer, when it is for another address, or when the site refuses it.
    """
    form = arrived.page.holding(RESPONSE)
    if form is None:
        raise Error("28000", f"{origin(arrived.url)} gave no SAML answer{words(browser.context, arrived)}.")
    if not same_place(form.action, exchange_url):
        raise Error(
            "28000",
            f"The identity provider's answer is for {shown(form.action)}, not for SSOExchangeUrl="
            f"{shown(exchange_url)}; it was not sent. Set SSOExchangeUrl to the address that the identity provider "
            "has for this site, if that is the site's.",
        )
    _check_answer(form.fields[RESPONSE])
    done = browser.post(form)
    if done.answer.status == 404 and same_place(done.url, exchange_url):
        raise Error(
            "08001",
            f"There is nothing at SSOExchangeUrl={shown(exchange_url)} (404). Check which single sign-on the site has; "
            "Jira Cloud has none of this kind, use AuthScheme=OAuth or APIToken there.",
        )
    if done.answer.status >= 400 and same_place(done.url, exchange_url):
        raise Error(
            "28000",
            f"The site refused the identity provider's answer ({shown(exchange_url)}: {done.answer.status}"
            f"{words(browser.context, done)}). Check the site's SAML settings, and both machines' clocks.",
        )
    return browser.cookies(f"{browser.context.settings.url}/")


def check_addresses(context: SignIn) -> None:
    """Raise Error HY024 unless SSOExchangeUrl is on the site, 08001 for addresses that aren't https."""
    sso = context.settings.sso
    for name, url in {"SSOLoginURL": sso.sso_login_url, "SSOExchangeUrl": sso.sso_exchange_url}.items():
        parts = split(name, url)
        local = site_url.is_loopback(parts.hostname or "")
        if parts.scheme == "http" and not (local or context.settings.allow_http):
            raise Error("08001", f"{name}={origin(url)} is not https, and would show what signs you in. Use https.")
    if origin(sso.sso_exchange_url) != origin(context.settings.url):
        raise Error(
            "HY024",
            f"SSOExchangeUrl is at {origin(sso.sso_exchange_url)}, but must be on the site, {context.settings.url}: "
            f"what it gives is sent there only. Set it to {context.settings.url}{_CONSUMER}.",
        )


def _check_answer(text: str) -> None:
    try:
        if len(text) > _MOST_RESPONSE or not b64decode("".join(text.split()), validate=True):
            raise ValueError
    except (binascii.Error, ValueError):
        raise Error("28000", "The identity provider's SAML answer is damaged; it was not sent. Try again.") from None
