"""Signing in at Okta's Identity Engine (IDX): each answer tells which forms may follow, and how they are filled in."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from jsdodbc.auth.okta_factor import EMAIL, OKTA_VERIFY, SMS, SecondFactor
from jsdodbc.auth.okta_organization import GONE, LOCKED, WRONG_CODE, Json, Organization, Refused
from jsdodbc.errors import Error

_MEDIA = "application/ion+json; okta-version=1.0.0"
_PASSWORD = "password"
_METHODS = {"push": OKTA_VERIFY, "totp": OKTA_VERIFY, "email": EMAIL, "sms": SMS}
_KEYS = {"okta_password": _PASSWORD, "okta_email": "email", "phone_number": "sms", "okta_verify": "totp"}
_BAD_PASSWORD, _DECLINED = "E0000004", "declined"
# What stands in a message's key -> Okta's error code.
_MESSAGES = {
    "passcode_invalid": WRONG_CODE,
    "otp.factor.error": WRONG_CODE,
    "e0000068": WRONG_CODE,
    "e0000069": LOCKED,
    "locked": LOCKED,
    "e0000004": _BAD_PASSWORD,
    "incorrectpassword": _BAD_PASSWORD,
    "session.expired": GONE,
    "e0000011": GONE,
    "oktaverify.rejected": _DECLINED,
    "password.expired": "E0000064",
    "e0000064": "E0000064",
    "toomanyrequests": "E0000047",
    "e0000047": "E0000047",
    "e0000006": "E0000006",
}
# Forms that a person has to fill in elsewhere -> the same in Classic's words.
_STUCK = {
    "reenroll-authenticator": "PASSWORD_EXPIRED",
    "reset-authenticator": "PASSWORD_RESET",
    "select-authenticator-enroll": "MFA_ENROLL",
    "enroll-authenticator": "MFA_ENROLL",
    "enroll-poll": "MFA_ENROLL",
}
_MOST_STEPS = 20


class IdentityEngine:
    """One sign-in. What it leads to is the address that goes on to the app."""

    def __init__(self, organization: Organization, factor: SecondFactor) -> None:
        self._organization, self._factor = organization, factor
        self._password_sent = self._asked = False
        self._code = factor.code
        self._steps: dict[str, Callable[[Json, Json], Json]] = {
            "identify": self._identify,
            "challenge-authenticator": self._challenge,
            "challenge-poll": self._push,
            "authenticator-verification-data": self._verification_data,
            "select-authenticator-authenticate": self._select,
            "keep-me-signed-in": self._keep_signed_in,
            "skip": lambda _, form: self._send(form, {}),
        }

    def signed_in(self, state: str) -> str:
        """Go on from the page that holds `state`. Raises Error 28000, 08004, 08001."""
        url = f"{self._organization.base}/idp/idx/introspect"
        return self._through(self._checked(self._organization.post(url, {"stateToken": state}, _MEDIA)))

    def resumed(self) -> str | None:
        """Take the code to the sign-in that waits for it; None when that is no more."""
        waiting = self._factor.waiting
        assert waiting is not None
        self._password_sent = self._asked = True
        form: Json = {"href": waiting.href, "value": [{"name": "stateHandle", "value": waiting.state}]}
        try:
            answer = self._send(form, {"credentials": {"passcode": self._take_code()}})
        except Refused as refused:
            if refused.code != GONE:
                raise self._factor.wrong_code(refused) from refused
            self._factor.over()
            self._password_sent = self._asked = False
            self._code = self._factor.code
            return None
        return self._through(answer)

    def _through(self, answer: Json) -> str:
        for _ in range(_MOST_STEPS):
            done = answer.get("success") or answer.get("successWithInteractionCode") or {}
            if done.get("href"):
                if self._asked:
                    self._factor.taken()
                return str(done["href"])
            forms = {str(form.get("name")): form for form in _values(answer, "remediation")}
            name = next((each for each in self._steps if each in forms), "")
            stuck = next((each for each in forms if each in _STUCK), "")
            if not name or (name == "skip" and not stuck and len(forms) > 1):
                raise self._organization.stuck(_STUCK.get(stuck, ", ".join(forms) or "nothing that is known"))
            answer = self._steps[name](answer, forms[name])
        raise self._organization.stuck("ever more steps")

    def _identify(self, _: Json, form: Json) -> Json:
        if self._password_sent:
            raise self._organization.refused(_BAD_PASSWORD)
        names = {str(each.get("name")) for each in form.get("value") or ()}
        typed: Json = {"identifier": self._organization.settings.user}
        if "credentials" in names:
            self._password_sent = True
            typed["credentials"] = {"passcode": self._organization.settings.password}
        if "rememberMe" in names:
            typed["rememberMe"] = self._factor.remember
        return self._send(form, typed)

    def _select(self, answer: Json, form: Json) -> Json:
        """The password first, then the second factor."""
        options = [each for field in form.get("value") or () for each in field.get("options") or ()]
        by_method = {method: each for each in options for method in self._methods(answer, each)}
        if _PASSWORD in by_method and not self._password_sent:
            return self._send(form, {"authenticator": _picked(by_method[_PASSWORD], _PASSWORD)})
        method = self._second(list(by_method))
        return self._send(form, {"authenticator": _picked(by_method[method], method)})

    def _second(self, methods: list[str]) -> str:
        """Okta Verify's push, or with a code what takes one."""
        if self._asked:
            raise self._organization.stuck("yet another factor")
        self._factor.check(list(dict.fromkeys(_METHODS[name] for name in methods if name in _METHODS)))
        self._asked = True
        fitting = [name for name in _METHODS if _METHODS[name] == self._factor.mfa_type and name in methods]
        return "totp" if self._code and "totp" in fitting else fitting[0]

    def _verification_data(self, answer: Json, form: Json) -> Json:
        """Okta wants to be told to send a code, or to ask the phone."""
        field: Json = next((each for each in form.get("value") or () if each.get("name") == "authenticator"), {})
        inside = (field.get("form") or {}).get("value") or field.get("value") or []
        option = {"value": {"form": {"value": inside}}}
        methods = self._methods(answer, option)
        method = next((each for each in methods if _METHODS.get(each) == self._factor.mfa_type), "")
        if not self._asked:
            method = self._second(methods)
        return self._send(form, {"authenticator": _picked(option, method)})

    def _challenge(self, answer: Json, form: Json) -> Json:
        method = _KEYS.get(str(_current(answer).get("key")), "")
        if method == _PASSWORD:
            if self._password_sent:
                raise self._organization.refused(_BAD_PASSWORD)
            self._password_sent = True
            return self._send(form, {"credentials": {"passcode": self._organization.settings.password}})
        if not self._asked:
            self._second([method])
        if self._code:
            with contextlib.suppress(_TriedInVain):
                return self._coded(form, sends=method != "totp")
        if method == "totp":
            raise self._factor.no_code()
        profile = _current(answer).get("profile") or {}
        to = str(profile.get("email") or profile.get("phoneNumber") or "the account's address")
        raise self._factor.await_code(str(form.get("href")), _state(form), to, identity_engine=True)

    def _coded(self, form: Json, *, sends: bool) -> Json:
        """With a code of an earlier sign-in; Okta has sent a new one by now."""
        try:
            return self._send(form, {"credentials": {"passcode": self._take_code()}})
        except Refused as refused:
            if sends and refused.code == WRONG_CODE:
                raise _TriedInVain from refused
            raise

    def _push(self, answer: Json, form: Json) -> Json:
        if not self._asked:
            self._second(["push"])
        context = _current(answer).get("contextualData") or {}
        self._factor.number(context.get("correctAnswer"))
        return self._factor.answered(answer, _is_pending, lambda _: self._send(form, {}), self._cancel)

    def _keep_signed_in(self, _: Json, form: Json) -> Json:
        return self._send(form, {"keepMeSignedIn": self._factor.remember})

    def _methods(self, answer: Json, option: Json) -> list[str]:
        """What an authenticator can be asked by."""
        fields = _fields(option)
        offered = fields.get("methodType", {})
        if offered.get("options"):
            return [str(each.get("value")) for each in offered["options"]]
        if offered.get("value"):
            return [str(offered["value"])]
        known = [*_values(answer, "authenticatorEnrollments"), *_values(answer, "authenticators"), _current(answer)]
        same = next((each for each in known if each.get("id") == fields.get("id", {}).get("value")), {})
        return [str(each.get("type")) for each in same.get("methods") or ()] or [_KEYS.get(str(same.get("key")), "")]

    def _take_code(self) -> str:
        code, self._code = self._code, ""
        return code

    def _cancel(self, answer: Json) -> None:
        """Tell Okta that the sign-in is given up; it ends by itself, too."""
        form = answer.get("cancel") or {}
        if form.get("href"):
            with contextlib.suppress(Error):
                self._send(form, {})

    def _send(self, form: Json, typed: Json) -> Json:
        content = {**typed, "stateHandle": _state(form)}
        return self._checked(self._organization.post(str(form.get("href") or ""), content, _MEDIA))

    def _checked(self, answer: Json) -> Json:
        """Raises Refused for what an answer complains of."""
        for message in _values(answer, "messages"):
            if message.get("class") != "ERROR":
                continue
            key, said = str((message.get("i18n") or {}).get("key") or ""), str(message.get("message") or "")
            code = next((known for part, known in _MESSAGES.items() if part in key.casefold()), key)
            if code == _DECLINED:
                raise self._factor.declined()
            raise self._organization.refused(code, said)
        return answer


class _TriedInVain(Exception):
    """A code was not taken, and another is on its way."""


def _values(answer: Json, name: str) -> list[Json]:
    found: Any = (answer.get(name) or {}).get("value")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _current(answer: Json) -> Json:
    """The authenticator that Okta asks for, and what the account has for it."""
    current: Json = (answer.get("currentAuthenticator") or {}).get("value") or {}
    enrolled: Json = (answer.get("currentAuthenticatorEnrollment") or {}).get("value") or {}
    return {**current, **enrolled}


def _state(form: Json) -> str:
    return str(next((each.get("value") for each in form.get("value") or () if each.get("name") == "stateHandle"), ""))


def _fields(option: Json) -> dict[str, Json]:
    fields: list[Json] = ((option.get("value") or {}).get("form") or {}).get("value") or []
    return {str(each.get("name")): each for each in fields}


def _picked(option: Json, method: str) -> Json:
    """An option's form filled in."""
    filled = {name: field["value"] for name, field in _fields(option).items() if "value" in field}
    if "methodType" in _fields(option):
        filled["methodType"] = method
    return filled


def _is_pending(answer: Json) -> bool:
    names = {form.get("name") for form in _values(answer, "remediation")}
    return "challenge-poll" in names and not answer.get("success")
