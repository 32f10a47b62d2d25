"""Connections: signing in, what SQLGetInfo is told, attributes, and the executor that statements run on."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from jsdodbc.errors import Error, TimedOut
from jsdodbc.odbc import info, wire
from jsdodbc.odbc.backend import Backend, Executor, Result
from jsdodbc.odbc.failures import unexpected, warnings
from jsdodbc.odbc.work import Watcher, Work

DRIVER_CONNECT, CONNECT, BROWSE_CONNECT = range(3)
ACCESS_MODE, AUTOCOMMIT, CURRENT_CATALOG = 101, 102, 109  # SQL_ATTR_…

Pairs = list[tuple[str, str]]


_HEAD_START = 0.1  # seconds after the handshake
_BREATH = 0.02  # seconds after a connect
_ALWAYS = 1  # Verbosity from which on a failure of the engine is logged


class WarmUp:
    """The heavy imports, in a thread of their own.

    They hold the interpreter for tens of milliseconds at a time, so they begin a breath after the first connection is
    signed in (applications ask for SQLGetTypeInfo and the like right away), but no later than a moment after the
    handshake: signing in to a site that is far away is mostly waiting.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._started = False

    def start(self) -> None:
        with self._lock:
            starting, self._started = not self._started, True
        if starting:
            threading.Thread(target=self._run, name="imports", daemon=True).start()

    def begun(self) -> None:
        """The handshake is answered."""
        self._start_in(_HEAD_START)

    def signed_in(self) -> None:
        """A connection is there."""
        self._start_in(_BREATH)

    def _start_in(self, seconds: float) -> None:
        if self._started:
            return
        timer = threading.Timer(seconds, self.start)
        timer.daemon = True
        timer.start()

    def _run(self) -> None:
        try:
            self._backend.warm_up()
        finally:
            self._done.set()

    def wait(self, work: Work) -> None:
        """Until the imports are done, or `work` has to stop."""
        self.start()
        while not self._done.wait(0.1):
            work.check()


class OpenConnection:
    """One ODBC connection. Before `connect` it is only a number; safe from any thread."""

    def __init__(self, backend: Backend, warm_up: WarmUp, watcher: Watcher) -> None:
        self._backend = backend
        self._warm_up = warm_up
        self._watcher = watcher
        self._lock = threading.Lock()
        self._browsed: Pairs = []
        self._executor: Executor | None = None
        self._catalog: Any = None
        self._work = Work()
        self.session: Any = None
        self.settings: Any = None
        self.odbc_version = 3
        self.read_only_asked = False

    def connect(self, message: wire.Connect) -> Any:
        """CONNECT_OK, or CONNECT_NEED_DATA while SQLBrowseConnect lacks something."""
        self.odbc_version = message.odbc_version
        self.read_only_asked = bool(message.read_only)
        pairs = self._pairs(message)
        if message.kind == BROWSE_CONNECT:
            pairs = self._browsed = self._browsed + pairs
            wanted = self._backend.browse(pairs)
            if wanted:
                return wire.ConnectNeedData(wanted, [])
        settings, notices = self._backend.resolve(pairs)
        self.settings = settings
        self._sign_in(message.login_timeout)
        told = warnings(notices, self.redact)
        return wire.ConnectOk(self._backend.build(pairs), info.answers(self), told, settings.charset)

    def _pairs(self, message: wire.Connect) -> Pairs:
        if message.kind != CONNECT:
            return self._backend.parse(message.text or "")
        given = (("DSN", message.text), ("UID", message.user), ("PWD", message.password))
        return [(name, value) for name, value in given if value]

    def _sign_in(self, seconds: int) -> None:
        work = self._work
        try:
            with self._watcher.limit(work, seconds):
                self.session = self._backend.sign_in(self.settings, work)
        except Exception as error:
            if work.expired or (seconds and isinstance(error, TimedOut)):
                raise TimedOut(
                    f"Signing in took longer than the login timeout of {seconds} s. "
                    "Raise SQL_ATTR_LOGIN_TIMEOUT or check URL.",
                    "HYT01",
                ) from error
            raise

    @property
    def catalog_name(self) -> str:
        """The one catalog: the site's host."""
        settings = getattr(self.session, "settings", None) or self.settings  # the session knows what the tokens are for
        return urlsplit(settings.url).hostname or "jira"

    @property
    def read_only(self) -> bool:
        return bool(self.read_only_asked or self.settings.read_only)

    def executor(self, work: Work) -> Executor:
        """What statements run on, made when it is first needed."""
        self._warm_up.wait(work)
        with self._lock:
            if self._executor is None:
                self._executor = self._backend.executor(self._signed_in())
            self._executor.read_only_asked = self.read_only_asked
            return self._executor

    def _signed_in(self) -> Any:
        if self.session is None:
            raise Error("08003", "The connection is not open. Connect first.")
        return self.session

    def catalog_result(self, message: wire.CatalogCall, work: Work) -> Result:
        """A catalog function's result; it does not wait for the heavy imports unless there may be tables in a file."""
        from jsdodbc.odbc import catalog

        with self._lock:
            if self._catalog is None:
                model = self._backend.catalog(self._signed_in())
                self._catalog = catalog.CatalogFunctions(
                    model, str(self.settings.user), self.odbc_version, self.settings
                )
            executor = self._executor
        if executor is None and self.settings.scratch_location:
            executor = self.executor(work)
        work.check()
        local = executor.scratch_tables() if executor is not None else ()
        return self._catalog.result(message, local)  # type: ignore[no-any-return]

    def native_sql(self, message: wire.NativeSql) -> wire.TextReply:
        work = self._work = Work()
        return wire.TextReply(self.executor(work).native_sql(message.sql))

    def set_attribute(self, message: wire.SetConnectionAttribute) -> wire.Ok:
        _SETTERS.get(message.attribute, _unknown_attribute)(self, message)
        return wire.Ok([])

    def get_attribute(self, message: wire.GetConnectionAttribute) -> wire.AttributeReply:
        getter = _GETTERS.get(message.attribute)
        if getter is None:
            raise _no_attribute(message.attribute)
        return getter(self)

    def cancel(self) -> None:
        """Stop what is under way for the connection itself: signing in, or SQLNativeSql."""
        self._work.cancel()

    def close(self) -> None:
        self._work.cancel()
        with self._lock:
            executor, self._executor = self._executor, None
            session, self.session = self.session, None
        if executor is not None:
            executor.close()
        if session is not None:
            session.close()

    def redact(self, text: str) -> str:
        return str(self.settings.redact(text)) if self.settings is not None else text

    def log_failure(self, error: BaseException, work: Work | None = None) -> None:
        """The traceback of what should not have happened, into the connection's log."""
        if self.session is not None and unexpected(error, work):
            self.session.note("".join(traceback.format_exception(error)), _ALWAYS)


def _no_attribute(attribute: int) -> Error:
    return Error("HY092", f"There is no connection attribute {attribute}.")


def _unknown_attribute(_: OpenConnection, message: wire.SetConnectionAttribute) -> None:
    raise _no_attribute(message.attribute)


def _set_catalog(connection: OpenConnection, message: wire.SetConnectionAttribute) -> None:
    name = connection.catalog_name
    if (message.text or "").casefold() != name.casefold():
        raise Error("3D000", f"There is no catalog {message.text!r}: this connection's only one is {name!r}.")


def _set_access_mode(connection: OpenConnection, message: wire.SetConnectionAttribute) -> None:
    connection.read_only_asked = bool(message.integer)


def _set_autocommit(_: OpenConnection, message: wire.SetConnectionAttribute) -> None:
    """Accepted either way: the service has no transactions, and applications that turn it off only read."""


_SETTERS: dict[int, Callable[[OpenConnection, wire.SetConnectionAttribute], None]] = {
    CURRENT_CATALOG: _set_catalog,
    ACCESS_MODE: _set_access_mode,
    AUTOCOMMIT: _set_autocommit,
}
_GETTERS: dict[int, Callable[[OpenConnection], wire.AttributeReply]] = {
    CURRENT_CATALOG: lambda connection: wire.AttributeReply(connection.catalog_name, 0),
    ACCESS_MODE: lambda connection: wire.AttributeReply(None, int(connection.read_only)),
    AUTOCOMMIT: lambda _: wire.AttributeReply(None, 1),
}
