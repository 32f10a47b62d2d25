"""Results: columns, and batches that are computed while they are read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from jsdodbc.errors import Error, Notice
from jsdodbc.execute.run import Run
from jsdodbc.execute.types import ResultColumn
from jsdodbc.model.types import TYPES


class Result:
    """One result. `row_count` is -1: how many rows there are shows only at the end. Read by one thread at a time."""

    row_count = -1

    def __init__(self, columns: Sequence[ResultColumn], run: Run, max_rows: int, max_length: int) -> None:
        self.columns = tuple(columns)
        self.notices: list[Notice] = []
        self.run = run
        self._warn()
        self._max_rows = max_rows
        self._max_length = max_length

    @property
    def waits(self) -> bool:
        """Whether the next batch may have to wait for the site, because the statement reads tables."""
        return bool(self.run.sources.guarded)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, in batches, as they are computed. Ends with an error or with the last row, never in between."""
        left = self._max_rows or None
        try:
            for batch in self.run.batches():
                self._warn()
                if left is not None and batch.num_rows >= left:
                    yield _cut(batch.slice(0, left), self._max_length)
                    break
                left = left - batch.num_rows if left is not None else None
                if batch.num_rows:
                    yield _cut(batch, self._max_length)
            else:
                self._warn()
                self.run.finish()
        finally:
            self.run.close()

    def _warn(self) -> None:
        """Say so once the statement costs much."""
        meter = self.run.cancellation.meter
        notice = meter.warning() if meter is not None else None
        if notice is not None:
            self.notices.append(notice)

    def close(self) -> None:
        """Stop reading; the scans under way end."""
        self.run.close()


class Rows:
    """A small result that is known already."""

    waits = False

    def __init__(self, columns: Sequence[ResultColumn], batch: pa.RecordBatch) -> None:
        self.columns = tuple(columns)
        self.notices: list[Notice] = []
        self.row_count = batch.num_rows
        self._batch = batch

    def batches(self) -> Iterator[pa.RecordBatch]:
        if self._batch.num_rows:
            yield self._batch

    def close(self) -> None:
        """Nothing is held."""


class Changed:
    """A statement without rows. `row_count`: rows it changed, -1 when it changes none."""

    waits = False

    def __init__(self, row_count: int) -> None:
        self.columns: tuple[ResultColumn, ...] = ()
        self.notices: list[Notice] = []
        self.row_count = row_count

    def batches(self) -> Iterator[pa.RecordBatch]:
        yield from ()

    def close(self) -> None:
        """Nothing is held."""


def counted(columns: Sequence[ResultColumn], count: int) -> Rows:
    """The one row of a statement that only counts: the count in each column."""
    arrays = [pa.array([count], pa.int64()) for _ in columns]
    return Rows(columns, pa.RecordBatch.from_arrays(arrays, names=[column.name for column in columns]))


def gathered(columns: Sequence[ResultColumn], batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """The rows of several batches as one."""
    if batches:
        return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]
    kinds = {one.sql_type: one.arrow for one in TYPES}
    schema = pa.schema([(column.name, kinds.get(column.sql_type, pa.string())) for column in columns])
    return pa.RecordBatch.from_pylist([], schema=schema)


class Execution:
    """What an execution gives: its results one after the other; asking for the next closes the one before.

    `refused`: parameter sets that were not run, by number from 1.
    """

    def __init__(self, begin: Iterator[Result | Rows | Changed], refused: Mapping[int, Error] | None = None) -> None:
        self._begin = begin
        self.refused: Mapping[int, Error] = refused or {}
        self.current: Result | Rows | Changed | None = None

    @property
    def results(self) -> Iterator[Result | Rows | Changed]:
        while True:
            if self.current is not None:
                self.current.close()
            self.current = next(self._begin, None)
            if self.current is None:
                return
            yield self.current

    def close(self) -> None:
        """Stop, and begin no further result."""
        if self.current is not None:
            self.current.close()
        with contextlib.suppress(AttributeError):
            self._begin.close()  # type: ignore[attr-defined]


def _cut(batch: pa.RecordBatch, length: int) -> pa.RecordBatch:
    """Text and binary values of at most `length` characters or bytes (SQL_ATTR_MAX_LENGTH); 0 for all."""
    if not length:
        return batch
    arrays = [_cut_array(array, length) for array in batch.columns]
    return pa.RecordBatch.from_arrays(arrays, schema=batch.schema)


def _cut_array(array: Any, length: int) -> Any:
    cut: Callable[..., Any] | None = None
    if pa.types.is_string(array.type):
        cut = pc.utf8_slice_codeunits
    elif pa.types.is_binary(array.type):
        cut = pc.binary_slice
    return cut(array, 0, length) if cut else array
