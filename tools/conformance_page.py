"""docs/odbc-conformance.md, written from the rows that tests/conformance hold against the built library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jsdodbc.odbc.info import INFO
from tests.conformance.declaration import Function, Information
from tests.conformance.functions import FUNCTIONS
from tests.conformance.info_types import INFORMATION

INTRODUCTION = """# ODBC conformance

What an application can rely on, row by row. Every row and every cell is a test in `tests/conformance`, run against the
built library, through unixODBC and without it; other tests there hold the rows against the names in `sql.h`, `sqlext.h`
and `sqlucode.h`, so that none is missing.

* **✓** works as the ODBC reference says. SQLSTATEs beside it are those that the reference gives to values that don't
  fit, each provoked by the cell's test.
* A **SQLSTATE** alone is the whole answer: the driver offers nothing there.
* **level** is the interface conformance level that demands it: core, 1 or 2; blank: none does.
"""


def page() -> str:
    parts = [INTRODUCTION, *_functions(), *_information()]
    return "\n".join(parts)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return [*lines, *(f"| {' | '.join(cells)} |" for cells in rows), ""]


def _level(level: str) -> str:
    return "" if level == "optional" else level


def _functions() -> Iterator[str]:
    yield "## Functions\n"
    yield from _table(("function", "number", "level", "", ""), map(_function, FUNCTIONS))


def _function(row: Function) -> tuple[str, ...]:
    name = f"{row.name}, {row.name}W" if row.wide else row.name
    answer = row.state or "✓" if row.by == "driver" else "driver manager"
    return name, str(row.number), _level(row.level), answer, row.remark


def _information() -> Iterator[str]:
    yield "## Information: SQLGetInfo\n"
    yield "A number of 32 bits whose values are bits is written in hexadecimal.\n"
    answers = {number: value for number, _, _, value in INFO}
    rows = (_information_row(row, answers.get(row.number)) for row in INFORMATION)
    yield from _table(("type", "number", "width", "answer", ""), rows)


def _information_row(row: Information, value: object) -> tuple[str, ...]:
    return row.name, str(row.number), row.kind, _answer(row, value), row.remark


def _answer(row: Information, value: object) -> str:
    if row.by != "driver" or row.state:
        return row.state or "driver manager"
    if value is None or callable(value):
        return "✓ of the connection"
    if isinstance(value, int):
        return f"0x{value:X}" if row.mask and value else str(value)
    return f"`{value}`" if value else "(blank)"
