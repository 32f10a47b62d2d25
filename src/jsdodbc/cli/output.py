"""Batches of rows as a table for eyes, CSV, JSON, JSON lines or Parquet: written as they come, none is kept."""

from __future__ import annotations

import base64
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import orjson
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from rich.console import Console
from rich.table import Table
from rich.text import Text

from jsdodbc.errors import Error

Write = Callable[[pa.RecordBatch], None]
ROWS_A_TABLE = 500
_TIMES = orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z


@contextmanager
def writer(form: str, output: Path | None, schema: pa.Schema, *, quiet: Callable[[], None]) -> Iterator[Write]:
    """A function that writes a batch as `form` to the file `output`, or to the standard output when that is None.

    `quiet` is called before anything is written to a terminal. Raises Error HY024 for Parquet onto a terminal.
    """
    if output is None:
        if sys.stdout.isatty():
            quiet()
        if form == "parquet" and sys.stdout.isatty():
            raise Error("HY024", "Parquet is not for eyes. Say --output FILE or another --format.")
        sys.stdout.flush()
        with _WRITERS[form](sys.stdout.buffer, schema) as write:
            yield write
        sys.stdout.buffer.flush()
    else:
        with output.open("wb") as stream, _WRITERS[form](stream, schema) as write:
            yield write


@contextmanager
def _csv(stream: BinaryIO, schema: pa.Schema) -> Iterator[Write]:
    with pyarrow.csv.CSVWriter(stream, _writable(schema)) as target:
        yield lambda batch: target.write_batch(batch.cast(_writable(schema)))


@contextmanager
def _parquet(stream: BinaryIO, schema: pa.Schema) -> Iterator[Write]:
    with pyarrow.parquet.ParquetWriter(stream, schema, compression="zstd") as target:
        yield target.write_batch


@contextmanager
def _json_lines(stream: BinaryIO, schema: pa.Schema) -> Iterator[Write]:
    def write(batch: pa.RecordBatch) -> None:
        for row in _rows(batch):
            stream.write(_json_text(row) + b"\n")

    yield write


@contextmanager
def _json(stream: BinaryIO, schema: pa.Schema) -> Iterator[Write]:
    separator = b"[\n"

    def write(batch: pa.RecordBatch) -> None:
        nonlocal separator
        for row in _rows(batch):
            stream.write(separator + _json_text(row))
            separator = b",\n"

    yield write
    stream.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


@contextmanager
def _table(stream: BinaryIO, schema: pa.Schema) -> Iterator[Write]:
    console = _console(stream)
    shape = _grid if len(schema) * 8 <= console.width else _records
    count = 0

    def write(batch: pa.RecordBatch) -> None:
        nonlocal count
        for start in range(0, batch.num_rows, ROWS_A_TABLE):
            shape(console, batch.slice(start, ROWS_A_TABLE), count + start)
        count += batch.num_rows

    yield write
    if not count:
        _grid(console, pa.RecordBatch.from_pylist([], schema), 0)
    console.print(f"{count:,} row{'' if count == 1 else 's'}", style="dim", highlight=False)


def _console(stream: BinaryIO) -> Console:
    if stream is getattr(sys.stdout, "buffer", None):
        return Console(file=sys.stdout)
    return Console(file=io.TextIOWrapper(stream, "utf-8", write_through=True), width=200)


def _grid(console: Console, batch: pa.RecordBatch, first: int) -> None:
    table = Table(header_style="bold")
    for field in batch.schema:
        table.add_column(Text(field.name), justify="right" if _is_number(field.type) else "left")
    for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
        table.add_row(*map(_cell, values))
    console.print(table)


def _records(console: Console, batch: pa.RecordBatch, first: int) -> None:
    """A row as lines of name and value, where the columns do not fit side by side."""
    for number, row in enumerate(_rows(batch), first + 1):
        table = Table(title=f"row {number:,}", title_justify="left", show_header=False, box=None)
        for name, value in row:
            table.add_row(Text(name, "bold"), _cell(value))
        console.print(table)


def _cell(value: object) -> Text:
    if value is None:
        return Text("NULL", "dim")
    if isinstance(value, bytes):
        return Text(value.hex())
    return Text(_moment(value) if isinstance(value, datetime) else str(value))


def _moment(value: datetime) -> str:
    text = value.isoformat(" ")
    return text[:-3] if value.microsecond and text.endswith("000") else text


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _rows(batch: pa.RecordBatch) -> Iterator[list[tuple[str, object]]]:
    """Rows as pairs of name and value: two columns may have one name."""
    names = batch.schema.names
    for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
        yield list(zip(names, values, strict=True))


def _json_text(row: list[tuple[str, object]]) -> bytes:
    names = _distinct([name for name, _ in row])
    return orjson.dumps(dict(zip(names, (value for _, value in row), strict=True)), default=_json_value, option=_TIMES)


def _distinct(names: list[str]) -> list[str]:
    """The second `a` becomes `a_2`: an object holds a name once."""
    counts: Counter[str] = Counter()
    result = []
    for name in names:
        counts[name] += 1
        result.append(name if counts[name] == 1 else f"{name}_{counts[name]}")
    return result


def _json_value(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        return str(value)  # a JSON number would lose digits in most readers
    raise TypeError(type(value).__name__)


def _writable(schema: pa.Schema) -> pa.Schema:
    """The writer knows no column of NULLs only (`SELECT NULL`)."""
    return pa.schema([field.with_type(pa.string()) if pa.types.is_null(field.type) else field for field in schema])


_WRITERS = {"csv": _csv, "json": _json, "jsonl": _json_lines, "parquet": _parquet, "table": _table}
