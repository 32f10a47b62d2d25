"""Pages of JSON to Arrow, in C++: DuckDB's `from_json`, run on the workbench of the thread at hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from jsdodbc.errors import Error
from jsdodbc.model.column import Column, Decode
from jsdodbc.scan.document import is_document, plain_text
from jsdodbc.scan.page import Page
from jsdodbc.scan.workbench import workbench


@dataclass(frozen=True, slots=True)
class Decoder:
    """`sql`: of structure.decode_sql; `columns`: what it gives, after which come the page's number and the row's
    identity.
    """

    sql: str
    columns: tuple[Column, ...]

    def decode(self, pages: Sequence[Page]) -> pa.RecordBatch:
        """The rows of pages, in their order. Raises Error 08S01 for a page that isn't JSON."""
        table = self._run(pages)
        for index, column in enumerate(self.columns):
            if column.decode is Decode.TEXT:
                table = _with_plain_text(table, index)
        return _one_batch(table)

    def _run(self, pages: Sequence[Page]) -> pa.Table:
        try:
            return workbench().run(self.sql, pages)
        except duckdb.InvalidInputException:
            pages = [replace(page, body=_mended(page.body)) for page in pages]
        except duckdb.Error as error:
            raise _unreadable(error) from error
        try:
            return workbench().run(self.sql, pages)
        except duckdb.Error as error:
            raise _unreadable(error) from error


def _unreadable(error: duckdb.Error) -> Error:
    return Error(
        "HY000",
        f"A page of the site's answer could not be turned into rows: {error}. Please report this; selecting fewer "
        "columns may help meanwhile.",
    )


def _mended(body: bytes) -> bytes:
    """JSON that a strict reader takes: half a surrogate pair, as cut-off text may end with, becomes U+FFFD."""
    try:
        content = json.loads(body.decode("utf-8", "replace"))
    except ValueError as error:
        raise Error(
            "08S01",
            f"A page of the site's answer is not JSON ({error}). Try again; a proxy may have cut it short.",
        ) from error
    text = json.dumps(content, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.encode()


def _with_plain_text(table: pa.Table, index: int) -> pa.Table:
    column = table.column(index)
    if not pc.any(pc.match_substring(column, '"type":"doc"')).as_py():
        return table
    texts = [plain_text(text) if text and is_document(text) else text for text in column.to_pylist()]
    return table.set_column(index, table.field(index), pa.array(texts, pa.string()))


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    arrays = [
        column.chunk(0)
        if column.num_chunks == 1
        else pa.concat_arrays(column.chunks)
        if column.num_chunks
        else pa.array([], column.type)
        for column in table.columns
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=table.schema)
