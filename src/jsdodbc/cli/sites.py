"""Which site the command line is to speak to: --dsn, --connection-string, or the environment."""

from __future__ import annotations

import os
import sys

from jsdodbc import connection_string
from jsdodbc.errors import Error

VARIABLE = "JSDODBC_CONNECTION_STRING"
Pairs = list[tuple[str, str]]


def pairs(dsn: str | None, text: str | None) -> Pairs:
    """The connection properties asked for. Raises Error 08001 when neither a DSN nor a string was given."""
    found: Pairs = [("DSN", dsn)] if dsn else []
    found += optional_pairs(text, fall_back=not dsn)
    if not found:
        raise Error("08001", f"Which site? Say --dsn NAME or --connection-string TEXT, or set {VARIABLE}.")
    return found


def optional_pairs(text: str | None, *, fall_back: bool = True) -> Pairs:
    """The pairs of a connection string: as given, of the standard input for "-", or of the environment variable."""
    if text == "-":
        text = sys.stdin.readline().strip()
    elif text is None:
        text = os.environ.get(VARIABLE, "") if fall_back else ""
    return connection_string.parse(text)
