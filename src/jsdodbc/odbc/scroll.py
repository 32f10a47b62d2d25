"""The rows of a scrollable cursor: read once, in order, as far as somebody asks, and kept to be asked for again.

Batches are kept as the bytes that were sent, in memory while they are few and then in an unlinked temporary file that
only this user can read, so that memory does not grow with the result.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Protocol

from jsdodbc.cancel import Cancellation
from jsdodbc.odbc.wire import BatchAt, Diagnostic, encode
from jsdodbc.spool import Kept, Part, Spool


class Source(Protocol):
    """Where rows come from: `results.OpenResult`."""

    def read(self) -> tuple[int, list[Part], bool] | None: ...
    def no_rows(self) -> list[Part]: ...
    def warnings(self) -> list[Diagnostic]: ...
    def release(self) -> None: ...


class ScrollableRows:
    """All rows of one result, at any position, for one thread at a time."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._spool = Spool("the rows of a scrollable cursor", ", or use a forward-only cursor")
        self._firsts: list[int] = []  # first row of each batch, counted from 0
        self._kept: list[Kept] = []
        self._rows = 0
        self._ended = False
        self._failure: BaseException | None = None

    def fetch(self, row: int, cancellation: Cancellation) -> list[Part]:
        """The payload of a BATCH_AT: the batch with row `row`, or none and the total when there is no such row.

        Reads on only as far as `row`. What fails there fails here, now and whenever rows behind it are asked for
        again; rows that came before stay.
        """
        batch: list[Part] | None = None
        while row >= self._rows and not self._ended:
            batch = self._read_on(cancellation)
        if row >= self._rows:
            return self._answer(self._rows, self._source.no_rows())
        place = bisect_right(self._firsts, row) - 1
        return self._answer(self._firsts[place], batch or [self._spool.read(self._kept[place])])

    def _read_on(self, cancellation: Cancellation) -> list[Part] | None:
        if self._failure is not None:
            raise self._failure
        try:
            cancellation.check()
            return self._keep(self._source.read())
        except BaseException as error:
            self._failure = error
            self._source.release()
            raise

    def _keep(self, read: tuple[int, list[Part], bool] | None) -> list[Part] | None:
        rows, batch, self._ended = read or (0, None, True)
        if batch is not None and rows:
            self._kept.append(self._spool.append(batch))
            self._firsts.append(self._rows)
            self._rows += rows
        if self._ended:
            self._source.release()
        return batch

    def _answer(self, first: int, batch: list[Part]) -> list[Part]:
        return reply(first, self._rows if self._ended else -1, self._source.warnings(), batch)

    def close(self) -> None:
        self._spool.close()


def reply(first: int, total: int, warnings: list[Diagnostic], batch: list[Part]) -> list[Part]:
    """The payload of a BATCH_AT in parts, around that of a BATCH."""
    head = encode(BatchAt(first, total, warnings))
    return [head + bytes(-len(head) % 8), *batch]
