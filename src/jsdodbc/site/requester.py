"""A request to the site: sent as the account, paced, repeated when that helps, checked."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from jsdodbc import log
from jsdodbc.auth import Credentials, Scheme
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.meter import Statistics
from jsdodbc.settings import Settings
from jsdodbc.site import errors
from jsdodbc.site.network import USER_AGENT, Network
from jsdodbc.site.pacing import BUSY, TRANSIENT, Pace, back_off, wait_asked
from jsdodbc.site.transport import Dropped, Response, Transport
from jsdodbc.site.upload import Upload

_MOST_TRIES = 20
_FIRST_THREADS = 2


@dataclass(frozen=True, slots=True)
class _Request:
    """`target`: path below the site's address with its query, as sent. `content`: JSON, or of its own `kind`."""

    method: str
    path: str
    target: str
    content: bytes | None
    as_account: bool
    idempotent: bool
    kind: str = "application/json"


@dataclass(slots=True)
class _Attempt:
    """One sending: what came of it, and the credentials that went with it."""

    outcome: Response | Dropped
    used: Credentials | None


class Requester:
    """Sends requests to one site. Until `signed_in` a site that can't be reached is an error at once. Safe from any
    thread.
    """

    def __init__(self, settings: Settings, scheme: Scheme, network: Network, journal: log.Log) -> None:
        self.settings = settings
        self.statistics = Statistics()
        self.pace = Pace(_FIRST_THREADS)
        self.signed_in = False
        self.log = journal
        self._scheme = scheme
        self._network = network

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object | None = None,
        cancellation: Cancellation,
        as_account: bool = True,
        idempotent: bool = True,
        upload: Upload | None = None,
        anything: bool = False,
    ) -> bytes:
        """The body of the answer. `path`: below the site's address. Raises Error; see `Session.request`."""
        target = quote(path, safe="/:@!$&'()*+,;=~%-._") + (f"?{_encoded(query)}" if query else "")
        content = None if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        kind = "application/json"
        if upload is not None:
            kind, content = upload.multipart()
        asked = _Request(method, path, target, content, as_account, idempotent, kind)
        try:
            response = self._persist(asked, cancellation)
            no_session = as_account and self._scheme.refused(response)
            errors.check(
                method,
                path,
                response,
                self._scheme.base_url,
                signed_in=as_account,
                no_session=no_session,
                anything=anything,
            )
        except Error as error:
            error.message = self.settings.redact(error.message)
            error.args = (error.message,)
            self.log.write(log.CONNECTIONS, f"{method} {path} failed: {error}")
            raise
        if as_account:
            self._remember(response)
        return response.body

    def close(self) -> None:
        self._network.close()

    @property
    def _transport(self) -> Transport:
        return self._network.transport(self._scheme.base_url)

    def _persist(self, request: _Request, cancellation: Cancellation) -> Response:
        """Send until there is an answer that is worth looking at; `tries` counts those without any success of the
        session in between.
        """
        tries, renewed = 0, False
        for attempt in range(_MOST_TRIES):
            successes = self.pace.successes
            last = tries >= self.settings.retries or attempt == _MOST_TRIES - 1
            with self.pace.slot(cancellation) as entered:
                done = self._once(request, cancellation)
            outcome = done.outcome
            if not renewed and self._refused(done):
                renewed = True
                if self._renew(done, cancellation):
                    continue
            if isinstance(outcome, Response) and not _worth_repeating(request, outcome):
                self.pace.succeeded()
                return outcome
            if isinstance(outcome, Dropped) and outcome.stale and request.idempotent and not last:
                self._transport.forget()
                continue
            if last or not (request.idempotent or _untouched(outcome)):
                return self._give_up(request, outcome, attempt + 1)
            self._pause(tries, outcome, entered, cancellation)
            tries += self.pace.successes == successes
        raise AssertionError("unreachable")

    def _refused(self, attempt: _Attempt) -> bool:
        return (
            attempt.used is not None
            and isinstance(attempt.outcome, Response)
            and not attempt.outcome.header("X-Authentication-Denied-Reason")
            and self._scheme.refused(attempt.outcome)
        )

    def _renew(self, attempt: _Attempt, cancellation: Cancellation) -> bool:
        assert attempt.used is not None
        return self._scheme.renew(attempt.used, cancellation, connecting=not self.signed_in)

    def _once(self, request: _Request, cancellation: Cancellation) -> _Attempt:
        if cancellation.meter is not None:
            cancellation.meter.add(calls=1)
        started = time.monotonic()
        base = self._scheme.base_url
        used = self._credentials(request, base, cancellation)
        headers = self._headers(request, used)
        target = urlsplit(base).path + request.target
        self._log_request(request.method, target, headers, request.content)
        try:
            outcome: Response | Dropped = self._network.transport(base).send(
                request.method, target, headers, request.content, cancellation
            )
        except Dropped as dropped:
            outcome = dropped
        size = len(outcome.body) if isinstance(outcome, Response) else 0
        self.statistics.add(calls=1, size=size)
        if cancellation.meter is not None:
            cancellation.meter.add(size=size)
        self._log_outcome(request.method, request.path, outcome, time.monotonic() - started)
        return _Attempt(outcome, used)

    def _credentials(self, request: _Request, base: str, cancellation: Cancellation) -> Credentials | None:
        """For each sending anew: some are good for one request only."""
        if not request.as_account:
            return None
        return self._scheme.credentials(request.method, base + request.target, cancellation)

    def _pause(self, tries: int, outcome: Response | Dropped, entered: float, cancellation: Cancellation) -> None:
        """Wait before sending again, the whole session if the site is busy."""
        delay = self.settings.retry_delay
        if isinstance(outcome, Response) and outcome.status in BUSY:
            seconds = wait_asked(tries, delay, outcome)
            if seconds > self.settings.retry_limit * 1.2:
                raise self._too_long(seconds, outcome)
            self.pace.slow_down(entered, seconds)
        elif not self.signed_in and isinstance(outcome, Dropped) and not outcome.reached:
            raise self._unreachable(outcome)
        else:
            seconds = back_off(tries, delay if isinstance(outcome, Response) else delay / 10)
        self.statistics.add(retries=1, waits=seconds)
        if cancellation.meter is not None:
            cancellation.meter.add(retries=1, waits=seconds)
        cancellation.wait(seconds)

    def _give_up(self, request: _Request, outcome: Response | Dropped, tries: int) -> Response:
        method, path = request.method, request.path
        if isinstance(outcome, Dropped):
            if outcome.reached and not request.idempotent:
                raise errors.Lost(f"{method} {path} was sent, but no answer came back: {outcome.reason}.")
            if not self.signed_in:
                raise self._unreachable(outcome)
            message = (
                f"{method} {path} failed {tries} times: {outcome.reason}. Try again; if it stays, check the network "
                f"between here and {self._transport.host}."
            )
            raise Error("08S01", message)
        if outcome.status < 400:
            raise errors.ServiceError(
                "08S01",
                f"The site answered {method} {path} with {outcome.status} and nothing else, {tries} times. Try again.",
                status=outcome.status,
            )
        return outcome

    def _unreachable(self, outcome: Dropped) -> Error:
        host = self._transport.host
        return Error(
            "08001", f"{host} could not be reached: {outcome.reason}. Check URL={self.settings.url} and the network."
        )

    def _too_long(self, seconds: float, response: Response) -> Error:
        reason = response.header("RateLimit-Reason")
        shown = f" ({reason})" if reason else ""
        return errors.ServiceError(
            "HY000",
            f"The site is busy or its quota used up{shown}: it asks to wait {seconds:.0f} s, more than "
            f"RetryLimit={self.settings.retry_limit} in Other allows. "
            "Try again later, or raise RetryLimit.",
            status=response.status,
        )

    def _headers(self, request: _Request, used: Credentials | None) -> dict[str, str]:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": USER_AGENT,
            "X-Atlassian-Token": "no-check",
            "X-ExperimentalApi": "opt-in",
        }
        if request.content is not None:
            headers["Content-Type"] = request.kind
        if used is not None:
            headers |= used.headers
            cookies = "; ".join(f"{name}={value}" for name, value in list((self._scheme.cookies or {}).items()))
            if cookies:
                headers["Cookie"] = cookies
        return headers

    def _remember(self, response: Response) -> None:
        """Cookies keep a Data Center session on its node, and spare it a new session a request. Never written
        anywhere.
        """
        jar = self._scheme.cookies
        if jar is None:
            return
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            if "max-age=0" in line.casefold().replace(" ", "") or not value.strip():
                jar.pop(name.strip(), None)
            else:
                jar[name.strip()] = value.strip()

    def _log_request(self, method: str, target: str, headers: dict[str, str], content: bytes | None) -> None:
        if self.log.wants(log.QUERIES):
            self.log.write(log.QUERIES, f"> {method} {target} {(content or b'')[:2000].decode('utf-8', 'replace')}")
        if self.log.wants(log.HEADERS):
            self.log.write(log.HEADERS, f"> {log.shown_headers(list(headers.items()))}")

    def _log_outcome(self, method: str, path: str, outcome: Response | Dropped, seconds: float) -> None:
        if not self.log.wants(log.REQUESTS):
            return
        if isinstance(outcome, Dropped):
            self.log.write(log.REQUESTS, f"{method} {path} failed after {seconds * 1000:.0f} ms: {outcome.reason}")
            return
        self.log.write(
            log.REQUESTS, f"{method} {path} {outcome.status} {len(outcome.body)} bytes {seconds * 1000:.0f} ms"
        )
        if self.log.wants(log.HEADERS):
            self.log.write(log.HEADERS, f"< {log.shown_headers(outcome.headers.items())}")
        if self.log.wants(log.BODIES):
            self.log.write(log.BODIES, f"< {outcome.body.decode('utf-8', 'replace')}")


def _untouched(outcome: Response | Dropped) -> bool:
    """Whether the request certainly had no effect: the site refused it for being busy, or was never reached."""
    return outcome.status in BUSY if isinstance(outcome, Response) else not outcome.reached


def _worth_repeating(request: _Request, response: Response) -> bool:
    """A busy or failing site; also an empty 200, which Data Center is known to give while it starts
    (JRASERVER-59676).
    """
    if response.status in TRANSIENT:
        return "CAPTCHA" not in response.header("X-Authentication-Denied-Reason")
    return response.status == 200 and not response.body and request.idempotent


def _encoded(query: Mapping[str, object]) -> str:
    pairs = [
        (name, "true" if value is True else "false" if value is False else value)
        for name, value in query.items()
        if value is not None
    ]
    return urlencode(pairs, doseq=True)
