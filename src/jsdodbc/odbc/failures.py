"""Exceptions and notices as diagnostics of the wire protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jsdodbc.errors import Cancelled, Error, Notice, TimedOut
from jsdodbc.odbc.wire import Diagnostic, Failure
from jsdodbc.odbc.work import Work

Redact = Callable[[str], str]


def failure(error: BaseException, redact: Redact = str, work: Work | None = None) -> Failure:
    """The ERROR reply to a request that raised `error` while `work` was under way."""
    return Failure([diagnostic(_known(error, work), redact)])


def diagnostic(error: Error, redact: Redact = str) -> Diagnostic:
    return Diagnostic(error.sqlstate, error.native, redact(error.message), error.row, error.column)


def warnings(notices: Iterable[Notice], redact: Redact = str) -> list[Diagnostic]:
    return [Diagnostic(notice.sqlstate, notice.native, redact(notice.message)) for notice in notices]


def unexpected(error: BaseException, work: Work | None = None) -> bool:
    """Whether `error` is a mistake of the engine, whose traceback belongs into the log."""
    return not isinstance(error, Error) and not (work and work.cancelled)


def _known(error: BaseException, work: Work | None) -> Error:
    # Interrupted work raises what it likes, for example DuckDB's own exception.
    if work is not None and work.expired and not isinstance(error, TimedOut):
        return work.timed_out()
    if work is not None and work.cancelled and not isinstance(error, TimedOut):
        return Cancelled()
    if isinstance(error, Error):
        return error
    text = " ".join(str(error).split())
    return Error(
        "HY001" if isinstance(error, MemoryError) else "HY000",
        f"The engine failed in an unexpected way: {type(error).__name__}: {text}. "
        "Set Logfile and try again for the details.",
    )
