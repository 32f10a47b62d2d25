"""How many requests at once, and when to send one again.

A site that is busy says so (429, 503, often with Retry-After; Data Center says `Retry-After: 0` as well). Then
everything of the session pauses, fewer requests run at once, and with each round of successes one more.
"""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from jsdodbc.cancel import Cancellation
from jsdodbc.site.transport import Response

_LONGEST = 30.0  # of an exponential back-off
_SHORT = 0.5  # first back-off when the site says "again at once"
_POLL = 0.05
BUSY = frozenset((429, 503))
TRANSIENT = frozenset((429, 500, 502, 503, 504))


class Pace:
    """The gate that every request of a session passes."""

    def __init__(self, limit: int) -> None:
        self._condition = threading.Condition()
        self._most = self._limit = limit
        self._running = 0
        self._not_before = 0.0
        self._slowed = 0.0
        self._since = 0
        self.successes = 0

    @property
    def limit(self) -> int:
        """Requests allowed at once at this moment."""
        return self._limit

    def allow(self, limit: int) -> None:
        """Set the most requests at once."""
        with self._condition:
            self._most = self._limit = limit
            self._condition.notify_all()

    @contextlib.contextmanager
    def slot(self, cancellation: Cancellation) -> Iterator[float]:
        """Wait for a place; gives the time of entry."""
        self._enter(cancellation)
        try:
            yield time.monotonic()
        finally:
            with self._condition:
                self._running -= 1
                self._condition.notify()

    def succeeded(self) -> None:
        """An answer came: with each round of them one more request may run at once."""
        with self._condition:
            self.successes += 1
            self._since += 1
            if self._since >= self._limit < self._most:
                self._limit, self._since = self._limit + 1, 0
                self._condition.notify()

    def slow_down(self, entered: float, seconds: float) -> None:
        """The site is busy: pause all for `seconds`, and halve what runs at once unless that was done since
        `entered`.
        """
        now = time.monotonic()
        with self._condition:
            self._not_before = max(self._not_before, now + seconds)
            if entered >= self._slowed:
                self._limit, self._since, self._slowed = max(1, self._limit // 2), 0, now

    def _enter(self, cancellation: Cancellation) -> None:
        while True:
            with self._condition:
                pause = self._not_before - time.monotonic()
                if pause <= 0 and self._running < self._limit:
                    self._running += 1
                    return
                if pause <= 0:
                    self._condition.wait(_POLL)
            if pause > 0:
                cancellation.wait(pause)
            cancellation.check()


def back_off(attempt: int, delay: float) -> float:
    """Seconds before repeat number `attempt` (from 0): doubled each time, up to 30, with jitter so that many don't
    return at once.
    """
    return min(_LONGEST, delay * float(2**attempt)) * random.uniform(0.7, 1.3)


def wait_asked(attempt: int, delay: float, response: Response) -> float:
    """Seconds before a request is repeated that the site was too busy for."""
    asked = _seconds(response.header("Retry-After"))
    if asked is None and "quota" in response.header("RateLimit-Reason"):
        asked = _until(response.header("X-RateLimit-Reset"))
    if asked is None:
        return back_off(attempt, delay)
    return asked * random.uniform(1.0, 1.2) if asked > 0 else back_off(attempt, min(delay, _SHORT))


def _seconds(text: str) -> float | None:
    """Of a Retry-After: seconds or an HTTP date."""
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None


def _until(text: str) -> float | None:
    """Of an ISO time, as `2026-11-23T21:00Z`."""
    from datetime import datetime

    try:
        return max(0.0, datetime.fromisoformat(text).timestamp() - time.time())
    except ValueError:
        return None
