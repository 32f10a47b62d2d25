"""Replays a recorded sequence of ODBC calls through the driver manager and compares each answer.

A line is a function, its arguments without handles and lengths, and after `->` what it answers:

    SQLTablesW NULL NULL NULL 'TABLE,VIEW'        succeeds
    SQLGetInfoW SQL_DBMS_NAME 100 -> 'Jira'       answers this; a number is the room for the answer, in bytes
    SQLGetInfoW 180 4 -> !HY096                   the first SQLSTATE; SQL_NO_DATA likewise
    while SQLFetch                                the indented lines that follow, while there are rows;
        SQLGetData 3 SQL_C_WCHAR 300 -> {tables}  the answers of all rows, here those that the test knows as `tables`
    bound 1 -> {keys}                             what SQLFetch wrote to the buffers of column 1

`SQLGetData+` calls on while there is more of the value; `&name` is the address of eight bytes that keep that name.
SQLAllocHandle makes the handle that the following calls use, SQLFreeHandle returns to the one before.
"""

from __future__ import annotations

import ctypes
import shlex
from collections.abc import Iterator, Mapping
from ctypes import byref, c_short, c_ssize_t, create_string_buffer
from dataclasses import dataclass, field
from pathlib import Path

from tests.conformance.headers import constants
from tests.conformance.odbc import NTS, NULL_DATA, Handle, Odbc, number_of
from tests.odbc.c_values import value_of
from tests.odbc.calls import SIGNATURES, Arguments, encoded

FOLDER = Path(__file__).with_name("recorded")
_KINDS = {"environment": "SQL_HANDLE_ENV", "connection": "SQL_HANDLE_DBC", "statement": "SQL_HANDLE_STMT"}


@dataclass(slots=True)
class Line:
    """A call, or a loop over its body."""

    words: list[str]
    expected: str | None
    body: list[Line] = field(default_factory=list)


def read(name: str) -> list[Line]:
    """The lines of a file of this folder."""
    lines: list[Line] = []
    for text in (FOLDER / f"{name}.calls").read_text(encoding="utf-8").splitlines():
        call, _, expected = text.partition(" -> ")
        if not (words := shlex.split(call, comments=True)):
            continue
        to = lines[-1].body if text[0] == " " else lines
        to.append(Line(words, " ".join(shlex.split(expected, comments=True)) if expected else None))
    return lines


@dataclass(slots=True)
class Bound:
    """The buffers of a column or parameter."""

    c_type: int
    size: int
    data: ctypes.Array[ctypes.c_char]
    lengths: ctypes.Array[c_ssize_t]

    def values(self, rows: int) -> Iterator[str]:
        for row in range(rows):
            yield value_of(self.c_type, self.data[row * self.size :][: self.size], self.lengths[row])


class Replay:
    """One application's calls, from the environment to its end."""

    def __init__(self, odbc: Odbc, connection_string: str, known: Mapping[str, list[str]]) -> None:
        self._odbc, self._string, self._known = odbc, connection_string, known
        self._handles = [Handle(odbc, 0, 0)]
        self._kept: dict[str, c_ssize_t] = {}
        self._columns: dict[int, Bound] = {}
        self._parameters: list[Bound] = []
        self._rows = 1

    def run(self, lines: list[Line]) -> None:
        """Make all calls; the first that answers otherwise ends the test."""
        for line in lines:
            if line.words[0] == "while":
                self._loop(line)
            else:
                self._compare(line, [self._call(*line.words)])

    def _loop(self, line: Line) -> None:
        answers: list[list[str]] = [[] for _ in line.body]
        while (code := self._call(*line.words[1:])) in ("", "01004"):
            for own, each in zip(answers, line.body, strict=True):
                own.append(self._call(*each.words))
        assert code == "!SQL_NO_DATA", (line.words, code)
        for own, each in zip(answers, line.body, strict=True):
            self._compare(each, own)

    def _compare(self, line: Line, answers: list[str]) -> None:
        answers = [part for answer in answers for part in answer.split("\n")] if line.words[0] == "bound" else answers
        if line.expected is None:
            failed = [answer for answer in answers if answer.startswith("!") and not answer.startswith("!01")]
            assert not failed, (line.words, failed, self._handles[-1].records())
        elif line.expected.startswith("{"):
            assert answers == self._known[line.expected[1:-1]], (line.words, answers)
        else:
            assert answers == [line.expected], (line.words, answers, self._handles[-1].records())

    def _call(self, name: str, *words: str) -> str:
        """The answer: a value, "" for plain success, "!" and the SQLSTATE or return code otherwise."""
        plain = name.rstrip("W+")
        special = getattr(self, f"_{plain}", None)
        if special:
            return str(special(name, *words))
        kind, *shape = SIGNATURES[plain].split()
        if name.startswith("SQLSetStmt") and words[0] in ("SQL_ATTR_ROW_ARRAY_SIZE", "SQL_ROWSET_SIZE"):
            self._rows = int(words[1])
        return Arguments(self.number, name, list(words)).call(self.handle(kind), shape)

    def handle(self, kind: str) -> Handle:
        return next(each for each in reversed(self._handles) if each.kind == number_of(_KINDS[kind]))

    def number(self, word: str) -> int:
        if word.startswith("&"):
            return ctypes.addressof(self._kept.setdefault(word[1:], c_ssize_t()))
        if word == "NULL":
            return 0
        return sum(int(part) if part.lstrip("-").isdigit() else constants()[part] for part in word.split("|"))

    def _SQLAllocHandle(self, _: str, kind: str) -> str:
        value = ctypes.c_void_p()
        parent = self._handles[-1]
        if kind == "SQL_HANDLE_STMT":
            parent = self.handle("connection")
        code = self._odbc.call("SQLAllocHandle", number_of(kind), parent.value, byref(value))
        self._handles.append(Handle(self._odbc, number_of(kind), value.value or 0))
        return self._handles[-1].outcome_of(code)

    def _SQLFreeHandle(self, _: str, kind: str) -> str:
        handle = next(each for each in reversed(self._handles) if each.kind == number_of(kind))
        self._handles.remove(handle)
        self._columns, self._rows = {}, 1
        return "" if handle.free() == 0 else "!freed"

    def _SQLDriverConnect(self, name: str, room: str, completion: str) -> str:
        """Answers "connected" when the completed string is whole, or its length known, and names the driver."""
        wide = name.endswith("W")
        size = number_of(int(room))
        out, length = create_string_buffer(2 * size), c_short()
        text = encoded(self._string, wide)
        arguments = (None, text, NTS, out, size, byref(length), number_of(completion))
        outcome = self.handle("connection").outcome(name, *arguments)
        written = out.raw.decode("utf-16-le" if wide else "utf-8").partition("\0")[0]
        whole = length.value == len(written) if length.value < size else outcome == "01004"
        named = written.casefold().startswith("driver=")
        return "connected" if outcome in ("", "01004") and whole and named else f"!{outcome}: {written}"

    def _SQLGetData(self, name: str, column: str, c_type: str, room: str) -> str:
        kind, size, pieces = self.number(c_type), int(room), []
        while True:
            buffer, length = create_string_buffer(max(size, 8)), c_ssize_t()
            code = self.handle("statement").outcome("SQLGetData", int(column), kind, buffer, size, byref(length))
            more = code == "01004"
            if code and not more:
                return f"!{code}"
            pieces.append(value_of(kind, buffer.raw[:size], NTS if more else length.value))
            if not (more and name.endswith("+")):
                return "".join(pieces)

    def _SQLBindCol(self, _: str, column: str, c_type: str, room: str) -> str:
        size = int(room)
        data, lengths = create_string_buffer(size * self._rows), (c_ssize_t * self._rows)()
        self._columns[int(column)] = Bound(self.number(c_type), size, data, lengths)
        arguments = (int(column), self.number(c_type), data, size, lengths)
        return self.handle("statement").outcome("SQLBindCol", *arguments)

    def _bound(self, _: str, column: str) -> str:
        rows = self._kept["fetched"].value if "fetched" in self._kept else 1
        return "\n".join(self._columns[int(column)].values(rows))

    def _SQLBindParameter(self, _: str, number: str, c_type: str, sql_type: str, size: str, value: str) -> str:
        kind = self.number(c_type)
        whole = kind not in (self.number("SQL_C_WCHAR"), self.number("SQL_C_CHAR"))
        data = int(value).to_bytes(8, "little", signed=True) if whole else encoded(value, kind == -8)
        buffer = Bound(kind, len(data), create_string_buffer(data, len(data)), (c_ssize_t * 1)(NTS))
        if value == "NULL":
            buffer.lengths[0] = NULL_DATA
        self._parameters.append(buffer)
        place = (buffer.data, len(data), buffer.lengths)
        arguments = (int(number), 1, kind, self.number(sql_type), int(size), 0, *place)
        return self.handle("statement").outcome("SQLBindParameter", *arguments)
