"""Batches out of pages: read ahead in a thread of its own while those that have come are decoded."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

import pyarrow as pa

from jsdodbc.cancel import Cancellation
from jsdodbc.scan.decode import Decoder
from jsdodbc.scan.page import Page

_AHEAD = 16_000_000  # bytes that may wait to be decoded
_TOGETHER, _ENOUGH = 512, 2_000_000  # pages and bytes decoded at once, when that much is there
_BESIDE = max(2, min(4, os.cpu_count() or 2))  # groups of pages that are decoded beside each other
_POLL = 0.1  # s


class Feeder:
    """Pulls pages in a thread of its own; those that wait are bounded by their bytes."""

    def __init__(self, pages: Callable[[], Iterator[Page]], cancellation: Cancellation) -> None:
        self._pages = pages
        self._cancellation = cancellation
        self._waiting: deque[Page] = deque()
        self._bytes = 0
        self._changed = threading.Condition()
        self._stopped = self._ended = False
        self._failure: BaseException | None = None
        threading.Thread(target=self._run, name="scan-pages", daemon=True).start()

    def group(self, *, wait: bool) -> list[Page]:
        """The pages that have come; empty at the end, or when none has come and none is to be waited for.

        Raises what the reading raised, once all that came before is taken.
        """
        with self._changed:
            while wait and not self._waiting and not self._ended:
                self._changed.wait(_POLL)
                self._cancellation.check()
            if wait and not self._waiting and self._failure is not None:
                raise self._failure
            group: list[Page] = []
            size = 0
            while self._waiting and len(group) < _TOGETHER and size < _ENOUGH:
                group.append(self._waiting.popleft())
                size += len(group[-1].body)
            self._bytes -= size
            self._changed.notify_all()
            return group

    def stop(self) -> None:
        """End the reading; does not wait for it."""
        with self._changed:
            self._stopped = True
            self._waiting.clear()
            self._changed.notify_all()

    def _run(self) -> None:
        pages = self._pages()
        try:
            for page in pages:
                if not self._put(page):
                    break
        except BaseException as error:
            self._failure = error
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()
            close = getattr(pages, "close", None)
            if close:
                close()

    def _put(self, page: Page) -> bool:
        with self._changed:
            while self._bytes > _AHEAD and not self._stopped:
                self._changed.wait()
            if self._stopped:
                return False
            self._waiting.append(page)
            self._bytes += len(page.body)
            self._changed.notify_all()
            return True


def batches(
    pages: Callable[[], Iterator[Page]], decoder: Decoder, cancellation: Cancellation
) -> Generator[pa.RecordBatch, None, None]:
    """Decoded batches in the order of the pages; the first as soon as there is a page. Closing it stops the reading."""
    feeder = Feeder(pages, cancellation)
    decoding: deque[Future[pa.RecordBatch]] = deque()
    try:
        while True:
            group = feeder.group(wait=not decoding) if len(decoding) < _BESIDE else []
            if group:
                decoding.append(_decoders().submit(decoder.decode, group))
            elif decoding:
                yield _result(decoding.popleft(), cancellation)
            else:
                return
    finally:
        feeder.stop()


def _result(decoded: Future[pa.RecordBatch], cancellation: Cancellation) -> pa.RecordBatch:
    cancellation.check()
    return decoded.result()


@cache
def _decoders() -> ThreadPoolExecutor:
    """Threads that decode, shared by all scans; each has a connection of its own."""
    return ThreadPoolExecutor(_BESIDE, thread_name_prefix="decode")
