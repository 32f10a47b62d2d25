"""The log of a connection: one line an event, in a file that only its owner reads, without secrets."""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

from jsdodbc.errors import Error

CONNECTIONS, REQUESTS, QUERIES, HEADERS, BODIES = 1, 2, 3, 4, 5  # Verbosity
_HIDDEN_HEADERS = frozenset(("authorization", "cookie", "set-cookie", "proxy-authorization"))


class Log:
    """Writes what `verbosity` asks for; without a path writes nothing. Safe from any thread."""

    def __init__(self, path: str = "", verbosity: int = 1, redact: Callable[[str], str] = str) -> None:
        self._verbosity = verbosity if path else 0
        self._redact = redact
        self._lock = threading.Lock()
        self._file = _open(path) if path else -1

    def wants(self, level: int) -> bool:
        """Whether events of this level are written; ask before composing an expensive text."""
        return level <= self._verbosity

    def write(self, level: int, text: str) -> None:
        """One event; line breaks are shown as such so that an event stays a line."""
        if not self.wants(level):
            return
        now = time.time()
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}Z"
        event = self._redact(text).replace("\r", "\\r").replace("\n", "\\n")
        line = f"{stamp} {os.getpid()} {threading.current_thread().name} {event}\n"
        with self._lock:
            if self._file >= 0:
                os.write(self._file, line.encode("utf-8", "replace"))

    def close(self) -> None:
        with self._lock:
            if self._file >= 0:
                os.close(self._file)
                self._file = -1


def shown_headers(headers: list[tuple[str, str]]) -> str:
    """Headers for a log line, credentials and cookies hidden."""
    return "; ".join(f"{name}: {'***' if name.casefold() in _HIDDEN_HEADERS else value}" for name, value in headers)


def _open(path: str) -> int:
    try:
        file = os.open(Path(path).expanduser(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        if hasattr(os, "fchmod") and stat.S_ISREG(os.fstat(file).st_mode):
            os.fchmod(file, 0o600)
    except OSError as error:
        raise Error(
            "HY024", f"Logfile {path!r} cannot be written: {error.strerror}. Name a file in a folder you may write to."
        ) from error
    return file
