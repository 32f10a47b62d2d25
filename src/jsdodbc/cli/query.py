"""`jsdodbc query` and `jsdodbc explain`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pyarrow as pa

from jsdodbc.cancel import Cancellation
from jsdodbc.cli import connecting
from jsdodbc.cli.output import writer
from jsdodbc.cli.progress import Progress
from jsdodbc.errors import Cancelled
from jsdodbc.execute.connection import Connection
from jsdodbc.execute.result import Changed, Result, Rows

ENDINGS = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".txt": "table"}
Pairs = Sequence[tuple[str, str]]


def run(sql: str, pairs: Pairs, *, form: str | None, output: Path | None) -> int:
    """Execute `sql` and write its rows as `form` (None: what suits) to `output` or the standard output."""
    with (
        _interruptible() as cancellation,
        connecting.connected(pairs, cancellation) as (connection, session),
        Progress(session.statistics, sys.stderr) as progress,
    ):
        for result in _results(connection, sql, cancellation):
            _write(result, form or _fitting(output), output, progress)
    return 0


def explain(sql: str, pairs: Pairs) -> int:
    """Print what `sql` would send to the site and what is done with the answers."""
    with _interruptible() as cancellation, connecting.connected(pairs, cancellation) as (connection, _):
        for result in _results(connection, f"EXPLAIN {sql}", cancellation):
            for batch in result.batches():
                for row in batch.to_pylist():
                    print("  ".join("" if value is None else str(value) for value in row.values()))
    return 0


def _results(connection: Connection, sql: str, cancellation: Cancellation) -> Iterator[Result | Rows | Changed]:
    prepared = connection.prepare(sql)
    yield from connection.execute(prepared, [[]], cancellation=cancellation).results


def _write(result: Result | Rows | Changed, form: str, output: Path | None, progress: Progress) -> None:
    if not result.columns:
        _tell_count(result.row_count)
        return
    batches = progress.counting(result.batches())
    first = next(batches, None)
    schema = first.schema if first is not None else _schema_without_rows(result)
    with writer(form, output, schema, quiet=progress.stop) as write:
        if first is not None:
            write(first)
        for batch in batches:
            write(batch)
    connecting.tell(result.notices)
    result.close()


def _tell_count(count: int) -> None:
    if count >= 0:
        print(f"{count} row{'' if count == 1 else 's'} affected", file=sys.stderr)


def _schema_without_rows(result: Result | Rows | Changed) -> pa.Schema:
    return pa.schema([pa.field(column.name, pa.string()) for column in result.columns])


def _fitting(output: Path | None) -> str:
    """Rows for eyes when they go to a terminal, else what the file's name says, else CSV."""
    if output is None:
        return "table" if sys.stdout.isatty() else "csv"
    return ENDINGS.get(output.suffix.lower(), "csv")


@contextmanager
def _interruptible() -> Iterator[Cancellation]:
    """Ctrl-C cancels the statement, as SQLCancel would; the requests under way are dropped."""
    cancellation = Cancellation()

    def interrupt(number: int, frame: FrameType | None) -> None:
        cancellation.cancel()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield cancellation
    except Cancelled:
        raise KeyboardInterrupt from None
    finally:
        signal.signal(signal.SIGINT, before)
