"""What the rest of the driver knows of a way of signing in, and what it gives to one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Protocol

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error, Notice
from jsdodbc.settings import Settings

DONE, NOT_DONE = "00000", "01000"  # of what signing out did and could not do
_FAILED = "AUTHENTICATED_FAILED"


class Answer(Protocol):
    """A whole HTTP answer. `headers` as they came; `body` is decompressed."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Message: ...

    @property
    def body(self) -> bytes: ...

    def header(self, name: str) -> str:
        """The values of a header, joined by commas; "" without it."""


class Network(Protocol):
    """HTTP as the connection has it for data: the same proxies, TLS settings and time limits, to any host."""

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        cancellation: Cancellation,
    ) -> Answer:
        """Ask once; no redirect is followed, no cookie kept, nothing of it logged but method, address and status.

        Raises Error 08001 when the host can't be reached, isn't trusted, or `url` is http:// to another machine.
        """


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a scheme works with. `note`: a line in the log. `is_cloud`: asks the site, where its address doesn't tell;
    raises Error 08001.
    """

    settings: Settings
    network: Network
    note: Callable[[str], None]
    is_cloud: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What goes with one request. `generation`: counts renewals, so that one refusal of many requests renews once."""

    headers: dict[str, str]
    generation: int = 0


class Scheme(ABC):
    """One sign-in to one site. `sign_in` is called once, before all else; the others then from any thread.

    `cookies`: those of the site, sent and kept up by whoever sends requests; None where the site's cookies must not be
    kept.
    """

    def __init__(self, context: SignIn) -> None:
        self.context = context
        self.settings = context.settings
        self.base_url = context.settings.url
        self.site_url = context.settings.url
        self.cookies: dict[str, str] | None = {}
        self.without_account = False

    # `base_url`: where requests go, `https://host[:port][/path]` without a slash at the end; it may change in `sign_in`
    # and `renew`. `site_url`: the address that people know, the same unless a gateway stands before it.
    # `without_account`: there is none yet, so only the procedures that get one work; every request raises Error 28000.

    def sign_in(self, cancellation: Cancellation) -> None:  # noqa: B027
        """Do what has to be done before the first request, at most one attempt. Raises Error 28000."""

    @abstractmethod
    def credentials(self, method: str, url: str, cancellation: Cancellation) -> Credentials:
        """The headers for one sending of a request to `url` (whole, with its query), which lies below `base_url`. They
        are sent nowhere else. Raises Error 28000.
        """

    def refused(self, answer: Answer) -> bool:
        """Whether the site didn't take the credentials: it may say so with any status, 200 too."""
        return answer.status == 401 or _FAILED in answer.header("X-Seraph-LoginReason").upper()

    def renew(self, used: Credentials, cancellation: Cancellation, *, connecting: bool) -> bool:
        """Called once for a request that was refused with `used`: whether sending it again makes sense.

        `connecting`: the connection has not been signed in yet. Raises Error 28000.
        """
        return False

    @abstractmethod
    def remedy(self, *, cloud: bool, version: int) -> str:
        """What a person should look at when the site refuses the sign-in. `version`: Data Center's major, or 0."""

    def authorization_url(self, given: Mapping[str, str], cancellation: Cancellation) -> Mapping[str, str | None]:
        """GetOAuthAuthorizationURL, see procedures.PROCEDURES. Raises Error HYC00 where there is no such thing."""
        raise _no_oauth("GetOAuthAuthorizationURL", self.settings.auth_scheme)

    def access_token(self, given: Mapping[str, str], cancellation: Cancellation) -> Mapping[str, str | None]:
        """GetOAuthAccessToken. Raises Error HYC00, 28000."""
        raise _no_oauth("GetOAuthAccessToken", self.settings.auth_scheme)

    def refreshed_token(self, given: Mapping[str, str], cancellation: Cancellation) -> Mapping[str, str | None]:
        """RefreshOAuthAccessToken. Raises Error HYC00, 28000."""
        raise _no_oauth("RefreshOAuthAccessToken", self.settings.auth_scheme)

    def sign_out(self, cancellation: Cancellation) -> list[Notice]:
        """Forget what is kept between connections; called instead of `sign_in`. What was done, and with 01000 what
        could not be. Raises Error 28000 for a settings file that can't be read, HY000.
        """
        return [Notice(DONE, f"AuthScheme={self.settings.auth_scheme} keeps nothing between connections.")]

    def close(self) -> None:  # noqa: B027
        """The connection ends."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_url!r})"


def _no_oauth(procedure: str, scheme: str) -> Error:
    return Error("HYC00", f"{procedure} is of no use with AuthScheme={scheme}. Connect with AuthScheme=OAuth.")
