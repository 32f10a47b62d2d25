"""Issues that several scans of one statement want: found once, and read once with what all of them need."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from jsdodbc.meter import Meter
from jsdodbc.spool import Kept, Spool

_NARROW = frozenset(("id", "key"))
_IN_MEMORY = 16 << 20  # bytes of pages; more go to a temporary file

ReadIssues = Callable[[Sequence[str]], Iterator[bytes]]


class Group:
    """Pages of issues, read as the first scan asks for them and kept for the others until the statement ends. Safe from
    any thread.

    `requests`: whether all of the issues are requests. `found`: the search. `meter`: counts what reading them costs.
    """

    def __init__(self, key: tuple[str, ...], read: ReadIssues, *, requests: bool, found: Any = None) -> None:
        self.key = key
        self.found = found
        self.requests = requests
        self.members = 0
        self.meter: Meter | None = None
        self._claimed = False
        self._read = read
        self._fields: dict[str, None] = {}
        self._lock = threading.Lock()
        self._source: Iterator[bytes] | None = None
        self._spool: Spool | None = None
        self._kept: list[Kept] = []
        self._ended = self._closed = False
        self._failure: BaseException | None = None

    def join(self, fields: Iterable[str]) -> None:
        """One more scan will read these fields."""
        self.members += 1
        self._fields.update(dict.fromkeys(fields))

    @property
    def fields(self) -> tuple[str, ...]:
        """What the issues come with."""
        wide = tuple(name for name in self._fields if name not in _NARROW)
        return wide or tuple(self._fields)

    def claim(self) -> bool:
        """Whether this is the first to ask, whose cost the reading is."""
        with self._lock:
            claimed, self._claimed = self._claimed, True
            return not claimed

    def has(self, fields: Iterable[str]) -> bool:
        known = set(self.fields)
        return set(fields) <= (known if known <= _NARROW else known | _NARROW)

    @property
    def begun(self) -> bool:
        return self._source is not None

    def pages(self) -> Iterator[bytes]:
        """The bodies of all pages `{"issues": […]}`. Raises what reading them raised, to every scan."""
        position = 0
        while (body := self._page(position)) is not None:
            yield body
            position += 1

    def close(self) -> None:
        """Let go of the pages."""
        with self._lock:
            self._closed = True
            spool, self._spool = self._spool, None
            source, self._source = self._source, iter(())
        close = getattr(source, "close", None)
        if close is not None:
            close()
        if spool is not None:
            spool.close()

    def _page(self, position: int) -> bytes | None:
        with self._lock:
            if self._closed:
                return None
            if self._spool is None:
                self._spool = Spool("the issues that several parts of the statement need", in_memory=_IN_MEMORY)
            if position < len(self._kept):
                return self._spool.read(self._kept[position])
            if self._failure is not None:
                raise self._failure
            return None if self._ended else self._next(self._spool)

    def _next(self, spool: Spool) -> bytes | None:
        if self._source is None:
            self._source = self._read(self.fields)
        try:
            body = next(self._source, None)
        except BaseException as error:
            self._failure = error
            raise
        if body is None:
            self._ended = True
            return None
        self._kept.append(spool.append((body,)))
        return body
