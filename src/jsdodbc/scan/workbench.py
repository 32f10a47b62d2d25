"""Where pages are decoded: an in-memory DuckDB a thread that can reach nothing, with the statements it has run before
kept prepared.

Planning a decoding statement takes about 15 ms, as long as decoding a few hundred issues; running it again, about one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import duckdb
import pyarrow as pa
from duckdb._sources.arrow import ArrowScanSource

from jsdodbc.scan.page import Page

# Single-threaded inside: pages are decoded beside each other.
_CAGE = (
    "SET threads = 1",
    "SET TimeZone = 'UTC'",
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET lock_configuration = true",
)
PAGES = "pages_at_hand"  # the table that statements read: body, page (its number), given
_SCHEMA = pa.schema([("body", pa.string()), ("page", pa.int64()), ("given", pa.list_(pa.string()))])
_KEPT = 64  # prepared statements a thread
_BATCH_ROWS = 1_000_000
_local = threading.local()


def workbench() -> Workbench:
    """That of this thread."""
    if not hasattr(_local, "workbench"):
        _local.workbench = Workbench()
    bench: Workbench = _local.workbench
    return bench


class Workbench:
    """Runs SQL over pages; for one thread."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        for statement in _CAGE:
            self._connection.execute(statement)
        self._pages = _Pages()
        self._connection._register_arrow_source(PAGES, self._pages)
        self._prepared: OrderedDict[str, str] = OrderedDict()
        self._made = 0

    def run(self, sql: str, pages: Sequence[Page]) -> pa.Table:
        """The rows `sql` makes of the pages. Raises duckdb.Error."""
        self._pages.hold(pages)
        try:
            result = self._connection._submit(f"EXECUTE {self._name(sql)}", None, "arrow", _BATCH_ROWS)
            return result.arrow_table()
        finally:
            self._pages.hold(())

    def _name(self, sql: str) -> str:
        name = self._prepared.get(sql)
        if name is not None:
            self._prepared.move_to_end(sql)
            return name
        if len(self._prepared) >= _KEPT:
            self._connection.execute(f"DEALLOCATE {self._prepared.popitem(last=False)[1]}")
        self._made += 1
        name = f"decoding_{self._made}"
        self._connection.execute(f"PREPARE {name} AS {sql}")
        self._prepared[sql] = name
        return name


class _Pages(ArrowScanSource):
    """The pages at hand as a table of one batch."""

    schema_is_stable = True

    def __init__(self) -> None:
        super().__init__(None)
        self.hold(())

    def hold(self, pages: Sequence[Page]) -> None:
        arrays = [
            _texts([page.body for page in pages]),
            pa.array(range(len(pages)), pa.int64()),
            pa.array([page.given for page in pages], pa.list_(pa.string())),
        ]
        self._batch = pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA)

    def __arrow_c_schema__(self) -> object:
        return _SCHEMA.__arrow_c_schema__()

    def stream(self, columns: Sequence[int] | None, filters: Sequence[object]) -> tuple[object, bool]:
        """Every column; DuckDB takes those it needs."""
        return pa.RecordBatchReader.from_batches(_SCHEMA, [self._batch]).__arrow_c_stream__(), False


def _texts(bodies: list[bytes]) -> pa.Array:
    """Text without a copy for Python; what is not UTF-8 is replaced."""
    try:
        return pa.array(bodies, pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array([body.decode("utf-8", "replace") for body in bodies], pa.string())
