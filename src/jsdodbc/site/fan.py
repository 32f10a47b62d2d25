"""Many requests at once, answers in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import TypeVar

from jsdodbc.cancel import Cancellation

Item = TypeVar("Item")
Made = TypeVar("Made")
_POLL = 0.1  # seconds between looks at the cancellation while waiting


def out(
    function: Callable[[Item], Made], items: Iterable[Item], *, cancellation: Cancellation, threads: int, ahead: int
) -> Iterator[Made]:
    """See `Session.map`."""
    pool = ThreadPoolExecutor(max(1, min(threads, ahead)), thread_name_prefix="site")
    waiting: deque[Future[Made]] = deque()
    source = iter(items)
    try:
        more = True
        while more or waiting:
            while more and len(waiting) < ahead:
                more = _submit(pool, function, source, waiting)
            if waiting:
                yield result(waiting.popleft(), cancellation)
    finally:
        for future in waiting:
            future.cancel()
        pool.shutdown(wait=False, cancel_futures=True)


def result(future: Future[Made], cancellation: Cancellation) -> Made:
    """The result of `future`, giving up waiting when the work has to stop."""
    while True:
        try:
            return future.result(_POLL)
        except NotYet:
            if future.done():
                raise
            cancellation.check()


def _submit(
    pool: ThreadPoolExecutor, function: Callable[[Item], Made], source: Iterator[Item], waiting: deque[Future[Made]]
) -> bool:
    for item in source:
        waiting.append(pool.submit(function, item))
        return True
    return False
