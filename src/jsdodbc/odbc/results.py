"""An open result: its columns as the wire has them, and its rows in batches of bearable size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.odbc.backend import Result
from jsdodbc.odbc.catalog_results import CatalogResult
from jsdodbc.odbc.failures import Redact, warnings
from jsdodbc.odbc.scroll import ScrollableRows
from jsdodbc.odbc.wire import Column, Diagnostic, Executed
from jsdodbc.spool import Part


def columns(described: Sequence[Any]) -> list[Column]:
    """`execute`'s result columns, which have the same fields, as the wire's."""
    return [
        Column(
            *(one.name, one.base_column, one.table, one.schema, one.catalog, one.type_name),
            *(one.sql_type, one.physical, one.column_size, one.decimal_digits, one.nullable, one.flags, one.searchable),
        )
        for one in described
    ]


class OpenResult:
    """A result that is being read."""

    def __init__(self, result: Result, redact: Redact) -> None:
        self._result = result
        self._redact = redact
        self._columns = columns(result.columns)
        self._told = 0
        self._delivered = 0
        self._rest: Any | None = None
        self._chunks: Iterator[Any] | None = None
        self._encoder: Any = None
        self._scrollable: ScrollableRows | None = None

    def executed(self, sets: int) -> Executed:
        """The reply that describes the result."""
        return Executed(bool(self._columns), self._result.row_count, self._columns, sets, [], [], self.warnings())

    @property
    def has_rows(self) -> bool:
        return bool(self._columns)

    def fetch(self, most: int) -> list[Part]:
        """The payload of the next BATCH, of at most `most` rows (0: as many as are good); `finished` after the last."""
        if self._scrollable is not None:
            raise _mixed()
        batch = self._next(most)
        self.finished = batch is None or (self._rest is None and self._ended())
        return self._encoder.encode(batch, last=self.finished, diagnostics=self.warnings())  # type: ignore[no-any-return]

    finished = False

    def fetch_at(self, row: int, cancellation: Cancellation) -> list[Part]:
        """The payload of a BATCH_AT with row `row`, counted from 0; from the first call on all rows are kept."""
        if self._scrollable is None:
            if self._delivered:
                raise _mixed()
            self._scrollable = ScrollableRows(self)
        return self._scrollable.fetch(row, cancellation)

    def read(self) -> tuple[int, list[Part], bool] | None:
        """The next rows: how many, the payload of a BATCH, whether they are known to be the last. None at the end."""
        batch = self._next(0)
        if batch is None:
            return None
        return batch.num_rows, self._encoder.encode(batch, last=False), self._rest is None and self._ended()

    def no_rows(self) -> list[Part]:
        """The payload of a BATCH without rows."""
        return self._encoder.encode(None, last=True)  # type: ignore[no-any-return]

    def warnings(self) -> list[Diagnostic]:
        """What there is to be warned of and was not told yet."""
        new = list(self._result.notices)[self._told :]
        self._told += len(new)
        return warnings(new, self._redact)

    def _next(self, most: int) -> Any | None:
        if self._chunks is None:
            self._start()
        batch, self._rest = self._rest, None
        if batch is None and self._chunks is not None:
            batch = next(self._chunks, None)
        if batch is not None and 0 < most < batch.num_rows:
            batch, self._rest = batch.slice(0, most), batch.slice(most)
        self._delivered += 0 if batch is None else batch.num_rows
        if batch is None and 0 <= self._result.row_count != self._delivered:
            raise Error("HY000", f"The result ended after {self._delivered} of {self._result.row_count} rows.")
        return batch

    def _ended(self) -> bool:
        """Whether there are no more rows, where that can be told at once: it saves the library the question."""
        if self._delivered == self._result.row_count:
            return True
        if self._result.waits or self._chunks is None:
            return False
        self._rest = next(self._chunks, None)
        return self._rest is None

    def _start(self) -> None:
        if isinstance(self._result, CatalogResult):
            self._encoder, self._chunks = self._result.encoder(), self._result.batches()
            return
        from jsdodbc.odbc.batches import Encoder, chunks

        self._encoder = Encoder(self._columns)
        self._chunks = chunks(self._result.batches())

    def release(self) -> None:
        """Let go of where the rows come from: there are no more."""
        self._chunks = self._rest = None
        self._result.close()

    def close(self) -> None:
        scrollable, self._scrollable = self._scrollable, None
        if scrollable is not None:
            scrollable.close()
        self.release()


def _mixed() -> Error:
    return Error("HY106", "A result is either read forward or scrolled in. Execute the statement again to change that.")
