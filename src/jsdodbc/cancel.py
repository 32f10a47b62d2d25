"""Stopping work that is under way: a flag and a time limit that travel with every statement."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from jsdodbc.errors import Cancelled, TimedOut
from jsdodbc.meter import Meter


class Cancellation:
    """Shared by everything that works for one statement; safe from any thread.

    `meter`: counts what the work asks of the site.
    """

    def __init__(self, timeout: float | None = None, meter: Meter | None = None) -> None:
        self.meter = meter
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []
        self._deadline: float | None = None
        self.limit(timeout)

    def limit(self, timeout: float | None) -> None:
        """End the work `timeout` seconds from now; None or 0 takes the limit away."""
        self._timeout = timeout or None
        self._deadline = time.monotonic() + timeout if timeout else None

    def cancel(self) -> None:
        """Stop the work: whoever checks or waits gets `Cancelled`; callbacks run once, in this thread."""
        with self._lock:
            self._event.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def on_cancel(self, callback: Callable[[], None]) -> None:
        """Run `callback` when cancelled, at once if that has happened already (e.g. DuckDB's interrupt)."""
        with self._lock:
            if not self._event.is_set():
                self._callbacks.append(callback)
                return
        callback()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    def remaining(self) -> float | None:
        """Seconds left before the time limit, None without one."""
        return None if self._deadline is None else self._deadline - time.monotonic()

    def check(self) -> None:
        """Raise `Cancelled` or `TimedOut` when the work has to stop."""
        if self._event.is_set():
            raise Cancelled
        remaining = self.remaining()
        if remaining is not None and remaining <= 0:
            raise TimedOut(
                f"The query timeout of {self._timeout:g} s ran out. Raise SQL_ATTR_QUERY_TIMEOUT or narrow the query."
            )

    def expect(self, calls: int) -> None:
        """Note that the work is about to send so many requests. Error HY000 when that is more than it may."""
        if self.meter is not None:
            self.meter.expect(calls)

    def wait(self, seconds: float) -> None:
        """Sleep, but no longer than until the work has to stop; then raise."""
        remaining = self.remaining()
        self._event.wait(seconds if remaining is None else max(0.0, min(seconds, remaining)))
        self.check()


class Linked(Cancellation):
    """Ends with its parent, or alone: closing a result stops its scans and nothing else. `meter`: the parent's if none
    is given.
    """

    def __init__(self, parent: Cancellation, meter: Meter | None = None) -> None:
        super().__init__(meter=meter or parent.meter)
        self._parent = parent
        parent.on_cancel(self.cancel)

    def remaining(self) -> float | None:
        return self._parent.remaining()

    def check(self) -> None:
        self._parent.check()
        super().check()
