"""Speaking JSON with an Okta organization, and what its refusals are told as."""

from __future__ import annotations

import json
import time
from typing import Any

from jsdodbc.auth.browser import Browser, origin, shown
from jsdodbc.auth.scheme import Answer
from jsdodbc.errors import Error

Json = dict[str, Any]

LOCKED, GONE, WRONG_STATE, BUSY = "E0000069", "E0000011", "E0000079", "E0000047"
WRONG_CODE, SENT_LATELY = "E0000068", ("E0000109", "E0000133")
_IN_A_BROWSER = "Sign in to Okta once in a browser"
# Okta's error code -> (SQLSTATE, what to do). 08004: who it is is clear, but they are not let in.
_REMEDIES = {
    "E0000004": (
        "28000",
        "Check User and Password in a browser before trying again; Okta says the same of a locked account and of a "
        "policy that lets nobody in from here",
    ),
    GONE: ("28000", "The sign-in took too long: connect again"),
    WRONG_STATE: ("28000", "The sign-in took too long: connect again"),
    WRONG_CODE: (
        "28000",
        "MFAPassCode is wrong, too old, or of another factor: set it to the newest code, or leave it out to have one "
        "sent",
    ),
    LOCKED: ("08004", "The account is locked after too many failures: ask an Okta administrator to unlock it"),
    "E0000064": ("28000", "The password has expired: change it in a browser, then set Password"),
    "E0000006": ("08004", "Ask an Okta administrator what the account is not allowed"),
    **dict.fromkeys(
        SENT_LATELY, ("28000", "A code was sent a moment ago: set MFAPassCode to that one, or wait 30 seconds")
    ),
}
# What Okta makes of a sign-in that ends with neither yes nor no, in both of its ways of saying so.
STATES = {
    "LOCKED_OUT": _REMEDIES[LOCKED],
    "PASSWORD_EXPIRED": _REMEDIES["E0000064"],
    "PASSWORD_RESET": ("28000", "The password was reset: choose a new one in a browser, then set Password"),
    "RECOVERY": ("28000", f"The account is being recovered. {_IN_A_BROWSER}"),
    "RECOVERY_CHALLENGE": ("28000", f"The account is being recovered. {_IN_A_BROWSER}"),
    "MFA_ENROLL": ("28000", f"A second factor has to be set up first. {_IN_A_BROWSER}"),
    "MFA_ENROLL_ACTIVATE": ("28000", f"A second factor has to be set up first. {_IN_A_BROWSER}"),
    "UNAUTHENTICATED": ("28000", "Check User and Password in a browser before trying again"),
}


class Refused(Error):
    """A refusal; `code` is Okta's, "" without one."""

    def __init__(self, sqlstate: str, message: str, code: str, *, native: int = 0) -> None:
        super().__init__(sqlstate, message, native=native)
        self.code = code


class Organization:
    """The Okta organization at `base`, which nothing but that origin is asked of."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.settings = browser.context.settings
        self.sso = self.settings.sso

    def post(self, url: str, content: Json, media: str = "application/json", headers: Json | None = None) -> Json:
        """What Okta answers; an IDX answer of any status. Raises Refused, Error 08001."""
        answer = self._send("POST", url, content, media, headers or {})
        said = _object(answer)
        if said and (answer.status == 200 or "version" in said):
            return said
        raise self._refusal(url, answer, said)

    def is_identity_engine(self) -> bool:
        """Whether the organization is on Identity Engine, not Classic Engine."""
        url = f"{self.base}/.well-known/okta-organization"
        return _object(self._send("GET", url, None, "application/json", {})).get("pipeline") == "idx"

    def refused(self, code: str, said: str = "", *, native: int = 0, retry: str = "") -> Refused:
        """The error of Okta's `code`, with its words."""
        sqlstate, remedy = _REMEDIES.get(code, ("28000", "Sign in to Okta in a browser to see what it wants"))
        if code == BUSY:
            sqlstate, remedy = "08004", f"Okta takes no more sign-ins for now: try again {retry or 'in a minute'}"
        if code == GONE and self.sso.api_token and "token provided" in said:
            remedy = "APIToken in SSOProperties is not valid; without a trusted application leave it out"
        quoted = self.settings.redact(said).strip().rstrip(".")
        words = f" It says: {quoted}." if quoted else ""
        who = f"{self.base} refused User={self.settings.user}."
        return Refused(sqlstate, f"{who}{words} {remedy}.", code, native=native)

    def stuck(self, state: str) -> Error:
        """The error of a sign-in that Okta wants something else for."""
        sqlstate, remedy = STATES.get(state, ("28000", f"It asks for {state}, which no driver can do. {_IN_A_BROWSER}"))
        return Error(sqlstate, f"{self.base} did not let User={self.settings.user} in. {remedy}.")

    def _send(self, method: str, url: str, content: Json | None, media: str, headers: Json) -> Answer:
        if origin(url) != self.base:
            raise Error("28000", f"{self.base} leads to {origin(url)}, which is not the host of SSOLoginURL.")
        sent = {"Accept": media, **headers}
        cookies = self.browser.cookies(url)
        if cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if content is not None:
            sent["Content-Type"] = media
        answer = self.browser.send(method, url, sent, None if content is None else json.dumps(content).encode())
        self.browser.keep(url, answer.headers.get_all("Set-Cookie") or [])
        return answer

    def _refusal(self, url: str, answer: Answer, said: Json) -> Error:
        code = str(said.get("errorCode") or (BUSY if answer.status == 429 else ""))
        if code:
            causes = " ".join(str(each.get("errorSummary", "")) for each in said.get("errorCauses") or ())
            words = causes or str(said.get("errorSummary") or "")
            return self.refused(code, words, native=answer.status, retry=_when(answer.header("X-Rate-Limit-Reset")))
        return Error(
            "08001",
            f"{shown(url)} answered {answer.status}, which is not Okta's. Check that SSOLoginURL is the app's embed "
            "link at your Okta organization, as https://example.okta.com/home/appType/0bg4ivz6cJRZgCz5d6/46.",
        )


def _object(answer: Answer) -> Json:
    try:
        content = json.loads(answer.body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _when(epoch: str) -> str:
    return f"after {time.strftime('%H:%M:%S', time.gmtime(int(epoch)))} UTC" if epoch.isdigit() else ""
