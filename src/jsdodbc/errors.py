"""The one error type of the engine.

Every failure is an `Error`: a SQLSTATE, a message that says what happened, where, and what to do next (with the
service's own words), and a native code (the HTTP status where there was one). The ODBC seam turns it into a diagnostic
record, the command line into a line. A message never holds a secret.

    Exception
    └── Error                      SQLSTATE of your choice
        └── Cancelled              HY008, the statement was cancelled
        └── TimedOut               HYT00 / HYT01, a time limit ran out
        └── Misnamed               42…, something in the statement has a name that nothing has, or too much
"""

from __future__ import annotations

from dataclasses import dataclass


class Error(Exception):
    """A failure that a person reads.

    `sqlstate`: five characters of the ODBC reference's appendix A. `native`: HTTP status, or 0.
    `row`, `column`: parameter set or row and column concerned, -1 for none.
    """

    def __init__(self, sqlstate: str, message: str, *, native: int = 0, row: int = -1, column: int = -1) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.message = message
        self.native = native
        self.row = row
        self.column = column

    def __str__(self) -> str:
        return f"[{self.sqlstate}] {self.message}"


class Cancelled(Error):
    """The application cancelled the statement (SQLCancel)."""

    def __init__(self) -> None:
        super().__init__("HY008", "The operation was cancelled.")


class TimedOut(Error):
    """A time limit ran out: HYT00 for a query timeout, HYT01 for a connection timeout."""

    def __init__(self, message: str, sqlstate: str = "HYT00") -> None:
        super().__init__(sqlstate, message)


class Misnamed(Error):
    """A statement names what there isn't, or isn't once: 42S02, 42S22, 42000. `name`: as the statement has it."""

    def __init__(self, sqlstate: str, message: str, name: str) -> None:
        super().__init__(sqlstate, message)
        self.name = name


@dataclass(frozen=True, slots=True)
class Notice:
    """A diagnostic that goes with a success (SQL_SUCCESS_WITH_INFO), for example 01S02 or 01000."""

    sqlstate: str
    message: str
    native: int = 0
