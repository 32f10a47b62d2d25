"""The engine's threads: they take turns in reading requests, and whoever read one answers it.

A stop of the stream ends the process at once: the host is gone, or has unloaded the library.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from typing import Any

from jsdodbc import __version__
from jsdodbc.errors import Error
from jsdodbc.odbc import wire
from jsdodbc.odbc.backend import Backend
from jsdodbc.odbc.channel import Channel, Frame
from jsdodbc.odbc.connections import OpenConnection, WarmUp
from jsdodbc.odbc.failures import failure
from jsdodbc.odbc.statements import Statement
from jsdodbc.odbc.work import Watcher

_IDLE = 4  # threads kept waiting for their turn

Job = Callable[[], None]


class Server:
    """Serves one library over one channel."""

    def __init__(self, channel: Channel, backend: Backend, leave: Callable[[int], Any] = os._exit) -> None:
        self._channel = channel
        self._backend = backend
        self._leave = leave
        self._watcher = Watcher()
        self._warm_up = WarmUp(backend)
        self._turn = threading.Lock()
        self._waiting = 0
        self._lock = threading.Lock()
        self._connections: dict[int, OpenConnection] = {}
        self._statements: dict[int, tuple[int, Statement]] = {}
        self._left = False

    def serve(self) -> None:
        """Read and answer until the stream ends; other threads come and go as needed."""
        while not self._left:
            with self._lock:
                if self._waiting >= _IDLE:
                    return
                self._waiting += 1
            with self._turn:
                job = self._next_job()
                with self._lock:
                    self._waiting -= 1
                    if not self._waiting and not self._left:
                        self._spawn()
            if job is not None:
                job()

    def _spawn(self) -> None:
        threading.Thread(target=self.serve, name="seam", daemon=True).start()

    def _next_job(self) -> Job | None:
        """Read until a request needs a thread; None when the stream has ended."""
        while not self._left:
            try:
                frame = self._channel.read()
            except (OSError, Error):
                frame = None
            if frame is None:
                self._left = True
                self._leave(0)
                return None
            job = self._job(frame)
            if job is not None:
                return job
        return None

    def _job(self, frame: Frame) -> Job | None:
        """What a thread has to do about a frame; None when that is done, or left to the thread of its statement."""
        kind, target, sequence, payload = frame
        if kind == wire.Cancel.TYPE:
            self._cancel(target)
            return None
        if kind in _STATEMENT_REQUESTS:
            return self._statement_job(frame)
        if kind == wire.Connect.TYPE:  # known from now on to a CANCEL that comes right behind
            self._connections.setdefault(target, OpenConnection(self._backend, self._warm_up, self._watcher))
        return lambda: self._answer(kind, target, sequence, self._reply(kind, target, payload))

    def _cancel(self, target: int) -> None:
        """Stop what a statement does, or the signing in of a connection; numbers are unique among both."""
        found = self._statements.get(target)
        if found is not None:
            found[1].cancel()
            return
        connection = self._connections.get(target)
        if connection is not None:
            connection.cancel()

    def _statement_job(self, frame: Frame) -> Job | None:
        kind, target, sequence, payload = frame
        statement = self._statement(kind, target, payload)
        if statement is None:
            reply: Any = (
                wire.Ok([])
                if kind in _LENIENT
                else failure(Error("HY010", "The statement is not known to the engine."))
            )
            return lambda: self._answer(kind, target, sequence, reply)
        starting = statement.enqueue(kind, payload, lambda reply: self._answer(kind, target, sequence, reply))
        if kind == wire.FreeStatement.TYPE:
            self._statements.pop(target, None)
        return statement.run if starting else None

    def _statement(self, kind: int, target: int, payload: bytes) -> Statement | None:
        """The statement `target`, made when a request names the connection it belongs to."""
        found = self._statements.get(target)
        if found is not None:
            return found[1]
        if kind not in _NAMES_CONNECTION:
            return None
        number = int.from_bytes(payload[:4], "little")
        connection = self._connections.get(number)
        if connection is None:
            return None
        statement = Statement(connection, self._watcher)
        self._statements[target] = number, statement
        return statement

    def _reply(self, kind: int, target: int, payload: bytes) -> Any:
        connection = self._connections.get(target)
        try:
            message = wire.decode(kind, payload)
            return _REPLIES.get(kind, Server._unknown)(self, target, message)
        except BaseException as error:  # whatever it is, the library waits for an answer
            connection = connection or self._connections.get(target)
            if connection is None:
                return failure(error)
            connection.log_failure(error)
            return failure(error, connection.redact)

    def _answer(self, kind: int, target: int, sequence: int, reply: Any) -> None:
        """Send a reply: a message, or the parts of a BATCH or a BATCH_AT."""
        with contextlib.suppress(OSError):  # the library is gone: whoever reads finds the end of the stream and leaves
            if isinstance(reply, list):
                batch = wire.BatchAt if kind == wire.FetchAt.TYPE else wire.Batch
                self._channel.write(batch.TYPE, target, sequence, reply)
            else:
                self._channel.write(reply.TYPE, target, sequence, [wire.encode(reply)])
        if kind == wire.Hello.TYPE:
            self._warm_up.begun()
        elif kind == wire.Connect.TYPE:
            self._warm_up.signed_in()

    def _hello(self, _: int, message: wire.Hello) -> wire.HelloOk:
        if message.version != wire.PROTOCOL_VERSION:
            raise Error(
                "08004",
                f"The library {message.library} speaks version {message.version} of the wire protocol, the engine "
                f"{__version__} version {wire.PROTOCOL_VERSION}. Reinstall jsdodbc and register its library again.",
            )
        return wire.HelloOk(wire.PROTOCOL_VERSION, __version__)

    def _connect(self, target: int, message: wire.Connect) -> Any:
        connection = self._open(target)
        try:
            return connection.connect(message)
        except BaseException as error:
            self._connections.pop(target, None)
            connection.log_failure(error)
            return failure(error, connection.redact)

    def _disconnect(self, target: int, _: wire.Disconnect) -> wire.Ok:
        connection = self._connections.pop(target, None)
        mine = [number for number, (owner, _) in list(self._statements.items()) if owner == target]
        ended = [self._end(number) for number in mine]
        for event in ended:
            event.wait(5)
        if connection is not None:
            connection.close()
        return wire.Ok([])

    def _end(self, number: int) -> threading.Event:
        """Free a statement whose connection goes; the event is set when its work has stopped."""
        ended = threading.Event()
        _, statement = self._statements.pop(number)
        if statement.enqueue(wire.FreeStatement.TYPE, b"", lambda _: ended.set()):
            statement.run()
        return ended

    def _open(self, target: int) -> OpenConnection:
        connection = self._connections.get(target)
        if connection is None:
            raise Error("08003", "The connection is not open. Connect first.")
        return connection

    def _unknown(self, _: int, message: Any) -> Any:
        raise Error("HYC00", f"The engine does not answer {type(message).__name__}.")


_STATEMENT_REQUESTS = frozenset((*range(wire.Prepare.TYPE, wire.Cancel.TYPE), wire.FetchAt.TYPE, wire.PutValue.TYPE))
_NAMES_CONNECTION = frozenset((wire.Prepare.TYPE, wire.Execute.TYPE, wire.CatalogCall.TYPE, wire.PutValue.TYPE))
_LENIENT = frozenset((wire.CloseCursor.TYPE, wire.FreeStatement.TYPE))
_REPLIES: dict[int, Callable[[Server, int, Any], Any]] = {
    wire.Hello.TYPE: Server._hello,
    wire.Connect.TYPE: Server._connect,
    wire.Disconnect.TYPE: Server._disconnect,
    wire.NativeSql.TYPE: lambda server, target, message: server._open(target).native_sql(message),
    wire.SetConnectionAttribute.TYPE: lambda server, target, message: server._open(target).set_attribute(message),
    wire.GetConnectionAttribute.TYPE: lambda server, target, message: server._open(target).get_attribute(message),
}
