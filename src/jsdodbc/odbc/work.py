"""One execution's cancellation and its time limit.

`Cancellation` notices a time limit only when it is asked. A statement that computes inside DuckDB does not ask, so a
watcher thread
expires the work when its time is over, which runs the same callbacks as a cancel.
"""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import TimedOut


class Work(Cancellation):
    """A cancellation that also ends when its time limit is over; `expired` tells the two apart."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self.expired = False

    def expire(self) -> None:
        if not self.cancelled:
            self.expired = True
            self.cancel()

    def check(self) -> None:
        if self.expired:
            raise self.timed_out()
        super().check()

    def timed_out(self) -> TimedOut:
        return TimedOut(
            f"The query timeout of {self.seconds:g} s ran out. Raise SQL_ATTR_QUERY_TIMEOUT or narrow the query."
        )


class Watcher:
    """Expires works when their time is over; its one thread starts with the first limit."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._limits: list[tuple[float, int, Work]] = []
        self._live: set[int] = set()
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None

    @contextmanager
    def limit(self, work: Work, seconds: float) -> Iterator[None]:
        """Let `work` run for `seconds` at most within the block; 0 is no limit."""
        if not seconds:
            yield
            return
        work.seconds = seconds
        work.limit(seconds)
        number = self._add(work, time.monotonic() + seconds)
        try:
            yield
        finally:
            work.limit(None)
            with self._condition:
                self._live.discard(number)

    def _add(self, work: Work, end: float) -> int:
        with self._condition:
            number = next(self._numbers)
            heapq.heappush(self._limits, (end, number, work))
            self._live.add(number)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="time limits", daemon=True)
                self._thread.start()
            self._condition.notify()
        return number

    def _watch(self) -> None:
        while True:
            self._next().expire()

    def _next(self) -> Work:
        """Wait for the next work whose time is over."""
        with self._condition:
            while True:
                while self._limits and self._limits[0][1] not in self._live:
                    heapq.heappop(self._limits)
                if not self._limits:
                    self._condition.wait()
                    continue
                end, number, work = self._limits[0]
                remaining = end - time.monotonic()
                if remaining <= 0:
                    heapq.heappop(self._limits)
                    self._live.discard(number)
                    return work
                self._condition.wait(remaining)
