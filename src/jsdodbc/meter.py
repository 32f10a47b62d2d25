"""What requests cost: counted for a session, for a statement, for a scan."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from jsdodbc.errors import Error, Notice


@dataclass(slots=True)
class Counts:
    """`waits`: seconds spent waiting because the site asked for it or failed."""

    calls: int = 0
    bytes: int = 0
    retries: int = 0
    waits: float = 0.0


class Statistics:
    """Totals of a session; safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = Counts()

    def add(self, *, calls: int = 0, size: int = 0, retries: int = 0, waits: float = 0.0) -> None:
        with self._lock:
            self._counts.calls += calls
            self._counts.bytes += size
            self._counts.retries += retries
            self._counts.waits += waits

    def counts(self) -> Counts:
        """The totals at this moment."""
        with self._lock:
            return Counts(self._counts.calls, self._counts.bytes, self._counts.retries, self._counts.waits)

    calls = property(lambda self: self.counts().calls)
    bytes = property(lambda self: self.counts().bytes)
    retries = property(lambda self: self.counts().retries)
    waits = property(lambda self: self.counts().waits)


class Meter(Statistics):
    """Totals of a statement, or of one of its scans, whose `parent` is then the statement's.

    `most`: requests that the statement may send, `many`: after how many a person is warned; 0 for any number.
    """

    def __init__(self, parent: Meter | None = None, *, most: int = 0, many: int = 0) -> None:
        super().__init__()
        self._parent = parent
        self._most, self._many = most, many
        self._expected = 0
        self._warned = False

    def add(self, *, calls: int = 0, size: int = 0, retries: int = 0, waits: float = 0.0) -> None:
        """Count, here and in the parent. Error HY000 instead when the calls are more than may be sent."""
        if self._parent is not None:
            self._parent.add(calls=calls, size=size, retries=retries, waits=waits)
        with self._lock:
            if calls and self._most and self._counts.calls + calls > self._most:
                raise _too_many(self._counts.calls + calls, self._most)
        super().add(calls=calls, size=size, retries=retries, waits=waits)

    def expect(self, calls: int) -> None:
        """Note that so many calls are about to come. Error HY000 when they are more than may be sent."""
        if self._parent is not None:
            self._parent.expect(calls)
        with self._lock:
            self._expected = max(self._expected, self._counts.calls + calls)
            if self._most and self._expected > self._most:
                raise _too_many(self._expected, self._most)

    def warning(self) -> Notice | None:
        """The warning of a statement that sends many requests, once."""
        with self._lock:
            calls = max(self._expected, self._counts.calls)
            if self._warned or not self._many or calls <= self._many:
                return None
            self._warned = True
        text = (
            f"The statement sends {calls:,} requests or more, beyond WarnRequests={self._many}. EXPLAIN shows what "
            "each table costs; a filter on keys, dates or status makes it less."
        )
        return Notice("01000", text)


def _too_many(calls: int, most: int) -> Error:
    return Error(
        "HY000",
        f"The statement needs {calls:,} requests or more, and MaxRequests={most} ends it. Narrow it (EXPLAIN shows "
        "what each table costs), or raise MaxRequests.",
    )
