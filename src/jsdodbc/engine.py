"""The engine: `python -I -X utf8 -m jsdodbc.engine`, a child of the host, on a channel to the library."""

from __future__ import annotations

import os
import signal
import sys
import threading

from jsdodbc.odbc.backend import Backend, JiraBackend
from jsdodbc.odbc.channel import Channel
from jsdodbc.odbc.server import Server


def main(backend: Backend | None = None) -> None:
    """Serve the library until it goes away; does not return."""
    channel = _take_over_standard_files()
    # Ctrl-C in a terminal is meant for the host.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Server(channel, backend or JiraBackend()).serve()
    # Other threads serve on; the end of this one would be the end of the process.
    threading.Event().wait()


def _take_over_standard_files() -> Channel:
    """The channel to the library, out of reach of anything that prints; the host's other files are closed."""
    if sys.platform != "win32":
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    channel = Channel(os.dup(0), os.dup(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return channel


if __name__ == "__main__":
    main()
