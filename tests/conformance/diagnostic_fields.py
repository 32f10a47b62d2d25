"""Every field of a diagnostic record and of its header (ODBC reference, SQLGetDiagField)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A field. `expected`: its value after FAILING on a statement; None where any will do."""

    name: str
    number: int
    kind: Literal["16 bits", "32 bits", "64 bits", "text"]
    expected: int | str | None = None
    header: bool = False
    remark: str = ""


FAILING = "SELECT Nothing FROM Issues"

DIAGNOSTICS: tuple[Diagnostic, ...] = (
    Diagnostic("SQL_DIAG_CURSOR_ROW_COUNT", -1249, "64 bits", header=True),
    Diagnostic("SQL_DIAG_DYNAMIC_FUNCTION", 7, "text", header=True),
    Diagnostic("SQL_DIAG_DYNAMIC_FUNCTION_CODE", 12, "32 bits", header=True),
    Diagnostic("SQL_DIAG_NUMBER", 2, "32 bits", 1, header=True),
    Diagnostic("SQL_DIAG_RETURNCODE", 1, "16 bits", -1, header=True, remark="of unixODBC: the driver manager's own"),
    Diagnostic("SQL_DIAG_ROW_COUNT", 3, "64 bits", header=True),
    Diagnostic("SQL_DIAG_CLASS_ORIGIN", 8, "text", "ISO 9075"),
    Diagnostic("SQL_DIAG_COLUMN_NUMBER", -1247, "32 bits"),
    Diagnostic("SQL_DIAG_CONNECTION_NAME", 10, "text"),
    Diagnostic("SQL_DIAG_MESSAGE_TEXT", 6, "text"),
    Diagnostic("SQL_DIAG_NATIVE", 5, "32 bits"),
    Diagnostic("SQL_DIAG_ROW_NUMBER", -1248, "64 bits"),
    Diagnostic("SQL_DIAG_SERVER_NAME", 11, "text"),
    Diagnostic("SQL_DIAG_SQLSTATE", 4, "text", "42S22"),
    Diagnostic("SQL_DIAG_SUBCLASS_ORIGIN", 9, "text", "ODBC 3.0"),
)
# The other names in the headers are values of SQL_DIAG_DYNAMIC_FUNCTION_CODE, by kind of statement.
OF_STATEMENTS = ("ALTER", "CALL", "CREATE", "DELETE", "DROP", "DYNAMIC_DELETE", "DYNAMIC_UPDATE", "GRANT", "INSERT")
OF_STATEMENTS += ("REVOKE", "SELECT", "UNKNOWN", "UPDATE")
