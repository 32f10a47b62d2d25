"""The line on stderr that says how far a query is, when stderr is a terminal; it leaves nothing behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import TracebackType
from typing import Self, TextIO

import pyarrow as pa
from rich.console import Console
from rich.status import Status
from rich.text import Text

from jsdodbc.meter import Statistics


class Progress:
    """A context: counts the rows of the batches that pass through `counting`."""

    def __init__(self, statistics: Statistics, stream: TextIO) -> None:
        self._statistics = statistics
        self._started = time.monotonic()
        self._rows = 0
        self._status = Status(_Line(self), console=Console(file=stream)) if stream.isatty() else None

    def __enter__(self) -> Self:
        if self._status:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def counting(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The same batches, counted."""
        for batch in batches:
            self._rows += batch.num_rows
            yield batch

    def stop(self) -> None:
        """Take the line away, because rows are about to be shown on the same terminal, or all is done."""
        if self._status:
            self._status.stop()

    def line(self) -> str:
        """What the line says now."""
        elapsed = time.monotonic() - self._started
        return f"{self._rows:,} rows, {self._statistics.calls:,} requests, {elapsed:.1f} s"


class _Line:
    """Asked anew at each refresh."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __rich__(self) -> Text:
        return Text(self._progress.line())
