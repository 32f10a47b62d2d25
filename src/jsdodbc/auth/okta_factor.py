"""The second factor: what the connection has for it, whom it may ask, and what waits for a code."""

from __future__ import annotations

from collections.abc import Callable

from jsdodbc.auth.okta_memory import Kept, Memory, Waiting, digest, now
from jsdodbc.auth.okta_organization import WRONG_CODE, Json, Organization, Refused
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Cancelled, Error, TimedOut

EMAIL, SMS, OKTA_VERIFY = "Email", "SMS", "OktaVerify"
_LIFE = 300.0  # seconds that a sign-in waits for its code, where Okta doesn't say
_SHORTLY = 30.0  # seconds in which no second code is sent
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 3.0  # seconds between questions whether the phone has answered
_CLEANING_UP = 5.0


class SecondFactor:
    """`code`: MFAPassCode, "" when it was used already. `renewing`: nobody is there to be asked."""

    def __init__(self, organization: Organization, memory: Memory, kept: Kept, *, renewing: bool) -> None:
        self._organization, self._memory = organization, memory
        self._sso = organization.sso
        self._renewing = renewing
        self.remember = self._sso.mfa_remember_device
        self.mfa_type = self._sso.mfa_type
        given = self._sso.mfa_pass_code
        self.spent = bool(given) and digest(given) in kept.spent_codes
        self.code = "" if self.spent else given
        self.waiting = self._matching(kept.waiting)

    def check(self, available: list[str]) -> None:
        """Raise Error 28000 unless the second factor of MFAType may be asked for now."""
        names = ", ".join(available) or "none that the driver knows"
        if self._renewing:
            raise Error(
                "28000",
                f"The session has ended, and {self._organization.base} asks for the second factor again. Connect anew.",
            )
        if not self.mfa_type:
            raise Error(
                "28000",
                f"{self._organization.base} asks for a second factor. Set MFAType in SSOProperties to one that the "
                f"account has ({names}), as in SSOProperties='MFAType=Email'.",
            )
        if self.mfa_type not in available:
            raise Error(
                "28000",
                f"User={self._organization.settings.user} has no second factor of MFAType={self.mfa_type} at "
                f"{self._organization.base}, but these: {names}.",
            )

    def check_not_sent_lately(self) -> None:
        """Raise Error 28000 when a code is on its way already."""
        if self.waiting and not self.code and now() - self.waiting.sent < _SHORTLY:
            raise self._sent(self.waiting, "A moment ago a code was sent")

    def await_code(self, href: str, state: str, to: str, *, identity_engine: bool) -> Error:
        """Keep the sign-in, whose code has just been sent, for the next connect; the error that says so."""
        cookies = self._organization.browser.cookies(f"{self._organization.base}/")
        sent = now()
        waiting = Waiting(
            identity_engine, href, state, self._sso.sso_login_url, self.mfa_type, to, sent, sent + _LIFE, cookies
        )
        self._memory.await_code(waiting)
        why = "MFAPassCode was not taken, so a new code was sent" if self.code else "A code was sent"
        why = "MFAPassCode was used already, so a new code was sent" if self.spent else why
        return self._sent(waiting, why)

    def no_code(self) -> Error:
        """The error where a code is needed that can't be sent."""
        used = " The one that is set was used already." if self.spent else ""
        return Error("28000", f"Set MFAPassCode in SSOProperties to the code that Okta Verify shows.{used}")

    def taken(self) -> None:
        """Okta has taken the second factor."""
        self._memory.used(self.code)

    def over(self) -> None:
        """The sign-in that waited is no more."""
        self._memory.forget_waiting()

    def wrong_code(self, refused: Refused) -> Error:
        """The error of a wrong code for the sign-in that waits, and goes on waiting."""
        if refused.code != WRONG_CODE or self.waiting is None:
            return refused
        return Error(
            "28000",
            f"MFAPassCode is not the code that was sent to {self.waiting.to}. Set it to that one, or leave it out to "
            "have a new one sent.",
        )

    def answered(
        self,
        answer: Json,
        pending: Callable[[Json], bool],
        poll: Callable[[Json], Json],
        give_up: Callable[[Json], None],
    ) -> Json:
        """`poll` while Okta's answer is `pending`, that is, until the phone has said something."""
        cancellation = self._organization.browser.cancellation
        end, pause = now() + _LIFE, _FIRST_PAUSE
        try:
            while pending(answer):
                if now() > end:
                    raise self.unanswered()
                cancellation.wait(pause)
                answer, pause = poll(answer), min(pause * 1.5, _LONGEST_PAUSE)
        except (Cancelled, TimedOut):
            self._organization.browser.cancellation = Cancellation(_CLEANING_UP)
            give_up(answer)
            raise
        return answer

    def number(self, number: object) -> None:
        """Okta Verify asks which number is right."""
        if number:
            self._organization.browser.context.note(f"Okta Verify asks for a number: choose {number}")

    def unanswered(self) -> Error:
        return Error("28000", "Nobody answered Okta Verify on the phone. Connect again, and answer it there.")

    def declined(self) -> Error:
        return Error(
            "28000", "The sign-in was declined in Okta Verify. If that wasn't you, tell an Okta administrator."
        )

    def _matching(self, waiting: Waiting | None) -> Waiting | None:
        """What waits, if it is this connection's and not too old."""
        if waiting is None or waiting.expires < now() or waiting.login_url != self._sso.sso_login_url:
            return None
        return waiting if waiting.mfa_type == self.mfa_type else None

    def _sent(self, waiting: Waiting, why: str) -> Error:
        return Error(
            "28000",
            f"{why} to {waiting.to}. Connect again with it within five minutes, as in "
            f"SSOProperties='MFAType={waiting.mfa_type};MFAPassCode=123456'.",
        )
