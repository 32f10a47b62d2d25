"""Signing in at Okta's Classic Engine: the authentication API, a machine of states."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import urlsplit

from jsdodbc.auth.okta_factor import EMAIL, OKTA_VERIFY, SMS, SecondFactor
from jsdodbc.auth.okta_organization import GONE, WRONG_CODE, WRONG_STATE, Json, Organization, Refused
from jsdodbc.errors import Error

_PUSH, _TOTP = "push", "token:software:totp"
_TYPES = {_PUSH: OKTA_VERIFY, _TOTP: OKTA_VERIFY, "email": EMAIL, "sms": SMS}
_CHALLENGE = "MFA_CHALLENGE"
_MOST_STEPS = 10


class ClassicEngine:
    """One sign-in. What it leads to is Okta's answer with `sessionToken`, or with a link to go on by."""

    def __init__(self, organization: Organization, factor: SecondFactor, device: str) -> None:
        self._organization, self._factor = organization, factor
        self._device = device
        self._sso = organization.sso

    def signed_in(self) -> Json:
        """Send User and Password. Raises Error 28000, 08004, 08001."""
        settings = self._organization.settings
        content: Json = {
            "username": settings.user,
            "password": settings.password,
            "options": {"multiOptionalFactorEnroll": False, "warnBeforePasswordExpired": False},
        }
        if self._factor.remember and self._sso.api_token:
            content["context"] = {"deviceToken": self._device}
        return self._through(self._post(self._authn, content))

    def stepped_up(self, state: str) -> Json:
        """More than the password, which a page that holds `state` wants."""
        return self._through(self._post(self._authn, {"stateToken": state}))

    def resumed(self) -> Json | None:
        """Take the code to the sign-in that waits for it; None when that is no more."""
        waiting = self._factor.waiting
        assert waiting is not None
        try:
            answer = self._post(waiting.href, {"stateToken": waiting.state, "passCode": self._factor.code})
        except Refused as refused:
            if refused.code not in (GONE, WRONG_STATE):
                raise self._factor.wrong_code(refused) from refused
            self._factor.over()
            return None
        self._factor.taken()
        return self._through(answer)

    @property
    def _authn(self) -> str:
        return f"{self._organization.base}/api/v1/authn"

    def _through(self, answer: Json) -> Json:
        for _ in range(_MOST_STEPS):
            status = str(answer.get("status") or "")
            if status == "SUCCESS":
                return answer
            if status == "PASSWORD_WARN":
                answer = self._follow(answer, "skip")
            elif status == "MFA_REQUIRED":
                answer = self._with_factor(answer)
            else:
                raise self._organization.stuck(status or "nothing that is known")
        raise self._organization.stuck("ever more steps")

    def _with_factor(self, answer: Json) -> Json:
        embedded = answer.get("_embedded") or {}
        allowed = bool((embedded.get("policy") or {}).get("allowRememberDevice"))
        question = f"?rememberDevice={'true' if self._factor.remember and allowed else 'false'}"
        factor = self._chosen(embedded.get("factors") or embedded.get("factor") or [])
        href = _link(factor, "verify").partition("?")[0] + question
        state = str(answer.get("stateToken") or "")
        if factor.get("factorType") == _PUSH:
            return self._pushed(href, state, question)
        if self._factor.code:
            with_code = self._coded(href, state, sends=factor.get("factorType") != _TOTP)
            if with_code is not None:
                return with_code
        elif factor.get("factorType") == _TOTP:
            raise self._factor.no_code()
        self._post(href, {"stateToken": state})
        profile = factor.get("profile") or {}
        to = str(profile.get("email") or profile.get("phoneNumber") or "the account's address")
        raise self._factor.await_code(href, state, to, identity_engine=False)

    def _chosen(self, factors: list[Json]) -> Json:
        """Okta Verify's push, or with a code what takes one."""
        by_type = {str(each.get("factorType")): each for each in factors if each.get("provider", "OKTA") == "OKTA"}
        self._factor.check(list(dict.fromkeys(_TYPES[name] for name in by_type if name in _TYPES)))
        fitting = [name for name in _TYPES if _TYPES[name] == self._factor.mfa_type and name in by_type]
        return by_type[_TOTP if self._factor.code and _TOTP in fitting else fitting[0]]

    def _coded(self, href: str, state: str, *, sends: bool) -> Json | None:
        """With a code of an earlier sign-in, None when Okta doesn't take it and a new one can be sent."""
        try:
            answer = self._post(href, {"stateToken": state, "passCode": self._factor.code})
        except Refused as refused:
            if sends and refused.code == WRONG_CODE:
                return None
            raise
        self._factor.taken()
        return answer

    def _pushed(self, href: str, state: str, question: str) -> Json:
        answer = self._post(href, {"stateToken": state})
        factor = (answer.get("_embedded") or {}).get("factor") or {}
        self._factor.number(((factor.get("_embedded") or {}).get("challenge") or {}).get("correctAnswer"))
        answer = self._factor.answered(
            answer, _is_pending, lambda before: self._follow(before, "next", question), self._cancel
        )
        if answer.get("status") != _CHALLENGE:
            self._factor.taken()
            return answer
        self._cancel(answer)
        raise self._factor.declined() if answer.get("factorResult") == "REJECTED" else self._factor.unanswered()

    def _follow(self, answer: Json, name: str, question: str = "") -> Json:
        url = _link(answer, name)
        return self._post(url + ("" if urlsplit(url).query else question), {"stateToken": answer.get("stateToken")})

    def _cancel(self, answer: Json) -> None:
        """Tell Okta that the sign-in is given up; it ends by itself, too."""
        with contextlib.suppress(Error):
            self._follow(answer, "cancel")

    def _post(self, url: str, content: Json) -> Json:
        headers = {}
        if self._sso.api_token:
            headers["Authorization"] = f"SSWS {self._sso.api_token}"
            if self._sso.remote_address:
                headers["X-Forwarded-For"] = self._sso.remote_address
        return self._organization.post(url, content, headers=headers)


def _link(answer: Json, name: str) -> str:
    """The address of a link, "" without one."""
    found: Any = (answer.get("_links") or {}).get(name) or {}
    first: Json = found[0] if isinstance(found, list) and found else found
    return str(first.get("href") or "")


def _is_pending(answer: Json) -> bool:
    return answer.get("status") == _CHALLENGE and answer.get("factorResult") == "WAITING"
