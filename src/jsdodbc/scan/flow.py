"""Batches out of pages: read ahead in a thread of its own while those that have come are decoded."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

import pyarrow as pa

from jsdodbc.cancel import Cancellation
from jsdodbc.scan.decode import Decoder, Page

_AHEAD = 8  # pages that wait to be decoded
_TOGETHER = 64  # pages decoded at once, when that many are there
_ENOUGH = 2_000_000  # bytes
_POLL = 0.1  # s


class Feeder:
    """Pulls pages into a short queue until told to stop."""

    def __init__(self, pages: Callable[[], Iterator[Page]], cancellation: Cancellation) -> None:
        self._pages = pages
        self._cancellation = cancellation
        self._queue: queue.Queue[Page | BaseException | None] = queue.Queue(_AHEAD)
        self._stopped = threading.Event()
        self._held: Page | BaseException | None = None
        self._holds = False
        threading.Thread(target=self._run, name="scan-pages", daemon=True).start()

    def group(self) -> list[Page]:
        """At least one page, and what else has come already; empty at the end. Raises what the reading raised."""
        first = self._next(wait=True)
        if first is None:
            return []
        group, size = [first], len(first.body)
        while len(group) < _TOGETHER and size < _ENOUGH and self._queue.qsize():
            page = self._peek()
            if page is None:
                break
            group.append(page)
            size += len(page.body)
        return group

    def stop(self) -> None:
        self._stopped.set()
        while True:
            try:
                self._queue.get_nowait()
            except queue.Empty:
                return

    def _peek(self) -> Page | None:
        """A further page of the group; an end or a failure is kept for the next one."""
        item = self._queue.get()
        if isinstance(item, Page):
            return item
        self._held, self._holds = item, True
        return None

    def _next(self, *, wait: bool) -> Page | None:
        item = self._held if self._holds else self._take()
        if isinstance(item, BaseException):
            raise item
        return item

    def _take(self) -> Page | BaseException | None:
        while True:
            self._cancellation.check()
            try:
                return self._queue.get(timeout=_POLL)
            except queue.Empty:
                continue

    def _run(self) -> None:
        pages = self._pages()
        try:
            for page in pages:
                if not self._put(page):
                    break
            self._put(None)
        except BaseException as error:
            self._put(error)
        finally:
            close = getattr(pages, "close", None)
            if close:
                close()

    def _put(self, item: Page | BaseException | None) -> bool:
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=_POLL)
            except queue.Full:
                continue
            return True
        return False


def batches(
    pages: Callable[[], Iterator[Page]], decoder: Decoder, cancellation: Cancellation
) -> Iterator[pa.RecordBatch]:
    """Decoded batches in the order of the pages; the first as soon as there is a page. Closing it stops the reading."""
    feeder = Feeder(pages, cancellation)
    try:
        while group := feeder.group():
            cancellation.check()
            yield decoder.decode(group)
    finally:
        feeder.stop()


class Seen:
    """Which identities have come, as bits: a million neighbouring ids take a few hundred kilobytes."""

    def __init__(self) -> None:
        self._blocks: dict[int, bytearray] = {}
        self._others: set[str] = set()

    def first_time(self, identity: str) -> bool:
        if not identity.isdigit() or len(identity) > 15 or identity.startswith("0"):
            known = identity in self._others
            self._others.add(identity)
            return not known
        number = int(identity)
        block = self._blocks.setdefault(number >> 15, bytearray(4096))
        index, bit = (number >> 3) & 4095, 1 << (number & 7)
        known = bool(block[index] & bit)
        block[index] |= bit
        return not known


class Once:
    """Keeps the rows of what came for the first time; rows of one page with one identity belong together."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._group = 0

    def keep(self, pages: pa.Array, identities: pa.Array) -> pa.Array | None:
        """A mask of the rows to keep, None for all."""
        self._group += 1
        last: tuple[int, str] | None = None
        kept = True
        mask: list[bool] = []
        for page, identity in zip(pages.to_pylist(), identities.to_pylist(), strict=True):
            if identity is None:
                mask.append(True)
                continue
            if (page, identity) != last:
                last = (page, identity)
                kept = self._seen.first_time(identity)
            mask.append(kept)
        return None if all(mask) else pa.array(mask)
