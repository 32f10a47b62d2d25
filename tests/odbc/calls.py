"""What ODBC functions are called with, and what comes back, as text."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import byref, c_int, c_short, c_ssize_t, create_string_buffer

from tests.conformance.info_types import INFORMATION
from tests.conformance.odbc import NTS, Handle

TEXT_INFORMATION = {each.number for each in INFORMATION if each.kind == "text"}
# SQL_DESC_ and SQL_COLUMN_: NAME, TYPE_NAME, TABLE_NAME, SCHEMA_NAME, CATALOG_NAME, LABEL, BASE_COLUMN_NAME,
# BASE_TABLE_NAME, LITERAL_PREFIX, LITERAL_SUFFIX, LOCAL_TYPE_NAME, and NAME of ODBC 3
TEXT_FIELDS = {1, 14, 15, 16, 17, 18, 22, 23, 27, 28, 29, 1011}
TEXT_ATTRIBUTES = {109}  # SQL_ATTR_CURRENT_CATALOG

# n: a number or constant, or NULL; t: a text and its length; n16, n32, n64: where a number comes back;
# room16, room32: room for a text or number, of the size given, and its length; lone digits: always this
SIGNATURES = {
    "SQLSetEnvAttr": "environment n n 0",
    "SQLSetConnectAttr": "connection n n 0",
    "SQLSetConnectOption": "connection n n",
    "SQLGetConnectAttr": "connection n room32",
    "SQLGetInfo": "connection n room16",
    "SQLGetFunctions": "connection n n16",
    "SQLDisconnect": "connection",
    "SQLNativeSql": "connection t room32",
    "SQLSetStmtAttr": "statement n n 0",
    "SQLSetStmtOption": "statement n n",
    "SQLGetStmtAttr": "statement n n64 0 NULL",
    "SQLGetTypeInfo": "statement n",
    "SQLTables": "statement t t t t",
    "SQLColumns": "statement t t t t",
    "SQLPrimaryKeys": "statement t t t",
    "SQLForeignKeys": "statement t t t t t t",
    "SQLStatistics": "statement t t t n n",
    "SQLSpecialColumns": "statement n t t t n n",
    "SQLProcedures": "statement t t t",
    "SQLExecDirect": "statement t",
    "SQLPrepare": "statement t",
    "SQLExecute": "statement",
    "SQLNumParams": "statement n16",
    "SQLNumResultCols": "statement n16",
    "SQLRowCount": "statement n64",
    "SQLColAttribute": "statement n n room16 n64",
    "SQLColAttributes": "statement n n room16 n64",
    "SQLFetch": "statement",
    "SQLFetchScroll": "statement n n",
    "SQLExtendedFetch": "statement n n n n",
    "SQLMoreResults": "statement",
    "SQLCloseCursor": "statement",
    "SQLCancel": "statement",
    "SQLFreeStmt": "statement n",
}


def encoded(text: str, wide: bool) -> bytes:
    return (text + "\0").encode("utf-16-le" if wide else "utf-8")


class Arguments:
    """What a function of `SIGNATURES` is called with, and what comes back."""

    def __init__(self, number: Callable[[str], int], name: str, words: list[str]) -> None:
        self._number, self._name, self._words = number, name, words
        self._wide = name.endswith("W")
        self._made: list[object] = []
        self._numbers: list[c_short | c_int | c_ssize_t] = []
        self._room: tuple[ctypes.Array[ctypes.c_char], c_short | c_int] | None = None

    def call(self, handle: Handle, shape: list[str]) -> str:
        """The answer, as `replay` has it."""
        given = list(self._words)
        for part in shape:
            self._add(part)
        assert not self._words, f"too many arguments of {self._name}"
        outcome = handle.outcome(self._name, *self._made)
        if outcome and not (outcome == "01004" and self._room):
            return f"!{outcome}"
        return self._answer(given)

    def _add(self, part: str) -> None:
        if part == "n":
            self._made.append(self._number(self._words.pop(0)))
        elif part == "t":
            self._text(self._words.pop(0))
        elif part.startswith("room"):
            length = c_short() if part == "room16" else c_int()
            size = int(self._words.pop(0))
            self._room = (create_string_buffer(max(size, 8)), length)
            self._made += [self._room[0], size, byref(length)]
        elif part.startswith("n"):
            number = {"n16": c_short, "n32": c_int, "n64": c_ssize_t}[part]()
            self._numbers.append(number)
            self._made.append(byref(number))
        else:
            self._made.append(self._number(part))

    def _text(self, word: str) -> None:
        if word == "NULL":
            self._made += [None, 0]
        else:
            self._made += [encoded(word, self._wide), NTS if word else 0]

    def _answer(self, given: list[str]) -> str:
        if self._room and self._is_text(given):
            return self._room[0].raw.decode("utf-16-le" if self._wide else "utf-8", "replace").partition("\0")[0]
        if self._room and not self._numbers:
            assert self._room[1].value in (2, 4), f"{self._name} tells no length of {given[0]}"
            return str(int.from_bytes(self._room[0].raw[: self._room[1].value], "little"))
        return str(self._numbers[0].value) if self._numbers else ""

    def _is_text(self, given: list[str]) -> bool:
        if self._name.startswith("SQLGetInfo"):
            return self._number(given[0]) in TEXT_INFORMATION
        if self._name.startswith("SQLColAttribute"):
            return self._number(given[1]) in TEXT_FIELDS
        return self._name.startswith("SQLNativeSql") or self._number(given[0]) in TEXT_ATTRIBUTES
