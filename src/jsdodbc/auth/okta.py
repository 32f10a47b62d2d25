"""AuthScheme=Okta: User and Password at an Okta organization, whose SAML answer opens a session of the site."""

from __future__ import annotations

import re

from jsdodbc.auth import saml
from jsdodbc.auth.browser import Arrival, Browser, origin, words
from jsdodbc.auth.okta_classic import ClassicEngine
from jsdodbc.auth.okta_factor import SecondFactor
from jsdodbc.auth.okta_identity import IdentityEngine
from jsdodbc.auth.okta_memory import Memory
from jsdodbc.auth.okta_organization import Json, Organization
from jsdodbc.auth.scheme import DONE, SignIn
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, Notice

_STATE_TOKEN = re.compile(r"""["']?stateToken["']?\s*[=:]\s*["']([^"']+)["']""")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))")


class Okta(saml.SamlScheme):
    """Both of Okta's engines, told apart by asking. Password and codes go to the host of SSOLoginURL only; each is sent
    once.
    """

    def __init__(self, context: SignIn) -> None:
        super().__init__(context)
        self._base = origin(self.sso.sso_login_url)
        self._session: dict[str, str] = {}
        self._memory = Memory(self.settings.oauth.oauth_settings_location, self._base, self.settings.user)

    def arrive(self, browser: Browser) -> Arrival:
        renewing = bool(self._session)
        if renewing:  # Okta's own session may live longer than the site's
            self._give(browser, self._session)
            arrived = self._door(browser)
            if saml.has_answer(arrived):
                return arrived
        arrived = self._signed_in(browser, renewing=renewing)
        if saml.has_answer(arrived):
            self._session = browser.cookies(f"{self._base}/")
        return arrived

    def sign_out(self, cancellation: Cancellation) -> list[Notice]:
        place = self._memory.forget()
        if not place:
            return [Notice(DONE, f"nothing was kept of User={self.settings.user} at {self._base}")]
        return [Notice(DONE, f"{place}: forgot this device's name and what waited for a code")]

    def _signed_in(self, browser: Browser, *, renewing: bool) -> Arrival:
        kept = self._memory.read()
        organization = Organization(browser, self._base)
        factor = SecondFactor(organization, self._memory, kept, renewing=renewing)
        factor.check_not_sent_lately()
        device = self._memory.device(kept)
        if factor.remember:
            self._give(browser, {"DT": device})
        classic = ClassicEngine(organization, factor, device)
        if factor.waiting and factor.code:
            arrived = self._resumed(browser, organization, factor, classic)
            if arrived is not None:
                return arrived
        # a trusted application is a matter of the authentication API, which both engines have
        if not self.sso.api_token and organization.is_identity_engine():
            arrived = self._door(browser)
            state = _state_token(arrived)
            if saml.has_answer(arrived):
                return arrived
            if state:
                return browser.get(IdentityEngine(organization, factor).signed_in(state))
        return self._by_session(browser, organization, classic, classic.signed_in())

    def _resumed(
        self, browser: Browser, organization: Organization, factor: SecondFactor, classic: ClassicEngine
    ) -> Arrival | None:
        """With the code that a sign-in has been waiting for; None when it waits no more."""
        waiting = factor.waiting
        assert waiting is not None
        self._give(browser, waiting.cookies)
        if waiting.identity_engine:
            href = IdentityEngine(organization, factor).resumed()
            if href is None:
                return None
            browser.get(href)
            return self._door(browser)  # the site's question of then is not this connection's
        answer = classic.resumed()
        return None if answer is None else self._by_session(browser, organization, classic, answer)

    def _by_session(
        self, browser: Browser, organization: Organization, classic: ClassicEngine, answer: Json
    ) -> Arrival:
        """A session of Okta, for which the app gives its answer, or asks for more than the password."""
        url = f"{self._base}/api/v1/sessions"
        session = organization.post(url, {"sessionToken": answer.get("sessionToken")})
        if not re.fullmatch(r"[\w.~+/=-]+", str(session.get("id") or "")):
            raise Error("08001", f"{self._base} opened no session. Check that SSOLoginURL is your Okta organization's.")
        self._give(browser, {"sid": str(session["id"])})
        arrived = self._door(browser)
        state = _state_token(arrived)
        if saml.has_answer(arrived) or not state:
            return arrived
        more = classic.stepped_up(state)
        onward = str(((more.get("_links") or {}).get("next") or {}).get("href") or self.sso.sso_login_url)
        return browser.get(onward)

    def _door(self, browser: Browser) -> Arrival:
        """Where a sign-in at the site leads, if that is this organization; else where SSOLoginURL does."""
        arrived = saml.start(browser, self.sso.sso_exchange_url)
        here = origin(arrived.url) == self._base and not arrived.elsewhere
        if saml.has_answer(arrived) or (here and _state_token(arrived)):
            return arrived
        self.context.note(f"the site starts no sign-in at SSOLoginURL{words(self.context, arrived)}")
        return browser.get(self.sso.sso_login_url)

    def _give(self, browser: Browser, cookies: dict[str, str]) -> None:
        """Cookies for the organization, as it would set them."""
        browser.keep(f"{self._base}/", [f"{name}={value}; Path=/" for name, value in cookies.items()])


def _state_token(arrived: Arrival) -> str:
    """What a page of Okta that asks for something knows its sign-in by, "" on any other page."""
    found = _STATE_TOKEN.search(arrived.answer.body.decode("utf-8", "replace"))
    return _ESCAPE.sub(lambda each: chr(int(each[1] or each[2], 16)), found[1]) if found else ""
