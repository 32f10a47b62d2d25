"""A statement: what is prepared, what is open, and the queue of requests about it.

Requests of one statement are done in the order they came, by one thread at a time. What stops work (CANCEL,
CLOSE_CURSOR, FREE_STATEMENT) takes effect when it is read, whatever the statement is doing.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jsdodbc.errors import Error
from jsdodbc.odbc import parameters, results, wire
from jsdodbc.odbc.backend import Result
from jsdodbc.odbc.failures import diagnostic, failure
from jsdodbc.odbc.kept_values import KeptValues
from jsdodbc.odbc.results import OpenResult
from jsdodbc.odbc.work import Watcher, Work

if TYPE_CHECKING:
    from jsdodbc.odbc.connections import OpenConnection

_STARTS = {wire.Prepare.TYPE, wire.Execute.TYPE, wire.CatalogCall.TYPE, wire.PutValue.TYPE}
_PARAM_SUCCESS, _PARAM_ERROR = 0, 5
_MOST_TOLD = 100  # diagnostics of one execution
_ENDS = {wire.CloseCursor.TYPE, wire.FreeStatement.TYPE}


@dataclass(slots=True)
class Request:
    """A request about a statement and the work it belongs to; `answer` sends its reply."""

    kind: int
    payload: bytes
    work: Work
    answer: Callable[[Any], None]


class Statement:
    """Safe from any thread: `enqueue` where requests are read, `run` where they are done."""

    def __init__(self, connection: OpenConnection, watcher: Watcher) -> None:
        self._connection = connection
        self._watcher = watcher
        self._lock = threading.Lock()
        self._queue: deque[Request] = deque()
        self._running = False
        self._work = Work()
        self._prepared: Any = None
        self._pending: Iterator[Result] | None = None
        self._open: OpenResult | None = None
        self._sets = 1
        self._values = KeptValues()

    def enqueue(self, kind: int, payload: bytes, answer: Callable[[Any], None]) -> bool:
        """Take a request in; True when the caller must `run` the statement, False when another thread is at it."""
        if kind in _ENDS:
            self._work.cancel()
        with self._lock:
            if kind in _STARTS:
                self._work = Work()
            self._queue.append(Request(kind, payload, self._work, answer))
            starting, self._running = not self._running, True
        return starting

    def cancel(self) -> None:
        """Stop what is under way; nothing happens when nothing is."""
        with self._lock:
            works = {id(request.work): request.work for request in self._queue}
        for work in works.values():
            work.cancel()

    def run(self) -> None:
        """Do the requests of the queue until it is empty.

        The request under way stays in the queue, where `cancel` finds it.
        """
        while True:
            request = self._queue[0]
            reply = self._done(request)
            with self._lock:
                self._queue.popleft()
                more = self._running = bool(self._queue)
            request.answer(reply)
            if not more:
                return

    def _done(self, request: Request) -> Any:
        try:
            message = wire.decode(request.kind, request.payload)
            return _HANDLERS[request.kind](self, message, request.work)
        except BaseException as error:  # whatever it is, the library waits for an answer
            self._connection.log_failure(error, request.work)
            return failure(error, self._connection.redact, request.work)

    def _prepare(self, message: wire.Prepare, work: Work) -> wire.Prepared:
        self._close_results()
        self._values.forget()
        self._prepared = None
        prepared = self._connection.executor(work).prepare(message.sql)
        self._prepared = prepared
        return wire.Prepared(
            [
                wire.Parameter(one.sql_type, one.column_size, one.decimal_digits, one.nullable, one.direction, one.name)
                for one in prepared.parameters
            ],
            results.columns(prepared.columns or ()),
            [],
        )

    def _put_value(self, message: wire.PutValue, _: Work) -> wire.Ok:
        self._values.append(message.number, message.portion)
        return wire.Ok([])

    def _execute(self, message: wire.Execute, work: Work) -> wire.Executed:
        try:
            return self._run(message, work)
        finally:
            self._values.forget()

    def _run(self, message: wire.Execute, work: Work) -> wire.Executed:
        self._close_results()
        options = message.options
        with self._watcher.limit(work, options.timeout):
            executor = self._connection.executor(work)
            prepared = self._prepared if message.sql is None else executor.prepare(message.sql)
            if prepared is None:
                raise Error("HY010", "There is no prepared statement to execute. Call SQLPrepare first.")
            sets = parameters.values(message.parameters[1], self._values)
            self._sets = len(sets)
            if not sets:  # the application had every one of them ignored
                return wire.Executed(False, 0, [], 0, [], [], [])
            refused = {row: one for row, one in enumerate(sets, 1) if isinstance(one, Error)}
            good = {row: one for row, one in enumerate(sets, 1) if not isinstance(one, Error)}
            if not good:
                raise refused[1]
            execution = executor.execute(
                prepared,
                list(good.values()),
                cancellation=work,
                max_rows=options.max_rows,
                max_length=options.max_length,
            )
            rows = list(good)
            refused.update((rows[number - 1], error) for number, error in execution.refused.items())
            self._pending = iter(execution.results)
            reply = self._next_result() or wire.Executed(False, -1, [], self._sets, [], [], [])
            return self._with_refused(reply, refused)

    def _with_refused(self, reply: wire.Executed, refused: Mapping[int, Error]) -> wire.Executed:
        """The reply with the statuses of parameter sets that were not run, and why."""
        if not refused:
            return reply
        for row, error in refused.items():
            error.row = row
        told = [diagnostic(refused[row], self._connection.redact) for row in sorted(refused)[:_MOST_TOLD]]
        status = [_PARAM_ERROR if row in refused else _PARAM_SUCCESS for row in range(1, self._sets + 1)]
        reply.set_status = status
        reply.diagnostics = [*told, *reply.diagnostics]
        return reply

    def _catalog(self, message: wire.CatalogCall, work: Work) -> wire.Executed:
        self._close_results()
        self._values.forget()
        with self._watcher.limit(work, message.options.timeout):
            result = self._connection.catalog_result(message, work)
            self._pending, self._sets = iter((result,)), 1
            return self._next_result() or wire.Executed(False, -1, [], 1, [], [], [])

    def _fetch(self, message: wire.Fetch, work: Work) -> Any:
        if self._open is None:
            raise Error("24000", "There is no open cursor. Execute a statement that returns rows first.")
        try:
            with self._watcher.limit(work, message.timeout):
                work.check()
                payload = self._open.fetch(message.rows)
        except BaseException:
            self._close_open()
            raise
        if self._open.finished:
            self._close_open()
        return payload

    def _fetch_at(self, message: wire.FetchAt, work: Work) -> Any:
        if self._open is None:
            raise Error("24000", "There is no open cursor. Execute a statement that returns rows first.")
        with self._watcher.limit(work, message.timeout):
            return self._open.fetch_at(message.row, work)

    def _more_results(self, _: wire.MoreResults, work: Work) -> Any:
        self._close_open()
        work.check()
        return self._next_result() or wire.NoMoreResults()

    def _close_cursor(self, _: Any, work: Work) -> wire.Ok:
        self._close_results()
        self._values.forget()
        return wire.Ok([])

    def _next_result(self) -> wire.Executed | None:
        result = next(self._pending, None) if self._pending is not None else None
        if result is None:
            self._pending = None
            return None
        opened = OpenResult(result, self._connection.redact)
        if opened.has_rows:
            self._open = opened
        else:
            opened.close()
        return opened.executed(self._sets)

    def _close_open(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.close()

    def _close_results(self) -> None:
        self._close_open()
        pending, self._pending = self._pending, None
        close = getattr(pending, "close", None)  # a generator lets go of what it holds
        if close is not None:
            close()


_HANDLERS: dict[int, Callable[[Statement, Any, Work], Any]] = {
    wire.Prepare.TYPE: Statement._prepare,
    wire.Execute.TYPE: Statement._execute,
    wire.CatalogCall.TYPE: Statement._catalog,
    wire.Fetch.TYPE: Statement._fetch,
    wire.FetchAt.TYPE: Statement._fetch_at,
    wire.MoreResults.TYPE: Statement._more_results,
    wire.CloseCursor.TYPE: Statement._close_cursor,
    wire.FreeStatement.TYPE: Statement._close_cursor,
    wire.PutValue.TYPE: Statement._put_value,
}
